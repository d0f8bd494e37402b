"""Compiled templates beside the package's compiled modules: as safe to delete, and left out where those are not wanted.

Compiling the templates of all components takes a second. What is kept is taken only for the same source, with the same
versions of Jinja, Python and what compiles them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

_PACKAGE = Path(__file__).parents[1]
_COMPILING = ("render/environment.py", "render/page_templates.py", "publish/bytecode.py")
"""The modules that say how templates are compiled."""


class Beside(BytecodeCache):
    """Keeps templates in the package's `__pycache__`, where Python may keep bytecode and the folder can be written."""

    def __init__(self, folder: Path = _PACKAGE / "__pycache__") -> None:
        made = b"".join((_PACKAGE / name).read_bytes() for name in _COMPILING)
        self._mark = sha256(f"jinja2 {version('jinja2')} ".encode() + made).hexdigest()[:16]
        self._folder = folder

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{self._mark}.{sys.implementation.cache_tag}.jinja"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes what was kept of the same source."""
        try:
            with self._file(bucket).open("rb") as file:
                bucket.load_bytecode(file)
        except (OSError, EOFError, ValueError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template: written whole under another name first, so that nobody reads a part of it."""
        if sys.dont_write_bytecode or sys.pycache_prefix:
            return
        try:
            self._folder.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(bucket.bytecode_to_string())
            os.replace(file.name, self._file(bucket))
        except OSError:
            return
