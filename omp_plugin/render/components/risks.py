"""What may go wrong, what is taken to be true, what limits the plan and what is to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.model.dates import Period
from omp_plugin.model.governance import Assumption, Constraint, Decision, Risk
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.tasks import distance
from omp_plugin.render.places import places
from omp_plugin.render.tables import (
    NONE,
    OPEN,
    Cell,
    Row,
    TableView,
    addressed,
    columns,
    field,
    links,
    number,
    owner,
    right,
    status,
    table,
    text,
    when,
)
from omp_plugin.render.written import chosen_status
from omp_plugin.words import _, marked, ngettext, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

RATING = {
    "high": ("off-track", marked("High {score}")),
    "medium": ("at-risk", marked("Medium {score}")),
    "low": ("on-track", marked("Low {score}")),
}
ASSUMED = {"holds": "on-track", "broken": "off-track", "open": "not-started"}
CONSTRAINTS = {
    "time": marked("Time"), "money": marked("Money"), "capacity": marked("Capacity"), "legal": marked("Legal"),
    "other": marked("Other"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TopRisk:
    """An open risk in a few words: its score, what may happen, what is done about it and by whom."""

    id: str
    title: str
    href: str | None
    score: Cell
    response: Cell
    owner: str | None
    is_owner_open: bool


@dataclass(frozen=True, slots=True)
class TopRisks:
    """The worst open risks; `none` says so where there are none."""

    heading: str
    note: str
    risks: tuple[TopRisk, ...]
    none: str
    href: str | None
    total: str


def risk_table(ctx: PlanContext, limit: int | None = None, heading: str = "") -> TableView | TopRisks | None:
    """The risks, worst first, closed ones at the end, each with what is done about it and what it threatens.

    With a `heading` of its own it is a list of the open ones in a few words.
    """
    ordered = sorted(ctx.plan.risks.values(), key=lambda risk: (risk.status == "closed", -(risk.score or 0)))
    if heading and ordered:
        return _top(ctx, [risk for risk in ordered if risk.status != "closed"], limit, heading)
    heads = columns(
        _("Risk"), _("Score"), right(_("Likelihood")), right(_("Impact")), _("Owner"), _("Response"), right(_("Due")),
        _("Status"), _("Threatens"),
    )  # fmt: skip
    note = _("Score is likelihood × impact, each 1 to 5: 15 to 25 high, 8 to 14 medium, 1 to 7 low.")
    return table(_("Risks"), heads, (_risk(ctx, risk) for risk in ordered[:limit]), note)


def _top(ctx: PlanContext, found: Sequence[Risk], limit: int | None, heading: str) -> TopRisks:
    made = tuple(
        TopRisk(
            risk.id, risk.label, ctx.href("risks", f"risk-{risk.id}"), risk_score(ctx, risk), field(risk, "response"),
            risk.owner, "owner" in risk.open,
        )
        for risk in found[:limit]
    )  # fmt: skip
    none = _("No open risks as of {date}.").format(date=ctx.formats.date(ctx.results.today.as_of))
    count = len(ctx.plan.risks)
    total = ngettext("The risk", "All {n} risks", count).format(n=ctx.formats.number(count))
    note = _("Score is likelihood × impact, 1–25") if made else ""
    return TopRisks(heading, note, made, "" if made else none, ctx.href("risks"), total)


def _risk(ctx: PlanContext, risk: Risk) -> Row:
    return Row(
        f"risk-{risk.id}",
        (
            Cell("text", risk.label, is_struck=risk.status == "closed"),
            risk_score(ctx, risk),
            _grade(ctx, risk, "likelihood"),
            _grade(ctx, risk, "impact"),
            owner(risk),
            field(risk, "response"),
            when(ctx, risk, "due"),
            field(risk, "status", text(chosen_status(risk.status) if risk.status else None)),
            links(places(ctx, risk.links)),
        ),
    )


def risk_score(ctx: PlanContext, risk: Risk) -> Cell:
    """The rating with its score: High 16."""
    if risk.rating is None or risk.score is None:
        return OPEN if {"likelihood", "impact"} & risk.open else NONE
    if risk.status == "closed":
        return text(_("Closed, was {score}").format(score=ctx.formats.number(risk.score)))
    word, label = RATING[risk.rating]
    return status(word, _(label).format(score=ctx.formats.number(risk.score)))


def _grade(ctx: PlanContext, risk: Risk, name: str) -> Cell:
    value = getattr(risk, name)
    return field(risk, name, number(ctx.formats.number(value)) if value is not None else NONE)


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision that is needed: the ask, what hangs on it, who decides and by when."""

    id: str
    title: str
    why: str
    owner: str | None
    is_owner_open: bool
    due: Cell
    distance: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class DecisionList:
    """Decisions needed, the nearest first, and a table of those taken or dropped."""

    needed: tuple[DecisionCard, ...]
    taken: TableView | None


