"""The charts of a timeline: on screens one for all rows or one a campaign, on paper one a campaign (design, 8)."""

from __future__ import annotations

from dataclasses import dataclass

from omp_plugin.render.blocks import Block
from omp_plugin.render.lane import Lane


@dataclass(frozen=True, slots=True)
class Fold:
    """A campaign that readers open: its summary row and the rows of its tasks."""

    summary: Block
    rows: Block
    is_open: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A campaign as it is printed: a chart with an axis of its own; the first shows the plan's milestones."""

    lane: Lane | None
    block: Block


@dataclass(frozen=True, slots=True)
class Charts:
    """Either one chart of all rows (`whole`) or one a campaign (`folds`); `sheets` are printed in place of the one."""

    whole: Block | None
    folds: tuple[Fold, ...]
    sheets: tuple[Sheet, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The charts of tasks that the screen shows."""
        return (self.whole,) if self.whole else tuple(fold.rows for fold in self.folds)

    @property
    def height(self) -> float:
        """The height of the tallest chart."""
        return max(each.height for each in (*self.blocks, *(sheet.block for sheet in self.sheets)))

    @property
    def has_critical(self) -> bool:
        """True where a bar of the critical path is drawn."""
        return any(mark.item.critical for each in self.blocks for mark in each.marks)

    @property
    def has_earlier(self) -> bool:
        """True where the dates of an earlier version are drawn."""
        return any(mark.earlier for each in self.blocks for mark in each.marks)

    @property
    def without_note(self) -> tuple[str, ...]:
        """The rows beside whose marks nothing is said."""
        drawn = [mark for each in self.blocks for mark in each.marks if mark.item.kind != "summary"]
        return tuple(mark.item.id for mark in drawn if mark.note is None)

    @property
    def states(self) -> tuple[str, ...]:
        """The statuses that the labels show, each once: their icons are drawn once and referred to."""
        shown = (*self.blocks, *(fold.summary for fold in self.folds))
        return tuple(dict.fromkeys(label.state for each in shown for label in each.labels if label.state))

    @property
    def is_thinned(self) -> bool:
        """True where so many links are there that only the critical ones are drawn."""
        return any(each.arrows.is_thinned for each in self.blocks)
