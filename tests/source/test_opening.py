"""What is exchanged between looking a file up and reading it is not followed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from omp_plugin.actuals import reach
from omp_plugin.source import disk, opening, written
from tests.helpers import HEAD

SECRET = b"---\ntitle: SECRET\n---\nkpi,period,value\nSECRET,2026,1\n"
Read = Callable[[Path], bytes | None]


def as_plan(root: Path) -> bytes | None:
    return disk.load_plan(root, "x").files.get("campaigns/c.md")


def as_page(root: Path) -> bytes | None:
    found = written.read_written(root.parent, "docs")
    page = found.pages.get("x/pages/c.md")
    assert page
    assert [each.code for each in found.problems] in ([], ["unsafe-path"])
    return None if found.problems else page.body.text.encode() + b"\n"


def as_data(root: Path) -> bytes | None:
    found = reach.NOWHERE.data(disk.load_plan(root, "x"), "data/c.csv")
    assert isinstance(found, bytes) or found.code == "unsafe-path"
    return found if isinstance(found, bytes) else None


READERS: dict[str, tuple[object, str, Read]] = {
    "a source": (disk, "campaigns/c.md", as_plan),
    "a page": (written, "pages/c.md", as_page),
    "a data file": (reach, "data/c.csv", as_data),
}


def link_to_file(path: Path, outside: Path) -> None:
    path.unlink()
    path.symlink_to(outside / path.name)


def link_to_folder(path: Path, outside: Path) -> None:
    path.parent.rename(path.parent.with_name("before"))
    path.parent.symlink_to(outside)


def pipe(path: Path, outside: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def nothing(path: Path, outside: Path) -> None:
    path.unlink()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A plan with one of each, and files of the same names outside of it."""
    for _, name, _ in READERS.values():
        for path, content in ((tmp_path / "docs" / "x" / name, b"ours\n"), (tmp_path / "outside" / Path(name).name, SECRET)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    (tmp_path / "docs" / "x" / "plan.yml").write_text(HEAD)
    return tmp_path / "docs" / "x"


def exchanged(monkeypatch: pytest.MonkeyPatch, reader: object, path: Path, swap: Callable[[Path], None]) -> list[Path]:
    """Does the exchange when the file has been looked up and before it is read; gives the files for which it was done."""
    done: list[Path] = []

    def read_inside(real: Path, root: Path, most: int) -> bytes:
        if real == path and not done:
            done.append(real)
            swap(real)
        return opening.read_inside(real, root, most)

    monkeypatch.setattr(reader, "read_inside", read_inside)
    return done


@pytest.mark.parametrize("swap", [link_to_file, link_to_folder, pipe, nothing])
@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("has_steps", [True, False])
def test_what_is_exchanged_in_between_is_not_read(
    kind: str, swap: Callable[[Path, Path], None], has_steps: bool, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_steps:
        monkeypatch.setattr(opening, "_has_steps", lambda: False)
    reader, name, read = READERS[kind]
    assert read(root) == b"ours\n"
    outside = root.parent.parent / "outside"
    done = exchanged(monkeypatch, reader, root / name, lambda path: swap(path, outside))
    assert read(root) is None
    assert done == [root / name]


@pytest.mark.parametrize("kind", READERS)
def test_what_is_written_anew_in_between_is_read(kind: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def save(path: Path) -> None:
        new = path.with_name("new.tmp")
        new.write_bytes(b"newer\n")
        new.replace(path)

    reader, name, read = READERS[kind]
    exchanged(monkeypatch, reader, root / name, save)
    assert read(root) == b"newer\n"


def test_a_folder_exchanged_on_the_way_down(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is opened from the folder that was opened before it, wherever that is called by now."""
    really, path = os.open, root / "pages" / "c.md"

    def os_open(name: object, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if name == "c.md":
            link_to_folder(path, root.parent.parent / "outside")
        return really(name, flags, mode, dir_fd=dir_fd)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "open", os_open)
    monkeypatch.setattr(opening, "_has_steps", lambda: True)
    assert opening.read_inside(path, root, 100) == b"ours\n"
    assert (root / "pages").is_symlink()


@pytest.mark.parametrize("name", ["", "../outside/c.md"])
def test_out_of_the_folder(name: str, root: Path) -> None:
    with pytest.raises(OSError, match="elsewhere"):
        opening.read_inside((root / name).resolve(), root, 100)
