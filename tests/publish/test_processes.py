"""Work that processes share gives what one process gives, also when one of them dies, fails or is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from omp_plugin.publish import processes
from omp_plugin.publish.processes import processors, shared_out
from tests.many.sites import many_plans

BUILD = """
import hashlib, sys
from datetime import date
from pathlib import Path
from omp_plugin.build import Options
from omp_plugin.publish import site
from omp_plugin.publish.site import HostSite, SiteBuild

used = []
shared_out = site.shared_out
site.shared_out = lambda work, tasks, processes: (used.append(processes), shared_out(work, tasks, processes))[1]
root = Path(sys.argv[1])
host = HostSite(root, root, "Site", "https://plans.example/", "en", frozenset, None, True, lambda uri: False)
build = SiteBuild(host, Options(date(2026, 11, 22)), processes=int(sys.argv[2]))
pages = [(uri, text, build.pages.answer(uri, text, build.plans and site.Position(uri, 1, 1)))
         for uri, text in sorted(build.generated.items())]
rest = (pages, sorted(build.files(lambda name: False)), build.problems, {uri: sorted(build.pages.made.of(uri).saw) for uri in sorted(pages)})
print(used, len(pages), hashlib.sha256(repr(rest).encode()).hexdigest())
"""


@pytest.mark.parametrize("count", [1, 2, 3, 20])
def test_results_come_in_the_order_of_the_tasks(count: int) -> None:
    assert shared_out(lambda task: task * task, range(10), count) == [each * each for each in range(10)]
    assert shared_out(str, [], count) == []


def test_several_processes_do_it() -> None:
    assert len(set(shared_out(lambda _: os.getpid(), range(6), 3))) == 3


def test_the_share_of_a_process_that_dies_is_done_here() -> None:
    here = os.getpid()

    def work(task: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    assert shared_out(work, range(6), 2) == list(range(6))


def test_where_no_process_can_be_made_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError("there are too many")

    monkeypatch.setattr(os, "fork", fork)
    assert shared_out(str, range(6), 3) == list("012345")


def test_what_fails_fails_here() -> None:
    def work(task: int) -> int:
        if task == 3:
            raise ValueError("the third")
        return task

    with pytest.raises(ValueError, match="the third"):
        shared_out(work, range(4), 2)


def test_what_cannot_be_sent_is_done_here() -> None:
    results = shared_out(lambda task: (lambda: task), range(4), 2)
    assert [result() for result in results] == [0, 1, 2, 3]


def test_a_process_with_threads_does_it_alone() -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert processors() == 1
    finally:
        waiting.set()
        thread.join()


def test_a_process_without_threads_takes_as_many_as_there_are_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes.threading, "active_count", lambda: 1)
    for there, taken in (({0}, 1), ({0, 1}, 2), (set(range(64)), processes.MOST)):
        monkeypatch.setattr(processes.os, "sched_getaffinity", lambda _, there=there: there)
        assert processors() == taken
    monkeypatch.setattr(processes.sys, "platform", "darwin")
    assert processors() == 1


def test_a_site_of_several_processes_is_that_of_one(tmp_path: Path) -> None:
    for name, text in many_plans(4).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    said = []
    for count in ("1", "2", "3"):
        command = [sys.executable, "-c", BUILD, str(tmp_path), count]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        said.append(done.stdout.split())
    assert {tuple(each[-2:]) for each in said} == {tuple(said[0][-2:])}
    assert [each[:2] for each in said] == [[f"[{count},", f"{count}]"] for count in "123"]
    assert int(said[0][-2]) > 40
