"""The host's templates stay compiled in memory from one build of `serve` to the next; nothing is written anywhere."""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache


class InMemory(BytecodeCache):
    """Compiled templates by the text that they were made of, for environments that compile alike."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}
        self._of: tuple[Any, ...] = ()

    def keep_for(self, environment: Environment) -> None:
        """Lets a build's environment take what is kept; of one with other filters or extensions nothing is taken."""
        of = (
            dict(environment.filters), dict(environment.tests), sorted(environment.extensions),
            dict(environment.policies), environment.autoescape, environment.trim_blocks, environment.lstrip_blocks,
        )  # fmt: skip
        if of != self._of:
            self._kept, self._of = {}, of
        if environment.bytecode_cache is None:
            environment.bytecode_cache = self

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes what was kept of the same template with the same text."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code
