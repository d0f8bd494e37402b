"""The schedule of a plan worked out the slow way: every date is found by trying one day after another.

Written from the plan format, section 4, and from nothing else. A network here is what an author writes:

    {"period": (first day, last day), "workdays": {0, 1, 2, 3, 4}, "off": {days}, "work": {days},
     "tasks": {id: {"start", "finish", "duration", "after", "before", "date", "milestone", "status", "repeat"}}}

with fields as text (lists of text for `after` and `before`), dates complete.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.days import Calendar, Lag, beginning, end

Fields = dict[str, Any]
LINK = re.compile(r"^([a-z0-9][a-z0-9-]*)(?:\s+(FS|SS|FF|SF))?(?:\s*([+-])\s*(\d+)(d|w|ed))?$")
AMOUNT = re.compile(r"^(\d+)(d|w|ed)$")


@dataclass(frozen=True)
class Link:
    """From the `from_end` (S or F) of one task to the `to_end` of another, no earlier than the lag allows."""

    other: str
    from_end: str
    to_end: str
    lag: Lag


@dataclass(frozen=True)
class Span:
    """Where a task lies: its first and last day, and the instants that links bind."""

    first: int
    last: int
    milestone: bool

    def instant(self, which: str) -> int:
        return beginning(self.first) if which == "S" and not self.milestone else end(self.last)


@dataclass(frozen=True)
class Task:
    """A task as written, with durations and links read."""

    milestone: bool
    length: Lag
    start: int | None
    finish: int | None
    after: tuple[Link, ...]
    before: tuple[Link, ...]

    @property
    def fixed(self) -> bool:
        return self.finish is not None

    @property
    def backward(self) -> bool:
        return bool(self.before) and not self.after and self.start is None and not self.fixed


class Network:
    """All tasks but cancelled ones and repeats, with their early and late positions."""

    def __init__(self, plan: Fields) -> None:
        ordinals = {k: frozenset(d.toordinal() for d in plan[k]) for k in ("off", "work")}
        self.calendar = Calendar(frozenset(plan["workdays"]), ordinals["off"], ordinals["work"])
        self.period = tuple(day.toordinal() for day in plan["period"])
        self.first = self.calendar.on_or_after(self.period[0])
        week = len(plan["workdays"])
        live = {k: f for k, f in plan["tasks"].items() if f.get("status") != "cancelled" and not f.get("repeat")}
        self.tasks = {k: read_task(f, week, set(live)) for k, f in live.items()}
        self._early: dict[str, Span] = {}
        self._late: dict[str, Span] = {}
        self.closing = max((end(self.early(k).last) for k in self.tasks), default=0)

    # -- early positions

    def early(self, name: str) -> Span:
        """Where the forward pass puts a task, or the backward rule a task that is only `before` others."""
        if name not in self._early:
            task = self.tasks[name]
            self._early[name] = (
                self.as_written(task) if task.fixed else self.as_late(task) if task.backward else self.as_early(task)
            )
        return self._early[name]

    def as_written(self, task: Task) -> Span:
        """Both dates as written, or the start found by counting back from the finish."""
        assert task.finish is not None
        if task.milestone:
            return Span(task.finish, task.finish, True)
        if task.start is not None:
            return Span(task.start, task.finish, False)
        first = task.finish - task.length.amount + 1
        if not task.length.elapsed:
            first = self.calendar.nth(task.finish, task.length.amount, -1)
        return Span(first, task.finish, False)

    def as_early(self, task: Task) -> Span:
        """The first day from the plan's first working day on, on which everything written holds."""
        bounds = [(k.to_end, self.bound(self.early(k.other), k, task.milestone)) for k in task.after]
        day = max(self.first, task.start or 0)
        while True:
            if task.milestone or self.calendar.working(day):
                span = self.placed(task, day)
                if all(span.instant(which) >= bound for which, bound in bounds):
                    return span
            day += 1

    def as_late(self, task: Task) -> Span:
        """The last start such that a working day from the finish on ends before each successor, less the lead."""

        def keeps(span: Span) -> bool:
            reach = Span(span.first, self.calendar.on_or_after(span.last), span.milestone)
            return self.calendar.working(span.first) and all(
                self.precedes(reach, self.early(k.other), k) for k in task.before
            )

        horizon = max(self.calendar.shift(self.early(k.other).instant(k.to_end), k.lag) for k in task.before)
        return self.last_that(keeps, task, horizon)

    def last_that(self, keeps: Callable[[Span], bool], task: Task, horizon: int) -> Span:
        """The last span a task can take that keeps a condition, looking back from an instant day by day."""
        day = horizon // 2 + 1
        while True:
            if task.milestone or self.calendar.working(day):
                span = self.placed(task, day)
                if keeps(span):
                    return span
            day -= 1

    def placed(self, task: Task, day: int) -> Span:
        """The span of a task that starts on a day."""
        if task.milestone:
            return Span(day, day, True)
        if task.length.elapsed:
            return Span(day, day + task.length.amount - 1, False)
        return Span(day, self.calendar.nth(day, task.length.amount), False)

    # -- late positions

    def late(self, name: str) -> Span:
        """Where the backward pass puts a task: written dates do not bind, the number of working days stays."""
        if name not in self._late:
            followers = [(k, other) for other, task in self.tasks.items() for k in task.after if k.other == name]

            def keeps(span: Span) -> bool:
                return (
                    end(span.last) <= self.closing
                    and all(self.precedes(span, self.late(k.other), k) for k in self.tasks[name].before)
                    and all(self.follows(self.late(other), span, k) for k, other in followers)
                )

            self._late[name] = self.last_that(keeps, self.loose(name), self.closing)
        return self._late[name]

    def loose(self, name: str) -> Task:
        """The task without its dates: one written with start and finish keeps the working days inside them."""
        task, span = self.tasks[name], self.early(name)
        if task.milestone or task.start is None or task.finish is None:
            return task
        inside = sum(self.calendar.working(day) for day in range(span.first, span.last + 1))
        return Task(False, Lag(max(1, inside)), None, None, (), ())

    # -- results

    def slack(self, name: str) -> int:
        return self.calendar.between(self.early(name).instant("S"), self.late(name).instant("S"))

    def problems(self, name: str) -> set[str]:
        """What is wrong with a task: of the codes of section 4, those that dates decide."""
        task, span = self.tasks[name], self.early(name)
        found = set()
        if task.start is not None and not task.fixed and not self.calendar.working(task.start):
            found.add("starts-on-day-off")
        if task.backward and span.first < self.period[0]:
            found.add("does-not-fit")
        links = [self.follows(span, self.early(k.other), k) for k in task.after]
        links += [self.precedes(span, self.early(k.other), k) for k in task.before]
        if not all(links):
            found.add("dependency-violated")
        return found

    def follows(self, successor: Span, predecessor: Span, link: Link) -> bool:
        """Whether an `after` of the successor holds."""
        return successor.instant(link.to_end) >= self.bound(predecessor, link, successor.milestone)

    def bound(self, predecessor: Span, link: Link, to_milestone: bool) -> int:
        """The instant that a link allows; from the end of a day to that of another, a lead counts ends of working days."""
        found = self.calendar.shift(predecessor.instant(link.from_end), link.lag)
        from_an_end, to_an_end = link.from_end == "F" or predecessor.milestone, link.to_end == "F" or to_milestone
        if link.lag.amount < 0 and not link.lag.elapsed and from_an_end and to_an_end:
            while not self.calendar.working(found // 2 - 1):
                found -= 2
        return found

    def precedes(self, predecessor: Span, successor: Span, link: Link) -> bool:
        """Whether a `before` of the predecessor holds: the lag moves the successor's instant."""
        return predecessor.instant(link.from_end) <= self.calendar.shift(successor.instant(link.to_end), link.lag)


def read_task(fields: Fields, week: int, live: set[str]) -> Task:
    """A task from its text; links to cancelled tasks and to repeats are not there."""
    length = read_amount(fields.get("duration", "1d"), week)
    milestone = fields.get("milestone") == "yes" or length.amount == 0
    start, finish = read_day(fields.get("start")), read_day(fields.get("finish"))
    if milestone:
        finish = read_day(fields.get("date"))
    after = tuple(k for text in fields.get("after", ()) if (k := read_link(text, week)).other in live)
    before = tuple(k for text in fields.get("before", ()) if (k := read_link(text, week)).other in live)
    return Task(milestone, length, start, finish, after, before)


def read_day(text: str | None) -> int | None:
    return None if text is None else date.fromisoformat(text).toordinal()


def read_amount(text: str, week: int, sign: str = "+") -> Lag:
    """`5d`, `2w`, `10ed`: working days, the calendar's working weeks, elapsed days."""
    found = AMOUNT.match(text)
    assert found, text
    amount = int(found[1]) * (week if found[2] == "w" else 1)
    return Lag(-amount if sign == "-" else amount, found[2] == "ed")


def read_link(text: str, week: int) -> Link:
    """`venue SS+5d`: the other task, the two ends (FS when none are named), a lag."""
    found = LINK.match(text)
    assert found, text
    ends = found[2] or "FS"
    lag = read_amount(found[4] + found[5], week, found[3]) if found[3] else Lag(0)
    return Link(found[1], ends[0], ends[1], lag)


def schedule(plan: Fields) -> dict[str, dict[str, Any]]:
    """Start, finish, slack (working days), criticality and problems of every task that is not cancelled or a repeat."""
    network = Network(plan)
    result = {}
    for name in network.tasks:
        span, slack = network.early(name), network.slack(name)
        result[name] = {
            "start": date.fromordinal(span.first),
            "finish": date.fromordinal(span.last),
            "slack": slack,
            "critical": slack <= 0,
            "problems": network.problems(name),
        }
    return result


def expected(plan: Fields) -> dict[str, dict[str, Any]]:
    """The same in the words of plan.json; a task that does not fit has problems only, for nowhere is right for it."""
    result: dict[str, dict[str, Any]] = {}
    for name, row in schedule(plan).items():
        result[name] = {"problems": sorted(row["problems"])}
        if "does-not-fit" not in row["problems"]:
            result[name] |= {
                "start": row["start"].isoformat(),
                "finish": row["finish"].isoformat(),
                "slack_days": row["slack"],
                "critical": row["critical"],
            }
    return result
