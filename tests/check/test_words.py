"""Figures and counts in sentences."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omp_plugin.check.words import counted, figure, listed, number, percent


@pytest.mark.parametrize(
    "ratio,text",
    [("0.8", "80.0%"), ("1.12", "112.0%"), ("0.99999", "99.9%"), ("1", "100.0%"), ("2/3", "66.7%"), ("0.0005", "0.0%"),
     ("0.0015", "0.2%"), ("-0.5", "-50.0%")],
)  # fmt: skip
def test_percent(ratio: str, text: str) -> None:
    assert percent(Fraction(ratio)) == text


@pytest.mark.parametrize(
    "value,digits,text",
    [("1234567.5", 2, "1,234,567.5"), ("0.125", 2, "0.12"), ("-0.001", 2, "0"), ("-1.5", 1, "-1.5"), ("7", 0, "7")],
)
def test_number(value: str, digits: int, text: str) -> None:
    assert number(Fraction(value), digits) == text


@pytest.mark.parametrize(
    "value,unit,text",
    [("12000", "USD", "USD 12,000"), ("12000.5", "USD", "USD 12,000.50"), ("0.125", "%", "12.5%"),
     ("3", "leads", "3 leads"), ("240", "MQL", "240 MQL"), ("3.5", None, "3.5"), ("7", "EUR", "EUR 7")],
)  # fmt: skip
def test_figure(compiled, value: str, unit: str | None, text: str) -> None:
    assert figure(compiled("").plan, Fraction(value), unit) == text


def test_counts_and_lists() -> None:
    assert [counted(1, "task"), counted(0, "task"), counted(1200, "task")] == ["1 task", "0 tasks", "1,200 tasks"]
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == ["a", "a and b", "a, b or c"]
