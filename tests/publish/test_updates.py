"""A save under `serve` updates the site in place to what a clean build gives, every byte of it, or has the host build."""

from __future__ import annotations

import logging
import random
import shutil
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands import build as commands
from mkdocs.commands import serve
from mkdocs.plugins import BasePlugin

from omp_plugin.plugin import OmpPlugin
from omp_plugin.publish import site, updates
from omp_plugin.publish.updates import Host
from tests.many.sites import many_plans
from tests.publish.test_reuse import digits, lines, words
from tests.test_plugin import Project

URL = "http://127.0.0.1:8000/"
PLAN = "region-001/plan.yml"
WRITTEN = {
    "index.md": '# Home\n\n{{ portfolio_table() }}\n\nWe have {{ kpi("visits", plan="region-001").actual }}.\n',
    "region-002/kpis.md": "# Ours\n\n{{ kpi_table() }}\n\n{{ plan_family() }}\n",
    "region-001/notes.md": 'By {{ plan.owner }}\n\n{{ goal_table(plan="region-002") }}\n\n[To](../index.md#nowhere)\n',
    "about.md": "---\ntitle: About\ndescription: Who we are\n---\n\n# Us\n\nWords.\n",
    "pictures/one.svg": "<svg></svg>",
}
Change = Callable[[str], str]


class Served:
    """A project under `mkdocs serve`, whose server builds when it is told to."""

    def __init__(self, root: Path, **settings: Any) -> None:
        self.project = Project(root)
        self.project.write({**many_plans(2), **WRITTEN})
        theme = {"name": "material", "font": False, "custom_dir": str(root / "theme")}
        self.settings = {"theme": theme, "repo_url": "https://github.com/a/b", "edit_uri": "edit/main/docs/", **settings}
        (root / "theme").mkdir()
        self.host_builds = 0
        # The host's own builder stands inside a function of its module.
        self.builder: Any = types.FunctionType((lambda: None).__code__, vars(serve), "builder")
        self.builder.__module__ = serve.__name__
        config = self._build(is_first=True)
        self.plugins = config.plugins
        config.plugins.on_serve(self, config=config, builder=self.builder)

    def watch(self, path: str) -> None:
        """As a server does it; nothing is watched here."""

    def _build(self, *, is_first: bool = False) -> Any:
        self.host_builds += 1
        config = self.project.config(**self.settings)
        config.site_url = URL
        if is_first:
            for plugin in (each for each in config.plugins.values() if isinstance(each, BasePlugin)):
                plugin.__init__()  # type: ignore[misc] # as new: the host keeps plugins from one build to the next
            config.plugins.on_startup(command="serve", dirty=False)
        commands.build(config, serve_url=URL)
        return config

    def save(self) -> bool:
        """Has the server build after a save; true where the site was updated in place."""
        builds = self.host_builds
        plugin = self.plugins["omp"]
        assert isinstance(plugin, OmpPlugin)
        assert self.builder.func == plugin._rebuild
        plugin._rebuild(self.builder.args[0], self._build)
        return self.host_builds == builds

    def files(self) -> dict[str, bytes]:
        """Every file of the site."""
        site = self.project.site
        paths = (path for path in site.rglob("*") if path.is_file() and path.suffix != ".gz")
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}

    def edit(self, name: str, change: Change) -> None:
        """Changes the text of a file."""
        path = self.project.root / "docs" / name
        self.project.write({name: change(path.read_text(encoding="utf-8") if path.exists() else "")})

    def clean(self) -> dict[str, bytes]:
        """What a build from nothing gives; the site stays as it is."""
        site, beside = self.project.site, self.project.root / "beside"
        states = [(plugin, dict(vars(plugin))) for plugin in self.plugins.values()]
        site.rename(beside)
        try:
            self._build(is_first=True)
            return self.files()
        finally:
            shutil.rmtree(site)
            beside.rename(site)
            for plugin, state in states:
                vars(plugin).clear()
                vars(plugin).update(state)

    def assert_clean(self) -> None:
        """Fails where the site is not what a build from nothing gives."""
        now, clean = self.files(), self.clean()
        assert now.keys() == clean.keys()
        assert [name for name, content in clean.items() if now[name] != content] == []


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Two plans, pages that authors wrote, and a picture."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    return Served(tmp_path)


def test_random_edits_give_what_clean_builds_give(served: Served) -> None:
    chance = random.Random(7)
    kinds = set()
    for _ in range(5):
        name = f"region-00{chance.randrange(1, 3)}/plan.yml"
        for change in chance.choices((digits, words, lines), k=2):
            served.edit(name, lambda text, change=change: change(text, chance))  # type: ignore[misc] # bound right here
        kinds.add(served.save())
        served.assert_clean()
    assert kinds == {True, False}


