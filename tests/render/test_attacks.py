"""Whatever an author writes in a field, the elements of every component are those of the plain text `x`."""

from __future__ import annotations

import functools
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml

from omp_plugin.compute.compiled import Compiled
from omp_plugin.model.audience import specs
from omp_plugin.model.governance import Path as PathKind
from omp_plugin.model.governance import Raw
from omp_plugin.model.kinds import Address, Calculation, Id, Text
from omp_plugin.model.kpis import Actuals
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Fields, Reader
from omp_plugin.model.structures import Collection, ListOf, TableOf
from omp_plugin.model.tasks import DependencyKind
from omp_plugin.pages.expressions import parse
from omp_plugin.pages.filling import Block
from omp_plugin.problems import Position
from omp_plugin.render.answers import COLLECTIONS, component_answer
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.context import PlanContext, SiteContext, plan_context
from omp_plugin.render.environment import Renderer
from omp_plugin.source.nodes import Scalar
from tests.helpers import ROOT, compiled

VECTORS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)//", "<iframe src=javascript:alert(1)>",
    "<body onload=alert(1)>", "<a href=javascript:alert(1)>x</a>", "<math><mtext><script>alert(1)</script>", "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)></video>", "<object data=data:text/html,x>", "<embed src=x>",
    "<form action=x><button>y", "<base href=//evil.example/>", "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=x>", "<style>*{}</style>",
    "</p></div></section><script>alert(1)</script>", "</title><script>alert(1)</script>", "</textarea><img src=x>", "<!--<img src=--><img src=x onerror=alert(1)//-->",
    "\"><script>alert(1)</script>", "' onmouseover='alert(1)", "\" onmouseover=\"alert(1)\" x=\"", "` onload=alert(1)", "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "[x](javascript:alert(1))", "[x](<javascript:alert(1)>)", "![x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>", "[x]: javascript:alert(1)", "[x](java&#115;cript:alert(1))", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;",
    "{{ 7 * 7 }}", "{% for i in range(9) %}<b>{% endfor %}", "<<script>script>alert(1)//", "<ScRiPt\tsrc=//evil.example>", "<noscript><p title=\"</noscript><img src=x>\">",
)  # fmt: skip
_NOT_WORDS = {"omp", "locale", "holidays", "unit"}
"""Texts that pages never show as they are; a unit is what values are read by."""
DASH = {("span", frozenset({"aria-hidden"})), ("span", frozenset({"class"})), ("td", frozenset({"class", "data-label"}))}
"""What stands in the cell of an address that was refused: a dash, and its word for those who listen."""
_START = Position("page.md", 1, 1)
_SAFE = re.compile(r"(?:https?:|mailto:|[^:]*$|[^:]*[/?#])")


@functools.cache
def whole() -> str:
    return (ROOT / "tests" / "goldens" / "maximal.yml").read_text()


def attacked(vector: str) -> Compiled:
    """A plan that uses every field, with a text in each that takes texts."""
    data = yaml.load(whole(), Loader=yaml.CBaseLoader)  # texts only
    return compiled(yaml.dump(_record(data, Plan, vector), Dumper=yaml.CSafeDumper, sort_keys=False))


def _record(data: Any, declared: Any, vector: str) -> Any:
    if not isinstance(data, dict):
        return data
    fields = specs(declared)
    return {key: value if key in _NOT_WORDS or key not in fields else _value(value, fields[key].kind, vector)
            for key, value in data.items()}  # fmt: skip


def _value(value: Any, kind: Any, vector: str) -> Any:
    if isinstance(kind, Text | Address):
        return vector
    if isinstance(kind, Fields):
        return _record(value, kind.record, vector)
    if isinstance(kind, Collection) and isinstance(value, dict):
        return {key: _record(each, kind.fields.record, vector) for key, each in value.items()}
    if isinstance(kind, ListOf) and isinstance(value, list):
        return [_value(each, kind.kind, vector) for each in value]
    if isinstance(kind, TableOf) and isinstance(value, dict):
        return {key: _value(each, kind.value, vector) for key, each in value.items()}
    return value


class _Elements(HTMLParser):
    """The elements of a text with the names of their attributes, and the addresses that lead to no page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[tuple[str, frozenset[str]]] = set()
        self.bad: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, frozenset(name for name, _ in attrs)))
        self.bad |= {f"{name}={value}" for name, value in attrs if name in ("href", "src") and not _SAFE.match(value or "")}
        self.bad |= {name for name, _ in attrs if name.startswith("on") or name == "style"}

    def handle_comment(self, data: str) -> None:
        self.found.add(("!--", frozenset()))


@functools.cache
def renderer() -> Renderer:
    return Renderer()


def elements(plan: Compiled) -> dict[str, _Elements]:
    """The elements of every component that a plan can be asked for, by the expression."""
    alone = plan_context(plan, lambda page, anchor: f"../{page}/#{anchor}")
    assert alone, plan.problems
    ctx = plan_context(plan, alone.address, SiteContext((alone,), "../calendar/"))
    assert ctx
    found = {}
    for text in _expressions(ctx):
        answer = component_answer(renderer(), ctx, parse(text, _START, frozenset(BY_NAME)))
        if isinstance(answer, Block):
            found[text] = _Elements()
            found[text].feed(answer.html)
    return found


def _expressions(ctx: PlanContext) -> list[str]:
    found = [f"{name}()" for name in BY_NAME]
    ids = {"campaign_brief": "campaign", "timeline": "campaign", "funnel": "funnel"}
    found += [f'{name}("{id_}")' for name, key in ids.items() for id_ in list(COLLECTIONS[key](ctx))[:1]]
    return found


@functools.cache
def plain(length: int = 1) -> dict[str, _Elements]:
    """What plain text brings; where room is short, a long one brings a tooltip."""
    return elements(attacked("x" * length))


def test_most_components_are_attacked() -> None:
    assert len(plain()) > 40
    assert sum(len(each.found) for each in plain().values()) > 400
    assert not any(each.bad for each in plain().values())


@pytest.mark.parametrize("vector", VECTORS)
def test_no_field_brings_an_element(vector: str) -> None:
    plan = attacked(vector)
    found, refused = elements(plan), any(each.code == "unsafe-url" for each in plan.problems)
    known = DASH if refused else set()
    assert {text: more for text, each in found.items() if (more := each.found - plain()[text].found - plain(60)[text].found - known)} == {}
    assert refused or {text: less for text, each in found.items() if (less := plain()[text].found - each.found)} == {}
    assert not {text: each.bad for text, each in found.items() if each.bad}


def kinds(declared: Any, seen: set[Any]) -> dict[str, Any]:
    """The kind of every single value that a plan can hold, by its class and key."""
    found: dict[str, Any] = {}
    if declared in seen:
        return found
    seen.add(declared)
    for key, spec in specs(declared).items():
        inner = [spec.kind]
        while inner:
            kind = inner.pop()
            if isinstance(kind, Fields | Collection):
                found |= kinds(kind.record if isinstance(kind, Fields) else kind.fields.record, seen)
            elif isinstance(kind, ListOf | TableOf):
                inner += [kind.kind] if isinstance(kind, ListOf) else [kind.key, kind.value]
            elif isinstance(kind, Actuals):
                inner += [kind.values, kind.source]
            else:
                found[f"{declared.__name__}.{key}.{type(kind).__name__}"] = kind
    return found


FREE = (Text, Address, Id, PathKind, Raw, DependencyKind, Calculation)
"""What may say anything: texts, which the test above attacks; and names, which must name something there is."""


@pytest.mark.parametrize("name", sorted(kinds(Plan, set())))
def test_a_field_of_another_kind_takes_no_attack(name: str) -> None:
    kind = kinds(Plan, set())[name]
    if isinstance(kind, FREE):
        return
    taken = []
    for vector in VECTORS:
        reader = Reader()
        if kind.read(Scalar(vector, _START), reader) is not None or not reader.problems:
            taken.append(vector)
    assert taken == []


@pytest.mark.parametrize("vector", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "https://ann:secret@example.org/", "https://bank.example@evil.example"])
def test_an_address_that_no_page_may_lead_to(vector: str) -> None:
    head = "omp: 1\ntitle: T\nowner: ann\nperiod: 2026\npeople: {ann: {name: Ann}}\nlinks: {l: {title: L, url: "
    assert [each.code for each in compiled(f'{head}"{vector}"}}}}\n').problems if each.level == "error"] == ["unsafe-url"]
    for safe in ("https://example.org/", "https://example.org/@ann?to=a@b.org", "mailto:ann@example.org"):
        assert [each for each in compiled(f"{head}{safe}}}}}\n").problems if each.level == "error"] == []
