"""Versions deployed to a branch and pushed: what is there stays, whoever else publishes, or the command says it failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from omp_plugin.publish import deploy as deploying
from omp_plugin.publish.branch import NONE, Branch, GitFailed, Pushed
from omp_plugin.publish.deploy import Beaten
from omp_plugin.publish.names import BadName
from omp_plugin.publish.root import Unreadable
from tests.helpers import ROOT
from tests.publish.clones import PAGES, WHO, Remote, push

CLONES, PUBLISHES = (int(each) for each in os.environ.get("OMP_PUBLISHES", "2x4").split("x"))
"""From how many clones at once how many versions are published: OMP_PUBLISHES=5x20 for a thorough run."""


@pytest.fixture(autouse=True)
def who(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WHO.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return Remote(tmp_path)


def listed(remote: Remote) -> dict[str, list[str]]:
    """The published versions with their aliases."""
    return {each["version"]: each["aliases"] for each in json.loads(remote.read("versions.json"))}


def test_versions_stand_side_by_side(remote: Remote) -> None:
    here = remote.clone("here").root
    push(here, "v1.0", "latest")
    first = remote.tree("v1.0")
    push(here, "v1.1", "latest")
    assert listed(remote) == {"v1.1": ["latest"], "v1.0": []}
    assert (remote.read("v1.1/index.html"), remote.read("latest")) == ("v1.1", "v1.1")
    assert '"v1\\2e 0"' in remote.read("versions.css")
    assert 'href="latest/"' in remote.read("index.html")
    push(here, "v1.1", text="a mended v1.1")
    assert remote.read("v1.1/sub/a page.html") == "a mended v1.1"
    assert listed(remote) == {"v1.1": ["latest"], "v1.0": []}, "it keeps its aliases"
    assert remote.tree("v1.0") == first


def test_the_same_again_changes_nothing(remote: Remote) -> None:
    here = remote.clone("here")
    push(here.root, "v1.0", "latest")
    before = here.git("rev-parse", PAGES)
    push(here.root, "v1.0", "latest")
    assert here.git("rev-parse", PAGES) == before


def test_without_push_nothing_leaves(remote: Remote) -> None:
    here = remote.clone("here")
    push(here.root, "v1.0", is_pushed=False)
    assert here.git("show", f"{PAGES}:v1.0/index.html") == "v1.0"
    assert here.git("ls-remote", "origin", f"refs/heads/{PAGES}") == ""
    push(here.root, "v1.1")
    assert set(listed(remote)) == {"v1.0", "v1.1"}, "what was published here before goes with it"


def test_a_clone_begins_with_what_others_have_pushed(remote: Remote) -> None:
    one, other = remote.clone("one").root, remote.clone("other").root
    push(one, "v1.0")
    push(other, "v1.1")
    push(one, "v1.2")
    assert list(listed(remote)) == ["v1.2", "v1.1", "v1.0"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_rejected_push_is_tried_again_on_what_is_there(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    one, other = remote.clone("one"), remote.clone("other")
    if not is_first:
        push(one.root, "v0.9")
    others, through = iter(["v1.0", "v1.1"]), Branch.push

    def beaten(branch: Branch) -> Pushed:
        if branch.root == one.root and (version := next(others, None)):
            push(other.root, version, "latest")
        return through(branch)

    monkeypatch.setattr(Branch, "push", beaten)
    told = push(one.root, "v1.2", "latest")
    assert [each.split(":")[0] for each in told] == ["others have published meanwhile"] * 2
    assert listed(remote) == {"v1.2": ["latest"], "v1.1": [], "v1.0": []} | ({} if is_first else {"v0.9": []})
    assert one.git("rev-parse", PAGES) == one.git("ls-remote", "origin", f"refs/heads/{PAGES}").split()[0]


def test_giving_up_leaves_the_branch_as_it_was(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    one = remote.clone("one")
    push(one.root, "v1.0")
    before = one.git("rev-parse", PAGES)
    monkeypatch.setattr(Branch, "push", lambda branch: Pushed(is_through=False, is_race=True, said="locked"))
    monkeypatch.setattr(deploying, "ATTEMPTS", 2)
    with pytest.raises(Beaten, match="2 pushes were overtaken"):
        push(one.root, "v1.1")
    assert (one.git("rev-parse", PAGES), list(listed(remote))) == (before, ["v1.0"])


def test_versions_that_were_never_pushed_are_not_thrown_away(remote: Remote) -> None:
    one, other = remote.clone("one"), remote.clone("other")
    push(one.root, "v1.0")
    push(one.root, "mine", is_pushed=False)
    before = one.git("rev-parse", PAGES)
    push(other.root, "v1.1")
    with pytest.raises(Beaten, match="git branch -m gh-pages old-gh-pages"):
        push(one.root, "v1.2")
    assert one.git("rev-parse", PAGES) == before
    assert list(listed(remote)) == ["v1.1", "v1.0"]
    one.git("branch", "-m", PAGES, f"old-{PAGES}")
    push(one.root, "v1.2")
    assert list(listed(remote)) == ["v1.2", "v1.1", "v1.0"]


def test_a_remote_that_refuses(remote: Remote) -> None:
    one = remote.clone("one")
    hook = remote.root / "remote.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'only on Mondays' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(GitFailed, match="only on Mondays"):
        push(one.root, "v1.0")
    assert Branch(one.root, PAGES, "origin").tip() == NONE
    one.git("remote", "set-url", "origin", str(remote.root / "gone.git"))
    with pytest.raises(GitFailed, match="origin: "):
        push(one.root, "v1.0")


def test_what_is_no_version_keeps_its_place(remote: Remote) -> None:
    one = remote.clone("one")
    push(one.root, "v1.0", "latest")
    other = remote.clone("other")
    other.git("fetch", "--quiet", "origin", PAGES)
    other.git("checkout", "--quiet", "-b", PAGES, "FETCH_HEAD")
    (other.root / "imprint").mkdir()
    (other.root / "imprint" / "index.html").write_text("who we are")
    (other.root / "index.html").write_text("<h1>Welcome</h1>")
    other.commit("pages of our own")
    other.git("push", "--quiet", "origin", PAGES)
    for version, aliases in (("imprint", ()), ("v1.1", ("imprint",)), ("v1.1", ("v1.0",)), ("latest", ())):
        with pytest.raises(BadName):
            push(one.root, version, *aliases)
    push(one.root, "v1.1", "latest")
    assert (remote.read("imprint/index.html"), remote.read("index.html")) == ("who we are", "<h1>Welcome</h1>")


def test_a_list_of_versions_that_cannot_be_read_is_not_begun_anew(remote: Remote) -> None:
    one = remote.clone("one")
    push(one.root, "v1.0")
    one.git("checkout", "--quiet", PAGES)
    (one.root / "versions.json").write_text("<<<<<<< ours")
    one.commit("a broken merge")
    one.git("checkout", "--quiet", "main")
    with pytest.raises(Unreadable):
        push(one.root, "v1.1", is_pushed=False)
    assert one.git("ls-tree", "--name-only", PAGES).split() == [".nojekyll", "index.html", "v1.0", "versions.css", "versions.json"]


def test_where_nothing_can_be_published(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    one = remote.clone("one")
    for name, says in (("main", "is checked out here"), ("a..b", "cannot name a branch"), ("-x", "cannot name a branch")):
        with pytest.raises(GitFailed, match=says):
            Branch(one.root, name, "origin").check()
    Branch(one.root, PAGES, "origin").check()
    for name in WHO:
        if "COMMITTER" in name:
            monkeypatch.delenv(name)
    one.git("config", "user.useConfigOnly", "true")
    with pytest.raises(GitFailed, match=r"set user\.name"):
        Branch(one.root, PAGES, "origin").check()


def test_many_at_once(remote: Remote) -> None:
    """Each version that a publisher calls published is there and listed, and the others have said why not."""
    clones = [remote.clone(f"clone-{each}").root for each in range(CLONES)]
    versions = [f"v{each}" for each in range(PUBLISHES)]
    command = [sys.executable, "-m", "tests.publish.clones"]
    running = [
        subprocess.Popen([*command, str(clone), *versions[at::CLONES]], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for at, clone in enumerate(clones)
    ]
    ended = [each.communicate() for each in running]
    through = [version for out, _ in ended for version in out.split()]
    failed = [line.split(":")[0] for _, err in ended for line in err.splitlines()]
    assert sorted(through + failed) == sorted(versions), ended
    assert failed == [], ended
    assert sorted(listed(remote)) == sorted(versions)
    assert all(remote.read(f"{version}/index.html") == version for version in versions)