IN_PLACE: dict[str, tuple[str, Change]] = {
    "a figure": (PLAN, lambda text: text.replace("actual: {2026-10: 2100}", "actual: {2026-10: 2150}")),
    "a line that moves others": (PLAN, lambda text: text.replace("tasks:\n", "# a remark\ntasks:\n", 1)),
    "words on a page": ("about.md", lambda text: f"{text}\nMore words.\n\n## Below\n\nAnd more.\n"),
    "a component on a page": ("about.md", lambda text: text + '{{ task_table(plan="region-002") }}\n'),
    "a mistake": (PLAN, lambda text: text.replace("owner: ", "owner: nobody-", 1)),
    "what search engines are told": ("about.md", lambda text: text.replace("Who we are", "What we do")),
}
BY_THE_HOST: dict[str, tuple[str, Change]] = {
    "the title of a plan": (PLAN, lambda text: text.replace("title: ", "title: New ", 1)),
    "the title of a page": ("about.md", lambda text: text.replace("title: About", "title: Us")),
    "a sign in the navigation": ("about.md", lambda text: text.replace("title: Us", "title: Us\nstatus: new")),
    "a page more": ("more.md", lambda text: "# More\n"),
    "a picture": ("pictures/one.svg", lambda text: "<svg><path/></svg>"),
    "a template": ("../theme/main.html", lambda text: '{% extends "base.html" %}'),
    "a file that is published": ("numbers.csv", lambda text: "a,b\n"),
}


@pytest.mark.parametrize("edits", [IN_PLACE, BY_THE_HOST], ids=["in place", "by the host"])
def test_only_what_other_pages_do_not_show_is_updated_in_place(served: Served, edits: dict[str, Any]) -> None:
    for what, (name, change) in edits.items():
        served.edit(name, change)
        assert served.save() is (edits is IN_PLACE), what
        if edits is IN_PLACE:
            served.assert_clean()
    served.assert_clean()


@pytest.mark.parametrize(
    "template",
    ["{% for each in nav if each.meta %}{{ each.meta.description }}{% endfor %}", "{{ page and page.next_page.title }}"],
)
def test_templates_that_show_other_pages_are_for_the_host(served: Served, template: str) -> None:
    body = f'{{% extends "base.html" %}}{{% block footer %}}{template}{{% endblock %}}'
    served.edit("../theme/main.html", lambda _: body)
    assert not served.save()
    served.edit(*IN_PLACE["what search engines are told"])
    assert not served.save()
    served.assert_clean()


def test_what_editors_leave_beside_a_file_makes_no_difference(served: Served) -> None:
    served.edit("region-001/.plan.yml.swp", lambda _: "x")
    served.edit(PLAN, IN_PLACE["a figure"][1])
    assert served.save()
    served.assert_clean()
    (served.project.root / "theme/.#main.html").symlink_to("nowhere")
    served.edit(PLAN, IN_PLACE["a line that moves others"][1])
    served.save()
    served.edit(*IN_PLACE["words on a page"])
    assert not served.save()
    served.assert_clean()


FOOT = '{% extends "base.html" %}{% block footer %}FOOT{% endblock %}'


@pytest.mark.parametrize(
    "files,is_in_place",
    [
        ({"main.html": FOOT.replace("FOOT", "{{ page and page.markdown|length }}")}, True),
        (
            {
                "main.html": FOOT.replace("FOOT", '{% include "foot.txt" %}'),
                "foot.txt": "{{ page and page.next_page and page.next_page.content }}",
            },
            False,
        ),
        ({"main.html": FOOT.replace("FOOT", '{% include "foot.txt" %}'), "foot.txt": "Our parent and its pages, now"}, True),
    ],
)
def test_what_templates_take_from_a_page_or_another_file(served: Served, files: dict[str, str], is_in_place: bool) -> None:
    served.project.write({f"../theme/{name}": text for name, text in files.items()})
    assert not served.save()
    served.edit("about.md", lambda text: f"{text}\n\n\n")
    assert served.save() is is_in_place
    served.assert_clean()


