"""Formulas: a small grammar, exact values, and an end to everything else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.model.dates import Unreadable
from omp_plugin.model.formula import parse_formula

VALUES = {"spend": Fraction(520), "customers": Fraction(10), "none": None, "zero": Fraction(0), "goals.g.coverage": Fraction(28, 25)}


@pytest.mark.parametrize(
    "text,value",
    [
        ("5", 5),
        ("2.50", "5/2"),
        ("{spend} / {customers}", 52),
        ("{ spend }/{ customers }", 52),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("100 / 10 / 5", 2),
        ("-5 + 2", -3),
        ("--5", 5),
        ("2 * -3", -6),
        ("-(2 + 3)", -5),
        ("1 / 3", "1/3"),
        ("{goals.g.coverage} * 100", 112),
        ("{none} + 1", None),
        ("1 / {zero}", None),
        ("{zero} / 1", 0),
        ("1 / (2 - 2)", None),
        ("0 * {none}", None),
    ],
)
def test_values(text: str, value: int | str | None) -> None:
    assert parse_formula(text).value(VALUES.get) == (None if value is None else Fraction(value))


def test_names_in_their_order_once() -> None:
    assert parse_formula("{b} + {a} * {b} - {goals.x.coverage}").names == ("b", "a", "goals.x.coverage")


@pytest.mark.parametrize(
    "text,where",
    [
        ("", "at its end"), ("1 +", "at its end"), ("(1", "at its end"), ("1 2", 'at "2"'), ("{a} {b}", 'at "{b}"'), ("2 ** 3", 'at "* 3"'), ("a + 1", 'at "a + 1"'),
        ("1)", 'at ")"'), ("{}", 'at "{}"'), ("{a b}", 'at "{a b}"'), ("{a", 'at "{a"'), ("1e3", 'at "e3"'), ("5%", 'at "%"'), ("1,000", 'at ",000"'), ("f(1)", 'at "f(1)"'),
        ("1 // 2", 'at "/ 2"'), ("'x'", "at \"'x'\""), ("1;2", 'at ";2"'), ("__import__('os')", 'at "__import__'), ("٣", 'at "٣"'),
    ],
)  # fmt: skip
def test_where_it_stops_making_sense(text: str, where: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_formula(text)
    assert where in caught.value.message
    assert caught.value.code == "wrong-type"


@pytest.mark.parametrize("text", ["(" * 33 + "1" + ")" * 33, "-" * 40 + "1", "1+" * 600 + "1"])
def test_formulas_that_are_too_large(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_formula(text)
    assert caught.value.code == "too-large"


@given(st.text("0123456789.+-*/(){}ab ", max_size=40))
def test_any_text_is_a_formula_or_is_refused(text: str) -> None:
    try:
        formula = parse_formula(text)
    except Unreadable:
        return
    formula.value(lambda name: Fraction(7) if name == "a" else None)


@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 999)), max_size=12))
def test_arithmetic_is_that_of_python(parts: list[tuple[str, int]]) -> None:
    text = "1" + "".join(f" {sign} {number}" for sign, number in parts)
    assert parse_formula(text).value(VALUES.get) == eval(text)  # a text of numbers and signs
