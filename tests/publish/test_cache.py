"""What is kept of earlier builds gives way to everything that could make a page another, and to any damage."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from omp_plugin.build import Options
from omp_plugin.publish import cache as caches
from omp_plugin.publish.cache import Cache
from tests.helpers import TODAY
from tests.publish.test_reuse import Site, asked, site, whole

__all__ = ["asked", "site"]


def found(cache: Cache, made_of: object) -> list[str] | None:
    """What a cache has of pages that were made of this."""
    return cache.find("pages", made_of, list)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where builds keep their entries."""
    return tmp_path / "kept" / "omp"


def test_what_is_kept_comes_back(folder: Path) -> None:
    cache = Cache(folder)
    assert found(cache, 1) is None
    cache.keep("pages", 1, ["a", "\udcff"])
    again = Cache(folder)
    assert found(again, 1) == ["a", "\udcff"]
    assert found(again, "1") is found(again, 2) is again.find("files", 1, list) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: b"",
        lambda content: zlib.compress(b"3"),
        lambda content: zlib.compress(b"null"),
        lambda content: zlib.compress(b"{"),
        lambda content: zlib.compress(b"\xff"),
    ],
)
def test_what_is_damaged_counts_as_nothing(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    cache = Cache(folder)
    cache.keep("pages", 1, ["a"])
    for path in folder.glob("*.z"):
        path.write_bytes(damage(path.read_bytes()))
    assert found(Cache(folder), 1) is None


@pytest.mark.parametrize("damage", [b"[[1, 2]]", b"[3]", b'[["a.md", [[1]], "", {}]]', b'{"a": 1}'])
def test_pages_and_files_of_another_shape_are_made_again(site: Site, folder: Path, damage: bytes) -> None:
    first = site.build(cache=Cache(folder))
    for path in folder.glob("*.z"):
        path.write_bytes(zlib.compress(damage))
    assert whole(site.build(cache=Cache(folder))) == whole(first)


def test_entries_stay_for_one_build_more(folder: Path) -> None:
    for used in ("ab", "bc", "c", "c"):
        cache = Cache(folder)
        for each in used:
            cache.keep("pages", each, [])
        cache.end()
    assert [found(Cache(folder), each) for each in "abc"] == [None, None, []]
    (folder / "archive.z").write_text("of somebody else")
    (folder / "last.json").write_text("nonsense")
    Cache(folder).end()
    assert json.loads((folder / "last.json").read_text()) == []
    assert [path.name for path in folder.glob("*.z")] == ["archive.z"]


def test_where_nothing_can_be_kept_everything_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "omp")
    cache.keep("pages", 1, ["a"])
    cache.end()
    assert found(cache, 1) is None


def test_what_a_killed_build_has_begun_is_taken_away(folder: Path) -> None:
    Cache(folder).keep("page", "a", "text")
    (folder / "begun-x1.new").write_bytes(b"half")
    (folder / "ours.new").write_bytes(b"")
    Cache(folder).end()
    assert {path.name for path in folder.iterdir() if path.suffix == ".new"} == {"ours.new"}


def test_the_environment_names_the_folder(tmp_path: Path) -> None:
    assert Cache.named_in({}) is Cache.named_in({"OMP_CACHE": ""}) is None
    named = Cache.named_in({"OMP_CACHE": str(tmp_path)})
    assert named
    named.keep("pages", 1, [])
    assert len(list(tmp_path.glob("*.z"))) == 1


def test_another_program_has_entries_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(folder).keep("pages", 1, [])
    monkeypatch.setattr(caches, "program", lambda: "another version")
    assert found(Cache(folder), 1) is None


def test_a_second_build_makes_nothing(site: Site, folder: Path, asked: list[str]) -> None:
    first = site.build(cache=Cache(folder))
    assert len(asked) > 60
    asked.clear()
    second = site.build(cache=Cache(folder))
    assert asked == []
    assert whole(second) == whole(first)
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("*.z")}
    site.build(cache=Cache(folder))
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.z")} == kept, "what is there is not written again"
    site.build(second, cache=Cache(folder / "unused"))
    assert not (folder / "unused").exists(), "a build that follows another in memory needs none"
    site.edit("region-001/plan.yml", lambda text: text.replace("actual: {2026-10: 2100}", "actual: {2026-10: 2200}"))
    third = site.build(cache=Cache(folder))
    assert "region-001" in asked
    assert whole(third) == whole(site.build())


def _another_day(site: Site) -> Options:
    return Options(TODAY + timedelta(days=40))


def _another_audience(site: Site) -> Options:
    return replace(Options(TODAY), audience="public")


def _another_level(site: Site) -> Options:
    return replace(Options(TODAY), checks={"goal-not-covered": "error"})


def _another_language(site: Site) -> Options:
    site.language = "de"
    return Options(TODAY)


def _other_templates(site: Site) -> Options:
    site.write("../overrides/omp/_note.html", "<p>Nothing yet</p>")
    return Options(TODAY)


@pytest.mark.parametrize("change", [_another_day, _another_audience, _another_level, _another_language, _other_templates])
def test_what_every_page_depends_on_counts(site: Site, folder: Path, change: Callable[[Site], Options]) -> None:
    site.edit("region-002/plan.yml", lambda text: text.replace("tasks:\n", "tasks:\n  hush: {title: Hushed, visibility: internal, start: 2026-10-05, duration: 3d}\n", 1))
    site.build(cache=Cache(folder))
    options = change(site)
    now, clean = site.build(cache=Cache(folder), options=options), site.build(options=options)
    assert whole(now) == whole(clean)
    if options.audience == "public":
        assert "Hushed" not in str(whole(now))


def test_figures_from_elsewhere_are_never_kept(site: Site, folder: Path, asked: list[str]) -> None:
    source = 'actual: {file: numbers.csv, query: "select 1"}'
    site.edit("region-002/plan.yml", lambda text: text.replace("actual: {2026-10: 2100}", source))
    site.build(cache=Cache(folder))
    asked.clear()
    site.build(cache=Cache(folder))
    assert set(asked) >= {"region-002"}


