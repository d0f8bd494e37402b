"""What a timeline's page shows beside its words: the boxes that charts scroll in, and the lists of what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.render.chart import AxisView
from omp_plugin.render.drawing import Drawing, axis_row, lane_row
from omp_plugin.render.due import Due
from omp_plugin.render.lane import Lane
from omp_plugin.render.pieces import Labels, safe
from omp_plugin.render.sheets import Charts, Fold
from omp_plugin.render.state_words import said
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.components.timeline import Drawn, TimelineView
    from omp_plugin.render.context import PlanContext

BEFORE = 64
"""How many px of the time gone by narrow charts show when they open at today."""


class Boxes:
    """Draws the boxes of a timeline: one for wide pages, one for narrow pages, one a campaign for paper."""

    def __init__(self, labels: Labels) -> None:
        self._labels, self._drawing = labels, Drawing(labels)

    def all(self, view: TimelineView, ctx: PlanContext) -> Markup:
        """All of them. They are sections: what Material's search leaves out ends with the first element so called."""
        wide, owner = "omp-tl-wide " if view.axis.is_wide else "omp-tl-twin " if view.narrow else "", _("Owner")
        head = axis_row(view.axis, view.column, owner)
        found = [self._screen(view, view, wide, f"{head}{self._body(view, ctx)}")]
        if view.narrow:
            narrow = axis_row(view.narrow.axis, view.column, owner)
            body = f"{narrow}{self._body(view.narrow, ctx, view.narrow.name)}"
            found.append(self._screen(view, view.narrow, "omp-tl-narrow ", body))
        for sheet in view.charts.sheets:
            rows = self._drawing.rows(sheet.block, view.axis, ctx, is_sheet=True)
            found.append(
                f'<section class="omp-tl omp-print" aria-label="{safe(view.title)}" data-search-exclude>'
                f'<div class="omp-tl-in">{head}{_lane(view.axis, sheet.lane)}{rows}</div></section>'
            )
        return Markup("\n".join(found))  # noqa: S704 # escaped where it is put together

    def _screen(self, view: TimelineView, drawn: TimelineView | Drawn, kind: str, body: str) -> str:
        """The box of a chart on screens."""
        title = safe(_("%(title)s, scrolls sideways") % {"title": view.title})
        only = "omp-screen" if view.charts.sheets else ""
        start = _start(drawn.axis) if drawn is view else ""
        return (
            f'<section class="omp-tl {kind}{only}" tabindex="0" aria-label="{title}" data-search-exclude>'
            f'<div class="omp-tl-in">{start}{body}</div></section>'
        )

    def _body(self, drawn: TimelineView | Drawn, ctx: PlanContext, name: str = "") -> str:
        charts: Charts = drawn.charts
        rows = self._drawing.rows(charts.whole, drawn.axis, ctx, name) if charts.whole else ""
        folds = [self._fold(fold, drawn.axis, ctx, name) for fold in charts.folds]
        return f"{_lane(drawn.axis, drawn.lane)}{rows}{''.join(folds)}"

    def _fold(self, fold: Fold, axis: AxisView, ctx: PlanContext, name: str) -> str:
        """A campaign that readers open."""
        label = self._labels.label(fold.summary.labels[0], ctx, is_link=False)
        return (
            f'<details class="omp-tl-fold"{" open" if fold.is_open else ""}><summary class="omp-tl-row">'
            f'<span class="omp-tl-label omp-tl-summary">{label}</span>'
            f"{self._drawing.chart(fold.summary, axis, has_words=False, name=name)}</summary>"
            f"{self._drawing.rows(fold.rows, axis, ctx, name)}</details>"
        )


def _lane(axis: AxisView, lane: Lane | None) -> str:
    return lane_row(axis, lane) if lane else ""


def _start(axis: AxisView) -> str:
    """The mark that narrow charts open at."""
    if not axis.today:
        return ""
    width = f"{round(max(axis.today.x - BEFORE, 0) / 20, 2):g}"
    return (
        f'<div class="omp-tl-go" aria-hidden="true"><svg width="{width}rem" height="1" focusable="false"></svg>'
        '<i class="omp-tl-now"></i></div>'
    )


class DueItems:
    """Draws lists of what is due; `status` is a macro of a state and the words for it."""

    def __init__(self, status: Callable[..., Markup]) -> None:
        self._status = status

    def items(self, found: Iterable[Due], campaigns: Mapping[str, str], ctx: PlanContext) -> Markup:
        """Work as a list, each with its day in a box, the campaign, who does it and how far it is."""
        items = [self._item(each, campaigns, ctx) for each in found]
        return Markup(f'<ul class="omp-due">{"".join(items)}</ul>')  # noqa: S704 # escaped below

    def _item(self, due: Due, campaigns: Mapping[str, str], ctx: PlanContext) -> str:
        work, box, number = due.work, due.box, ctx.formats.number
        href, name = ctx.href("timeline", f"task-{work.id}"), safe(work.task.label)
        linked = f'<a href="{safe(href)}">{name}</a>' if href else name
        late = _("%(days)s d late") % {"days": number(work.days_late)} if work.days_late else ""
        return (
            f'<li><time class="omp-day" datetime="{box.iso}"><span>{safe(box.month)}</span> '
            f"<strong>{safe(box.number)}</strong></time><div><strong>{linked}</strong>"
            f'<span class="omp-sub">{safe(" · ".join(_facts(due, campaigns, ctx)))}</span></div>'
            f"{self._status(work.state, late or said(work.state))}</li>"
        )


def _facts(due: Due, campaigns: Mapping[str, str], ctx: PlanContext) -> Sequence[str]:
    task = due.work.task
    found = [campaigns[task.id]] if task.id in campaigns else []
    found.append(ctx.name(task.owner)[0] if task.owner else _("Owner TBD"))
    if task.progress and not task.is_milestone:
        found.append(_("%(part)s done") % {"part": ctx.formats.percent(task.progress)})
    return found
