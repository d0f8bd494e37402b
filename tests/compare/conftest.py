"""The story of the Oklahoma City launch in a repository of its own, made once for all tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.compare.versions import Compared, compared
from omp_plugin.compute.compiled import Compiled
from omp_plugin.source.disk import load_plan
from omp_plugin.source.history import History
from tests.compare.story import V1_0, Workshop, tell

SHOWN = "plans/okc-launch"


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The repository with both versions tagged; nobody writes into it."""
    return tell(tmp_path_factory.mktemp("story"))


def compile_story(root: Path) -> Compiled:
    """The plan as it is in the work tree, with its earlier versions."""
    folder = root / SHOWN
    with History({SHOWN: folder}) as history:
        return compile_plan(load_plan(folder, SHOWN), Options(date(2026, 11, 22)), history=history)


@pytest.fixture(scope="session")
def launch(story: Workshop) -> Compiled:
    """v1.1, compared with v1.0."""
    found = compile_story(story.root)
    assert [each.version.name for each in found.earlier] == [V1_0]
    return found


@pytest.fixture(scope="session")
def difference(launch: Compiled) -> Compared:
    """What changed from v1.0 to v1.1."""
    (found,) = compared(launch)
    return found
