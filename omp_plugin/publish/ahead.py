"""Pages that other processes write ahead of the host, which finds each written when it comes to it.

A process that is divided off knows all that its parent knew when the first page was written: it has the host build its
share of the pages, up to where a page is a text, and sends the texts in their order, with what the search is to find.
A page that fails there, or has something to say, is written by the host itself, as are all when a process is gone.
(A host's internals are touched here: its function that builds a page, and the class of a theme's templates.)
"""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, Template

from omp_plugin.publish.processes import processors

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_WORTHWHILE = 60
"""So many pages are written faster by several processes than by one."""
_REST = 0.2
"""What the host does with a page that is written, as a part of what it does with one that is not."""
_ROOM, _SET_ROOM = 1 << 20, 1031
"""The bytes of pages that may wait in a pipe, and the number by which Linux is asked for them (`F_SETPIPE_SZ`)."""
Entries = list[dict[str, Any]]
_Sent = tuple[str, tuple[str, Entries] | None]
"""The URI of a page, its text, and what the search finds on it; neither of a page that the host has to write."""


class Ahead:
    """The pages of one build that are written ahead."""

    def __init__(self) -> None:
        self._is_writer = False
        self._start: Callable[[Any], None] | None = None
        self._processes: list[_Writer] = []
        self._writers: dict[str, _Writer] = {}
        self._texts: dict[str, str] = {}

    def begin(
        self, environment: Environment, pages: Sequence[Any], build: Callable[[Any], None], entries: Entries
    ) -> None:
        """Has pages written ahead as soon as one of them is: the theme's templates are compiled by then.

        `build` is what the host does with a page; `entries` are those of the search, to which it adds the page's.
        """
        processes = processors()
        if len(pages) < _WORTHWHILE or processes < 2:
            return

        def start(first: Any) -> None:
            for share in _dealt([page for page in pages if page is not first], processes):
                writer = _Writer(partial(self._write, first, share, build, entries), self._processes)
                self._processes.append(writer)
                self._writers |= dict.fromkeys([page.file.src_uri for page in share], writer)

        self._start = start
        environment.template_class = type("_Found", (_Found,), {"ahead": self})
        if environment.cache is not None:
            environment.cache.clear()

    def entries(self, page: Any) -> Entries | None:
        """What the search finds on a page that was written ahead; `None` for another."""
        uri = page.file.src_uri
        writer = self._writers.pop(uri, None)
        found = writer.next(uri) if writer else None
        if found is None:
            return None
        self._texts[uri], entries = found
        return entries

    def written(self, page: Any, write: Callable[[], str]) -> str:
        """The text of a page, which was written ahead or is now."""
        if self._is_writer:
            raise _Written(write())
        self.entries(page)  # where no search has asked
        text = self._texts.pop(page.file.src_uri, None)
        if text is None:
            text = write()
        if self._start:
            start, self._start = self._start, None
            start(page)
        return text

    def end(self) -> None:
        """Ends what may still be at work."""
        for each in self._processes:
            each.end()
        self._start, self._processes, self._writers, self._texts = None, [], {}, {}

    def _write(
        self, first: Any, pages: Sequence[Any], build: Callable[[Any], None], entries: Entries
    ) -> Iterator[_Sent]:
        """What a process of its own makes of its pages, in which `first` is no longer the one that is shown."""
        self._is_writer, self._writers, heard = True, {}, _Heard()
        first.active = False
        for page in pages:
            found, before, heard.has_heard = None, len(entries), False
            with suppress(Exception):  # the host will meet it, too
                try:
                    build(page)
                except _Written as written:
                    found = written.text, entries[before:]
            yield page.file.src_uri, None if heard.has_heard else found


class _Found(Template):
    """A template that does not write a page which is written."""

    ahead: Ahead

    def render(self, *args: Any, **kwargs: Any) -> str:
        """As Jinja renders it. Only pages are written ahead, which are given as one mapping."""
        page = args[0].get("page") if len(args) == 1 and not kwargs else None
        if not page:
            return super().render(*args, **kwargs)
        return self.ahead.written(page, lambda: super(_Found, self).render(*args))


class _Written(BaseException):
    """The text of a page, thrown past what the host would do with it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class _Heard(logging.Handler):
    """Hears warnings, of which the host counts its own, in place of all other handlers."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.has_heard = False
        for each in (logging.root, *logging.Logger.manager.loggerDict.values()):
            if isinstance(each, logging.Logger):
                each.handlers = [self] if each is logging.root else []
                each.propagate = True

    def emit(self, record: logging.LogRecord) -> None:
        """Remembers that something was said."""
        self.has_heard = True


class _Writer:
    """A process that works out one thing after the other, some of them ahead of who asks for them.

    It closes what others read: when nobody is there to read what it sends, it ends.
    """

    def __init__(self, work: Callable[[], Iterator[_Sent]], others: Sequence[_Writer]) -> None:
        from multiprocessing import get_context  # few builds are of so much that it pays

        context = get_context("fork")
        self._from, to = context.Pipe(duplex=False)
        _widen(to.fileno())
        read = [self._from, *(each._from for each in others)]
        self._process = context.Process(target=_send, args=(work, to, read), daemon=True)
        with suppress(OSError):  # there may be as many processes as there may be
            self._process.start()
        to.close()

    def next(self, uri: str) -> tuple[str, Entries] | None:
        """What is sent of a page, which is the next; nothing from a process that is gone."""
        try:
            sent, found = self._from.recv()
        except (EOFError, OSError):
            return None
        return found if sent == uri else None

    def end(self) -> None:
        """Ends the process."""
        self._from.close()
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()


def _widen(pipe: int) -> None:
    import fcntl  # not every system has it

    with suppress(OSError):
        fcntl.fcntl(pipe, _SET_ROOM, _ROOM)


def _send(work: Callable[[], Iterator[_Sent]], to: Connection, read: Sequence[Connection]) -> None:
    """What the process does. Ctrl-C is its parent's business; so is what goes wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in read:
        end.close()
    gc.freeze()  # what was there before stays as long as the process does
    with suppress(Exception):
        for each in work():
            to.send(each)
    to.close()


def _dealt(pages: Sequence[Any], processes: int) -> list[list[Any]]:
    """The shares of the others: the host writes some pages, too, as many as take it as long, with all the rest."""
    shares: list[list[Any]] = [[] for _ in range(processes)]
    loads = [0.0] * processes
    for page in pages:
        least = loads.index(min(loads))
        shares[least].append(page)
        loads[least] += 1
        loads[0] += _REST
    return shares[1:]
