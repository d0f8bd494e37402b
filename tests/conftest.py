"""What holds for every test: no notice of a theme in captured output, the same examples on every run, one site of them."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from hypothesis import settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

ROOT = Path(__file__).parents[1]
LONGEST_BUILD = 300
"""Seconds that a worker waits for another to build the site of the examples."""
UNMEASURED = (
    "browser", "docs", "fuzz", "many", "proofs", "words/test_marked", "test_ci.py", "test_fuzz.py",
    "test_properties.py", "test_reproducible.py", "compute/test_budget_properties.py",
    "compute/test_schedule_oracle.py", "render/test_attacks.py", "source/test_hostile.py",
)  # fmt: skip
"""Tests that run the whole engine thousands of times, or in other processes: branches are counted in all others, since
counting takes three times as long."""

os.environ["NO_MKDOCS_2_WARNING"] = "1"

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("searching", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves these tests out of the counting of branches."""
    apart = tuple(str(ROOT / "tests" / each) for each in UNMEASURED)
    for item in items:
        if str(item.path).startswith(apart):
            item.add_marker("no_cover")


class CompiledOnce(BytecodeCache):
    """The templates that a worker has compiled: each of its tests that builds a site would compile all of a theme."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    made, known = Environment.__init__, CompiledOnce()

    def init(self: Environment, *args: Any, **options: Any) -> None:
        made(self, *args, **{"bytecode_cache": known, **options})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "__init__", init)
        yield


def pytest_collection_finish() -> None:
    """Keeps what was collected out of every search for garbage to come: a fifth of the time of tests that compile."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example plans, built once for the tests of all workers that look at it."""
    from mkdocs.commands.build import build  # by those tests only
    from mkdocs.config import load_config

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "example-site"
    try:
        folder.mkdir()
    except FileExistsError:
        return built_by_another(folder)
    try:
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder / "site")))
    except BaseException:
        (folder / "failed").touch()
        raise
    (folder / "done").touch()
    return folder / "site"


def built_by_another(folder: Path) -> Path:
    """The site, once the worker that came first has built it."""
    end = time.monotonic() + LONGEST_BUILD
    while not (folder / "done").exists():
        if (folder / "failed").exists() or time.monotonic() > end:
            pytest.fail("the site of the examples was not built: see the worker that built it", pytrace=False)
        time.sleep(0.2)
    return folder / "site"
