"""The files that check plans in CI on every pull request, and publish them on merge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

INSTALL = "python -m pip install --requirement requirements.txt"
"""How the job gets its programs, unless it is told otherwise."""


class Starter(NamedTuple):
    """A file as it is kept here, and where it belongs in a repository."""

    name: str
    path: str


SYSTEMS: Mapping[str, Starter] = {
    "github": Starter("github.yml", ".github/workflows/plans.yml"),
    "github-shards": Starter("github-shards.yml", ".github/workflows/site.yml"),
    "gitlab": Starter("gitlab.yml", ".gitlab-ci.yml"),
}


def ci_file(system: str, install: str = INSTALL) -> str:
    """The file of one system; `install`, on one line, is the one command that differs between repositories."""
    text = files(__name__).joinpath(SYSTEMS[system].name).read_text(encoding="utf-8")
    return text if install == INSTALL else text.replace(INSTALL, json.dumps(install, ensure_ascii=False))
