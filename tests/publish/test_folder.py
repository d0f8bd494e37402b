"""A site published to a folder: the old one or the new one, never a mixture, and nobody else's folder."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from omp_plugin.publish import swap
from omp_plugin.publish.folder import MARKER, Refused, is_site, publish_folder, work_room
from omp_plugin.publish.lock import Busy, _try, locked
from tests.helpers import ROOT
from tests.publish.generations import generation, write

KILLS = int(os.environ.get("OMP_KILLS", "6"))
"""How often a publisher is killed at a random moment: OMP_KILLS=50 for a thorough run."""


def publish(target: Path, number: int) -> None:
    publish_folder(target, lambda folder, _lock: write(folder, number), lambda: None)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["in one step", "in two steps"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the exchange of names that Linux has, and as systems do without it."""
    if request.param == "in two steps":
        monkeypatch.setattr(swap, "_renameat2", lambda: None)
    elif swap._renameat2() is None:
        pytest.skip("this system cannot exchange names")
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_a_site_replaces_the_one_before(tmp_path: Path) -> None:
    target = tmp_path / "www"
    for number in (1, 2, 3):
        publish(target, number)
        assert (generation(target), is_site(target), names(tmp_path)) == (number, True, ["www"])
    (target / "part-0" / "more.txt").write_text("gone with the next")
    target.chmod(0o750)
    publish(target, 4)
    assert not (target / "part-0" / "more.txt").exists()
    assert target.stat().st_mode & 0o777 == 0o750


def test_an_empty_folder_a_link_and_a_new_place(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for target in ("empty", "link", "link", "new/deep/www"):
        publish(tmp_path / target, 1)
        assert generation(tmp_path / target) == 1
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path) == ["empty", "link", "new", "real"]


def _foreign(target: Path) -> None:
    target.mkdir()
    (target / "thesis.txt").write_text("three years")


def _half_written(target: Path) -> None:
    target.mkdir()
    write(target, 1)


def _other_marker(target: Path) -> None:
    _foreign(target)
    (target / MARKER).write_text("something else")


def _linked_marker(target: Path) -> None:
    publish(target.with_name("ours"), 1)
    _foreign(target)
    (target / MARKER).symlink_to(target.with_name("ours") / MARKER)


def _a_file(target: Path) -> None:
    target.write_text("three years")


@pytest.mark.parametrize("make", [_foreign, _half_written, _other_marker, _linked_marker, _a_file])
def test_what_is_not_ours_is_refused(tmp_path: Path, make) -> None:
    target = tmp_path / "www"
    make(target)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    built: list[Path] = []
    with pytest.raises(Refused):
        publish_folder(target, lambda folder, _lock: built.append(folder), lambda: None)
    assert built == []
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "full"), OSError(errno.EROFS, "read-only"), KeyboardInterrupt(), SystemExit(143)]
)
def test_a_failing_build_leaves_the_old_site(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "www"
    publish(target, 1)

    def build(folder: Path, _lock: int) -> None:
        (folder / "half.html").write_text("x")
        raise error

    with pytest.raises(type(error)):
        publish_folder(target, build, lambda: None)
    assert (generation(target), names(tmp_path)) == (1, ["www"])


def test_a_failing_swap_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "www"
    publish(target, 1)
    monkeypatch.setattr(swap, "_renameat2", lambda: None)
    rename = Path.rename

    def fail(self: Path, to: Path) -> Path:
        if self.name.startswith("next-"):
            raise OSError(errno.EIO, "the disk is broken")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="broken"):
        publish(target, 2)
    assert (generation(target), names(tmp_path)) == (1, ["www"])


def test_a_publisher_killed_between_two_steps_is_made_good(tmp_path: Path) -> None:
    target, room = tmp_path / "www", work_room(tmp_path / "www")
    publish(target, 1)
    room.mkdir()
    target.rename(room / "old")
    write_half = room / "next-1"
    write_half.mkdir()
    (room / "not-ours.txt").write_text("kept")

    def build(_folder: Path, _lock: int) -> None:
        assert generation(target) == 1, "it is back before anything is built"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_folder(target, build, lambda: None)
    assert generation(target) == 1
    assert names(room) == ["not-ours.txt"]


def start(target: Path, first: int, *, pause: float = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.publish.generations", str(target), str(first), str(pause)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """What stands in the folder is a whole site, of the number that was told last or the one after it."""
    target, last = tmp_path / "www", 0
    for seed in range(KILLS):
        with start(target, last + 1) as publisher:
            assert publisher.stdout
            told = int(publisher.stdout.readline())  # the imports are done
            time.sleep(random.Random(seed).uniform(0, 0.08))
            publisher.send_signal(signal.SIGKILL)
            told = max([told, *map(int, publisher.stdout.read().split())])
        last = generation(target)
        assert told <= last <= told + 1
        assert is_site(target)
    publish(target, last + 1)
    assert names(tmp_path) == ["www"], "the leftovers are cleared"


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    target = tmp_path / "www"
    with start(target, 1, pause=0.5) as other:
        assert other.stdout
        other.stdout.readline()
        for number in (10**6, 10**6 + 1):
            publish_folder(target, lambda folder, _lock, number=number: write(folder, number), lambda: None)
        other.kill()
    generation(target)
    publish(target, 5)
    assert (generation(target), names(tmp_path)) == (5, ["www"])


def test_what_a_killed_publisher_left_running_is_waited_for(tmp_path: Path) -> None:
    """Its build may still write: the lock is the child's, too."""
    path, told = tmp_path / "room" / "lock", []
    lock = _try(path)
    assert lock is not None
    with subprocess.Popen(["sleep", "30"], pass_fds=[lock]) as orphan:
        os.close(lock)  # as the end of its parent does
        with pytest.raises(Busy), locked(path, lambda: told.append("waiting"), wait=0.3):
            pass
        orphan.kill()
    with locked(path, lambda: told.append("again")):
        assert told == ["waiting"]
    assert not path.exists()


def test_a_folder_that_goes_while_it_is_asked_for_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first publisher takes its folder away between the second's finding it there and looking into it."""
    path, made, mkdir = tmp_path / "room" / "lock", [], os.mkdir

    def there_a_moment_ago(folder: Path, mode: int = 0o777) -> None:
        made.append(folder)
        if len(made) == 1:
            raise FileExistsError(folder)
        mkdir(folder, mode)

    monkeypatch.setattr(os, "mkdir", there_a_moment_ago)
    with locked(path, lambda: None):
        assert path.is_file()
    assert made == [path.parent] * 2
