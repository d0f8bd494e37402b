"""How the plan is steered: reviews, checks, standards, tools, lessons and next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from omp_plugin.compute.reviews import next_review, weekday
from omp_plugin.model.governance import Learning, NextStep, PresenceCheck, QualityCheck, Review, Tool
from omp_plugin.render.components.component import Component
from omp_plugin.render.day_words import weekday_date
from omp_plugin.render.places import place
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
    listed,
    number,
    owner,
    people,
    right,
    status,
    table,
    text,
    when,
    without_empty,
)
from omp_plugin.render.written import dated_status, state, written_status
from omp_plugin.words import _, marked, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

CADENCES = {
    "daily": marked("Every working day"), "weekly": marked("Every week"), "fortnightly": marked("Every two weeks"),
    "monthly": marked("Every month"), "quarterly": marked("Every quarter"), "once": marked("Once"),
}  # fmt: skip
DAYS = (
    marked("Monday"), marked("Tuesday"), marked("Wednesday"), marked("Thursday"), marked("Friday"), marked("Saturday"),
    marked("Sunday"),
)  # fmt: skip
ON_WEEKDAYS = {"weekly": marked("Every {weekday}"), "fortnightly": marked("Every second {weekday}")}
ANSWERS = {
    "yes": ("on-track", marked("Yes")),
    "no": ("off-track", marked("No")),
    "not-applicable": ("not-started", marked("Not applicable")),
}
ORDER = ("no", "", "yes", "not-applicable")


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
    following = next_review(ctx.plan, each, ctx.results.today.as_of)
    next_day = number(weekday_date(following, ctx.formats.locale)) if following else NONE
    made = (
        (_("How often"), OPEN if {"cadence", "day"} & each.open else NONE),
        (pgettext("day of a meeting", "Next"), next_day),
        (_("Led by"), owner(each)),
        (_("Attendees"), field(each, "attendees", people(ctx, each.attendees))),
        (_("KPIs"), field(each, "kpis", links(place(ctx, id_) for id_ in each.kpis))),
    )
    facts = tuple((label, cell) for label, cell in made if cell != NONE)
    entries = sorted(each.log, key=lambda entry: entry.on.first.toordinal() if entry.on else 0, reverse=True)
    rows = (
        Row("", (when(ctx, entry, "on"), field(entry, "so_what"), field(entry, "actions", listed(entry.actions))))
        for entry in entries
    )
    heads = columns(_("Date"), _("So what?"), _("Actions"))
    log = table(_("Log of {review}").format(review=each.label), heads, rows)
    return ReviewCard(each.id, each.label, rhythm(each), facts, tuple(each.agenda), log)


def rhythm(each: Review) -> str:
    """How often and when: every month, on day 4; every Monday."""
    cadence, number_of_day = _(CADENCES[each.cadence]) if each.cadence else "", weekday(each.day)
    if number_of_day is not None and each.cadence in ON_WEEKDAYS:
        return _(ON_WEEKDAYS[each.cadence]).format(weekday=_(DAYS[number_of_day]))
    day = each.day or ""
    if day.isdecimal():
        day = _("on day {day}").format(day=day)
    return ", ".join(filter(None, (cadence, day)))


def presence_table(ctx: PlanContext) -> TableView | None:
    """Whether the marketing system is complete, question by question: what is missing first."""
    checks = sorted(ctx.plan.presence.values(), key=lambda each: ORDER.index(each.answer or ""))
    heads = columns(_("Question"), _("Answer"), _("Evidence"), _("Owner"))
    apply = [each for each in checks if each.answer != "not-applicable"]
    yes = ctx.formats.number(sum(each.answer == "yes" for each in apply))
    note = _("Is the marketing system complete? Yes to {yes} of the {n} that apply.")
    note = note.format(yes=yes, n=ctx.formats.number(len(apply)))
    return table(_("Presence checks"), heads, (_presence(each) for each in checks), note)


def _presence(each: PresenceCheck) -> Row:
    word, label = ANSWERS.get(each.answer or "", ("", ""))
    answer = status(word, _(label) if label else "")
    cells = (text(each.label), field(each, "answer", answer), addressed(each, "evidence"), owner(each))
    return Row(f"presence-{each.id}", cells)


def tools_table(ctx: PlanContext) -> TableView | None:
    """The software in use, what it is for, who looks after it and what it costs."""
    heads = columns(_("Tool"), _("Purpose"), _("Owner"), right(_("Cost")), _("Guide"))
    found = table(_("Tools"), heads, (_tool(ctx, each) for each in ctx.plan.tools.values()))
    return without_empty(found) if found else None


def _tool(ctx: PlanContext, each: Tool) -> Row:
    cost = number(ctx.formats.written(each.cost)) if each.cost else NONE
    guide = Cell("text", _("Guide"), href=each.guide) if each.guide else NONE
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
    heads = columns(pgettext("of quality", "Check"), _("Standard"), _("Owner"), _("Status"))
    found = table(_("Quality standards"), heads, rows)
    return without_empty(found) if found else None


def _standard(each: QualityCheck) -> Row:
    return Row(f"quality-{each.id}", (text(each.label), field(each, "standard"), owner(each), written_status(each)))


def learning_log(ctx: PlanContext) -> TableView | None:
    """What was assumed, what was found and what is done now, the latest first."""
    found = sorted(
        ctx.plan.learning.values(), key=lambda each: each.on.first.toordinal() if each.on else 0, reverse=True
    )
    change, day = pgettext("what is done now", "Change"), pgettext("day of a lesson", "On")
    heads = columns(_("Assumption"), _("Evidence"), _("Impact"), change, right(day))
    return table(_("What we learned"), heads, (_lesson(ctx, each) for each in found))


def _lesson(ctx: PlanContext, each: Learning) -> Row:
    cells = (text(each.label), addressed(each, "evidence"), field(each, "impact"), field(each, "change"))
    return Row(f"learning-{each.id}", (*cells, when(ctx, each, "on")))


def next_steps(ctx: PlanContext) -> TableView | None:
    """What is done next, by whom and by when: the nearest first, what is over last."""
    steps = ctx.plan.next_steps.values()
    found = sorted(steps, key=lambda each: (_is_over(each), each.due.last if each.due else date.max))
    rows = (_step(ctx, each) for each in found)
    return table(_("Next steps"), columns(_("Step"), _("Owner"), right(_("Due")), _("Status")), rows)


def _step(ctx: PlanContext, each: NextStep) -> Row:
    name = Cell("text", each.label, is_struck=state(each.status) == "cancelled")
    cells = (name, owner(each), when(ctx, each, "due"), dated_status(ctx, each, each.due.last if each.due else None))
    return Row(f"step-{each.id}", cells)


def _is_over(each: NextStep) -> bool:
    return state(each.status) in ("done", "cancelled")


COMPONENTS = (
    Component(
        "review_list", review_list, "the review meetings with agenda and log", marked("No reviews are planned yet.")
    ),
    Component(
        "presence_table",
        presence_table,
        "checks that the marketing system is complete",
        marked("No presence checks are listed."),
    ),
    Component("tools_table", tools_table, "the software in use", marked("No tools are listed.")),
    Component(
        "quality_table",
        quality_table,
        "the standards that the work must meet",
        marked("No quality standards are listed."),
    ),
    Component(
        "learning_log", learning_log, "what was assumed, found and changed", marked("Nothing has been logged yet.")
    ),
    Component("next_steps", next_steps, "what is done next", marked("No next steps are listed.")),
)
