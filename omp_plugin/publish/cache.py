"""What earlier builds made, in a folder of the machine's owner that can be deleted at any time.

An entry is named by all that it was made of, this program and its libraries included, and is texts only: to take one
never runs anything. The folder must not be the project's, whose authors could put entries there.
"""

from __future__ import annotations

import json
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

Found = TypeVar("Found")
FOLDER = "OMP_CACHE"
"""The variable of the environment that names the folder; without it nothing is kept."""
_LIBRARIES = (
    "babel", "holidays", "jinja2", "markdown", "markdown-it-py", "markupsafe", "mkdocs", "mkdocs-material", "nh3",
    "properdocs", "pymdown-extensions", "python-dateutil", "pyyaml", "xlsxwriter",
)  # fmt: skip
_LAST, _BEGUN = "last.json", "begun-"
_ENTRY = re.compile(r"[a-z]+-[0-9a-f]{64}\.z")
BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, zlib.error)
"""What reading an entry may raise that is not there, not whole or of another shape."""


class Cache:
    """A folder of entries. After a build it holds what that one and the one before it had use for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    @classmethod
    def named_in(cls, environment: Mapping[str, str]) -> Cache | None:
        """The folder that the environment names, if it names one."""
        return cls(Path(environment[FOLDER])) if environment.get(FOLDER) else None

    def find(self, kind: str, made_of: object, read: Callable[[Any], Found]) -> Found | None:
        """What was made of this, as `read` reads its texts and numbers; `None` where nothing is, or nothing whole."""
        name = _name(kind, made_of)
        try:
            found = read(json.loads(zlib.decompress((self._folder / name).read_bytes())))
        except BROKEN:
            return None
        self._used.add(name)
        return found

    def keep(self, kind: str, made_of: object, content: object) -> None:
        """Keeps texts and numbers by what they were made of; a full or read-only disk keeps none."""
        name = _name(kind, made_of)
        self._used.add(name)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(name, zlib.compress(json.dumps(content).encode(), 1))

    def end(self) -> None:
        """Takes away what neither this build nor the last had use for."""
        before: set[str] = set()
        with suppress(*BROKEN):
            before = set(json.loads((self._folder / _LAST).read_text(encoding="utf-8")))
        with suppress(OSError):
            for path in (*self._folder.glob("*.z"), *self._folder.glob(f"{_BEGUN}*.new")):
                is_old = _ENTRY.fullmatch(path.name) and path.name not in self._used | before
                if is_old or path.suffix == ".new":  # left by a build that was killed
                    path.unlink()
            self._write(_LAST, json.dumps(sorted(self._used)).encode())

    def _write(self, name: str, content: bytes) -> None:
        with NamedTemporaryFile(dir=self._folder, prefix=_BEGUN, suffix=".new", delete=False) as file:
            try:
                file.write(content)
                file.close()
                os.replace(file.name, self._folder / name)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise


def _name(kind: str, made_of: object) -> str:
    """The name of an entry: values that look the same are the same, as texts, numbers, days and tuples of them are."""
    return f"{kind}-{sha256(f'{program()}{made_of!r}'.encode('utf-8', 'surrogatepass')).hexdigest()}.z"


@cache
def program() -> str:
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
