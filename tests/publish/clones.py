"""A remote with clones, and sites of two files to deploy from them.

    python -m tests.publish.clones CLONE VERSION...      deploys versions and pushes each; prints those that went through
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from omp_plugin.publish.branch import Branch, GitFailed
from omp_plugin.publish.deploy import Beaten, Deployment, deploy
from tests.compare.story import Workshop

WHO = {
    "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@x.example", "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@x.example", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip
PAGES = "gh-pages"


class Remote:
    """A bare repository with one commit on `main`, and its clones."""

    def __init__(self, root: Path) -> None:
        self.root = root
        first = Workshop(root / "first")
        first.write({"plan.yml": "omp: 1\n"}, "plans/x")
        first.commit("one")
        first.git("clone", "--quiet", "--bare", ".", str(root / "remote.git"))

    def clone(self, name: str) -> Workshop:
        """A clone with `origin`."""
        made = Workshop(self.root / name)
        made.git("remote", "add", "origin", str(self.root / "remote.git"))
        made.git("pull", "--quiet", "origin", "main")
        return made

    def tree(self, path: str = "") -> str:
        """The id of a folder on the published branch."""
        return Workshop(self.root / "first").git("--git-dir", str(self.root / "remote.git"), "rev-parse", f"{PAGES}:{path}")

    def read(self, path: str) -> str:
        """A file on the published branch."""
        return Workshop(self.root / "first").git("--git-dir", str(self.root / "remote.git"), "show", f"{PAGES}:{path}")


def site(folder: Path, text: str) -> Path:
    """A built site that says something."""
    (folder / "sub").mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text)
    (folder / "sub" / "a page.html").write_text(text)
    return folder


def push(clone: Path, version: str, *aliases: str, text: str = "", is_pushed: bool = True) -> list[str]:
    """Deploys a version whose pages say its name, or another text; what it told."""
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        branch = Branch(clone, PAGES, "origin")
        built = site(Path(folder), text or version)
        deploy(branch, Deployment(version, aliases, "abc1234"), built, told.append, is_pushed=is_pushed)
    return told


def main(clone: str, *versions: str) -> None:
    for version in versions:
        try:
            push(Path(clone), version)
            print(version, flush=True)
        except (GitFailed, Beaten) as error:
            print(f"{version}: {error}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
