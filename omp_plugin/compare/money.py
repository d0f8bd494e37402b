"""Money in two versions: the envelope, each campaign's part, and the bridge from the old total to the new one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.compare.changes import Change, Kind
from omp_plugin.compare.fields import plain
from omp_plugin.compare.matching import matched
from omp_plugin.compare.records import Book
from omp_plugin.compute.results import Results
from omp_plugin.model.budget import Line
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.plan import Plan

REST = ""
"""Stands for what no part explains: the difference between a stated total and its parts."""


class Span(NamedTuple):
    """One step of the bridge: what changed (`campaigns.direct-mail`, `budget.reserve`), and by how much."""

    entity: str
    kind: Kind
    amount: Fraction


class Bridge(NamedTuple):
    """How the old total becomes the new one, reductions first; the spans add up to the difference exactly."""

    old: Fraction
    new: Fraction
    spans: tuple[Span, ...]


class Version(NamedTuple):
    """One of the two sides: a plan with what it comes to."""

    plan: Plan
    results: Results


def compare_money(book: Book, old: Version, new: Version) -> None:
    """Adds the changes of the total, the reserve, campaigns' budgets and lines; nothing across currencies."""
    if old.plan.currency != new.plan.currency:
        return
    for field in ("total", "reserve", "revenue"):
        one, other = _whole(old, field), _whole(new, field)
        if one != other:
            book.changes.append(_money(Change("changed", "budget", field, one, other, was="budget"), new))
    for change in _of_campaigns(old, new):
        book.changes.append(change)
    moved = {change.entity for change in book.changes if change.field == "budget"}
    book.changes += _of_lines(old, new, moved)


def bridge(old: Version, new: Version) -> Bridge | None:
    """The bridge between the totals; `None` where there is no total in both, or none of it moved."""
    one, other = _whole(old, "total"), _whole(new, "total")
    if one is None or other is None or old.plan.currency != new.plan.currency:
        return None
    spans = [*_campaign_spans(old, new), *_line_spans(old, new)]
    reserve = (_whole(new, "reserve") or Fraction(0)) - (_whole(old, "reserve") or Fraction(0))
    spans += [Span("budget.reserve", "changed", reserve)] if reserve else []
    rest = other - one - sum((span.amount for span in spans), Fraction(0))
    spans += [Span(REST, "changed", rest)] if rest else []
    if not spans:
        return None
    order = {"removed": 0, "added": 2}
    rank = {span: order.get(span.kind, 1 if span.amount < 0 else 3) for span in spans}
    return Bridge(one, other, tuple(sorted(spans, key=lambda span: (rank[span], -abs(span.amount), span.entity))))


def _whole(side: Version, field: str) -> Fraction | None:
    budget = side.results.budget
    if budget is None:
        return None
    value = {"total": budget.reference, "reserve": budget.reserve, "revenue": budget.revenue}[field]
    return None if value is None else Fraction(value)


def _money(change: Change, side: Version) -> Change:
    """A change of money; what was not there counts as nothing."""
    old, new = (value if isinstance(value, Fraction) else Fraction(0) for value in (change.old, change.new))
    return change._replace(delta=new - old, form="money", unit=side.plan.currency)


def planned(side: Version, campaign: Campaign | None) -> Fraction | None:
    """What a campaign is to cost: the sum of its lines, else its budget as written in the plan's currency."""
    if campaign is None or campaign.status == "cancelled":
        return None
    budget = side.results.budget
    if budget and campaign.id in budget.by_campaign:
        return Fraction(budget.by_campaign[campaign.id].planned)
    money = campaign.budget
    return Fraction(money.amount) if money and money.currency in (None, side.plan.currency) else None


def _of_campaigns(old: Version, new: Version) -> Iterator[Change]:
    for before, after in matched(old.plan.campaigns, new.plan.campaigns):
        one, other = planned(old, before), planned(new, after)
        if one != other:
            kind: Kind = "changed" if before and after else "added" if after else "removed"
            here, was = (f"campaigns.{each.id}" if each else "" for each in (after, before))
            yield _money(Change(kind, here or was, "budget", one, other, was=was), new)


def _of_lines(old: Version, new: Version, moved: set[str]) -> Iterator[Change]:
    """Lines that cost something else, and those that spend the same in other periods."""
    for before, after in _lines(old, new):
        if not before or not after:
            continue
        one, other = _sum(old, before), _sum(new, after)
        homes = {*_campaigns(old, before), *_campaigns(new, after)}
        follows = next((path for path in sorted(f"campaigns.{id_}" for id_ in homes) if path in moved), "")
        here, was = f"budget.lines.{after.id}", f"budget.lines.{before.id}"
        if one != other:
            yield _money(Change("changed", here, "planned", one, other, was=was, follows=follows), new)
        elif plain(before.planned) != plain(after.planned):
            yield Change("changed", here, "planned", _phases(before), _phases(after), None, "texts", was=was)


def _phases(line: Line) -> tuple[str, ...]:
    """What a line plans by period, as texts."""
    parts = ((period.text if period else "", money.currency or "", str(money.amount))
             for period, money in line.planned.values.items())  # fmt: skip
    return tuple(" ".join(part for part in each if part) for each in parts)


def _lines(old: Version, new: Version) -> Iterator[tuple[Line | None, Line | None]]:
    one, other = old.plan.budget, new.plan.budget
    return matched(one.lines if one else {}, other.lines if other else {})


def _sum(side: Version, line: Line | None) -> Fraction:
    budget = side.results.budget
    found = budget.lines.get(line.id) if budget and line else None
    return Fraction(found.sums.planned if found else Decimal(0))


def _campaigns(side: Version, line: Line | None) -> set[str]:
    """The campaigns that bear a line: its own, those that share it, or that of its tactic."""
    budget = side.results.budget
    found = budget.lines.get(line.id) if budget and line else None
    return set(found.shares) if found else set()


def _campaign_spans(old: Version, new: Version) -> Iterator[Span]:
    one, other = old.results.budget, new.results.budget
    for before, after in matched(old.plan.campaigns, new.plan.campaigns):
        was = one.by_campaign[before.id].planned if one and before and before.id in one.by_campaign else 0
        now = other.by_campaign[after.id].planned if other and after and after.id in other.by_campaign else 0
        if was != now:
            kind: Kind = "changed" if before and after else "added" if after else "removed"
            entity = after or before
            yield Span(f"campaigns.{entity.id if entity else ''}", kind, Fraction(now) - Fraction(was))


def _line_spans(old: Version, new: Version) -> Iterator[Span]:
    """Lines that no campaign answers for."""
    for before, after in _lines(old, new):
        was = Fraction(0) if _campaigns(old, before) else _sum(old, before)
        now = Fraction(0) if _campaigns(new, after) else _sum(new, after)
        if was != now:
            kind: Kind = "changed" if before and after else "added" if after else "removed"
            entity = after or before
            yield Span(f"budget.lines.{entity.id if entity else ''}", kind, now - was)
