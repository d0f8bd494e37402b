"""Timelines as HTML: axes, lanes and charts, put together as text, since a page has rows by the hundred.

Every text is escaped; paths, numbers and classes are made here. What is drawn once is referred to by `xlink:href`: the
theme's instant navigation sets every `href` anew, which fails on that of a `use`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.render.blocks import Block
from omp_plugin.render.chart import AxisView
from omp_plugin.render.geometry import ROW, Note
from omp_plugin.render.ink import Ink
from omp_plugin.render.lane import Lane, LaneMark
from omp_plugin.render.links import Arrows
from omp_plugin.render.pieces import Labels, safe
from omp_plugin.render.shapes import number
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

HEAD = 44
"""The height of the axis, in px."""


def rem(px: float) -> str:
    """A length of so many px at a root of 20 px."""
    return f"{f'{px / 20:.2f}'.rstrip('0').rstrip('.')}rem"


def path(look: str, drawn: str) -> str:
    """A path; nothing where nothing is drawn."""
    return f'<path class="{look}" d="{drawn}"/>' if drawn else ""


def note(found: Note) -> str:
    """A text beside a mark, with its icon."""
    x, y, anchor, text, icon, icon_x = found
    sign = f'<use xlink:href="#i-{safe(icon)}" x="{number(icon_x)}" y="{number(y - 10)}" width="12" height="12"/>'
    end = ' text-anchor="end"' if anchor == "end" else ""
    return f'{sign if icon else ""}<text x="{number(x)}" y="{number(y)}"{end}>{safe(text)}</text>'


@lru_cache(maxsize=64)
def ground(axis: AxisView, guides: tuple[str, ...], height: int) -> Markup:
    """What lies under all rows: the days gone by, weekends, lines of the axis and of milestones, today."""
    past = f"M0 0h{number(axis.past)}v{height}H0z" if axis.past else ""
    days = [
        f'<rect class="omp-past" x="{number(day.x)}" width="{number(day.width)}" height="{height}"/>'
        for day in axis.weekends
    ]
    today = f"M{number(axis.today.x)} 0v{height}" if axis.today else ""
    return Markup(  # noqa: S704 # numbers alone
        f'{path("omp-past", past)}{"".join(days)}<path class="omp-hair" d="{axis.lines(axis.hair, height)}"/>'
        f'<path class="omp-line" d="{axis.lines(axis.strong, height)}"/>'
        f"{path('omp-guide', axis.lines(guides, height))}{path('omp-today', today)}"
    )


@lru_cache(maxsize=64)
def axis_row(axis: AxisView, heading: str, owner: str) -> Markup:
    """The head of a chart: what the columns of labels are, and the axis."""
    past = f"M0 0h{number(axis.past)}v{HEAD}H0z" if axis.past else ""
    hair = "".join([f"M{x} 24v20" for x in axis.hair])
    above = [f'<text class="omp-above" x="{number(each.x)}" y="15">{safe(each.text)}</text>' for each in axis.above]
    below = [f'<text x="{number(each.x)}" y="35">{safe(each.text)}</text>' for each in axis.below]
    return Markup(  # noqa: S704 # escaped above and below
        '<div class="omp-tl-axis"><div class="omp-tl-row omp-tl-head" aria-hidden="true"><div class="omp-tl-label">'
        f'<span>{safe(heading)}</span><span>{safe(owner)}</span></div>\n<svg class="omp-tl-svg" '
        f'width="{rem(axis.width)}" height="{rem(HEAD)}" viewBox="0 0 {axis.width} {HEAD}" focusable="false">'
        f'{path("omp-past", past)}<path class="omp-line" d="{axis.lines(axis.strong, HEAD)}"/>'
        f'<path class="omp-hair" d="{hair}"/>{"".join(above)}{"".join(below)}{_today(axis)}</svg></div></div>'
    )


def _today(axis: AxisView) -> str:
    """Today's pill on the axis, and the line that goes down from it."""
    today = axis.today
    if not today:
        return ""
    return (
        f'<path class="omp-today" d="M{number(today.x)} 18v26"/><rect class="omp-pill-today" x="{number(today.left)}" '
        f'y="1" width="{number(today.width)}" height="18" rx="9"/><text class="omp-pill-text" '
        f'x="{number(today.middle)}" y="14" text-anchor="middle">{safe(today.text)}</text>'
    )


def lane_row(axis: AxisView, lane: Lane) -> Markup:
    """The plan's milestones above the rows."""
    height, title = int(lane.height), _("Plan milestones")
    guide = "".join([f"M{number(mark.x)} {number(mark.y + 8)}V{height}" for mark in lane.marks])
    return Markup(  # noqa: S704 # escaped here and in `note`
        '<div class="omp-tl-row omp-tl-lane" aria-hidden="true"><div class="omp-tl-label"><strong>'
        f'{safe(title)}</strong></div>\n<svg class="omp-tl-svg" width="{rem(axis.width)}" '
        f'height="{rem(lane.height)}" viewBox="0 0 {axis.width} {height}" focusable="false">{ground(axis, (), height)}'
        f'<path class="omp-guide" d="{guide}"/>{"".join([_lane_mark(mark) for mark in lane.marks])}</svg></div>'
    )


