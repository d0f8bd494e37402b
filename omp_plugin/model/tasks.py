"""Tasks, milestones and the links between them (plan format, section 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from omp_plugin.model.dates import Duration, Period, Unreadable, parse_duration
from omp_plugin.model.kinds import Address, Choice, Date, Id, Length, Text, YesNo
from omp_plugin.model.number_kinds import Percent
from omp_plugin.model.reading import Fields, Reader, Record, Schema, given, read_text, shorten
from omp_plugin.model.structures import NO_ITEMS, PEOPLE, Entity, Items, items
from omp_plugin.source.nodes import Node

LinkType = Literal["FS", "SS", "FF", "SF"]
REPEATS = ("weekly", "fortnightly", "monthly", "quarterly")
STATUSES = ("todo", "doing", "done", "blocked", "cancelled")
_TYPES: Mapping[str, LinkType] = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}
_AFTER_HINT = 'write design, "venue SS+5d" or "approval FS+3ed"'
_LINK = re.compile(r"(\S+?)(?:\s+(FS|SS|FF|SF))?(?:(?:(?<=FS|SS|FF|SF)\s*|\s+)([+-])\s*(\S+))?")


class Dependency(NamedTuple):
    """A link to another task: its type, and the lag (negative: lead) between the two instants.

    `after: ["venue SS+5d"]` and `before: ["launch - 2w"]` both read as one, the latter with `FS` and a negative sign.
    """

    task: str
    type: LinkType = "FS"
    sign: int = 1
    lag: Duration | None = None

    def __str__(self) -> str:
        lag = f"{'+' if self.sign > 0 else '-'}{self.lag}" if self.lag else ""
        return f"{self.task} {self.type}{lag}"


class DependencyKind:
    """The text of a dependency; `before` takes a lead and no link type."""

    def __init__(self, *, before: bool = False) -> None:
        self.before = before

    def read(self, node: Node, reader: Reader) -> Dependency | None:
        """Problems: `wrong-type`."""
        return read_text(node, reader, "a task with an optional lag", self._parse)

    def _parse(self, text: str) -> Dependency:
        match = _LINK.fullmatch(text.strip())
        if not match or (self.before and (match[2] or match[3] == "+")):
            hint = 'write launch or "launch - 2w"' if self.before else _AFTER_HINT
            raise Unreadable(f'"{shorten(text)}" is not a task with an optional lag', hint)
        lag = parse_duration(match[4]) if match[4] else None
        return Dependency(match[1], _TYPES[match[2] or "FS"], -1 if match[3] == "-" else 1, lag)

    def schema(self) -> Schema:
        """A text; an id of digits may have become a number."""
        return {"type": ["string", "number"]}


class Raci(Record):
    """Who does a task, who is asked, who is told; the task's owner is the one accountable."""

    responsible: Items[str] = given(PEOPLE, "who does the work", default=NO_ITEMS)
    consulted: Items[str] = given(PEOPLE, "who is asked", default=NO_ITEMS)
    informed: Items[str] = given(PEOPLE, "who is told", default=NO_ITEMS)


class Task(Entity):
    """A piece of work with a length, or a milestone with a day."""

    campaign: str | None = given(Id("campaigns"), "the campaign it belongs to")
    tactic: str | None = given(Id("tactics"), "the tactic it carries out")
    owner: str | None = given(Id("people"), "who is accountable for it")
    raci: Raci | None = given(Fields(Raci, "a task's `raci`"), "who else takes part")
    start: Period | None = given(Date(), "first day (with `after`: not before it)")
    finish: Period | None = given(Date(), "last day")
    duration: Duration | None = given(Length(), "how long it takes; default 1d; 0d is a milestone")
    after: Items[Dependency] = items(DependencyKind(), "tasks", "what it waits for")
    before: Items[Dependency] = items(DependencyKind(before=True), "tasks", "what waits for it")
    done: Decimal | None = given(Percent(), "how much of it is done")
    status: str | None = given(Choice(*STATUSES), "how far it is; default: what `done` says")
    milestone: bool | None = given(YesNo(), "yes for a milestone")
    date: Period | None = given(Date(), "the milestone's day")
    deadline: Period | None = given(Date(), "the day by which it must be finished; moves nothing")
    repeat: str | None = given(Choice(*REPEATS), "how often it comes back, from `start` to `finish`")
    except_: Items[Period] = items(Date(), "dates", "days on which a repeating task does not take place")
    deliverable: str | None = given(Text(), "what comes out")
    acceptance: str | None = given(Text(), "when it is good")
    evidence: str | None = given(Address(), "where it can be seen: an address or a text")
    effort: Decimal | None = given(Percent(), "share of the owner's day")
    region: str | None = given(Text(), "where it applies")
    notes: str | None = given(Text(), "anything else")

    @property
    def is_milestone(self) -> bool:
        """A milestone says so, has a `date`, or takes no time."""
        is_instant = self.duration is not None and self.duration.count == 0
        return bool(self.milestone) or self.date is not None or "date" in self.open or is_instant

    @property
    def is_cancelled(self) -> bool:
        """Cancelled tasks take part in nothing and count nowhere."""
        return self.status == "cancelled"

    @property
    def progress(self) -> Decimal:
        """The ratio that is done: as written, else all of a task that is done, else nothing."""
        if self.done is not None:
            return self.done
        return Decimal(1) if self.status == "done" else Decimal(0)

    @property
    def is_done(self) -> bool:
        """True for a task whose status or progress says that nothing is left to do."""
        return self.status == "done" or (self.done is not None and self.done >= 1)

    @property
    def state(self) -> str:
        """The status as written, else what the progress says."""
        if self.status:
            return self.status
        return "done" if self.progress >= 1 else "doing" if self.progress > 0 else "todo"
