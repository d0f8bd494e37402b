"""The tactics of a campaign: what each costs, has cost and is committed to cost, what it delivers and how it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from omp_plugin.compute.results import Sums
from omp_plugin.model.campaigns import Campaign, Tactic
from omp_plugin.render.tables import (
    NONE,
    Cell,
    Column,
    Row,
    RowGroup,
    TableView,
    columns,
    field,
    number,
    person_name,
    right,
    status,
    text,
)
from omp_plugin.render.work import Work, works
from omp_plugin.words import _, marked, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

KINDS = {
    "advertising": marked("Advertising"), "content": marked("Content"), "direct": marked("Direct"),
    "digital": marked("Digital"), "email": marked("Email"), "event": marked("Event"),
    "influencer": marked("Influencer"), "loyalty": marked("Loyalty"), "partnership": marked("Partnership"),
    "pr": marked("PR"), "promotion": marked("Promotion"), "search": marked("Search"), "social": marked("Social"),
}  # fmt: skip
"""Kinds of tactics; one of another kind says it otherwise."""


def tactics_table(ctx: PlanContext, campaign: Campaign, heading: str = "") -> TableView | None:
    """The means of a campaign, a row each; columns of money only where there is any."""
    if not campaign.tactics:
        return None
    made = _Tactics(ctx, campaign, tuple(campaign.tactics.values()))
    rows = tuple(made.row(tactic) for tactic in made.tactics)
    has_figures = any(each.delivers for each in made.tactics)
    note = _("Planned cost of each, and what it adds") if has_figures else _("Cost of each")
    return TableView(
        heading or _("Tactics"), made.heads(), (RowGroup(rows),), note, made.foot(), is_section=bool(heading)
    )


def tactic_state(ctx: PlanContext, works_of: Sequence[Work], tactic: Tactic) -> str:
    """How a tactic goes: as the worst of its open work does, else as far as its work and its flights are."""
    states = {work.state for work in works_of if work.state != "cancelled"}
    for state in ("off-track", "blocked", "at-risk", "in-progress"):
        if state in states:
            return state
    today = ctx.results.today.as_of
    if states:
        is_over = states == {"done"} and all(flight.last < today for flight in tactic.flights)
        return "done" if is_over else "in-progress" if "done" in states else "not-started"
    if not len(tactic.flights):
        return ""
    if all(flight.last < today for flight in tactic.flights):
        return "done"
    return "in-progress" if any(flight.first <= today for flight in tactic.flights) else "not-started"


@dataclass(frozen=True, slots=True)
class _Tactics:
    """Rows of the tactics of one campaign."""

    ctx: PlanContext
    campaign: Campaign
    tactics: tuple[Tactic, ...]

    def heads(self) -> tuple[Column, ...]:
        """The heads of the columns that have data."""
        spent = (right(_("Spent")), right(_("Committed"))) if self._has_lines else ()
        return columns(_("Tactic"), _("Channel"), right(pgettext("planned value", "Plan")), *spent, _("Status"))

    @property
    def _has_lines(self) -> bool:
        return any(self._sums(each) for each in self.tactics)

    def _sums(self, tactic: Tactic) -> Sums | None:
        """The money of the budget lines that name the tactic."""
        budget, plan = self.ctx.results.budget, self.ctx.plan.budget
        if budget is None or plan is None:
            return None
        found = [budget.lines[id_].sums for id_, line in plan.lines.items() if line.tactic == tactic.id]
        return sum(found[1:], found[0]) if found else None

    def row(self, tactic: Tactic) -> Row:
        """One tactic; below its name who runs it, what it adds and when it is judged."""
        ctx, sums = self.ctx, self._sums(tactic)
        own = [work for work in works(ctx).values() if work.task.tactic == tactic.id]
        written = number(ctx.formats.written(tactic.budget)) if tactic.budget else NONE
        plan = number(ctx.formats.money(sums.planned)) if sums and not tactic.budget else written
        spent = (self._amount(sums.actual if sums else None), self._amount(sums.committed if sums else None))
        return Row(
            f"tactic-{tactic.id}",
            (
                text(tactic.label, sub=" · ".join(self._about(tactic))),
                field(tactic, "channel"),
                field(tactic, "budget", plan),
                *(spent if self._has_lines else ()),
                status(tactic_state(ctx, own, tactic)),
            ),
        )

    def _amount(self, value: Decimal | None) -> Cell:
        return number(self.ctx.formats.money(value)) if value else NONE

    def _about(self, tactic: Tactic) -> Iterator[str]:
        """Its kind where the channel does not say it, its owner where that is not the manager, and its figures."""
        if tactic.kind in KINDS and tactic.kind not in (tactic.channel or "").lower():
            yield _(KINDS[tactic.kind])
        if tactic.owner and tactic.owner != self.campaign.owner:
            yield person_name(self.ctx, tactic.owner)
        for id_, amount in tactic.delivers.values.items():
            kpi = self.ctx.plan.kpis.get(id_)
            yield f"{kpi.label if kpi else id_} {self.ctx.formats.kpi(amount.value, kpi.unit if kpi else amount.unit)}"
        if tactic.min_run:
            yield _("judged after {duration}").format(duration=self.ctx.formats.duration(tactic.min_run))

    def foot(self) -> tuple[Cell, ...]:
        """What the tactics cost in all, where more than one states it in the plan's currency."""
        known = [self._sums(each) for each in self.tactics]
        sums = sum((each for each in known if each), Sums())
        planned = sum((self._planned(each, found) for each, found in zip(self.tactics, known, strict=True)), Decimal(0))
        if len(self.tactics) < 2 or not planned:
            return ()
        spent = (self._amount(sums.actual), self._amount(sums.committed)) if self._has_lines else ()
        return (Cell("text", _("Total")), Cell("text"), self._amount(planned), *spent, Cell("text"))

    def _planned(self, tactic: Tactic, sums: Sums | None) -> Decimal:
        """A tactic's own figure in the plan's currency, else that of its lines."""
        money = tactic.budget
        if money is None:
            return sums.planned if sums else Decimal(0)
        plan = self.ctx.plan
        if money.currency in (None, plan.currency):
            return money.amount
        rate = plan.rates.values.get(money.currency or "")
        return money.amount * rate.rate if rate and rate.rate else Decimal(0)
