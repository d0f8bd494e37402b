"""What holds for every test: no notice of a theme in captured output, the same examples on every run, one site of them."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
LONGEST_BUILD = 300
"""Seconds that a worker waits for another to build the site of the examples."""
UNMEASURED = (
    "actuals/test_bombs.py", "audiences/test_canaries.py", "browser", "check/test_people.py::test_as_counted_day_by_day",
    "compute/test_budget.py::test_a_large_budget_adds_up", "compute/test_budget.py::test_no_more_is_worked_out",
    "compute/test_budget_properties.py", "compute/test_schedule.py::test_ten_thousand_tasks", "compute/test_schedule_oracle.py",
    "docs/test_links.py", "fuzz", "many", "pages/test_costs.py::test_what_is_let_through", "proofs",
    "publish/test_faults.py", "publish/test_reuse.py::test_edits_one_after", "render/test_attacks.py", "source/test_hostile.py",
    "test_ci.py", "test_fuzz.py", "test_layers.py", "test_properties.py", "test_reproducible.py", "words",
)  # fmt: skip
"""Tests that run the whole engine thousands of times, or in other processes: branches are counted in all others, since
counting takes three times as long."""
RESTING: list[Coverage] = []
"""What counts branches, while it does not. A worker has two: one that stops hands over to the one before it."""
APART = (
    "actuals/test_bombs.py", "browser", "compute/test_schedule_oracle.py", "source/test_hostile.py", "test_ci.py",
    "test_fuzz.py", "test_security.py",
)  # fmt: skip
"""Tests that take long and make nothing for each other: any worker takes the next one. Of other files one worker takes
all, so that what they share is made once."""
LONGEST = (
    "test_packaging.py", "test_reproducible.py", "many", "test_plugin.py", "test_ci.py",
    "browser/test_axe.py", "browser", "publish/test_shards.py", "test_fuzz.py",
)  # fmt: skip
"""What is begun with, in this order."""

os.environ["NO_MKDOCS_2_WARNING"] = "1"

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("searching", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def place(test: str) -> str:
    """A test's file, in the folder of the tests, and its name."""
    return test.removeprefix("tests/")


class OneWorkerAFile(LoadScopeScheduling):
    """A worker takes all tests of a file, unless they stand apart, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if place(nodeid).startswith(APART) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneWorkerAFile:
    """Groups of xdist 3.8 have no effect in pytest 9.2, and it says nothing of it."""
    return OneWorkerAFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that all workers end at about the same time."""
    ranks = {file: rank for rank, file in enumerate(reversed(LONGEST), 1)}
    items.sort(key=lambda item: -max(rank for file, rank in {**ranks, "": 0}.items() if place(item.nodeid).startswith(file)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Leaves these tests, and what is made for them, out of the counting of branches."""
    if not place(item.nodeid).startswith(UNMEASURED):
        return (yield)
    rest()
    try:
        return (yield)
    finally:
        go_on()


def rest() -> None:
    """Counts no branches from here on."""
    while counter := Coverage.current():
        counter.stop()
        RESTING.append(counter)


def go_on() -> None:
    """Counts branches again."""
    while RESTING:
        RESTING.pop().start()


@contextmanager
def counted() -> Iterator[None]:
    """Counts branches meanwhile, in tests that leave them out too."""
    was_resting = bool(RESTING)
    go_on()
    try:
        yield
    finally:
        if was_resting:
            rest()


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
        with counted():
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
