"""What may stand between `{{` and `}}` in a page: a name, a call with literals, attributes and items (section 11).

Expressions are parsed by Jinja2 and never run by it: no loops, no folding of constants, no methods.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, cast

from jinja2 import Environment, TemplateSyntaxError, nodes

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, did_you_mean, problem

Literal = str | int | float | bool | None
ALLOWED = "a name, a call with literal arguments, attributes and items"
_PARSER = Environment(autoescape=True)
STRING = r'"(?:[^"\\\n]|\\.)*+"|' + r"'(?:[^'\\\n]|\\.)*+'"
"""A text in quotes, as a regular expression."""
_STRINGS = re.compile(STRING)
_CONSTANTS: Mapping[str, Literal] = {"true": True, "false": False, "none": None}
_NAMED = re.compile(r'([a-z_]+)=("[^"\\\n\r]*"|true|false|none)')
_CALL = re.compile(rf" *([a-z][a-z_]*)\(((?:{_NAMED.pattern}(?:, (?=[a-z])|(?=\))))*)\) *")


class Call(NamedTuple):
    """What is called, with which arguments."""

    args: tuple[Literal, ...] = ()
    kwargs: tuple[tuple[str, Literal], ...] = ()


class Expression(NamedTuple):
    """`name`, called or not, then the attributes and items that are taken of it, in order."""

    name: str
    call: Call | None
    path: tuple[str | int, ...]
    text: str
    at: Position

    @property
    def at_path(self) -> Position:
        """Where the first attribute or item stands."""
        found = re.search(r"\)?\s*[.\[]", _STRINGS.sub(lambda match: "x" * len(match[0]), self.text))
        return place(self.text, found.end() if found else 0, self.at)


class Refused(Exception):
    """An expression that is outside the grammar; `word` is what to point at."""

    def __init__(self, message: str, hint: str = "", word: str = "", code: str = "unknown-component") -> None:
        super().__init__(message)
        self.message, self.hint, self.word, self.code = message, hint, word, code


def parse(text: str, at: Position, known: Iterable[str]) -> Expression | Problem:
    """The expression in `text` (without its braces), whose first character stands at `at`.

    Problems: `too-large` over the limits of size and nesting, `unknown-component` for all else that is no expression
    of the grammar and for a name that is not among `known`.
    """
    try:
        name, call, path = _read(text)
        if name not in (known if isinstance(known, frozenset) else set(known)):
            hint = did_you_mean(name, known)
            raise Refused(f'nothing is called "{shorten(name)}"', hint, name)
    except Refused as refused:
        index = max(text.find(refused.word), 0) if refused.word else len(text) - len(text.lstrip())
        return problem(place(text, index, at), refused.code, refused.message, refused.hint)
    return Expression(name, call, path, text, at)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[str, Call | None, tuple[str | int, ...]]:
    """Name, call and path. Plans have the same pages, so that most expressions were met before."""
    _measure(text)
    return plain_call(text) or _parts(_node(text))


def plain_call(text: str) -> tuple[str, Call, tuple[str | int, ...]] | None:
    """What generated pages ask for, a call with named arguments: most expressions are no more than that."""
    found = _CALL.fullmatch(text)
    if found is None or found[1] in ("not", "true", "false", "none"):
        return None
    named = ((key, _CONSTANTS.get(said, said[1:-1])) for key, said in _NAMED.findall(found[2]))
    return found[1], Call((), tuple(named)), ()


def _measure(text: str) -> None:
    if len(text.encode()) > limits.EXPRESSION_BYTES:
        message = f"this expression is longer than {limits.EXPRESSION_BYTES:,} bytes"
        raise Refused(message, "shorten it", code="too-large")
    depth = deepest = 0
    for character in _STRINGS.sub("", text):
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > limits.EXPRESSION_NESTING:
        message = f"this expression has more than {limits.EXPRESSION_NESTING} brackets within each other"
        raise Refused(message, "simplify it", code="too-large")


def _node(text: str) -> nodes.Expr:
    """The one node of the expression. Jinja's parser is recursive: what is too deep for it is too large."""
    try:
        # A line break keeps `#`, `-` and `+` beside the braces from meaning anything.
        body = _PARSER.parse("{{\n" + text + "\n}}").body
    except TemplateSyntaxError as error:
        raise Refused(f'"{shorten(text)}" is not an expression: {_lower(error.message)}', _allowed()) from None
    except (RecursionError, ValueError, OverflowError):
        raise Refused("this expression is too deep", "simplify it", code="too-large") from None
    found = body[0].nodes if len(body) == 1 and isinstance(body[0], nodes.Output) else []
    if len(found) != 1 or isinstance(found[0], nodes.TemplateData):
        raise Refused(f'"{shorten(text)}" is not one expression', _allowed())
    return found[0]


