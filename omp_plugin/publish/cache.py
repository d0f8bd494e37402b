"""Pages and files of plans from earlier builds, in a folder of the machine's owner that can be deleted at any time.

An entry is named by all that it was made of, this program and its libraries included, and is texts only: to take one
never runs anything. The folder must not be the project's, whose authors could put entries there.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from omp_plugin.pages.filling import Answer, Block
from omp_plugin.render.reuse import MadePage

FOLDER = "OMP_CACHE"
"""The variable of the environment that names the folder; without it nothing is kept."""
_LIBRARIES = (
    "babel", "holidays", "jinja2", "markdown-it-py", "markupsafe", "nh3", "python-dateutil", "pyyaml", "xlsxwriter",
)  # fmt: skip
_LAST = "last.json"
_BROKEN = (OSError, ValueError, KeyError, TypeError, zlib.error)


class Cache:
    """A folder of entries. After a build it holds what that one and the one before it had use for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    @classmethod
    def named_in(cls, environment: Mapping[str, str]) -> Cache | None:
        """The folder that the environment names, if it names one."""
        return cls(Path(environment[FOLDER])) if environment.get(FOLDER) else None

    def pages(self, made_of: object) -> list[MadePage]:
        """The pages that were made of this; none where nobody has made them."""
        try:
            found = self._load(_name("pages", made_of))
            return [MadePage(uri, _answers(answers), text, wide) for uri, answers, text, wide in found]
        except _BROKEN:
            return []

    def keep_pages(self, made_of: object, pages: Iterable[MadePage]) -> None:
        """Keeps pages, by what they were made of."""
        found = [(each.uri, _as_texts(each.answers), each.text, each.is_wide) for each in pages]
        self._save(_name("pages", made_of), found)

    def files(self, made_of: object) -> dict[str, bytes] | None:
        """The files that were made of this."""
        try:
            return {name: b64decode(text) for name, text in self._load(_name("files", made_of))}
        except _BROKEN:
            return None

    def keep_files(self, made_of: object, content: dict[str, bytes]) -> None:
        """Keeps files, by what they were made of."""
        self._save(_name("files", made_of), [(name, b64encode(each).decode()) for name, each in content.items()])

    def end(self) -> None:
        """Takes away what neither this build nor the last had use for."""
        before: set[str] = set()
        with suppress(*_BROKEN):
            before = set(json.loads((self._folder / _LAST).read_text(encoding="utf-8")))
        with suppress(OSError):
            for path in self._folder.glob("*.z"):
                if path.name not in self._used | before:
                    path.unlink()
            self._write(_LAST, json.dumps(sorted(self._used)).encode())

    def _load(self, name: str) -> Any:
        """An entry. Raises one of `_BROKEN` for what is not there or is not whole."""
        found = json.loads(zlib.decompress((self._folder / name).read_bytes()))
        self._used.add(name)
        return found

    def _save(self, name: str, content: object) -> None:
        """Keeps an entry that was not there; a full or read-only disk keeps none."""
        if name in self._used:
            return
        self._used.add(name)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(name, zlib.compress(json.dumps(content).encode(), 1))

    def _write(self, name: str, content: bytes) -> None:
        with NamedTemporaryFile(dir=self._folder, suffix=".new", delete=False) as file:
            try:
                file.write(content)
                file.close()
                os.replace(file.name, self._folder / name)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise


def _as_texts(answers: Mapping[str, Answer]) -> list[tuple[str, bool, str]]:
    return [
        (asked, True, each.html) if isinstance(each, Block) else (asked, False, str(each))
        for asked, each in answers.items()
    ]


def _answers(texts: Iterable[tuple[str, bool, str]]) -> dict[str, Answer]:
    return {asked: Block(text) if is_block else text for asked, is_block, text in texts}


def _name(kind: str, made_of: object) -> str:
    """The name of an entry: values that look the same are the same, as texts, numbers, days and tuples of them are."""
    return f"{kind}-{sha256(f'{_program()}{made_of!r}'.encode('utf-8', 'surrogatepass')).hexdigest()}.z"


@cache
def _program() -> str:
    """This program: its own files, its libraries, and Python."""
    found = sha256(sys.version.encode())
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found.update(f"{library} {version(library)}\n".encode())
    for path in _files_of(files("omp_plugin")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def _files_of(folder: Traversable) -> Iterable[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda path: path.name):
        if each.is_dir() and each.name != "__pycache__":
            yield from _files_of(each)
        elif each.is_file():
            yield each