def _lane_mark(mark: LaneMark) -> str:
    said = note(mark.note) if mark.note else ""
    return (
        f'<g class="omp-{safe(mark.item.state)} omp-mile">{path("omp-was", mark.earlier)}'
        f"{path('omp-b', mark.light)}{path('omp-sign', mark.sign)}{said}</g>"
    )


def _ink(ink: Ink) -> str:
    """All marks of one look."""
    fades = [path(f"omp-b omp-fade{step}", part) for step, part in enumerate(ink.fades, 1)]
    return (
        f'<g class="{safe(ink.look)}">{path("omp-ring", ink.ring)}{path("omp-b omp-d", ink.full)}'
        f"{path('omp-b', ink.light)}{path('omp-d', ink.dark)}{''.join(fades)}{path('omp-sign', ink.signs)}"
        f"{''.join([note(each) for each in ink.notes])}</g>"
    )


def _lines(arrows: Arrows) -> str:
    return (
        f"{path('omp-link', arrows.lines)}{path('omp-tip', arrows.heads)}"
        f"{path('omp-link omp-crit', arrows.critical_lines)}{path('omp-tip omp-crit', arrows.critical_heads)}"
    )


def _stubs(arrows: Arrows) -> str:
    return f'<g class="omp-stub">{"".join([note(each) for each in arrows.stubs])}</g>' if arrows.stubs else ""


def _marks(block: Block) -> str:
    return path("omp-was", block.earlier) + "".join([_ink(ink) for ink in block.inks])


def _part(block: Block) -> str:
    """The links within a campaign and its marks, to which its chart on paper refers."""
    return f'<g class="omp-rows" id="{safe(block.words.key)}-rows">{_lines(block.arrows)}{_marks(block)}</g>'


class Drawing:
    """Draws charts of rows; `labels` draws what stands at their left."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def rows(self, block: Block, axis: AxisView, ctx: PlanContext, name: str = "", is_sheet: bool = False) -> Markup:
        """Rows with their labels: one chart, or blocks one below another, of which the first says what all show."""
        found = []
        for index, each in enumerate(block.stack or (block,)):
            look = "omp-tl-row omp-tl-part" if block.stack and each.is_full else "omp-tl-row"
            chart = self.chart(each, axis, index == 0, name, is_sheet)
            drawn = f"<div>{chart}</div>" if _is_sliced(each, name) else chart
            labels = self._labels.items(each.labels, ctx)
            found.append(f'<div class="{look}"><ul class="omp-tl-labels">{labels}</ul>{drawn}</div>')
        return Markup("\n".join(found))  # noqa: S704 # escaped where it is put together

    def chart(
        self, block: Block, axis: AxisView, has_words: bool = True, name: str = "", is_sheet: bool = False
    ) -> Markup:
        """A chart; one without words stands for rows that are described already. A tall one is printed in slices."""
        key, top, is_sliced = safe(block.words.key), int(block.top), _is_sliced(block, name)
        role = f'role="img" aria-labelledby="{key}-title {key}-desc"' if has_words else 'aria-hidden="true"'
        bands = [f'<rect class="omp-band" y="{int(y)}" width="{axis.width}" height="{ROW:.0f}"/>'
                 for y in block.summaries]  # fmt: skip
        id_ = f' id="{key}"' if is_sliced else ""
        rows = f'<use xlink:href="#{key}-rows"/>' if is_sheet else _lines(block.arrows)
        marks = "" if is_sheet else "".join([_part(part) for part in block.parts]) or _marks(block)
        drawn = (
            f'<svg class="omp-tl-svg{" omp-screen" if is_sliced else ""}" {role} width="{rem(axis.width)}" '
            f'height="{rem(block.height)}" viewBox="0 {top} {axis.width} {int(block.height)}" focusable="false">'
            f'{_words(block) if has_words else ""}<g class="omp-rows"{id_}>'
            f'{"".join(bands)}<use xlink:href="#ground{safe(name)}"/>{path("omp-hair", block.rules)}{rows}'
            f"{_stubs(block.arrows)}{marks}</g></svg>"
        )
        return Markup(drawn + "".join(_slices(block, axis)) if is_sliced else drawn)  # noqa: S704 # escaped as above


def _is_sliced(block: Block, name: str) -> bool:
    """True for a tall chart that is printed: neither one for narrow pages nor one that is printed by campaign."""
    return block.is_tall and not name and not block.parts


def _words(block: Block) -> str:
    key, words = safe(block.words.key), block.words
    return f'<title id="{key}-title">{safe(words.title)}</title><desc id="{key}-desc">{safe(words.finding)}</desc>'


def _slices(block: Block, axis: AxisView) -> Iterator[str]:
    """A tall chart on paper: parts of its drawing, so that a sheet ends between two rows."""
    for index, (top, part) in enumerate(block.slices, 1):
        size = f' height="{rem(part)}"' if index == len(block.slices) else ""
        box = f'viewBox="0 {int(top)} {axis.width} {int(part)}"{size}'
        yield f'<svg class="omp-slice" {box}><use xlink:href="#{safe(block.words.key)}"/></svg>'
