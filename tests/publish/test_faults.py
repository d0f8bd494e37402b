"""Disks that are full at ten sizes or read-only, and publishers at the same time: the old site or the new one, whole.

A limit on the size of files stands for a full disk wherever tests run; a small disk of its own where they may mount one.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from omp_plugin.publish.folder import is_site, publish_folder
from tests.compare.story import Workshop
from tests.helpers import HEAD
from tests.publish.clones import WHO
from tests.publish.generations import FILES, generation
from tests.publish.test_command import edit, shop
from tests.publish.test_folder import names, publish

__all__ = ["shop"]
LIMITS = (0, 100, 300, 700, 1_500, 3_000, 6_000, 12_000, 25_000, 50_000)[:: 1 if os.environ.get("DISKS") == "all" else 4]
"""Bytes of the largest file that may be written; some of the theme's are larger than the last. DISKS=all tries all ten."""
NOBODY = 65534
"""The user who owns nothing."""
SMALL_DISK = 400
"""Thousands of bytes of a disk; a site of `generations` takes about half of it."""


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@contextmanager
def no_larger_files(most: int) -> Iterator[None]:
    """Fails what writes more than so many bytes into one file, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def growing(folder: Path, number: int) -> None:
    """A site whose files are the larger the later they are written."""
    for each in range(FILES):
        (folder / f"{each}.html").write_text(f"{number}\n" * 2**(each // 3))


@pytest.mark.parametrize("most", [0, 1, 2, 4, 8, 64, 256, 1_024, 4_096, 8_192])
def test_files_that_cannot_be_written_whole(tmp_path: Path, most: int) -> None:
    target = tmp_path / "www"
    publish_folder(target, lambda folder, _lock: growing(folder, 1), lambda: None)
    before = files_of(target)
    with pytest.raises(OSError, match="too large"), no_larger_files(most):
        publish_folder(target, lambda folder, _lock: growing(folder, 2), lambda: None)
    assert (files_of(target), names(tmp_path)) == (before, ["www"])
    with no_larger_files(100_000):
        publish_folder(target, lambda folder, _lock: growing(folder, 2), lambda: None)
    assert files_of(target) != before
    assert is_site(target)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, where one can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}k,nr_inodes=1000", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only who administers the system can mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("left", range(0, 160, 16))
def test_a_disk_that_is_full(disk: Path, left: int) -> None:
    """The second site needs more than the thousands of bytes that are left."""
    target, ballast = disk / "www", disk / "ballast"
    publish(target, 1)
    room = shutil.disk_usage(disk).free - left * 1_024
    ballast.write_bytes(bytes(room))
    with pytest.raises(OSError, match="No space left"):
        publish(target, 2)
    assert (generation(target), is_site(target), names(disk)) == (1, True, ["ballast", "www"])
    ballast.unlink()
    publish(target, 2)
    assert (generation(target), names(disk)) == (2, ["www"])


def test_a_disk_that_is_read_only(disk: Path) -> None:
    target = disk / "www"
    publish(target, 1)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(OSError, match="Read-only"):
        publish(target, 2)
    assert (generation(target), names(disk)) == (1, ["www"])
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    publish(target, 2)
    assert generation(target) == 2


@pytest.fixture
def reached() -> Iterator[Path]:
    """A folder that others may enter: those of a test are for who runs it alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def nobody_special() -> Iterator[None]:
    """Who administers the system may write everywhere, and is somebody else meanwhile."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written(reached: Path) -> None:
    sites = reached / "sites"
    target = sites / "www"
    publish(target, 1)
    sites.chmod(0o555)
    try:
        with nobody_special():
            assert generation(target) == 1
            with pytest.raises(PermissionError):
                publish(target, 2)
        assert (generation(target), names(sites)) == (1, ["www"])
    finally:
        sites.chmod(0o755)
    publish(target, 2)
    assert generation(target) == 2


def omp(most: int, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command where no file may be larger than `most` bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    command = [sys.executable, "-m", "omp_plugin.cli", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, preexec_fn=limit, env={**os.environ, **WHO}, check=False)


def test_the_command_on_disks_of_ten_sizes(shop: Workshop, tmp_path: Path) -> None:
    target = tmp_path / "www"
    publishing = ("publish", "--to", str(target))
    assert omp(10**9, *publishing, cwd=shop.root).returncode == 0
    before = files_of(target)
    assert max(map(len, before.values())) > max(LIMITS)
    edit(shop, "owner: ann\nas_of", "owner: ann\nversion: v2\nas_of")
    for most in LIMITS:
        done = omp(most, *publishing, cwd=shop.root)
        assert done.returncode != 0, most
        assert done.stderr.endswith(("omp: nothing was published\n", "omp: File too large\n")), done.stderr
        assert files_of(target) == before, most
        assert names(tmp_path) == ["remote.git", "site", "www"]
    assert omp(10**9, *publishing, cwd=shop.root).returncode == 0
    assert files_of(target) != before


def test_an_export_on_disks_of_ten_sizes(tmp_path: Path) -> None:
    """Each file is the one before or the new one, whole; nothing is left beside them."""
    plan, out = tmp_path / "x", tmp_path / "out"
    plan.mkdir()
    (plan / "plan.yml").write_text(HEAD + "campaigns: {c: {title: One}}\n")
    old = exported(10**9, out)
    (plan / "plan.yml").write_text(HEAD + "campaigns: {c: {title: Two}}\n")
    new = exported(10**9, tmp_path / "new")
    for most in (max(map(len, new.values())) * tenth // 10 for tenth in range(9, -1, -1)):
        found = exported(most, out, said="omp: File too large\n")
        assert found.keys() == old.keys()
        assert all(content in (old[name], new[name]) for name, content in found.items())
    assert exported(10**9, out) == new != old


def exported(most: int, to: Path, said: str = "") -> dict[str, bytes]:
    done = omp(most, "export", "x", "--to", f"{to}/", cwd=to.parent)
    assert (done.returncode, done.stderr) == (2 if said else 0, said)
    return files_of(to)


def test_two_commands_at_once(shop: Workshop, tmp_path: Path) -> None:
    target = tmp_path / "www"
    run = [sys.executable, "-m", "omp_plugin.cli", "publish", "--to", str(target)]
    both = [subprocess.Popen(run, cwd=shop.root, stderr=subprocess.PIPE, text=True, env={**os.environ, **WHO}) for _ in range(2)]
    said = [each.communicate(timeout=120)[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert is_site(target)
    assert (target / "spring" / "index.html").stat().st_size > 1_000
    assert names(tmp_path) == ["remote.git", "site", "www"]
