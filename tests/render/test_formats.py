"""Numbers, money and dates as a plan's readers write them; rounding takes place here only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.model.amounts import Money, parse_range
from omp_plugin.model.dates import Duration, Period, parse_period
from omp_plugin.render.formats import NONE, Formats
from omp_plugin.render.patterns import MINUS, known_locale
from omp_plugin.render.rounding import decimals, rounded

YEAR = parse_period("2026-07-01 to 2027-06-30")
US = Formats("en_US", "USD", YEAR, frozenset({"EUR"}))


@pytest.mark.parametrize(
    "value,text",
    [
        (Decimal(52000), "$52,000"),
        (Decimal("5180.50"), "$5,180.50"),
        (Decimal("5180.00"), "$5,180"),
        (Decimal(-300), f"{MINUS}$300"),
        (Decimal("-0.001"), "$0"),
        (Fraction(1, 3), "$0.33"),
        (Decimal("123456789012345678901234567890.12"), "$123,456,789,012,345,678,901,234,567,890.12"),
    ],
)
def test_money(value: Decimal, text: str) -> None:
    assert US.money(value) == text


def test_cents_are_written_where_a_table_has_any() -> None:
    amounts = [Decimal(5), Decimal("7.25")]
    cents = US.has_cents([None, *amounts])
    assert cents
    assert [US.money(each, cents=cents) for each in amounts] == ["$5.00", "$7.25"]
    assert not US.has_cents([Decimal("5.00"), Decimal("7.001")])


@pytest.mark.parametrize(
    "code,text",
    [("EUR", "€1,234.50"), ("JPY", "¥1,235"), ("ADA", "ADA\xa01,234.50"), ("BHD", "BHD\xa01,234.500")],
)
def test_other_currencies_have_their_own_minor_units(code: str, text: str) -> None:
    assert US.money(Decimal("1234.5"), code) == text


@pytest.mark.parametrize(
    "value,text",
    [(Decimal(600), "+$600"), (Decimal(-300), f"{MINUS}$300"), (Decimal(0), "$0"), (Decimal("0.001"), "$0")],
)
def test_a_variance_has_a_sign_and_zero_has_none(value: Decimal, text: str) -> None:
    assert US.signed_money(value) == text


def test_relative_changes() -> None:
    assert US.signed_percent(Fraction(600, 52000)) == "+1.2%"
    assert US.signed_percent(Fraction(-83, 1000)) == f"{MINUS}8.3%"
    assert US.signed_percent(Fraction(1, 100_000)) == "0.0%"
    assert US.points(Fraction(1, 100)) == "1 pt"
    assert US.points(Fraction(1, 1000)) == "0.1 pt"


@pytest.mark.parametrize(
    "value,unit,text",
    [
        (Fraction(54, 100), "%", "54%"),
        (Fraction(15, 1000), "%", "1.5%"),
        (Fraction(25, 10000), "%", "0.25%"),
        (Fraction(57), "USD", "$57"),
        (Fraction(57), "EUR", "€57"),
        (Fraction(21, 10), "x", "2.1×"),
        (Fraction(1240), "subscribers", "1,240"),
        (Fraction(7), "MQL", "7"),
        (Fraction(1, 3), None, "0.33"),
        (Fraction(100, 3), None, "33.3"),
        (Fraction(10000, 3), None, "3,333"),
        (Fraction(14996, 10), None, "1,499.6"),
    ],
)
def test_kpis_are_written_in_their_unit(value: Fraction, unit: str | None, text: str) -> None:
    assert US.kpi(value, unit) == text
    assert US.quantity(value, unit) == text


@pytest.mark.parametrize(
    "written,unit,text",
    [
        ("60%..80%", "%", "60–80%"),
        ("..5%", "%", "at most 5%"),
        ("3..", "orders", "at least 3"),
        ("100..150", "USD", "$100–$150"),
    ],
)
def test_ranges(written: str, unit: str, text: str) -> None:
    assert US.range(parse_range(written), unit) == text


def test_an_estimate_is_a_span() -> None:
    assert US.written(Money(Decimal(50000), None, Decimal(30000))) == "$30,000–$50,000"
    assert US.written(Money(Decimal(500), "EUR")) == "€500"


@pytest.mark.parametrize(
    "written,text,short",
    [
        ("2026-11-27", "Nov 27, 2026", "Nov 27"),
        ("2026-W48", "Week 48, 2026", "Week 48, 2026"),
        ("2026-11", "Nov 2026", "Nov"),
        ("2026-06", "Jun 2026", "Jun 2026"),
        ("2026-Q4", "Q4 2026", "Q4"),
        ("2026-H2", "H2 2026", "H2 2026"),
        ("2027", "2027", "2027"),
        ("2026-07-01 to 2027-06-30", "Jul 1, 2026 – Jun 30, 2027", "Jul 1, 2026 – Jun 30, 2027"),
        ("2026-07 to 2026-Q4", "Jul 2026 – Q4 2026", "Jul 2026 – Q4 2026"),
    ],
)
def test_periods_are_as_precise_as_they_were_written(written: str, text: str, short: str) -> None:
    assert US.period(parse_period(written)) == text
    assert US.short_period(parse_period(written)) == short


def test_fiscal_years_keep_their_name() -> None:
    assert US.period(parse_period("FY2027", 7)) == "FY2027"
    assert US.short_period(parse_period("FY2027-Q1", 7)) == "FY2027 Q1"
    assert US.period(parse_period("FY2026-Q4 to FY2027-Q1", 7)) == "FY2026 Q4 – FY2027 Q1"


def test_a_year_is_left_out_only_where_the_plan_has_one_such_day() -> None:
    assert US.short(date(2026, 11, 22)) == "Nov 22"
    assert US.short(date(2027, 7, 1)) == "Jul 1, 2027"
    long = Formats("en_US", "USD", parse_period("2026-01-01 to 2027-12-31"))
    assert long.short(date(2026, 11, 22)) == "Nov 22, 2026"
    assert Formats().short_period(Period(date(2026, 11, 1), date(2026, 11, 30), "2026-11", "month")) == "Nov 2026"


def test_dates_are_never_all_digits() -> None:
    for locale in ("en_US", "de_DE", "fr_FR", "es_MX", "sv_SE"):
        assert any(letter.isalpha() for letter in Formats(locale).date(date(2026, 11, 22)))


def test_locales() -> None:
    german = Formats("de-DE", "EUR")
    assert german.locale == "de_DE"
    assert german.money(Decimal("-1234.5")) == f"{MINUS}1.234,50\xa0€"
    assert german.percent(Fraction(1, 8), 1) == "12,5\xa0%"


@pytest.mark.parametrize("text", ["xx", "../../etc/passwd", "", "en_US" * 20, "e\0n", "klingon", "en--US"])
def test_an_unknown_locale_is_american_english(text: str) -> None:
    assert known_locale(text) == "en_US"
    assert Formats(text).money(Decimal(1)) == "$1"


def test_none_is_a_dash() -> None:
    assert {
        US.money(None), US.percent(None), US.number(None), US.kpi(None, "%"), US.date(None), US.period(None),
        US.signed(None), US.signed_money(None), US.signed_percent(None), US.points(None), US.written(None),
        US.range(None, None), US.duration(None), US.short(None), US.short_period(None), US.month(None),
    } == {NONE}  # fmt: skip


def test_durations() -> None:
    assert [US.duration(Duration(*each)) for each in ((5, "d"), (1, "w"), (10, "ed"))] == [
        "5 working days", "1 week", "10 days",
    ]  # fmt: skip


@pytest.mark.parametrize("value,text", [(0, "$0"), (900, "$900"), (45000, "$45k"), (1500, "$1.5k"), (2_000_000, "$2M")])
def test_axes_are_short(value: int, text: str) -> None:
    assert US.compact(value) == text


def test_half_is_rounded_away_from_zero() -> None:
    assert US.percent(Fraction(145, 1000)) == "15%"
    assert US.percent(Fraction(-145, 1000)) == f"{MINUS}15%"
    assert US.percent(Fraction(9496, 10000), 1) == "95.0%"


def test_nothing_is_too_large_to_be_written() -> None:
    huge = Fraction(10) ** 5000
    assert US.kpi(-huge, "USD") == US.kpi(-huge, "%") == f"under {MINUS}10³⁶"
    for text in (US.number(huge), US.money(Fraction(huge)), US.percent(huge), US.compact(huge), US.points(huge)):
        assert "10³⁶" in text


@given(st.fractions(), st.integers(0, 4))
def test_rounding_is_to_the_nearest(value: Fraction, digits: int) -> None:
    found = rounded(value, digits)
    assert abs(Fraction(found) - value) * 10**digits <= Fraction(1, 2)
    assert decimals(found, digits) <= digits
    assert not (found == 0 and found.is_signed())


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_money_to_the_cent_can_be_read_back(value: Decimal) -> None:
    text = US.money(value, cents=True).replace(MINUS, "-").replace("$", "").replace(",", "")
    assert Decimal(text) == value
