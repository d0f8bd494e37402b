"""What a reader meets first: whose plan it is, how it goes, what it says of itself, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.check.fields import Found, fields_of, records
from omp_plugin.model.walk import nested
from omp_plugin.render.components.component import Component
from omp_plugin.render.components.facets import Facet, facets
from omp_plugin.render.components.plan_groups import narrowed
from omp_plugin.render.components.site_titles import site_title
from omp_plugin.render.components.titles import TitleView, title
from omp_plugin.render.field_words import label_of_field
from omp_plugin.render.markdown import block, inline
from omp_plugin.render.places import place
from omp_plugin.render.tables import (
    NONE,
    Cell,
    Part,
    Row,
    TableView,
    columns,
    links,
    number,
    person,
    right,
    table,
    text,
)
from omp_plugin.words import _, marked, pgettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

GENERATED = {
    "on-track": marked("Goals, KPIs, schedule and budget are on track as far as they are measured."),
    "at-risk": marked("Something needs attention: see what is at risk."),
    "off-track": marked("The plan does not reach its aims as things are: see what is off track."),
    "unknown": marked("Nothing is measured yet."),
}
DRAFTS = {
    "draft": marked("A draft is not judged. Goals, KPIs, schedule and budget are shown as it is written."),
    "in-review": marked("A plan in review is not judged. Goals, KPIs, schedule and budget are shown as it is written."),
}


def title_block(  # noqa: PLR0917 # what a page says of its head, mostly by name
    ctx: PlanContext,
    page: str = "index",
    campaign: str | None = None,
    level: int = 1,
    person: str | None = None,
    every_plan: bool = False,
    organisation: str | None = None,
) -> TitleView | None:
    """The head of a page: whose plan, what it is called, how it goes, and the facts to read the page with.

    `level` is that of its heading: a page has one of the first level, its own. With `every_plan` the page is one of
    the site's, or of an organisation's plans in it.
    """
    if every_plan:
        found = site_title(narrowed(ctx, organisation=organisation), page, person)
    else:
        found = title(ctx, page, campaign)
    return replace(found, level=min(max(level or 1, 1), 6)) if found else None


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The author's own words, as Markdown was rendered."""

    html: Markup


def summary(ctx: PlanContext) -> SummaryView | None:
    """The executive summary in the author's words."""
    return SummaryView(block(ctx.plan.summary)) if ctx.plan.summary else None


@dataclass(frozen=True, slots=True)
class Said:
    """The owner's own word on the plan, who says it, and when."""

    status: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class HealthView:
    """The computed status with a sentence, the owner's own word beside it, and the four facets.

    A draft says so in the place of a status; what is `computed` of it stands below.
    """

    status: str
    sentence: Markup
    said: Said | None
    facets: tuple[Facet, ...]
    computed: str = ""


def health(ctx: PlanContext) -> HealthView:
    """How the plan goes: the worst of goals, KPIs, schedule and budget, and what the owner says (section 7)."""
    computed, stated = ctx.results.health.status, ctx.plan.health
    made = DRAFTS.get(ctx.plan.status) or GENERATED[computed if computed in GENERATED else "unknown"]
    note = stated.note if stated and stated.note else _(made)
    shown = ctx.plan.status if ctx.plan.status in DRAFTS else computed
    return HealthView(shown, inline(note), _said(ctx), facets(ctx), "" if shown == computed else computed)


def _said(ctx: PlanContext) -> Said | None:
    stated = ctx.plan.health
    if stated is None or not (stated.status or stated.by or stated.on):
        return None
    who = stated.by or ctx.plan.owner
    name = ctx.person(who).name if who else _("The owner")
    return Said(stated.status or "", name, ctx.formats.period(stated.on) if stated.on else "")


def open_values(ctx: PlanContext) -> TableView | None:
    """Everything that the plan marks as TBD: known to be missing, with who owes it and where it is written."""
    of = pgettext("what a field belongs to", "Of")
    heads = columns(_("What is open"), of, _("Owner"), right(_("Due")), pgettext("file", "Written in"))
    note = _("TBD is known to be missing; it counts as unknown, never as zero.")
    return table(_("Still open"), heads, _open_rows(ctx), note)


def _open_rows(ctx: PlanContext) -> Iterator[Row]:
    for found in records(ctx.plan):
        named = place(ctx, found.entity.id) if found.entity else Part(_("The plan"))
        of = Part(found.entity.label if found.entity else named.text, named.href)
        for key, spec in fields_of(found.record).items() if found.record.open else ():
            # A field of records is open where one of them is: that one has its own row.
            if spec.name in found.record.open and not list(nested(getattr(found.record, spec.name))):
                yield Row("", tuple(_open_cells(ctx, found, label_of_field(key), of, spec.name)))


def _open_cells(ctx: PlanContext, found: Found, key: str, of: Part, name: str) -> Iterator[Cell]:
    holder: object = found.entity or found.record
    who, due = getattr(holder, "owner", None), getattr(holder, "due", None)
    at = found.record.where(name)
    yield text(key)
    yield links([of])
    yield person(who) if who else NONE
    yield number(ctx.formats.period(due)) if due else NONE
    yield text(f"{at.path}:{at.line}")


COMPONENTS = (
    Component(
        "title_block",
        title_block,
        "the head of a page: title, status and facts",
        marked("There is no such campaign."),
    ),
    Component("summary", summary, "the executive summary", marked("This plan has no summary. Add the key `summary`.")),
    Component("health", health, "how the plan goes, with its four facets and the owner's own word"),
    Component("open_values", open_values, "every value that is TBD, with its owner", marked("No value is open.")),
)
