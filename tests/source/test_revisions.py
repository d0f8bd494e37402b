"""Plans at git refs: found and read without touching the work tree, the network or anything the repository runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from omp_plugin.problems import Position
from omp_plugin.source.commit import read_commit
from omp_plugin.source.disk import load_plan
from omp_plugin.source.folder import PlanSource
from omp_plugin.source.history import History
from omp_plugin.source.refs import find_root, is_ref
from omp_plugin.source.revisions import Repository
from omp_plugin.source.version import Missing, Version
from tests.compare.story import Workshop

AT = Position("plans/x/plan.yml", 3, 11)
PLAN = "omp: 1\ntitle: Spring\n"


def test_only_names_of_versions_are_names() -> None:
    good = ["v1.0", "main", "feature/x-1", "0a1b2c3", "release@2", "HEAD", "v1.0~2", "main^", "vé", "HEAD~1^2"]
    bad = ["", "-v", "--upload-pack=x", "a b", "a..b", "a:b", "@{u}", "x@{1}", ":/fix", "a\nb", "x.lock", "a//b", "a/",
           "^main", "v1^{tree}", "a\0b", "../x", "a" * 300, "v1.", "~1"]  # fmt: skip
    assert [name for name in good if not is_ref(name)] == []
    assert [name for name in bad if is_ref(name)] == []


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "repo")


def write(shop: Workshop, text: str, folder: str = "plans/x", **more: str) -> None:
    """A plan in the work tree, with other files."""
    shop.write({"plan.yml": text, **more}, folder)


def source(shop: Workshop, folder: str = "plans/x") -> PlanSource:
    return load_plan(shop.root / folder, folder)


def history(shop: Workshop, *folders: str) -> History:
    return History({folder: shop.root / folder for folder in folders or ("plans/x",)})


def test_a_plan_at_a_tag_a_branch_and_a_commit(shop: Workshop) -> None:
    write(shop, PLAN, **{"campaigns/a.md": "---\ntitle: A\n---\n", "notes.txt": "no source", ".x.yml": "hidden"})
    first = shop.commit("first")
    shop.tag("v1")
    shop.git("branch", "old")
    write(shop, PLAN + "# now\n")
    shop.commit("second")
    with history(shop) as past:
        for name in ("v1", "old", first, first[:10], "HEAD~1", "main~1"):
            found = past.find(source(shop), name)
            assert isinstance(found, Version), name
            assert (found.commit, found.name, found.on.isoformat()) == (first, name, "2026-06-26")
            assert found.source.files == {"plan.yml": PLAN.encode(), "campaigns/a.md": b"---\ntitle: A\n---\n"}
            assert found.source.id == "x"
    assert (shop.root / "plans/x/plan.yml").read_text() == PLAN + "# now\n"


def test_the_latest_tag_that_differs_is_the_baseline(shop: Workshop) -> None:
    for name, text, day in (("v1.9", "1", 1), ("v1.10", "2", 2), ("v1.11", "3", 3)):
        write(shop, text)
        shop.commit(name, on=f"2026-06-0{day}T12:00:00")
        shop.tag(name)
    with history(shop) as past:
        versions, problems = past.versions(source(shop), [])
        assert ([each.name for each in versions], problems) == (["v1.10"], [])  # v1.11 is what is here
    write(shop, "4")
    with history(shop) as past:
        assert [each.name for each in past.versions(source(shop), [])[0]] == ["v1.11"]


def test_line_ends_are_no_difference(shop: Workshop) -> None:
    write(shop, PLAN)
    shop.commit("one")
    shop.tag("v1")
    (shop.root / "plans/x/plan.yml").write_bytes(PLAN.replace("\n", "\r\n").encode())
    with history(shop) as past:
        assert past.versions(source(shop), []) == ([], [])


def test_tags_of_one_commit_time_are_ranked_by_number(shop: Workshop) -> None:
    write(shop, PLAN)
    shop.commit("x")
    for name in ("v1.9", "v1.10", "v1.2", "a-tag"):
        shop.tag(name)
    shop.git("tag", "of-a-file", shop.git("rev-parse", "HEAD:plans/x/plan.yml"))
    with Repository(shop.root) as repository:
        assert [tag.name for tag in repository.tags()] == ["v1.10", "v1.9", "v1.2", "a-tag"]


def test_a_version_that_is_checked_out_is_not_compared_with_a_later_one(shop: Workshop) -> None:
    write(shop, "1")
    shop.commit("one", on="2026-06-01T12:00:00")
    shop.tag("v1")
    write(shop, "2")
    shop.commit("two", on="2026-06-02T12:00:00")
    shop.tag("v2")
    shop.git("checkout", "--quiet", "v1")
    with history(shop) as past:
        assert past.versions(source(shop), []) == ([], [])


def test_a_folder_that_moved_is_found_by_name_then_by_title(shop: Workshop) -> None:
    write(shop, PLAN, "docs/spring")
    write(shop, "title: Other\n", "docs/other")
    shop.commit("first")
    shop.tag("v1")
    shop.git("mv", "docs", "plans")
    shop.commit("moved")
    shop.tag("v2")
    shop.git("mv", "plans/spring", "plans/launch")
    shop.commit("renamed")
    with history(shop, "plans/launch", "plans/other") as past:
        for name, folder in (("v1", "docs/spring"), ("v2", "plans/spring")):
            found = past.find(source(shop, "plans/launch"), name)
            assert isinstance(found, Version)
            assert (found.source.folder, found.source.id) == (f"{name}:{folder}", "launch")
        other = past.find(source(shop, "plans/other"), "v1")
        assert isinstance(other, Version)
        assert other.source.folder == "v1:docs/other"


def test_steps_lead_from_a_version_to_now(shop: Workshop) -> None:
    write(shop, "1")
    shop.commit("first")
    shop.tag("v1")
    shop.write({"readme.txt": "x"}, "elsewhere")
    shop.commit("not of the plan")
    write(shop, "2")
    shop.commit("second\n\nPlan-Note: because\n  of that\nplan-note: tasks.x: and this", "BC")
    with history(shop) as past:
        found = past.find(source(shop), "v1")
    assert isinstance(found, Version)
    (step,) = found.steps
    assert (step.commit.author, step.commit.email) == ("Ben Carter", "ben.carter@clickcart.example")
    assert (step.commit.subject, step.commit.notes) == ("second", ("because of that", "tasks.x: and this"))
    assert step.before
    assert step.after
    assert (step.before.files, step.after.files) == ({"plan.yml": b"1"}, {"plan.yml": b"2"})


@pytest.mark.parametrize(
    "name, says, hint",
    [
        ("v1.O", 'there is no version "v1.O"', 'did you mean "v1.0"?'),
        ("--output=x", '"--output=x" cannot name a version', "name a tag"),
        ("v1.0:plans", '"v1.0:plans" cannot name', "name a tag"),
        ("empty", 'version "empty" has no plan "x"', "name a version that has it"),
    ],
)
def test_a_version_that_is_not_there(shop: Workshop, name: str, says: str, hint: str) -> None:
    shop.commit("nothing yet")
    shop.git("branch", "empty")
    write(shop, PLAN)
    shop.commit("first")
    shop.tag("v1.0")
    with history(shop) as past:
        versions, (problem,) = past.versions(source(shop), [(name, AT)])
    assert versions == []
    assert (problem.code, problem.level, problem.position) == ("unknown-baseline", "warning", AT)
    assert says in problem.message
    assert hint in problem.hint


def test_several_baselines_keep_their_order_and_what_is_there(shop: Workshop) -> None:
    write(shop, "1")
    shop.commit("one")
    shop.tag("b")
    shop.tag("a")
    with history(shop) as past:
        versions, problems = past.versions(source(shop), [("b", AT), ("none", AT), ("a", AT)])
    assert [each.name for each in versions] == ["b", "a"]
    assert [each.code for each in problems] == ["unknown-baseline"]


def test_a_shallow_clone_says_what_to_fetch(shop: Workshop, tmp_path: Path) -> None:
    write(shop, "1")
    shop.commit("one")
    shop.tag("v1")
    write(shop, "2")
    shop.commit("two")
    clone = tmp_path / "clone"
    shop.git("clone", "--quiet", "--depth=1", f"file://{shop.root}", str(clone))
    folder = clone / "plans/x"
    with History({"plans/x": folder}) as past:
        found = past.find(load_plan(folder, "plans/x"), "v1")
        assert isinstance(found, Missing)
        assert "git fetch --unshallow --tags" in found.hint
        assert past.versions(load_plan(folder, "plans/x"), []) == ([], [])
    subprocess.run(["git", "fetch", "-q", "--depth=1", "origin", "tag", "v1"], cwd=clone, check=True)
    with History({"plans/x": folder}) as past:
        version = past.find(load_plan(folder, "plans/x"), "v1")
    assert isinstance(version, Version)
    assert version.source.files == {"plan.yml": b"1"}
    assert version.is_cut


def test_without_git_nothing_is_said_unless_a_baseline_is_stated(tmp_path: Path) -> None:
    (tmp_path / "plan.yml").write_text(PLAN)
    loaded = load_plan(tmp_path, "plans/x")
    with History({"plans/x": tmp_path}) as past:
        if find_root(tmp_path) is None:
            assert past.versions(loaded, []) == ([], [])
            _, (problem,) = past.versions(loaded, [("v1", AT)])
            assert "lies in no git repository" in problem.message


def test_a_repository_without_commits_or_that_is_none(shop: Workshop, tmp_path: Path) -> None:
    write(shop, PLAN)
    with history(shop) as past:
        assert past.versions(source(shop), []) == ([], [])
    (tmp_path / "fake/.git").mkdir(parents=True)
    (tmp_path / "fake/plan.yml").write_text(PLAN)
    with History({"f": tmp_path / "fake"}) as past:
        loaded = load_plan(tmp_path / "fake", "f")
        assert past.versions(loaded, []) == ([], [])
        assert len(past.versions(loaded, [("v1", AT)])[1]) == 1


def test_nothing_of_the_repository_or_the_environment_is_run(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(shop, "1", **{".gitattributes": "*.yml diff=evil filter=evil\n"})
    shop.commit("one")
    shop.tag("v1")
    write(shop, "2")
    shop.commit("two")
    mark = tmp_path / "mark"
    script = tmp_path / "evil"
    script.write_text(f"#!/bin/sh\ntouch {mark}\n")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.evil.textconv", "filter.evil.smudge",
                "gpg.program", "core.hooksPath", "core.editor", "alias.cat-file", "remote.origin.uploadpack"):  # fmt: skip
        shop.git("config", key, str(script))
    for key, value in (("log.showSignature", "true"), ("extensions.partialClone", "origin"), ("remote.origin.url", "ssh://x.example/r"),
                       ("remote.origin.promisor", "true"), ("core.repositoryFormatVersion", "1")):  # fmt: skip
        shop.git("config", key, value)
    for name in ("GIT_PAGER", "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "GIT_ASKPASS"):
        monkeypatch.setenv(name, str(script))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    (shop.root / ".git/hooks/post-checkout").write_text(script.read_text())
    with history(shop) as past:
        assert isinstance(past.find(source(shop), "v1"), Version)
        assert isinstance(past.find(source(shop), "0123456789abcdef0123456789abcdef01234567"), Missing)
    assert not mark.exists()


def test_links_folders_and_large_files_of_a_version_are_no_sources(shop: Workshop) -> None:
    write(shop, PLAN, **{"big.yml": "x" * (1024 * 1024 + 100)})
    os.symlink("/etc/passwd", shop.root / "plans/x/tasks.csv")
    (shop.root / "plans/x/deep.yml").mkdir()
    (shop.root / "plans/x/deep.yml/a.yml").write_text("a: 1")
    shop.commit("one")
    with history(shop) as past:
        found = past.find(source(shop), "HEAD")
    assert isinstance(found, Version)
    assert set(found.source.files) == {"plan.yml", "big.yml"}
    assert len(found.source.files["big.yml"]) == 1024 * 1024 + 1


def test_a_strange_commit_is_read_as_far_as_it_goes() -> None:
    raw = b"tree 0\nauthor A\xff\xe2\x80\xae B <a@b> 1 +0000\ncommitter X <x> 99999999999 +9999\nencoding no-such\n\nS\x1b[31m\n\nPlan-Note:\n"
    found = read_commit("1", raw)
    assert found.on.isoformat() == "1970-01-01"
    assert "\u202e" not in found.author
    assert "\x1b" not in found.subject
    assert found.notes == ()
    assert read_commit("1", b"").subject == ""
