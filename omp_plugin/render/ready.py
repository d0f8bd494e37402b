"""Our templates as Python modules, which a wheel is built with: Jinja compiles only what an install does not bring.

The modules stand beside the package, in `omp_plugin_templates`, and are named by all that they were made of. A template
that was edited since, or a project's own, is not among them, and is compiled as it always was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from pathlib import Path

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

PACKAGE = "omp_plugin_templates"
_HEAD = '"""Templates of omp_plugin, compiled when the wheel was built."""\n'


class Ready(BytecodeCache):
    """The compiled templates of an environment; `suffix` is that of its templates, which each environment has its own.
    """

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A template's name: where it is installed makes no difference."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes the code of the module that was made of the same text, if there is one."""
        name = _name(self._suffix, bucket.key, bucket.checksum)
        for folder in _folders():
            with suppress(OSError, ImportError, SyntaxError, ValueError):
                bucket.code = SourceFileLoader(name, str(Path(folder, f"{name}.py"))).get_code(name)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps nothing: what is compiled while a site is built is written nowhere."""


@cache
def _folders() -> tuple[str, ...]:
    """Where the package of compiled templates is."""
    spec = find_spec(PACKAGE)
    return tuple(spec.submodule_search_locations or ()) if spec else ()


def _name(suffix: str, template: str, checksum: str) -> str:
    """The name of the module of a template whose text has this checksum, as this Jinja compiles it."""
    made_of = "\0".join((suffix, template, checksum, jinja2.__version__))
    return f"t_{sha256(made_of.encode()).hexdigest()[:24]}"


def modules(environments: Mapping[str, Environment]) -> Iterator[tuple[str, str]]:
    """The files of the package of compiled templates, by name; `environments` are by the suffix of their templates."""
    yield "__init__.py", _HEAD
    for suffix, environment in environments.items():
        ready = Ready(suffix)
        for template in environment.list_templates():
            if template.startswith("omp/") and template.endswith(suffix) and environment.loader:
                source, file, _ = environment.loader.get_source(environment, template)
                name = _name(suffix, template, ready.get_source_checksum(source))
                yield f"{name}.py", environment.compile(source, template, file, raw=True)
