"""`mkdocs serve` builds after each save what a clean build gives, every byte of it, though it takes over most of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from jinja2.bccache import Bucket

from omp_plugin.plugin import OmpPlugin
from omp_plugin.publish.search import Memory
from omp_plugin.publish.sections import sections
from omp_plugin.publish.templates import InMemory
from tests.test_plugin import PLAN, Project

FEATURES = ["navigation.tabs", "navigation.sections", "navigation.prune", "navigation.footer"]
OTHER = PLAN.replace("title: Spring", "title: Summer")
EDITS = (
    {"spring/plan.yml": PLAN.replace("title: Spring", "title: Spring & more")},
    {"summer/plan.yml": OTHER + "summary: A season of *growth*.\n"},
    {"index.md": "---\ntitle: Start\n---\n\nWords without a heading.\n\n{{ portfolio_table() }}\n"},
    {"index.md": "---\ntitle: Begin\n---\n\nWords without a heading.\n\n{{ portfolio_table() }}\n"},
    {"../theme/main.html": '{% extends "base.html" %}{% block footer %}<p>Ours</p>{% endblock %}'},
    {"summer/plan.yml": OTHER.replace("goals:", "nonsense:")},
    {"summer/plan.yml": OTHER, "news.md": "# News\n\nA page more.\n"},
    {"news.md": "---\ntitle: News of today\nicon: material/bell\n---\n\n# News\n\n## First\n\n## Second\n"},
    {"news.md": "---\ntitle: News of today\nstatus: new\n---\n\n# News\n\n## First\n\n## Third\n"},
    {"news.md": "---\ntitle: News of today\nstatus: new\n---\n\n# News\n\n## First\n\n## Third\n"},
)


def _built(project: Project, *, is_clean: bool, **more: Any) -> tuple[OmpPlugin, dict[str, bytes]]:
    """Every file of a build as `serve` makes it; of a clean one the plugin knows nothing of builds before."""
    theme = {"name": "material", "font": False, "custom_dir": str(project.root / "theme"), "features": FEATURES}
    settings = {"theme": theme, **more}
    plugin = project.config(**settings).plugins["omp"]
    assert isinstance(plugin, OmpPlugin)
    if is_clean:
        plugin.__init__()  # type: ignore[misc] # as new
    project.build(serving=True, **settings)
    files = (path for path in project.site.rglob("*") if path.is_file() and path.suffix != ".gz")
    return plugin, {path.relative_to(project.site).as_posix(): path.read_bytes() for path in files}


def test_a_save_gives_what_a_clean_build_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    keep_for = InMemory.keep_for

    def keep_alone_for(kept: InMemory, environment: Environment) -> None:
        environment.bytecode_cache = None  # as it is outside of tests, which keep templates themselves
        keep_for(kept, environment)

    monkeypatch.setattr(InMemory, "keep_for", keep_alone_for)
    project = Project(tmp_path)
    (tmp_path / "theme").mkdir()
    project.write({"index.md": "# Home\n", "spring/plan.yml": PLAN, "summer/plan.yml": OTHER})
    made = []
    _built(project, is_clean=True)
    for edit in EDITS:
        project.write(edit)
        plugin, files = _built(project, is_clean=False)
        assert plugin.before is not None
        made.append(files)
    for name, text in {"spring/plan.yml": PLAN, "summer/plan.yml": OTHER, "index.md": "# Home\n"}.items():
        project.write({name: text})
    (tmp_path / "theme/main.html").unlink()
    (tmp_path / "docs/news.md").unlink()
    for edit, files in zip(EDITS, made, strict=True):
        project.write(edit)
        _, clean = _built(project, is_clean=True)
        assert files.keys() == clean.keys()
        assert [name for name, content in clean.items() if files[name] != content] == [], edit


def _site_of_two(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    (tmp_path / "theme").mkdir()
    project.write({"index.md": "# Home\n", "spring/plan.yml": PLAN, "summer/plan.yml": OTHER})
    return project


def test_the_theme_writes_only_what_is_new(tmp_path: Path, written: list[str]) -> None:
    project = _site_of_two(tmp_path)
    _built(project, is_clean=True)
    assert len(written) > 12
    written.clear()
    _built(project, is_clean=False)
    assert written == []
    project.write({"spring/plan.yml": PLAN + "summary: Grow.\n"})
    _built(project, is_clean=False)
    assert "spring/" in written
    assert not [url for url in written if url.startswith("summer/")]


@pytest.mark.parametrize(
    "template",
    ["{% for each in pages %}{{ each.page.content }}{% endfor %}", "{{ build_date_utc }}"],
    ids=["other pages", "the clock"],
)
def test_templates_that_look_elsewhere_write_every_page(tmp_path: Path, written: list[str], template: str) -> None:
    project = _site_of_two(tmp_path)
    project.write({"../theme/main.html": f'{{% extends "base.html" %}}{{% block footer %}}{template}{{% endblock %}}'})
    _built(project, is_clean=True)
    every = list(written)
    written.clear()
    _built(project, is_clean=False)
    assert written == every


@pytest.mark.parametrize("event", ["env", "page_context"])
def test_what_others_change_is_written_by_the_theme(tmp_path: Path, written: list[str], event: str) -> None:
    project = _site_of_two(tmp_path)
    project.write({"../hook.py": HOOKS[event]})
    for _ in range(2):
        written.clear()
        _built(project, is_clean=False, hooks=[str(tmp_path / "hook.py")])
        assert "spring/" in written


HOOKS = {
    "env": "def on_env(env, config, files):\n    env.globals['said'] = object()\n    return env\n",
    "page_context": "def on_page_context(context, page, config, nav):\n    page.extra = object()\n    return context\n",
}


def test_the_memory_of_the_search_holds_the_last_build(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr("omp_plugin.publish.search.sections", lambda html: (read.append(html), sections(html))[1])
    memory = Memory()
    for page in ("<p>a</p>", "<p>a</p>", "<p>b</p>", "<p>a</p>"):
        memory.builds.next_build()
        (found,) = memory.sections(page)
        assert (found.title, found.text) == ([], sections(page)[0].text)
        found.title = ["Of the page"]
    assert read == ["<p>a</p>", "<p>b</p>", "<p>a</p>"]


def test_templates_are_kept_for_environments_that_compile_alike() -> None:
    kept = InMemory()
    first, other, odd, loud = (Environment(autoescape=each) for each in (True, True, True, False))
    for environment in (first, other):
        environment.bytecode_cache = None
    kept.keep_for(first)
    bucket = Bucket(first, "key", "sum")
    bucket.code = compile("1", "x", "eval")
    kept.dump_bytecode(bucket)
    for environment, is_kept in ((first, True), (other, True)):
        kept.keep_for(environment)
        assert environment.bytecode_cache is kept
        assert (_loaded(kept, environment, "key", "sum") is not None) is is_kept
    assert _loaded(kept, other, "key", "another text") is None
    odd.filters["shout"] = str.upper
    for environment in (odd, loud):
        kept.keep_for(environment)
        assert _loaded(kept, environment, "key", "sum") is None
        kept.dump_bytecode(bucket)


def _loaded(kept: InMemory, environment: Environment, key: str, checksum: str) -> object:
    bucket = Bucket(environment, key, checksum)
    kept.load_bytecode(bucket)
    return bucket.code
