"""Pages that other processes write ahead are those that the host would have written, whatever becomes of the processes."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig

from omp_plugin.publish import ahead
from omp_plugin.publish.ahead import Ahead
from omp_plugin.publish.host_files import Host as KnownHost
from tests.many.sites import write_site

PAGES = 70
HERE = os.getpid()


class Host:
    """Does with pages what a host does; `look` is called with each page's number before its text is written."""

    def __init__(self, look: Callable[[int], object] = lambda number: None, *, has_search: bool = True) -> None:
        self.has_search = has_search
        self.environment = Environment(loader=DictLoader({"page": "{{ page.number }} {{ others }} {{ look(page.number) }}"}))
        self.environment.globals["look"] = look
        self.pages = [SimpleNamespace(number=each, active=False, file=SimpleNamespace(src_uri=f"{each}.md")) for each in range(PAGES)]
        self.entries: list[dict[str, Any]] = []
        self.ahead = Ahead()

    def build(self, page: Any) -> str:
        page.active = True
        try:
            if self.has_search:
                known = self.ahead.entries(page)
                self.entries += [{"number": page.number, "by": os.getpid()}] if known is None else known
            shown = [each.number for each in self.pages if each.active]
            return self.environment.get_template("page").render({"page": page, "others": shown})
        finally:
            page.active = False

    def texts(self) -> list[str]:
        self.ahead.begin(self.environment, self.pages, self.build, self.entries)
        try:
            return [self.build(page).rpartition(" ")[0] for page in self.pages]
        finally:
            self.ahead.end()


@pytest.fixture(autouse=True, params=[2, 3])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(ahead, "processors", lambda: request.param)
    return int(request.param)


TEXTS = [f"{number} [{number}]" for number in range(PAGES)]


def test_pages_and_entries_come_in_their_order_from_several_processes(processes: int) -> None:
    host = Host()
    assert host.texts() == TEXTS
    assert [each["number"] for each in host.entries] == list(range(PAGES))
    by = [each["by"] for each in host.entries]
    assert len(set(by)) == processes
    assert PAGES / processes * 0.5 < by.count(HERE) < PAGES / processes


def test_few_pages_are_written_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_WORTHWHILE", PAGES + 1)
    host = Host()
    assert host.texts() == TEXTS
    assert {each["by"] for each in host.entries} == {HERE}


def test_the_rest_of_a_process_that_dies_is_written_here() -> None:
    def look(number: int) -> None:
        if number > 30 and os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)

    host = Host(look)
    assert host.texts() == TEXTS
    by = {each["number"]: each["by"] for each in host.entries}
    assert set(by.values()) > {HERE}
    assert {by[number] for number in range(31, PAGES)} == {HERE}


def test_a_page_that_fails_there_is_written_here() -> None:
    def look(number: int) -> None:
        if number % 7 == 0 and os.getpid() != HERE:
            raise ValueError("not there")

    host = Host(look)
    assert host.texts() == TEXTS
    assert {each["by"] for each in host.entries if each["number"] % 7 == 0} == {HERE}


def test_a_page_that_fails_everywhere_fails_here() -> None:
    def look(number: int) -> None:
        if number == 50:
            raise ValueError("nowhere")

    with pytest.raises(ValueError, match="nowhere"):
        Host(look).texts()


def test_warnings_are_said_here_and_once(caplog: pytest.LogCaptureFixture) -> None:
    def look(number: int) -> None:
        logging.getLogger("mkdocs.said").warning("of %d", number)

    assert Host(look).texts() == TEXTS
    assert [each.getMessage() for each in caplog.records] == [f"of {number}" for number in range(PAGES)]


def test_where_no_process_can_be_made_the_host_writes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError("there are too many")

    monkeypatch.setattr(os, "fork", fork)
    host = Host()
    assert host.texts() == TEXTS
    assert {each["by"] for each in host.entries} == {HERE}


def test_without_a_search_pages_are_written_ahead_all_the_same(processes: int) -> None:
    looked: list[int] = []
    host = Host(looked.append, has_search=False)
    assert host.texts() == TEXTS
    assert PAGES / processes * 0.5 < len(looked) < PAGES / processes


def _children(of: int) -> Iterator[int]:
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = each.parent.name, each.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[1]) == of:
            yield int(pid)


def test_processes_end_with_the_build() -> None:
    before = set(_children(HERE))
    Host().texts()
    assert set(_children(HERE)) <= before


STOPPED = """
import sys, time
from omp_plugin.publish import ahead
from tests.publish.test_ahead import Host
ahead.processors = lambda: 3
host = Host(lambda number: "x" * 1_000_000)
host.ahead.begin(host.environment, host.pages, host.build, host.entries)
host.build(host.pages[0])
print("begun", flush=True)
time.sleep(60)
"""


def test_processes_end_when_the_build_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", STOPPED], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as build:
        assert build.stdout
        assert build.stdout.readline() == b"begun\n"
        writers = list(_children(build.pid))
        build.kill()
    assert len(writers) == 2
    for _ in range(200):
        left = [each for each in writers if Path(f"/proc/{each}/stat").exists() and _state(each) != "Z"]
        if not left:
            break
        time.sleep(0.05)
    assert not left


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


@pytest.mark.parametrize("processes", [2], indirect=True)
def test_only_a_host_that_is_known_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert KnownHost.running(MkDocsConfig()) == (build._populate_page, build._build_page)
    assert KnownHost.running(object()) is None
    monkeypatch.setattr(build, "_build_page", lambda page, config: None)
    assert KnownHost.running(MkDocsConfig()) is None


ONE = """
import sys
from omp_plugin.publish import ahead, processes, site
ahead.processors = processes.processors = site.processors = lambda: int(sys.argv[2])
asked, found = ahead.Ahead.entries, []
ahead.Ahead.entries = lambda self, page: found.append(asked(self, page)) or found[-1]
from mkdocs.commands.build import build
from mkdocs.config import load_config
build(load_config(sys.argv[1], site_dir=sys.argv[3]))
print(len(found), sum(each is not None for each in found))
"""


@pytest.mark.parametrize("processes", [3], indirect=True)
def test_a_site_of_several_processes_is_that_of_one(tmp_path: Path, processes: int) -> None:
    config = write_site(tmp_path, 4)
    said, made = [], []
    for count in (1, processes):
        site = tmp_path / f"site-{count}"
        command = [sys.executable, "-c", ONE, str(config), str(count), str(site)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1800000000", "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=Path(__file__).parents[2])
        said.append([int(each) for each in done.stdout.split()])
        made.append({path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()})
    assert made[0].keys() == made[1].keys()
    assert [path for path, content in made[0].items() if made[1][path] != content] == []
    (pages, none), (_, found) = said
    assert none == 0
    assert pages > found > pages / 3


@pytest.mark.parametrize("processes", [2], indirect=True)
def test_where_a_hook_has_a_hand_in_pages_one_process_writes_them(tmp_path: Path) -> None:
    config = write_site(tmp_path, 4)
    (tmp_path / "hook.py").write_text("def on_page_context(context, **more):\n    return context\n", encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8") + "hooks: [hook.py]\n", encoding="utf-8")
    command = [sys.executable, "-c", ONE, str(config), "2", str(tmp_path / "site")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=Path(__file__).parents[2])
    pages, found = map(int, done.stdout.split())
    assert (pages > 60, found) == (True, 0)
