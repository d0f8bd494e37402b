"""Formulas over named values: `{spend} / {new-customers}` (plan format, section 5).

The grammar is small on purpose: numbers, names in braces, + - * / and brackets, evaluated exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from omp_plugin import limits
from omp_plugin.model.dates import Unreadable

_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|\{\s*(?P<name>[^{}\s]+)\s*\}|(?P<sign>[-+*/()]))")
Sign = Literal["+", "-", "*", "/"]


class Number(NamedTuple):
    """A constant."""

    value: Fraction


class Name(NamedTuple):
    """A value looked up by its name: a KPI id, or in facts a dotted path."""

    name: str


class Operation(NamedTuple):
    """Two terms joined by a sign."""

    sign: Sign
    left: Term
    right: Term


Term: TypeAlias = Number | Name | Operation


class Formula(NamedTuple):
    """A formula as written, its tree and the names it uses, in order of appearance."""

    text: str
    tree: Term
    names: tuple[str, ...]

    def value(self, lookup: Callable[[str], Fraction | None]) -> Fraction | None:
        """The exact value, or `None` where a name has no value or a divisor is zero."""
        return _evaluate(self.tree, lookup)


def _evaluate(term: Term, lookup: Callable[[str], Fraction | None]) -> Fraction | None:
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Name):
        return lookup(term.name)
    left, right = _evaluate(term.left, lookup), _evaluate(term.right, lookup)
    if left is None or right is None:
        return None
    if term.sign == "+":
        return left + right
    if term.sign == "-":
        return left - right
    if term.sign == "*":
        return left * right
    return left / right if right else None


def parse_formula(text: str) -> Formula:
    """Reads a formula. Raises `Unreadable` that says where it stops making sense."""
    if len(text) > limits.EXPRESSION_BYTES:
        raise Unreadable("this formula is too long", "give its parts KPIs of their own", "too-large")
    parser = _Parser(text)
    tree = parser.sum(0)
    if parser.peek():
        raise parser.lost()
    return Formula(text, tree, tuple(dict.fromkeys(parser.names)))


class _Parser:
    """Recursive descent over tokens; the depth is limited by the brackets it may open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: list[str] = []
        self.at = 0

    def peek(self) -> str:
        """The sign that comes next, `0` for a number, `{` for a name, empty at the end."""
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            if self.text[self.at :].strip():
                raise self.lost()
            return ""
        return match["sign"] or ("{" if match["name"] else "0")

    def take(self) -> re.Match[str]:
        """The next token, passed."""
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            raise self.lost()
        self.at = match.end()
        return match

    def lost(self) -> Unreadable:
        """The problem at this place of the text."""
        rest = self.text[self.at :].strip()
        where = f'at "{rest[:20]}"' if rest else "at its end"
        return Unreadable(f'"{self.text}" is not a formula: it stops making sense {where}', "write {spend} / {orders}")

    def sum(self, depth: int) -> Term:
        """Products joined by + and -."""
        left = self.product(depth)
        while (sign := self.peek()) in ("+", "-") and sign:
            self.take()
            left = Operation("+" if sign == "+" else "-", left, self.product(depth))
        return left

    def product(self, depth: int) -> Term:
        """Values joined by * and /."""
        left = self.single(depth)
        while (sign := self.peek()) in ("*", "/") and sign:
            self.take()
            left = Operation("*" if sign == "*" else "/", left, self.single(depth))
        return left

    def single(self, depth: int) -> Term:
        """A number, a name, something in brackets, or the negative of one."""
        if depth > limits.EXPRESSION_NESTING:
            raise Unreadable("this formula has too many brackets", "give its parts KPIs of their own", "too-large")
        match = self.take()
        if match["number"]:
            return Number(Fraction(match["number"]))
        if match["name"]:
            self.names.append(match["name"])
            return Name(match["name"])
        if match["sign"] == "-":
            return Operation("-", Number(Fraction(0)), self.single(depth + 1))
        if match["sign"] != "(":
            self.at = match.start()
            raise self.lost()
        inner = self.sum(depth + 1)
        if self.peek() != ")":
            raise self.lost()
        self.take()
        return inner
