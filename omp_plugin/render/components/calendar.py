"""The marketing calendar: what is in the market and what is due, month by month, of one plan or of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from omp_plugin.render.calendar_entries import entries as entries_of
from omp_plugin.render.calendar_months import asked, months_of, opening
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.plan_groups import narrowed
from omp_plugin.render.day_words import (
    day_number,
    month_alone,
    month_name,
    short_date,
    weekday_date,
    weekdays,
    weekend,
    year_name,
)
from omp_plugin.render.month_grid import WEEK, Entry, Week, month_after, weeks
from omp_plugin.words import _, marked

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

FEW_CODES = 12
"""So many codes of plans stand above a calendar; more are folded."""


@dataclass(frozen=True, slots=True)
class DayList:
    """What begins on one day, for narrow pages and for lists; `day` is `None` for what began before the month."""

    day: date | None
    label: str
    is_today: bool
    entries: tuple[tuple[Entry, str], ...]
    """Each with the day until which it runs; empty for what lasts one day."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a table of weeks, and the same as a list by day."""

    id: str
    title: str
    weeks: tuple[Week, ...]
    days: tuple[DayList, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class MonthLink:
    """A month that has a page of its own; no address for the one that is shown."""

    title: str
    label: str
    href: str | None


class CalendarLink(NamedTuple):
    """A calendar of some of the plans; no address for the one that is shown."""

    label: str
    href: str | None


class Code(NamedTuple):
    """The short name of a plan in the calendar, and the plan."""

    code: str
    title: str
    href: str | None


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The months in which something happens; `codes` name the plans, where several are shown.

    Where each month has a page, there is one of them, and `index` leads to the others by year.
    """

    id: str
    months: tuple[Month, ...]
    weekdays: tuple[tuple[int, str], ...]
    codes: tuple[Code, ...]
    left_out: int
    states: frozenset[str]
    numbers: Mapping[date, str]
    spans: Mapping[Entry, str]
    """The days of what has no room in a week, in words."""
    index: tuple[tuple[str, tuple[MonthLink, ...]], ...]
    is_folded: bool
    """True where the codes are too many to stand in view."""
    calendars: tuple[CalendarLink, ...] = ()
    """The calendar of all plans and those of single organisations, where there are any."""


def calendar(
    ctx: PlanContext, every_plan: bool = False, month: str = "", organisation: str = ""
) -> CalendarView | None:
    """Milestones, deadlines, repeats and flights by month; of all plans where that is asked for.

    With a `month` (2026-11) that one alone, as on the pages of a site whose months have a page each; with an
    `organisation` what its plans have.
    """
    calendars = tuple(_calendars(ctx, organisation)) if every_plan else ()
    ctx = _of(ctx, organisation) if organisation else ctx
    plans = plans_shown(ctx, every_plan)
    codes = plan_codes([each.plan.id for each in plans]) if len(plans) > 1 else {}
    entries = sorted(
        (entry for each in plans for entry in entries_of(each, codes.get(each.plan.id, ""))),
        key=lambda entry: (entry.first, entry.last, entry.code, entry.title),
    )
    pages = ctx.site.months if every_plan and ctx.site else {}
    all_months = list(pages) or months_of(entries)
    months = asked(all_months, month, ctx.results.today.as_of, is_one=bool(pages))
    if not entries or not months:
        return None
    near = entries if len(months) > 1 else _near(entries, months[0])
    base = "calendar" if every_plan else f"calendar-{ctx.plan.id}"
    drawn = _Months(ctx, base, all_months if pages else months, near, pages)
    made, locale, named = tuple(map(drawn.month, months)), ctx.formats.locale, tuple(_named(plans, codes, near))
    all_weeks = [week for each in made for week in each.weeks]
    return CalendarView(
        base, made, weekdays(locale), named, 0 if pages or month else len(all_months) - len(months),
        frozenset(entry.state for entry in near),
        {cell.day: _number(ctx, cell.day) for week in all_weeks for cell in week.days},
        {entry: _days(entry, locale) for week in all_weeks for entry in week.more},
        tuple(_index(pages, months[0], locale)), len(named) > FEW_CODES, calendars,
    )  # fmt: skip


def _named(
    plans: Iterable[PlanContext], codes: Mapping[str, str], entries: Iterable[Entry]
) -> Iterator[Code]:
    """The code and name of each plan that has any entry, where several are shown."""
    known = {entry.code for entry in entries}
    for each in plans:
        if codes and codes[each.plan.id] in known:
            yield Code(codes[each.plan.id], each.plan.short_label, each.href("index"))


def _of(ctx: PlanContext, organisation: str) -> PlanContext:
    """The site with the plans of one organisation, whose months have no pages of their own."""
    found = narrowed(ctx, organisation=organisation)
    return replace(found, site=replace(found.site, months={})) if found.site else found


def _calendars(ctx: PlanContext, shown: str) -> Iterator[CalendarLink]:
    """The calendars that a reader can choose from."""
    if ctx.site and ctx.site.calendars:
        yield CalendarLink(_("All plans"), ctx.site.calendar if shown else None)
        for name, href in ctx.site.calendars.items():
            yield CalendarLink(name, None if name == shown else href)


def _near(entries: Iterable[Entry], month: date) -> list[Entry]:
    """What touches the weeks of a month."""
    return [each for each in entries if each.first < month_after(month) + WEEK and each.last >= month - WEEK]


def _index(pages: Mapping[date, str], shown: date, locale: str) -> Iterator[tuple[str, tuple[MonthLink, ...]]]:
    """The months that have a page, by year."""
    for _year, group in groupby(pages, key=lambda day: day.year):
        days = list(group)
        links = (
            MonthLink(month_name(day, locale), month_name(day, locale, short=True), None if day == shown else href)
            for day, href in ((day, pages[day]) for day in days)
        )
        yield year_name(days[0], locale), tuple(links)


def plans_shown(ctx: PlanContext, every_plan: bool) -> Sequence[PlanContext]:
    """The plan, or all of the site's."""
    return ctx.site.plans if every_plan and ctx.site else (ctx,)


def plan_codes(ids: Iterable[str]) -> Mapping[str, str]:
    """A short code for each plan: the first word of its id in capitals, numbered where two are the same."""
    found: dict[str, str] = {}
    for id_ in ids:
        code = id_.partition("-")[0][:4].upper()
        taken = sum(other.rstrip("0123456789") == code for other in found.values())
        found[id_] = f"{code}{taken + 1}" if taken else code
    return found


@dataclass(frozen=True, slots=True)
class _Months:
    """Draws the months of a calendar."""

    ctx: PlanContext
    base: str
    months: Sequence[date]
    entries: Sequence[Entry]
    pages: Mapping[date, str]

    def month(self, month: date) -> Month:
        """One month, with the way to those before and after it."""
        index, locale, today = self.months.index(month), self.ctx.formats.locale, self.ctx.results.today.as_of
        before = self._link(index - 1, month) if index else None
        after = self._link(index + 1, month) if index + 1 < len(self.months) else None
        return Month(
            f"{self.base}-{month:%Y-%m}",
            month_name(month, locale),
            weeks(month, self.entries, today, weekdays(locale)[0][0], weekend(locale)),
            tuple(self._by_day(month)),
            before,
            after,
            bool(self.pages) or month == opening(self.months, today),
        )

    def _link(self, index: int, here: date) -> tuple[str, str]:
        """The address and name of a month, without its year where that is the same."""
        month, locale = self.months[index], self.ctx.formats.locale
        name = month_alone(month, locale) if month.year == here.year else month_name(month, locale)
        return self.pages.get(month) or f"#{self.base}-{month:%Y-%m}", name

    def _by_day(self, month: date) -> Iterator[DayList]:
        """What runs on from the month before, then what begins on each day."""
        mine = [each for each in self.entries if each.first < month_after(month) and each.last >= month]
        running = [each for each in mine if each.first < month]
        if running:
            yield self._list(None, running)
        for day, group in groupby((each for each in mine if each.first >= month), key=lambda each: each.first):
            yield self._list(day, list(group))

    def _list(self, day: date | None, entries: Iterable[Entry]) -> DayList:
        today = self.ctx.results.today.as_of
        found = tuple((each, self._until(each) if each.is_span else "") for each in entries)
        label = weekday_date(day, self.ctx.formats.locale) if day else _("Already running")
        return DayList(day, label, day == today, found)

    def _until(self, entry: Entry) -> str:
        """The last day of a span, with its year where that is another than the first day's."""
        is_same_year = entry.last.year == entry.first.year
        return short_date(entry.last, self.ctx.formats.locale) if is_same_year else self.ctx.formats.date(entry.last)


def _days(entry: Entry, locale: str) -> str:
    first = short_date(entry.first, locale)
    return f"{first} – {short_date(entry.last, locale)}" if entry.is_span else first


def _number(ctx: PlanContext, day: date) -> str:
    """The number of a day; the first of a month names it."""
    return short_date(day, ctx.formats.locale) if day.day == 1 else day_number(day, ctx.formats.locale)


COMPONENTS = (
    Component(
        "calendar",
        calendar,
        "the marketing calendar, month by month",
        marked("Nothing in this plan has a day yet."),
    ),
)
