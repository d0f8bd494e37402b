"""The stylesheet in parts: what all pages need, and what only those need that show a kind of component.

Rules are written by subject, whichever pages need them; which part one belongs to follows from the classes that it
asks for. A page needs a part where it has one of the part's own classes, in a component or in a project's template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby

from omp_plugin.render.stylesheet import stylesheet

BASE = "omp"
PARTS: Mapping[str, str] = {
    "timeline": "tl|rows|tasks|timeline|sample|slice|long|link|tip|ring|stub|rep|crit|fade[123]|was|band|guide|past|"
    "hair|line|today|above|sign|mile|pill-(today|text)|b|d|summary|doing|todo|done|gone|dashed|off|risk",
    "days": "due|day",
    "kpis": "kpi(?!-(?:rows|short|course|due|actions))|kpi_cards|spark|trend|good|bad",
    "kpi-table": "kpi_table|kpi-(rows|short|course|due|actions)",
    "funnels": "funnel(?!-bar)|funnels|gauge|stage|step-(arrow|range|rate|word|words)|findings",
    "bars": "bar(?!-track)|cover|seg|key|keys|hatch",
    "budget": "budget_table|by|money|minibar|plot|span",
    "overview": "health|facet|facets|ask|top",
    "goals": "goal|goals|goal_map|map|smart|loose|step-on",
    "campaign": "brief|campaign_brief|flight|flights",
    "people": "raci|load|team_table",
    "calendar": "cal|chip|overlaps",
    "changes": "changes|chg|chart",
    "strategy": "analysis|part|cards|quote|facts-(list|wide)|scenario_table",
    "sources": "proofs",
    "one-page": "one",
    "portfolio": "portfolio_table|stat-words|problems|att",
}
"""The classes of each part without `omp-`, alone or before another word: `kpi` is `omp-kpi` and `omp-kpi-card`."""
_OWN = {name: re.compile(f"omp-(?:{words})(?:-.*)?") for name, words in PARTS.items()}
_NESTED = ("@layer", "@media", "@container", "@supports")
_EDGE, _CLASS = re.compile("[{};]"), re.compile(r"\.(omp-[\w-]+)")
_COMMA, _NOT, _CHOICE = re.compile(r",(?![^()]*\))"), re.compile(r":not\([^()]*\)"), re.compile(r":\w+\(([^()]*)\)")
_USED = re.compile(r"omp-[\w-]+")


@cache
def style_parts() -> Mapping[str, bytes]:
    """The parts by name, the base first; together they are the stylesheet. Their order in a page is this order."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {name: [] for name in (BASE, *PARTS)}
    for name, around, rule in _sorted(stylesheet().decode(), ()):
        found[name].append((around, rule))
    return {name: "".join(_joined(rules)).encode() for name, rules in found.items() if rules}


def _joined(rules: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[str]:
    """Rules one after the other, those under the same conditions together."""
    for around, each in groupby(rules, key=lambda rule: rule[0]):
        yield f"{''.join(f'{head}{{' for head in around)}{''.join(rule for _, rule in each)}{'}' * len(around)}"


def parts_of(html: str) -> list[str]:
    """The parts that a page needs besides the base."""
    used = set(_USED.findall(html))
    return [name for name, own in _classes().items() if not own.isdisjoint(used)]


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    """The own classes of each part: those by which its rules were found."""
    found = ((name, _CLASS.findall(css.decode())) for name, css in style_parts().items() if name != BASE)
    return {name: frozenset(each for each in classes if _part(each) == name) for name, classes in found}


def _sorted(css: str, around: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Each rule with the part that it belongs to and the conditions that it stands in."""
    for head, body in _rules(css):
        if body is not None and head.startswith(_NESTED):
            yield from _sorted(body, (*around, head))
        else:
            yield _home(head), around, f"{head};" if body is None else f"{head}{{{body}}}"


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Heads and bodies of the rules on one level; a body of `None` for a statement without one."""
    depth = start = 0
    opened = -1
    for edge in _EDGE.finditer(css):
        place, sign = edge.start(), edge.group()
        if sign == "{":
            opened = place if depth == 0 else opened
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : place]
                start = place + 1
        elif depth == 0:
            yield css[start:place].strip(), None
            start = place + 1


def _home(head: str) -> str:
    """The part whose classes every selector asks for; the base where there is no such part."""
    homes = {_wanted(selector) for selector in _COMMA.split(head)}
    return homes.pop() if len(homes) == 1 else BASE


def _wanted(selector: str) -> str:
    """The part that a selector's classes are of: the first that it cannot do without."""
    plain = _NOT.sub("", selector)
    must = [_part(each) for each in _CLASS.findall(_CHOICE.sub("", plain))]
    for choice in _CHOICE.findall(plain):
        of_each = {next(map(_part, _CLASS.findall(each)), BASE) for each in choice.split(",")}
        must += of_each if len(of_each) == 1 else ()
    return next((name for name in must if name != BASE), BASE)


@cache
def _part(class_: str) -> str:
    return next((name for name, own in _OWN.items() if own.fullmatch(class_)), BASE)


def style_files(base: str) -> Iterator[tuple[str, bytes]]:
    """The parts by URI; `base` is that of the first."""
    return ((base if name == BASE else _uri(base, name), css) for name, css in style_parts().items())


def _uri(base: str, name: str) -> str:
    return f"{base.removesuffix('.css')}-{name}.css"


def linked(html: str, base: str) -> str:
    """A page with links to the parts that it needs, right after the base: a project's own stylesheets come later."""
    found = re.search(rf'<link\b[^<>]*\shref="[^"<>]*{re.escape(base)}">', html)
    if found is None:
        return html
    link, end = found[0], found.end()
    return f"{html[:end]}{''.join([link.replace(base, _uri(base, name)) for name in parts_of(html)])}{html[end:]}"
