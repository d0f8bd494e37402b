"""Plans from text, and what their components say as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser

from omp_plugin.build import Options, compile_plan
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.context import PlanContext, SiteContext, plan_context
from omp_plugin.render.environment import Renderer
from omp_plugin.source.folder import PlanSource

RENDERER = Renderer()
HEAD = """
omp: 1
title: Spring launch
period: 2026-01-01 to 2026-12-31
as_of: 2026-06-15
owner: ana
people:
  ana: {name: Ana Lee, role: Lead}
  bo: {name: Bo Ray}
"""


def address(page: str, anchor: str) -> str | None:
    """Every page but `nowhere` exists."""
    return None if page == "nowhere" else f"../{page}/" + (f"#{anchor}" if anchor else "")


def context(text: str, id_: str = "spring", site: SiteContext | None = None) -> PlanContext:
    """A plan of `HEAD` and some more YAML, compiled."""
    source = PlanSource(f"plans/{id_}", {"plan.yml": (HEAD + text).encode()})
    found = plan_context(compile_plan(source, Options(date(2026, 6, 15))), address, site)
    assert found is not None
    return found


def html(ctx: PlanContext, name: str, **arguments: object) -> str:
    """A component's HTML; there must be something to show."""
    view = BY_NAME[name].view(ctx, **arguments)
    assert view is not None
    return str(RENDERER.render(name, ctx, view))


class Document(HTMLParser):
    """The elements of a fragment: tags with attributes in order, ids, texts of cells; unbalanced tags are noted."""

    VOID = frozenset({"br", "img", "input", "hr", "path", "rect", "circle", "use", "line", "wbr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """All text, spaces collapsed."""
        return " ".join(" ".join(self.words).split())

    @property
    def ids(self) -> list[str]:
        """All ids in order."""
        return [id_ for _, attributes in self.elements if (id_ := attributes.get("id"))]

    def classes(self, name: str) -> int:
        """How many elements have a class."""
        return sum(name in (attributes.get("class") or "").split() for _, attributes in self.elements)

    @property
    def unsafe(self) -> list[str]:
        """What a strict Content-Security-Policy would refuse."""
        found = [tag for tag, _ in self.elements if tag in ("script", "style", "iframe", "object")]
        return found + [name for _, attributes in self.elements for name in attributes if is_unsafe(name)]


def is_unsafe(attribute: str) -> bool:
    """Inline styles and event handlers."""
    return attribute == "style" or attribute.startswith("on")
