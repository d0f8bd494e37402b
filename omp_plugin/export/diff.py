"""The difference of two versions of plans, for `omp diff`: as text, Markdown, JSON and a page of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from markupsafe import escape as escape_html

from omp_plugin.compare.changes import Change, Effect, Form, Value
from omp_plugin.compare.versions import Compared
from omp_plugin.export.markdown import inert, paragraph
from omp_plugin.export.numbers import money, number
from omp_plugin.export.plan_json import Json, to_text
from omp_plugin.export.problems import visible
from omp_plugin.model.dates import Period
from omp_plugin.render.change_rows import ChangeRow
from omp_plugin.render.change_view import ChangesView, changes_view
from omp_plugin.render.context import PlanContext
from omp_plugin.render.formats import NONE

_SPACES = re.compile(r"\s")
"""Those in figures keep them on one line; a terminal needs none of that."""
_PAGE = "html { font-size: 125%; } body { max-width: 61rem; margin: 1rem auto; font-family: system-ui, sans-serif; }"


class Difference(NamedTuple):
    """A plan in two versions; without a context it is whole in one of them only, which `kind` says."""

    plan: str
    old: str
    new: str
    kind: str = "changed"
    title: str = ""
    ctx: PlanContext | None = None
    compared: Compared | None = None

    @property
    def view(self) -> ChangesView | None:
        """The comparison as pages show it."""
        return changes_view(self.ctx, self.compared) if self.ctx and self.compared else None


def as_text(found: Sequence[Difference]) -> str:
    """Each plan under its name, its figures, then its changes by subject."""
    lines = [line for each in found for line in (*_text(each), "")]
    return "".join(f"{visible(_SPACES.sub(' ', line))}\n" for line in lines[:-1])


def _text(each: Difference) -> Iterator[str]:
    view = each.view
    if view is None:
        yield f"{each.plan}: the plan was {each.kind} between {each.old} and {each.new}"
        return
    yield f"{each.plan}: {view.old} to {view.new}"
    if view.short:
        yield f"  {view.short}"
    for stat in view.stats:
        yield f"  {stat.label}: {stat.value} ({stat.note})" if stat.note else f"  {stat.label}: {stat.value}"
    for outcome in view.outcomes:
        yield f"  {outcome.what}: {outcome.old} → {outcome.new}"
    for group in view.groups:
        yield f"{group.title} ({group.count})"
        yield from (f"  {line_of(row)}" for row in group.rows)
    if view.unlisted:
        yield view.unlisted


def line_of(row: ChangeRow) -> str:
    """A change on one line."""
    values = f": {row.old or NONE} → {row.new or NONE}" if row.old or row.new else ""
    size = f" ({row.effect})" if row.effect else ""
    why = f"; {row.why}" if row.why and row.why != NONE else ""
    return f"{row.chip} {row.what}{values}{size}{why}{f' [{row.who}]' if row.who else ''}"


def as_markdown(found: Sequence[Difference]) -> str:
    """A section a plan with one table a subject, for the comment on a pull request."""
    return "\n\n".join("\n".join(_markdown(each)) for each in found) + ("\n" if found else "")


def _markdown(each: Difference) -> Iterator[str]:
    view = each.view
    if view is None:
        yield f"## {inert(each.title or each.plan)}\n"
        yield f"The plan was {each.kind} between {inert(each.old)} and {inert(each.new)}."
        return
    yield f"## {inert(each.title or each.plan)}: {inert(view.old)} to {inert(view.new)}\n"
    if view.short:
        yield f"{paragraph(view.short)}\n"
    yield from (f"- **{inert(stat.label)}**: {inert(stat.value)} ({inert(stat.note)})" for stat in view.stats)
    yield from (f"- **{inert(each.what)}**: {inert(each.old)} → {inert(each.new)}" for each in view.outcomes)
    for group in view.groups:
        yield f"\n### {group.title} ({group.count})\n"
        yield f"| Change | What | {inert(view.old)} | {inert(view.new)} | Effect | Why | Who |"
        yield f"|{'---|' * 7}"
        yield from (_cells(row) for row in group.rows)
    if view.unlisted:
        yield f"\n{view.unlisted}"


def _cells(row: ChangeRow) -> str:
    cells = (row.chip, row.what, row.old or NONE, row.new or NONE, row.effect or NONE, row.why or NONE, row.who or NONE)
    return f"| {' | '.join(inert(cell) for cell in cells)} |"


def as_json(found: Sequence[Difference]) -> str:
    """A list of changes (plan format, section 8), knock-on ones with what they follow; then what they come to."""
    items = [item for each in found for item in _items(each)]
    return to_text(items)


def _items(each: Difference) -> Iterator[Json]:
    if each.compared is None:
        title = each.title or each.plan
        old, new = (None, title) if each.kind == "added" else (title, None)
        whole = {"entity": "plan", "field": None, "old": old, "new": new, "delta": None}
        yield {"plan": each.plan, "kind": each.kind, **whole, "follows": None, "who": None, "why": None}
        return
    for change, reason in zip(each.compared.comparison.changes, each.compared.reasons, strict=True):
        yield {
            "plan": each.plan, "kind": change.kind, **_values(change), "follows": change.follows or None,
            "who": reason.commit.author if reason else None, "why": (reason.why if reason else "") or None,
        }  # fmt: skip
    for effect in each.compared.comparison.effects:
        yield {"plan": each.plan, "kind": "changed", **_values(effect), "follows": None, "who": None, "why": None}


def _values(each: Change | Effect) -> Json:
    delta = each.delta if each.delta is None or each.form == "money" else Fraction(each.delta)
    return {
        "entity": each.entity,
        "field": each.field or None,
        "old": _value(each.old, each.form, each.unit),
        "new": _value(each.new, each.form, each.unit),
        "delta": _value(delta, each.form, each.unit),
    }


def _value(value: Value, form: Form, unit: str) -> object:
    if isinstance(value, Fraction):
        return money(value, unit) if form == "money" else number(value)
    if isinstance(value, Period):
        return value.text or f"{value.first} to {value.last}"
    return list(value) if isinstance(value, tuple) else value


def as_html(found: Sequence[Difference]) -> str:
    """A page that stands by itself, with the component of the site's pages for each plan."""
    from omp_plugin.render.stylesheet import stylesheet

    parts = map(_html, found)
    return (
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n<title>What changed</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>\n{_PAGE}\n{stylesheet().decode()}\n'
        '</style>\n</head>\n'
        f'<body class="md-typeset">\n{"".join(parts)}</body>\n</html>\n'
    )


def _html(each: Difference) -> str:
    from omp_plugin.render.components import render_component  # the other formats need no template
    from omp_plugin.render.environment import Renderer

    title = escape_html(each.title or each.plan)
    if each.ctx is None or each.compared is None:
        versions = f"{escape_html(each.old)} and {escape_html(each.new)}"
        return f"<h1>{title}</h1>\n<p>The plan was {each.kind} between {versions}.</p>\n"
    body = render_component(Renderer(), each.ctx, "changes")
    return f"<h1>{title}: {escape_html(each.old)} to {escape_html(each.new)}</h1>\n{body}\n"


FORMATS: Mapping[str, Callable[[Sequence[Difference]], str]] = {
    "text": as_text, "markdown": as_markdown, "json": as_json, "html": as_html,
}  # fmt: skip
