"""The addresses that entities had under their former ids: each stays where the entity is shown (plan format, 1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import escape

from omp_plugin.model.plan import Plan
from omp_plugin.model.structures import Entity
from omp_plugin.pages.identifiers import TAG
from omp_plugin.render.places import PLACES

_ID = re.compile(r'\sid="([^"]*)"')
_NAME = re.compile(r"<([A-Za-z][A-Za-z0-9]*)")
_CELL = re.compile(r"<t[dh][\s>]")
_OUTSIDE = ("table", "svg", "ul", "ol", "dl")
"""Elements that no other may begin in: the old address stands before them."""


def former_anchors(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The old anchors of entities by the present one; an id that something else has now leads to that."""
    found: dict[str, tuple[str, ...]] = {}
    for prefix, entities in _anchored(plan):
        taken = set(entities)
        renamed = ((id_, entity) for id_, entity in entities.items() if entity.formerly)
        for id_, entity in renamed:
            old = [name for name in dict.fromkeys(entity.formerly) if name not in taken]
            taken.update(old)
            if old:
                found[f"{prefix}-{id_}"] = tuple(f"{prefix}-{name}" for name in old)
    return found


def _anchored(plan: Plan) -> Iterator[tuple[str, Mapping[str, Entity]]]:
    """Everything that has an address on a page, by the prefix of its anchor."""
    for collection, _page, prefix in PLACES:
        yield prefix, getattr(plan, collection)
    yield from (("campaign", plan.campaigns), ("funnel", plan.funnels), ("scenario", plan.scenarios))
    if plan.budget:
        yield "line", plan.budget.lines
    if plan.market:
        yield "persona", plan.market.personas


def with_former(html: str, former: Mapping[str, tuple[str, ...]]) -> str:
    """The HTML of a component with the old anchors in the elements that have the present ones."""
    if not former:
        return html
    out, last, waiting = [], 0, ""
    for tag in TAG.finditer(html):
        match = _ID.search(tag[0]) if not tag[0].startswith(("</", "<!")) else None
        marks = _marks(former.get(match[1], ())) if match else ""
        name = _NAME.match(tag[0])
        if marks and name and name[1] in _OUTSIDE:
            out += [html[last : tag.start()], marks]
            last = tag.start()
        elif marks and name and name[1] == "tr":
            waiting += marks
        elif marks or (waiting and _CELL.match(tag[0])):
            out += [html[last : tag.end()], waiting, marks]
            last, waiting = tag.end(), ""
    return "".join([*out, html[last:]])


def _marks(anchors: Iterable[str]) -> str:
    return "".join(f'<span id="{escape(anchor)}"></span>' for anchor in anchors)
