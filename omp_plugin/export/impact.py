"""The impact of a proposed change on plans, in Markdown for the summary of a job and a comment: figures and problems.

It says what the change comes to, not what was edited: that is `omp diff`. It is short where nothing changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from omp_plugin.compare.changes import Change, Effect
from omp_plugin.compare.problems import ProblemsChanged
from omp_plugin.compare.versions import Compared
from omp_plugin.export.diff import Difference
from omp_plugin.export.markdown import inert
from omp_plugin.model.dates import Period
from omp_plugin.problems import Problem
from omp_plugin.render.change_names import label_of
from omp_plugin.render.change_outcomes import outcomes, unlisted
from omp_plugin.render.change_values import Sides, days
from omp_plugin.render.formats import NONE

MOST_ROWS, MOST_PROBLEMS = 20, 30
"""So many milestones and problems of a plan are listed; the rest is counted."""
OUTCOMES = ("forecast", "finish", "critical_path")
"""The figures that a plan comes to besides coverage, budget and statuses."""
_WHOLE = {
    "added": "This plan is new.", "removed": "This plan is removed.",
    "broken": "**The plan cannot be read.**", "mended": "The plan can be read again.",
}  # fmt: skip


class Impact(NamedTuple):
    """What a change does to one plan: the versions beside each other, and the problems that differ."""

    difference: Difference
    problems: ProblemsChanged

    @property
    def is_none(self) -> bool:
        """True where nothing is planned otherwise and no problem came or went."""
        return not any(_plan(self))


class Row(NamedTuple):
    """A figure before and after, and what the difference comes to."""

    what: str
    old: str
    new: str
    change: str = ""


def as_markdown(found: Sequence[Impact], old: str, new: str) -> str:
    """The report: a section for each plan that the change matters to, then the names of the others."""
    lines = ["## Impact on the plans", "", f"{inert(old)} to {inert(new)}.", ""]
    for each in found:
        if not each.is_none:
            lines += [f"### {inert(_title(each))}", "", *_plan(each)]
    same = [inert(_title(each)) for each in found if each.is_none]
    if same:
        lines += [f"Nothing changes in {', '.join(same)}.", ""]
    return "\n".join(lines)


def _title(each: Impact) -> str:
    return each.difference.title or each.difference.plan


def _plan(each: Impact) -> Iterator[str]:
    """The lines of one plan; nothing where there is nothing to say."""
    if each.difference.kind in _WHOLE:
        yield from (_WHOLE[each.difference.kind], "")
    if each.difference.ctx and each.difference.compared:
        compared = each.difference.compared
        yield from _figures(compared, Sides(compared.old, compared.new, each.difference.ctx.formats))
    yield from _listed("new problem", [_placed(problem, each.difference.new) for problem in each.problems.new])
    yield from _listed("problem solved", [_said(problem) for problem in each.problems.solved])


def _figures(compared: Compared, sides: Sides) -> Iterator[str]:
    rows = list(_rows(compared, sides))
    if rows:
        yield from ("| Figure | Before | After | Change |", "|---|---|---|---|")
        yield from (f"| {' | '.join(inert(cell) or NONE for cell in row)} |" for row in rows)
        yield ""
    said = " ".join(part for part in (_counted(compared.comparison.own), unlisted(compared, sides)) if part)
    if said:
        yield from (said, "")


def _rows(compared: Compared, sides: Sides) -> Iterator[Row]:
    """Coverage of goals, budget, what else the plan comes to, then milestones, the longest moves first."""
    yield from (_coverage(compared, sides, each) for each in compared.comparison.effects if each.field == "coverage")
    yield from _budget(compared, sides)
    yield from _outcomes(compared, sides)
    moved = [each for each in compared.comparison.changes if each.kind == "moved" and each.field == "date"]
    moved.sort(key=lambda each: (-abs(each.delta or 0), each.entity))
    yield from (_milestone(compared, sides, each) for each in moved[:MOST_ROWS])
    if len(moved) > MOST_ROWS:
        yield Row(f"and {len(moved) - MOST_ROWS} more milestones", "", "")


def _outcomes(compared: Compared, sides: Sides) -> Iterator[Row]:
    """Forecast, last day, critical path, and statuses in words."""
    effects = [each for each in compared.comparison.effects if each.field in OUTCOMES or each.form == "status"]
    for effect, each in zip(effects, outcomes(compared, sides), strict=True):
        if each.is_status:
            old, new = (word.replace("-", " ") for word in (each.old, each.new))
            yield Row(f"Status: {each.what}", old, new)
        else:
            yield Row(each.what, each.old, each.new, _difference(effect, sides))


def _difference(effect: Effect, sides: Sides) -> str:
    if effect.delta is None:
        return ""
    return sides.formats.signed_money(effect.delta) if effect.form == "money" else days(sides.formats, effect.delta)


def _coverage(compared: Compared, sides: Sides, each: Effect) -> Row:
    old, new = (sides.formats.percent(value) if isinstance(value, Fraction) else "" for value in (each.old, each.new))
    points = sides.formats.points(each.delta) if each.delta is not None else ""
    sign = "+" if each.delta is not None and each.delta > 0 and not points.startswith("+") else ""
    return Row(f"Coverage: {label_of(each.entity, compared.new, compared.old)}", old, new, f"{sign}{points}")


def _budget(compared: Compared, sides: Sides) -> Iterator[Row]:
    one, other = compared.old.results.budget, compared.new.results.budget
    if one is None or other is None:
        if one or other:
            yield Row("Budget", *(sides.formats.money(side.reference) if side else "" for side in (one, other)))
        return
    old, new = (side.plan.currency for side in (compared.old, compared.new))
    if (one.reference, old) != (other.reference, new):
        change = sides.formats.signed_money(other.reference - one.reference) if old == new else ""
        yield Row("Budget", sides.formats.money(one.reference, old), sides.formats.money(other.reference, new), change)


def _milestone(compared: Compared, sides: Sides, each: Change) -> Row:
    was, now = (value.last if isinstance(value, Period) else None for value in (each.old, each.new))
    name, formats = label_of(each.entity, compared.new, compared.old), sides.formats
    return Row(f"◆ {name}", formats.date(was), formats.date(now), days(formats, each.delta or 0))


def _counted(own: Sequence[Change]) -> str:
    """How many changes of each kind there are: `Changes: 1 added, 2 moved.`"""
    kinds = Counter(each.kind for each in own)
    listed = [f"{kinds[kind]} {kind}" for kind in ("added", "removed", "renamed", "changed", "moved") if kinds[kind]]
    return f"Changes: {', '.join(listed)}." if listed else ""


def _placed(problem: Problem, version: str) -> str:
    """A problem with its file and line, without the name of the version that the file is from."""
    path, line, _ = problem.position
    place = f"{path.removeprefix(version + ':')}:{line}:"
    return f"{inert(place)} {_said(problem)}"


def _said(problem: Problem) -> str:
    return f"{problem.level} {problem.code}: {inert(problem.message)}"


def _listed(what: str, problems: Sequence[str]) -> Iterator[str]:
    """Problems as a list."""
    if not problems:
        return
    noun = what if len(problems) == 1 else what.replace("problem", "problems")
    yield from (f"**{len(problems)} {noun}**", "", *(f"- {each}" for each in problems[:MOST_PROBLEMS]))
    if len(problems) > MOST_PROBLEMS:
        yield f"- and {len(problems) - MOST_PROBLEMS} more"
    yield ""
