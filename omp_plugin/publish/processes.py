"""Work shared out among processes, where the system can divide one: results are those of one process, in their order.

A share whose process comes to grief is worked out here again: what is wrong then shows itself as it would have anyway.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Task = TypeVar("Task")
Result = TypeVar("Result")
MOST = 8
"""Most processes: what they work out comes back to one, which then is what the others wait for."""


def processors() -> int:
    """How many processes can share work: one where the system cannot divide a process, or this has threads."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST)


def shared_out(work: Callable[[Task], Result], tasks: Sequence[Task], processes: int) -> list[Result]:
    """What `work` makes of each task. Every process takes each so-manieth task, this one the first."""
    count = max(1, min(processes, len(tasks)))
    shares = [tasks[first::count] for first in range(count)]
    children = [_Child(work, share) for share in shares[1:]]
    try:
        found = [[work(task) for task in shares[0]]]
        found += [child.results() for child in children]
    finally:
        for child in children:
            child.end()
    return [found[number % count][number // count] for number in range(len(tasks))]


class _Child:
    """A process that works out a share, and writes all of it when it is through: it never waits for a dead parent."""

    def __init__(self, work: Callable[[Any], Any], share: Sequence[Any]) -> None:
        from multiprocessing import get_context  # few builds are of so much that it pays

        context = get_context("fork")
        self._work, self._share = work, share
        self._from, to = context.Pipe(duplex=False)
        self._process = context.Process(target=_child, args=(work, share, to), daemon=True)
        with suppress(OSError):  # there may be as many processes as there may be
            self._process.start()
        to.close()

    def results(self) -> list[Any]:
        """The results, from the process or, if it has none, from this one."""
        try:
            return list(self._from.recv())
        except (EOFError, OSError):
            return [self._work(task) for task in self._share]

    def end(self) -> None:
        """Ends the process, which may still be at work where another failed."""
        self._from.close()
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()


def _child(work: Callable[[Any], Any], share: Sequence[Any], to: Connection) -> None:
    """What the process does. Ctrl-C is its parent's business; so is what goes wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):
        to.send([work(task) for task in share])
    to.close()
