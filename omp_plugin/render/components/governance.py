"""How the plan is steered: reviews, checks, standards, tools, lessons and next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.model.governance import Learning, NextStep, PresenceCheck, QualityCheck, Review, Tool
from omp_plugin.render.components.component import Component
from omp_plugin.render.places import place
from omp_plugin.render.tables import (
    NONE,
    Cell,
    Row,
    TableView,
    addressed,
    columns,
    field,
    links,
    listed,
    number,
    owner,
    people,
    status,
    table,
    text,
    when,
)

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

CADENCES = {
    "daily": "Every working day", "weekly": "Every week", "fortnightly": "Every two weeks",
    "monthly": "Every month", "quarterly": "Every quarter", "once": "Once",
}  # fmt: skip
DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
    "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
ANSWERS = {"yes": ("on-track", "Yes"), "no": ("off-track", "No"), "not-applicable": ("not-started", "Not applicable")}


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A meeting: when, who, what about, which KPIs, and what came of it."""

    id: str
    title: str
    rhythm: str
    facts: tuple[tuple[str, Cell], ...]
    agenda: tuple[str, ...]
    log: TableView | None


def review_list(ctx: PlanContext) -> tuple[ReviewCard, ...] | None:
    """The reviews, each with its log, the latest entry first."""
    return tuple(_review(ctx, each) for each in ctx.plan.reviews.values()) or None


def _review(ctx: PlanContext, each: Review) -> ReviewCard:
    day = DAYS.get(each.day or "", f"on day {each.day}" if (each.day or "").isdecimal() else each.day or "")
    rhythm = ", ".join(filter(None, (CADENCES.get(each.cadence or "", ""), day)))
    facts = (
        ("Led by", owner(each)),
        ("Attendees", field(each, "attendees", people(ctx, each.attendees))),
        ("KPIs", field(each, "kpis", links(place(ctx, id_) for id_ in each.kpis))),
    )
    entries = sorted(each.log, key=lambda entry: entry.on.first.toordinal() if entry.on else 0, reverse=True)
    rows = (
        Row("", (when(ctx, entry, "on"), field(entry, "so_what"), field(entry, "actions", listed(entry.actions))))
        for entry in entries
    )
    log = table(f"Log of {each.label}", columns("Date", "So what?", "Actions"), rows)
    return ReviewCard(each.id, each.label, rhythm, facts, tuple(each.agenda), log)


def presence_table(ctx: PlanContext) -> TableView | None:
    """Whether the marketing system is complete, question by question."""
    heads = columns("Question", "Answer", "Evidence", "Owner")
    note = "Checks that the marketing system is complete."
    return table("Presence checks", heads, (_presence(each) for each in ctx.plan.presence.values()), note)


def _presence(each: PresenceCheck) -> Row:
    word, label = ANSWERS.get(each.answer or "", ("", ""))
    cells = (text(each.label), field(each, "answer", status(word, label)), addressed(each, "evidence"), owner(each))
    return Row(f"presence-{each.id}", cells)


def tools_table(ctx: PlanContext) -> TableView | None:
    """The software in use, what it is for, who looks after it and what it costs."""
    heads = columns("Tool", "Purpose", "Owner", "Cost#", "Guide")
    return table("Tools", heads, (_tool(ctx, each) for each in ctx.plan.tools.values()))


def _tool(ctx: PlanContext, each: Tool) -> Row:
    cost = number(ctx.formats.written(each.cost)) if each.cost else NONE
    guide = Cell("text", "Guide", href=each.guide) if each.guide else NONE
    cells = (
        text(each.label),
        field(each, "purpose"),
        owner(each),
        field(each, "cost", cost),
        field(each, "guide", guide),
    )
    return Row(f"tool-{each.id}", cells)


def quality_table(ctx: PlanContext) -> TableView | None:
    """The standards that the work must meet."""
    rows = (_standard(each) for each in ctx.plan.quality.values())
    return table("Quality standards", columns("Check", "Standard", "Owner", "Status"), rows)


def _standard(each: QualityCheck) -> Row:
    return Row(f"quality-{each.id}", (text(each.label), field(each, "standard"), owner(each), field(each, "status")))


def learning_log(ctx: PlanContext) -> TableView | None:
    """What was assumed, what was found and what is done now, the latest first."""
    found = sorted(
        ctx.plan.learning.values(), key=lambda each: each.on.first.toordinal() if each.on else 0, reverse=True
    )
    heads = columns("Assumption", "Evidence", "Impact", "Change", "On#")
    return table("What we learned", heads, (_lesson(ctx, each) for each in found))


def _lesson(ctx: PlanContext, each: Learning) -> Row:
    cells = (text(each.label), addressed(each, "evidence"), field(each, "impact"), field(each, "change"))
    return Row(f"learning-{each.id}", (*cells, when(ctx, each, "on")))


def next_steps(ctx: PlanContext) -> TableView | None:
    """What is done next, by whom and by when, the nearest first."""
    found = sorted(ctx.plan.next_steps.values(), key=lambda each: each.due.last if each.due else date.max)
    rows = (_step(ctx, each) for each in found)
    return table("Next steps", columns("Step", "Owner", "Due#", "Status"), rows)


def _step(ctx: PlanContext, each: NextStep) -> Row:
    cells = (text(each.label), owner(each), when(ctx, each, "due"), field(each, "status"))
    return Row(f"step-{each.id}", cells)


COMPONENTS = (
    Component("review_list", review_list, "the review meetings with agenda and log", "No reviews are planned yet."),
    Component(
        "presence_table",
        presence_table,
        "checks that the marketing system is complete",
        "No presence checks are listed.",
    ),
    Component("tools_table", tools_table, "the software in use", "No tools are listed."),
    Component(
        "quality_table", quality_table, "the standards that the work must meet", "No quality standards are listed."
    ),
    Component("learning_log", learning_log, "what was assumed, found and changed", "Nothing has been logged yet."),
    Component("next_steps", next_steps, "what is done next", "No next steps are listed."),
)
