"""The heads of the pages that belong to the whole site: the marketing calendar, and what one person answers for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.model.people import Person
from omp_plugin.render.calendar_entries import entries
from omp_plugin.render.components.plan_groups import TITLES as GROUPED
from omp_plugin.render.components.portfolio_stats import RESTING, STATES
from omp_plugin.render.components.titles import Fact, TitleView
from omp_plugin.render.day_words import month_name
from omp_plugin.render.owned import owned
from omp_plugin.render.tables import Part, links, number, text
from omp_plugin.words import _, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext


def site_title(ctx: PlanContext, page: str, person: str | None) -> TitleView | None:
    """The head of a page of the site by its name; `None` for one that has none."""
    plans = ctx.site.plans if ctx.site else (ctx,)
    if page == "portfolio":
        return TitleView(_about(plans), _("Portfolio"), None, tuple(_of_portfolio(ctx, plans)), "", "")
    if grouped := GROUPED.get(page.removeprefix("by-")):
        return TitleView(_about(plans), _(grouped), None, tuple(_of_portfolio(ctx, plans)), "", "")
    if page == "calendar":
        return TitleView(_about(plans), _("Marketing calendar"), None, tuple(_of_calendar(ctx, plans)), "", "")
    if page == "person" and person:
        known = [(each, each.plan.people[person]) for each in plans if person in each.plan.people]
        name = known[0][1].label if known else person
        return TitleView(_("People"), name, None, tuple(_of_person(ctx, person, known)), "", "")
    return None


def _about(plans: Iterable[PlanContext]) -> str:
    """Whose plans they are, where all are of one organisation."""
    organisations = {each.plan.organisation for each in plans}
    name = organisations.pop() if len(organisations) == 1 else None
    whose = _("All marketing plans")
    return f"{name} · {whose}" if name else whose


def _of_portfolio(ctx: PlanContext, plans: Iterable[PlanContext]) -> Iterator[Fact]:
    """How many plans there are in which state, and the days and currencies of their figures."""
    shown, formats = tuple(plans), ctx.formats
    counts = Counter(RESTING.get(each.plan.status, "active") for each in shown)
    states = ", ".join(_(STATES[state]).format(n=formats.number(count)) for state, count in counts.most_common())
    yield Fact(_("Plans"), number(formats.number(len(shown)), sub=f"({states})" if len(counts) > 1 else ""))
    yield Fact(_("As of"), number(_span(ctx, [each.results.today.as_of for each in shown])))
    yield Fact(_("Actuals through"), number(_span(ctx, [each.results.today.actuals_through for each in shown])))
    names = list(dict.fromkeys(each.formats.currency_name() for each in shown if each.results.budget))
    if names:
        label = _("Currency") if len(names) == 1 else _("Currencies")
        joined = ", ".join(names)
        yield Fact(label, text(joined[:1].upper() + joined[1:]))


def _span(ctx: PlanContext, days: list[date]) -> str:
    """One day, or from the first to the last where the plans are of several."""
    first, last = ctx.formats.date(min(days)), ctx.formats.date(max(days))
    return first if first == last else f"{first} – {last}"


def _of_calendar(ctx: PlanContext, plans: Iterable[PlanContext]) -> Iterator[Fact]:
    shown = tuple(plans)
    days = [day for each in shown for entry in entries(each) for day in (entry.first, entry.last)]
    if days:
        first, last = (month_name(day, ctx.formats.locale) for day in (min(days), max(days)))
        yield Fact(_("Months"), number(first if first == last else f"{first} – {last}"))
    yield Fact(_("Plans"), number(ctx.formats.number(len(shown))))
    yield Fact(pgettext("what a calendar shows", "Shown"), text(_("Milestones, due dates, reviews and in-market work")))
    yield Fact(_("As of"), number(ctx.formats.date(ctx.results.today.as_of)))


def _of_person(ctx: PlanContext, id_: str, known: Iterable[tuple[PlanContext, Person]]) -> Iterator[Fact]:
    """Role and team as the plans give them, and how much of what they own is open and late."""
    found = tuple(known)
    people = [person for _, person in found]
    for label, values in (
        (_("Role"), [each.role for each in people]),
        (_("Team"), [each.team for each in people]),
        (_("Email"), [each.email for each in people]),
    ):
        said = list(dict.fromkeys(value for value in values if value))
        if said:
            yield Fact(label, text(", ".join(said)))
    plans = tuple(Part(each.plan.short_label, each.href("index")) for each, _ in found)
    if plans:
        yield Fact(_("Plan") if len(plans) == 1 else _("Plans"), links(plans))
    things = [thing for each in (ctx.site.plans if ctx.site else (ctx,)) for thing in owned(each, id_)]
    count = sum(not thing.is_over for thing in things)
    yield Fact(pgettext("how many things", "Open"), number(ctx.formats.number(count)))
    late = sum(thing.is_late for thing in things)
    if late:
        yield Fact(_("Overdue"), number(ctx.formats.number(late)))
