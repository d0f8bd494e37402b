"""The commit that a plan's pages name: the latest that changed it, whether it is changed again, and who may know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.compute.compiled import Compiled
from omp_plugin.problems import Position
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.disk import load_plan
from omp_plugin.source.history import History
from omp_plugin.source.version import LastChange
from tests.compare.story import Workshop
from tests.helpers import HEAD, TODAY


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    made = Workshop(tmp_path / "repo")
    write(made, HEAD)
    made.commit("One", on="2026-11-03T23:30:00-0600")
    return made


def write(shop: Workshop, text: str, folder: str = "plans/x") -> None:
    shop.write({"plan.yml": text}, folder)


def last_change(root: Path, *, with_past: bool = True) -> LastChange | None:
    with History({"plans/x": root / "plans/x"}, with_past=with_past) as past:
        return past.last_change(load_plan(root / "plans/x", "plans/x"))


def test_the_latest_that_touched_the_plan(shop: Workshop) -> None:
    id_ = shop.git("rev-parse", "HEAD")
    write(shop, HEAD, "plans/other")
    shop.commit("Two")
    found = last_change(shop.root)
    assert found
    assert (found.commit.id, found.commit.on, found.is_later) == (id_, date(2026, 11, 3), False)
    assert last_change(shop.root, with_past=False) is None


def test_of_a_branch_that_was_merged_the_merge(shop: Workshop) -> None:
    shop.git("checkout", "--quiet", "-b", "more")
    write(shop, f"{HEAD}summary: More\n")
    shop.commit("Two")
    shop.git("checkout", "--quiet", "main")
    who = {"GIT_AUTHOR_NAME": "M", "GIT_AUTHOR_EMAIL": "m@x", "GIT_COMMITTER_NAME": "M", "GIT_COMMITTER_EMAIL": "m@x"}
    shop.git("merge", "--quiet", "--no-ff", "--message", "Merge", "more", **who)
    found = last_change(shop.root)
    assert found
    assert (found.commit.id, found.is_later) == (shop.git("rev-parse", "HEAD"), False)


@pytest.mark.parametrize(
    "text, is_later", [(f"{HEAD}summary: More\n", True), (HEAD.replace("\n", "\r\n"), False), (HEAD, False)]
)
def test_what_is_not_committed_is_later(shop: Workshop, text: str, is_later: bool) -> None:
    (shop.root / "plans/x/plan.yml").write_bytes(text.encode())
    found = last_change(shop.root)
    assert found
    assert found.is_later is is_later


def test_there_is_none_without_a_commit(shop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "plans/x").mkdir(parents=True)
    (tmp_path / "plans/x/plan.yml").write_text(HEAD, encoding="utf-8")
    assert last_change(tmp_path) is None
    empty = Workshop(tmp_path / "empty")
    write(empty, HEAD)
    assert last_change(empty.root) is None
    write(shop, HEAD, "plans/new")
    with History({"plans/new": shop.root / "plans/new"}, with_past=True) as past:
        assert past.last_change(load_plan(shop.root / "plans/new", "plans/new")) is None


def test_a_shallow_clone_knows_only_what_it_has(shop: Workshop, tmp_path: Path) -> None:
    write(shop, HEAD, "plans/other")
    shop.commit("Two")
    for depth, is_known in ((1, False), (2, True)):
        clone = tmp_path / f"depth-{depth}"
        shop.git("clone", "--quiet", f"--depth={depth}", shop.root.as_uri(), str(clone))
        assert (last_change(clone) is not None) is is_known


def test_it_stands_at_the_foot_of_pages_for_all(shop: Workshop) -> None:
    source = load_plan(shop.root / "plans/x", "plans/x")
    with History({"plans/x": shop.root / "plans/x"}, with_past=True) as past:
        feet = [
            foot({"x": compile_plan(source, Options(TODAY, audience=audience), history=past)})
            for audience in ("confidential", "public")
        ]
        (shop.root / "plans/x/plan.yml").write_text(f"{HEAD}summary: More\n", encoding="utf-8")
        changed = compile_plan(load_plan(shop.root / "plans/x", "plans/x"), Options(TODAY), history=past)
    said = f"ommit <code>{shop.git('rev-parse', 'HEAD')[:7]}</code> of Nov 3, 2026</span>"
    assert f"<span>C{said}" in feet[0]
    assert said not in feet[1]
    assert f"<span>Changed since c{said}" in foot({"x": changed})


def foot(plans: dict[str, Compiled]) -> str:
    pages = SitePages(plans, [])
    answers = pages.answer("x/index.md", pages.text("x/index.md"), Position("x", 1, 1)).blocks
    (found,) = [each for each in answers if 'class="omp-foot"' in each]
    return found