def decision_list(ctx: PlanContext, limit: int | None = None) -> DecisionList | None:
    """What is to be decided, by whom and by when; below it what was decided."""
    decisions = list(ctx.plan.decisions.values())
    needed = [each for each in decisions if each.status in (None, "needed")]
    needed.sort(key=lambda each: (each.due.last if each.due else date.max, each.id))
    if not decisions or (limit and not needed):
        return None
    heads = columns(_("Decision"), _("Status"), _("Why"), _("Decided by"), right(pgettext("day of a decision", "On")))
    rest = () if limit else (_decision(ctx, each) for each in decisions if each not in needed)
    return DecisionList(tuple(_card(ctx, each) for each in needed[:limit]), table(_("Decisions taken"), heads, rest))


def _card(ctx: PlanContext, each: Decision) -> DecisionCard:
    is_late = each.due is not None and each.due.last < ctx.results.today.as_of
    away = distance(ctx, each.due.last) if each.due else ""
    due = field(each, "due", number(ctx.formats.short_period(each.due)) if each.due else NONE)
    ask, why = (_sentence(each.label), _sentence(each.why)) if each.why else (each.label, "")
    return DecisionCard(each.id, ask, why, each.owner, "owner" in each.open, due, away, is_late)


def _sentence(words: str) -> str:
    """Words that are followed by others: with a full stop, where their author set no mark and their script has it."""
    return f"{words}." if words[-1:].isalnum() and words[-1:] < "\u0590" else words


def _decision(ctx: PlanContext, each: Decision) -> Row:
    state = status("done" if each.status == "taken" else "cancelled", chosen_status(each.status or "dropped"))
    name = Cell("text", each.label, is_struck=each.status == "dropped")
    cells = (name, state, field(each, "why"), owner(each), when(ctx, each, "taken_on"))
    return Row(f"decision-{each.id}", cells)


@dataclass(frozen=True, slots=True)
class AssumptionView:
    """The assumptions, and the constraints that the plan lives with."""

    assumptions: TableView | None
    constraints: TableView | None


def assumption_table(ctx: PlanContext) -> AssumptionView | None:
    """What is taken to be true, who looks at it again and when; below it the plan's constraints."""
    heads = columns(_("Assumption"), _("Status"), _("Owner"), right(_("Review by")), _("Evidence"))
    assumptions = table(_("Assumptions"), heads, (_assumption(ctx, each) for each in ctx.plan.assumptions.values()))
    rows = (_constraint(each) for each in ctx.plan.constraints.values())
    constraints = table(_("Constraints"), columns(_("Constraint"), _("Kind"), _("Owner")), rows)
    return AssumptionView(assumptions, constraints) if assumptions or constraints else None


def _assumption(ctx: PlanContext, each: Assumption) -> Row:
    is_late = _is_over(ctx, each.review_by) and each.status in (None, "open")
    word = each.status or "open"
    state = status("at-risk", _("Review overdue")) if is_late else status(ASSUMED[word], chosen_status(word))
    cells = (
        text(each.label),
        field(each, "status", state),
        owner(each),
        when(ctx, each, "review_by"),
        addressed(each, "evidence"),
    )
    return Row(f"assumption-{each.id}", cells)


def _is_over(ctx: PlanContext, period: Period | None) -> bool:
    return period is not None and period.last < ctx.results.today.as_of


def _constraint(each: Constraint) -> Row:
    kind = text(_(CONSTRAINTS[each.kind]) if each.kind else None)
    return Row(f"constraint-{each.id}", (text(each.label), field(each, "kind", kind), owner(each)))


COMPONENTS = (
    Component(
        "risk_table",
        risk_table,
        "the risks by score, with owner, response and what they threaten",
        marked("No risks are listed."),
    ),
    Component(
        "decision_list",
        decision_list,
        "the decisions needed, and those taken",
        marked("No decisions are listed."),
    ),
    Component(
        "assumption_table",
        assumption_table,
        "the assumptions with their evidence, and the constraints",
        marked("No assumptions are listed."),
    ),
)