def test_what_is_undone_while_the_host_builds(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiler has read the first text, the host another one."""
    about, populate = served.project.root / "docs/about.md", commands._populate_page
    first = about.read_text()

    def meanwhile(page: Any, *given: Any, **named: Any) -> None:
        if page.file.src_uri == "about.md":
            about.write_text(f"{first}\nOops.\n")
        populate(page, *given, **named)
        if page.file.src_uri == "about.md":
            about.write_text(first)

    served.edit("pictures/one.svg", lambda _: "<svg><path/></svg>")
    with monkeypatch.context() as patched:
        patched.setattr(commands, "_populate_page", meanwhile)
        assert not served.save()
    assert b"Oops" in served.files()["about/index.html"]
    assert served.save()
    served.assert_clean()


def test_what_is_undone_while_the_site_is_updated(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    about, read = served.project.root / "docs/about.md", site.read_written
    served.edit("about.md", lambda text: f"{text}\nNew.\n")
    second = about.read_text()

    def meanwhile(*given: Any) -> Any:
        found = read(*given)
        about.write_text(f"{second}\nOops.\n")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(site, "read_written", meanwhile)
        assert served.save()
    assert b"Oops" in served.files()["about/index.html"]
    about.write_text(second)
    assert served.save()
    served.assert_clean()


def test_two_pages_in_one_place_are_for_the_host(served: Served) -> None:
    names = ["region-001.md", "region-001/kpis/index.md", "about/index.md"]
    served.project.write(dict.fromkeys(names, "# Another\n\nIn its place.\n"))
    for edited in ("about.md", PLAN, *names):
        more = "\nMore.\n" if edited.endswith(".md") else "\n"
        served.edit(edited, lambda text, more=more: text + more)  # type: ignore[misc] # bound right here
        assert not served.save(), edited
    served.assert_clean()


def test_figures_from_a_file_that_is_named_in_other_letters(served: Served) -> None:
    served.edit("region-001/data/x.csv", lambda _: "kpi,period,value\nvisits,2026-10,5\n")
    served.edit(PLAN, lambda text: text.replace("actual: {2026-10: 2100}", 'actual: {"\\x66ile": data/x.csv}'))
    served.save()
    served.edit("region-001/data/x.csv", lambda text: text.replace(",5", ",777"))
    served.save()
    assert b"777" in served.files()["region-001/kpis/index.html"]
    served.assert_clean()


def test_problems_are_told_once_a_save(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    for name, change in (IN_PLACE["a mistake"], BY_THE_HOST["the title of a plan"]):
        served.edit(name, change)
        caplog.clear()
        logger = logging.getLogger("mkdocs")
        was, logger.propagate = logger.propagate, True
        served.save()
        logger.propagate = was
        assert caplog.text.count("unknown-reference") == 1


def test_a_page_that_is_gone_is_built_by_the_host(served: Served) -> None:
    (served.project.root / "docs/about.md").unlink()
    assert not served.save()
    served.assert_clean()


def test_after_a_mistake_is_mended_saves_go_on_in_place(served: Served) -> None:
    text = (served.project.root / "docs" / PLAN).read_text()
    served.edit(PLAN, lambda text: text.replace("goals:", "nonsense:"))
    assert not served.save()
    served.edit(PLAN, lambda _: text)
    assert not served.save()
    served.edit(PLAN, IN_PLACE["a figure"][1])
    assert served.save()
    served.assert_clean()


def test_a_save_that_fails_is_followed_by_a_whole_build(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.edit(PLAN, IN_PLACE["a figure"][1])
    with monkeypatch.context() as patched:
        patched.setattr(updates, "_write_pages", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            served.save()
    assert not served.save()
    served.assert_clean()


def test_another_day_is_for_the_host(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.edit(PLAN, IN_PLACE["a figure"][1])
    monkeypatch.setattr(updates, "get_build_date", lambda: "2027-01-01")
    assert not served.save()


HOOK = "def on_page_markdown(markdown, page, config, files):\n    return markdown\n"
SETTINGS: dict[str, dict[str, Any]] = {
    "strict": {"strict": True},
    "a hook": {"hooks": ["hook.py"]},
    "snippets": {"markdown_extensions": ["pymdownx.snippets"]},
    "pictures in text": {"markdown_extensions": ["toc", "pymdownx.b64"]},
    "templates of the project": {"extra_templates": ["list.txt"]},
    "another plugin": {"plugins": ["search", "omp", "tags"]},
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_what_cannot_be_compared_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hook.py").write_text(HOOK)
    project = Project(tmp_path)
    assert updates._is_plain(project.config())
    assert not updates._is_plain(project.config(**settings))


def test_a_site_with_a_hook_is_for_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hook.py").write_text(HOOK)
    served = Served(tmp_path, hooks=["hook.py"])
    served.edit(PLAN, IN_PLACE["a figure"][1])
    assert not served.save()


def test_with_pagefind_a_save_leaves_the_index_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    served = Served(tmp_path, plugins=[{"omp": {"search": "pagefind"}}])
    before = served.files()
    served.edit(PLAN, IN_PLACE["a figure"][1])
    assert served.save()
    now, clean = served.files(), served.clean()
    assert [name for name in now if now[name] != clean.get(name) and not name.startswith("pagefind/")] == []
    assert {name: now[name] for name in now if name.startswith("pagefind/")} == {
        name: before[name] for name in before if name.startswith("pagefind/")
    }


def test_a_host_that_is_not_known_builds_all(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = types.FunctionType((lambda: None).__code__, vars(serve), "builder")
    builder.__module__ = serve.__name__
    assert Host.of(builder) == Host(commands._populate_page, commands._build_page)
    monkeypatch.setattr(commands, "_build_page", lambda page, config: None)
    assert Host.of(builder) is None
    monkeypatch.delattr(commands, "_build_page")
    assert Host.of(builder) is Host.of(None) is Host.of(print) is None