def _parts(node: nodes.Expr) -> tuple[str, Call | None, tuple[str | int, ...]]:
    path: list[str | int] = []
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        path.insert(0, _step(node))
        node = node.node
    call = None
    if isinstance(node, nodes.Call):
        call = _call(node)
        node = node.node
    if not isinstance(node, nodes.Name):
        raise Refused(f"{_word(node)} cannot be used here", _allowed())
    return node.name, call, tuple(path)


def _step(node: nodes.Getattr | nodes.Getitem) -> str | int:
    key = node.attr if isinstance(node, nodes.Getattr) else _literal(node.arg)
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise Refused(f"{key!r} is no name or number of an item", _allowed())
    if isinstance(key, str) and key.startswith("_"):
        raise Refused(f'"{shorten(key)}" cannot be asked for', _allowed(), key)
    return key


def _call(node: nodes.Call) -> Call:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise Refused("* and ** cannot be used here", _allowed(), "*")
    args = tuple(_literal(arg) for arg in node.args)
    return Call(args, tuple((each.key, _literal(each.value)) for each in node.kwargs))


def _literal(node: nodes.Node) -> Literal:
    if isinstance(node, nodes.Const):
        return cast(Literal, node.value)
    if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const) and type(node.node.value) in (int, float):
        return cast(Literal, -node.node.value)
    said = f'"{node.name}"' if isinstance(node, nodes.Name) else _word(node)
    hint = 'an argument is a text in quotes, a number, true, false or none: kpi("monthly-revenue")'
    raise Refused(f"{said} cannot be an argument", hint, node.name if isinstance(node, nodes.Name) else "")


_WORDS: Mapping[type[nodes.Node], str] = {
    nodes.Filter: "a filter (|)",
    nodes.Test: "a test (is)",
    nodes.Compare: "a comparison",
    nodes.CondExpr: "a condition (if)",
    nodes.BinExpr: "an operator",
    nodes.UnaryExpr: "an operator",
    nodes.Concat: "an operator",
    nodes.Slice: "a slice",
    nodes.Call: "the call of a result",
    nodes.Getattr: "the call of an attribute",
    nodes.Getitem: "the call of an item",
    nodes.Literal: "a value by itself",
}


def _word(node: nodes.Node) -> str:
    """What a node is called in a message."""
    return next((word for kind, word in _WORDS.items() if isinstance(node, kind)), "this")


def _allowed() -> str:
    return f"allowed are {ALLOWED}"


def _lower(message: str | None) -> str:
    """Jinja's own words, as a part of a sentence."""
    text = (message or "it ends too early").rstrip(".").replace("'", '"')
    return text[:1].lower() + text[1:]


def shorten(text: str) -> str:
    """A text as a message quotes it."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "..."


def place(text: str, index: int, start: Position) -> Position:
    """The place of a character of a text that begins at `start`."""
    before = text[:index]
    if "\n" not in before:
        return start._replace(column=start.column + index)
    return Position(start.path, start.line + before.count("\n"), len(before) - before.rfind("\n"))
