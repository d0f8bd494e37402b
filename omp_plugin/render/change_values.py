"""Values of changes as pages write them: what was, what is, and what the difference comes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.compare.changes import Change, Value
from omp_plugin.compare.money import Version, planned
from omp_plugin.model.budget import Line
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.dates import Period
from omp_plugin.model.goals import Goal
from omp_plugin.model.governance import Risk
from omp_plugin.model.kpis import Kpi
from omp_plugin.model.people import Person
from omp_plugin.model.structures import Entity
from omp_plugin.model.tasks import Task
from omp_plugin.render.change_names import find, label_of_id
from omp_plugin.render.field_words import choice
from omp_plugin.render.formats import Formats
from omp_plugin.words import _, marked

CADENCES = {
    "day": marked("{value} a day"), "week": marked("{value} a week"), "month": marked("{value} a month"),
    "quarter": marked("{value} a quarter"),
}  # fmt: skip
RATINGS = {"high": marked("High {score}"), "medium": marked("Medium {score}"), "low": marked("Low {score}")}


class Sides(NamedTuple):
    """Both versions, and how the new one writes figures."""

    old: Version
    new: Version
    formats: Formats


def values(sides: Sides, change: Change) -> tuple[str, str]:
    """The old and the new value; empty where there is none."""
    if not change.field:
        here = "" if change.kind == "removed" else change.entity
        return _described(sides, sides.old, change.was), _described(sides, sides.new, here)
    if change.form in ("ids", "texts"):
        return _listed(sides, change)
    return _value(sides, change, change.old), _value(sides, change, change.new)


def effect(sides: Sides, change: Change) -> str:
    """What a change comes to: +$4,000, +9 d, −$2 (tighter)."""
    if not change.field:
        return _delivered(sides, change)
    if change.delta is None or not change.delta:
        return ""
    formats = sides.formats
    if change.form == "date":
        return days(formats, change.delta)
    if change.form == "money":
        return formats.signed_money(change.delta, change.unit or None)
    if change.form == "percent":
        return _signed(formats.points(change.delta), change.delta)
    if change.form == "value":
        return _weighed(sides, change, _signed(formats.change(change.delta, unit_of(sides, change)), change.delta))
    return formats.signed(change.delta)


def day(value: object) -> date:
    """The last day of a period; a day after all others where there is none."""
    return value.last if isinstance(value, Period) else date.max


def days(formats: Formats, delta: Fraction | int) -> str:
    """Calendar days: +9 d."""
    return _("{n} d").format(n=formats.signed(delta))


def _signed(text: str, delta: Fraction) -> str:
    return f"+{text}" if delta > 0 and not text.startswith("+") else text


def _weighed(sides: Sides, change: Change, size: str) -> str:
    """The size of a change; a lower target of what should be low is the harder one."""
    kpi = find(sides.new.plan, change.entity).entity
    if change.field != "target" or not isinstance(kpi, Kpi) or kpi.direction != "lower" or change.delta is None:
        return size
    return (_("{change} (tighter)") if change.delta < 0 else _("{change} (looser)")).format(change=size)


def unit_of(sides: Sides, change: Change) -> str | None:
    """The unit of a KPI's value, of the goal that it measures or of what a campaign delivers of it."""
    plan = sides.new.plan
    entity = find(plan, change.entity).entity or find(sides.old.plan, change.was).entity
    name = change.field.partition(".")[2] if change.field.startswith("delivers.") else ""
    kpi = plan.kpis.get(name) or sides.old.plan.kpis.get(name) if name else entity
    if isinstance(entity, Goal) and not name:
        kpi = plan.kpis.get(entity.kpi or "")
    return (kpi.unit if isinstance(kpi, Kpi) else None) or change.unit or None


def _value(sides: Sides, change: Change, value: Value) -> str:
    formats = sides.formats
    if value is None:
        return ""
    if isinstance(value, Period):
        return formats.date(value.first) if change.kind == "moved" else formats.period(value)
    if isinstance(value, Fraction):
        if change.form == "money":
            return formats.money(value, change.unit or None)
        if change.form == "percent":
            return formats.percent(value)
        return formats.kpi(value, unit_of(sides, change)) if change.form == "value" else formats.number(value)
    if change.form == "id" and value != "TBD" and change.field != "id":
        return label_of_id(change.of, str(value), sides.new, sides.old)
    return choice(change.field, str(value))


