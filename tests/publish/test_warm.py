"""A build that finds pages of earlier builds in a cache writes what a build from nothing writes, every byte of it."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

from tests.many.sites import many_plans
from tests.publish.test_reuse import words
from tests.publish.test_updates import WRITTEN
from tests.test_plugin import Project


class Warm:
    """A project that is built with a cache, and without."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.project, self.folder, self._patch = Project(root), root / "kept", patch
        (root / "theme").mkdir()
        self.project.write({**many_plans(2), **WRITTEN})

    def build(self, *, is_warm: bool, **settings: Any) -> dict[str, bytes]:
        """Every file of a build."""
        self._patch.setenv("OMP_CACHE", str(self.folder) if is_warm else "")
        theme = {"name": "material", "font": False, "custom_dir": str(self.project.root / "theme")}
        self.project.build(**{"theme": theme, **settings})
        site = self.project.site
        paths = (path for path in site.rglob("*") if path.is_file() and path.suffix != ".gz")
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}

    def assert_same(self, **settings: Any) -> None:
        """Fails where the cache makes a difference."""
        warm, clean = self.build(is_warm=True, **settings), self.build(is_warm=False, **settings)
        assert warm.keys() == clean.keys()
        assert [name for name, content in clean.items() if warm[name] != content] == []


@pytest.fixture
def warm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warm:
    """Two plans and pages that authors wrote; nothing is kept yet."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    return Warm(tmp_path, monkeypatch)


def test_the_theme_writes_no_page_twice(warm: Warm, written: list[str]) -> None:
    first = warm.build(is_warm=True)
    assert len(written) > 30
    written.clear()
    assert warm.build(is_warm=True) == first
    assert written == []
    path = warm.project.root / "docs/region-002/plan.yml"
    path.write_text(path.read_text() + "summary: Grow.\n")
    warm.build(is_warm=True)
    assert "region-002/" in written
    assert [url for url in written if url.startswith("region-001/")] == []


def _figures(text: str, chance: random.Random) -> str:
    """Measured values are others."""
    return re.sub(r"(?<=2026-10: )\d+", lambda match: str(int(match[0]) + chance.randrange(1, 9)), text)


def test_after_random_edits_nothing_is_out_of_date(warm: Warm) -> None:
    chance = random.Random(3)
    for step in range(2):
        path = warm.project.root / f"docs/region-00{chance.randrange(1, 3)}/plan.yml"
        path.write_text((_figures, words)[step % 2](path.read_text(), chance))
        warm.assert_same()


def test_all_that_a_page_is_made_of_counts(warm: Warm) -> None:
    warm.build(is_warm=True)
    warm.assert_same(site_name="Another")
    warm.project.write({"about.md": "---\ntitle: Us\n---\n\n# Us\n\n## Now\n\nWords.\n"})
    warm.assert_same()
    warm.project.write({"../theme/main.html": '{% extends "base.html" %}{% block footer %}<p>Ours</p>{% endblock %}'})
    warm.assert_same()
    warm.project.write({"../theme/main.html": '{% extends "base.html" %}{% block footer %}{{ pages|length }}{% endblock %}'})
    warm.assert_same()
    warm.project.write({"more.md": "# More\n"})
    warm.assert_same()


@pytest.mark.parametrize("event", ["page_markdown(markdown, page, config, files)", "post_page(output, page, config)"])
def test_what_hooks_do_is_done(warm: Warm, event: str) -> None:
    (warm.project.root / "hook.py").write_text(f"def on_{event}:\n    return {event[event.index('(') + 1 :].split(',', maxsplit=1)[0]} + 'Hooked'\n")
    for _ in range(2):
        warm.assert_same(hooks=[str(warm.project.root / "hook.py")])
        assert b"Hooked" in warm.build(is_warm=True, hooks=[str(warm.project.root / "hook.py")])["about/index.html"]


def test_templates_that_show_other_pages_are_written_anew(warm: Warm) -> None:
    template = '{% extends "base.html" %}{% block footer %}{{ page and page.next_page and page.next_page.content }}{% endblock %}'
    warm.project.write({"../theme/main.html": template})
    warm.build(is_warm=True)
    warm.project.write({"about.md": "---\ntitle: About\n---\n\n# Us\n\nOther words.\n"})
    warm.assert_same()


def test_what_is_kept_can_be_damaged(warm: Warm) -> None:
    warm.build(is_warm=True)
    for number, path in enumerate(sorted(warm.folder.glob("*.z"))):
        path.write_bytes((b"", path.read_bytes()[:40], b"\0" * 50)[number % 3])
    warm.assert_same()
