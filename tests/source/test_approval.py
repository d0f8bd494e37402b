"""Which commit approved a plan: by a trailer, else by what it wrote; and where readers see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.problems import Position
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.commit import read_commit
from omp_plugin.source.disk import load_plan
from omp_plugin.source.history import History
from omp_plugin.source.version import Commit
from tests.compare.story import Workshop
from tests.helpers import HEAD, TODAY

FIRST = HEAD + "approved: {by: ann, on: 2026-06-26}\n"
SECOND = HEAD + "approved:\n  by: ann\n  on: 2026-11-02\n"
MERGED = "Merge plan v1.1\n\nApproved-by: Nadia Brooks <nadia@x.example>\nApproved-by: Bo\n"


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    made = Workshop(tmp_path / "repo")
    write(made, FIRST)
    made.commit("One\n\nApproved-by: Somebody Else")
    return made


def write(shop: Workshop, text: str) -> None:
    shop.write({"plan.yml": text}, "plans/x")


def approval(shop: Workshop, *, with_past: bool = True) -> Commit | None:
    with History({"plans/x": shop.root / "plans/x"}, with_past=with_past) as past:
        return past.approval(load_plan(shop.root / "plans/x", "plans/x"))


def test_what_wrote_the_present_approval(shop: Workshop) -> None:
    write(shop, SECOND)
    id_ = shop.commit("Two")
    write(shop, SECOND + "tasks: {a: {title: A, owner: ann, start: 2026-08-03}}\n")
    shop.commit("Three")
    found = approval(shop)
    assert found
    assert (found.id, found.author, found.approvers) == (id_, "Omar Haddad", ())
    assert approval(shop, with_past=False) is None


def test_a_merge_that_says_who(shop: Workshop) -> None:
    shop.git("checkout", "--quiet", "-b", "v1.1")
    write(shop, SECOND)
    shop.commit("Two")
    shop.git("checkout", "--quiet", "main")
    who = {"GIT_AUTHOR_NAME": "M", "GIT_AUTHOR_EMAIL": "m@x", "GIT_COMMITTER_NAME": "M", "GIT_COMMITTER_EMAIL": "m@x"}
    shop.git("merge", "--quiet", "--no-ff", "--message", MERGED, "v1.1", **who)
    found = approval(shop)
    assert found
    assert (found.id, found.approvers) == (shop.git("rev-parse", "HEAD"), ("Nadia Brooks", "Bo"))


def test_what_is_not_committed_is_not_approved(shop: Workshop) -> None:
    write(shop, SECOND)
    assert approval(shop) is None
    write(shop, HEAD)
    shop.commit("Withdrawn\n\nApproved-by: Ann")
    assert approval(shop) is None
    assert History({}, with_past=True).approval(load_plan(shop.root / "plans/x", "plans/x")) is None


def test_it_stands_on_the_page_of_changes(shop: Workshop) -> None:
    with History({"plans/x": shop.root / "plans/x"}, with_past=True) as past:
        source = load_plan(shop.root / "plans/x", "plans/x")
        pages, others = (
            SitePages({"x": compile_plan(source, Options(TODAY, audience=audience), history=past)}, [])
            for audience in ("confidential", "public")
        )
    said = f"commit {shop.git('rev-parse', 'HEAD')[:7]} by Somebody Else"
    text = pages.text("x/changes.md")
    assert said in "".join(pages.answer("x/changes.md", text, Position("x", 1, 1)).blocks)
    assert said not in "".join(others.answer("x/changes.md", text, Position("x", 1, 1)).blocks)


def test_trailers_are_names() -> None:
    head = b"tree 0\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\n"
    body = b"S\n\nApproved-by:  Ann  <ann@x>\napproved-by: Bo\nApproved-by: Ann <other@x>\nApproved-by:\nApproved-by: <x@x>\n"
    assert read_commit("0" * 40, head + body).approvers == ("Ann", "Bo")