def _listed(sides: Sides, change: Change) -> tuple[str, str]:
    """What was taken out of a list, and what was put in."""
    one, other = ((value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
                  for value in (change.old, change.new))  # fmt: skip
    gone, come = [each for each in one if each not in other], [each for each in other if each not in one]
    if change.form == "ids":
        gone, come = ([label_of_id(change.of, id_, sides.new, sides.old) for id_ in ids] for ids in (gone, come))
    gone, come = ([choice(change.field, each) for each in part] for part in (gone, come))
    return ", ".join(gone), ", ".join(come)


def _described(sides: Sides, side: Version, path: str) -> str:
    """What a whole entity amounts to: a campaign's money and figure, a target, days, a role."""
    entity = find(side.plan, path).entity if path else None
    if isinstance(entity, Campaign):
        cost = planned(side, entity)
        parts = [sides.formats.money(cost) if cost else "", delivered(sides, side, entity)]
        return " · ".join(part for part in parts if part)
    return _in_words(sides.formats, side, entity) if entity else ""


def _in_words(formats: Formats, side: Version, entity: Entity) -> str:
    if isinstance(entity, Kpi):
        return " · ".join(_of_kpi(formats, entity))
    if isinstance(entity, Task):
        found = side.results.schedule.tasks.get(entity.id)
        return span(formats, found.start, found.finish) if found and found.start and found.finish else ""
    if isinstance(entity, Line):
        budget = side.results.budget
        found_line = budget.lines.get(entity.id) if budget else None
        return formats.money(found_line.sums.planned) if found_line else ""
    if isinstance(entity, Risk):
        return _(RATINGS[entity.rating]).format(score=formats.number(entity.score)) if entity.rating else ""
    return (entity.role or "") if isinstance(entity, Person) else ""


def _of_kpi(formats: Formats, kpi: Kpi) -> Iterator[str]:
    if kpi.target:
        yield _("Target {value}").format(value=formats.kpi(kpi.target.value, kpi.unit))
    if kpi.range:
        yield _("Range {range}").format(range=formats.range(kpi.range, kpi.unit))


def span(formats: Formats, start: date, finish: date) -> str:
    """The days of a task: Jan 18 – Feb 19; one day alone where it takes no more."""
    first, last = formats.short(start), formats.short(finish)
    return first if start == finish else f"{first} – {last}"


def delivered(sides: Sides, side: Version, campaign: Campaign) -> str:
    """What a campaign adds to the KPI of its first goal that it states a figure for: $1,200 a month."""
    found = _figure(side, campaign)
    return _per(sides.formats, *found) if found else ""


def _figure(side: Version, campaign: Campaign) -> tuple[Fraction, Kpi] | None:
    result = side.results.campaigns.get(campaign.id)
    goals = (side.plan.goals.get(id_) for id_ in campaign.goals)
    for kpi in (side.plan.kpis.get(goal.kpi or "") for goal in goals if goal):
        if result and kpi and kpi.id in result.delivers:
            return result.delivers[kpi.id], kpi
    return None


def _per(formats: Formats, value: Fraction, kpi: Kpi) -> str:
    """A figure with its unit and, unless periods add up, the period it is for."""
    text = formats.kpi(value, kpi.unit)
    is_word = kpi.unit and kpi.unit not in ("%", "x", "×") and not formats.is_money(kpi.unit)
    return for_a_period(f"{text} {kpi.unit}" if is_word else text, kpi)


def for_a_period(text: str, kpi: Kpi) -> str:
    """A figure with the period it is for, unless periods add up: $1,200 a month."""
    cadence = "" if kpi.total == "sum" else CADENCES.get(kpi.cadence or "", "")
    return _(cadence).format(value=text) if cadence else text


def _delivered(sides: Sides, change: Change) -> str:
    """What a plan gains or loses with a whole campaign."""
    side, path, sign = (sides.old, change.was, "−") if change.kind == "removed" else (sides.new, change.entity, "+")
    entity = find(side.plan, path).entity
    figure = delivered(sides, side, entity) if isinstance(entity, Campaign) else ""
    return f"{sign}{figure}" if figure else ""
