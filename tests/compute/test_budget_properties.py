"""What holds for every budget: parts add up to wholes, order never matters, nothing an author writes raises."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from omp_plugin.compute.budget import compute_budget
from omp_plugin.compute.results import BudgetResults, Sums, Today
from omp_plugin.model.plan import VOCABULARY, type_plan
from omp_plugin.source.folder import PlanSource, read_plan

Written = dict[str, Any]
STATES = ("planned", "committed", "actual", "forecast", "planned_low")
THROUGH = date(2026, 10, 31)
QUARTERS = {
    "2026-Q3": ("2026-07", "2026-08", "2026-09"),
    "2026-Q4": ("2026-10", "2026-11", "2026-12"),
    "2027-Q1": ("2027-01", "2027-02", "2027-03"),
    "2027-Q2": ("2027-04", "2027-05", "2027-06"),
}
MONTHS = tuple(month for months in QUARTERS.values() for month in months)
PERIODS = (*QUARTERS, *MONTHS, "2026-H2", "2027-H1", "2026-W40", "2026-10-15 to 2027-01-14", "FY2027", "FY2027-Q1")
CAMPAIGNS = ("a", "b", "c")
IDS = ("one", "two", "three", "four", "five", "six")


def results_of(lines: Any, **budget: Any) -> BudgetResults | None:
    """The budget of a plan with these lines; JSON is YAML."""
    keys = {
        "omp": "1",
        "title": "T",
        "owner": "a",
        "period": "2026-07-01 to 2027-06-30",
        "fiscal_year_start": "7",
        "rates": {"EUR": {"rate": "1.0837"}},
        "campaigns": {id_: {"tactics": {f"t{id_}": {}}} for id_ in CAMPAIGNS},
        "budget": {"lines": lines, **budget},
    }
    node, _ = read_plan(PlanSource("plans/x", {"plan.yml": json.dumps(keys).encode()}), VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, "x", "plans/x/plan.yml")
    assert plan is not None
    return compute_budget(plan, Today(date(2026, 11, 22), THROUGH))


def budget_of(lines: Any, **budget: Any) -> BudgetResults:
    """The budget, of which there is one."""
    results = results_of(lines, **budget)
    assert results is not None
    return results


def total(parts: Iterable[Sums]) -> Sums:
    """Sums added up one by one."""
    return sum(parts, Sums())


cents = st.integers(0, 10_000_000).map(lambda cents: f"{Decimal(cents) / 100:.2f}")
amounts = st.one_of(cents, cents.map(lambda amount: f"EUR {amount}"))
estimates = st.tuples(amounts, st.integers(0, 500)).map(lambda pair: f"{pair[0]}..{_more(pair[0], pair[1])}")


def _more(amount: str, by: int) -> str:
    code, _, number = amount.rpartition(" ")
    return f"{code} {Decimal(number) + by}".strip()


def tables(values: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Money by period, or one amount. A table that names one period twice is refused, whichever comes first."""
    by_period = st.dictionaries(st.sampled_from(PERIODS), values, max_size=6)
    return st.one_of(values, by_period.filter(lambda table: not {"2026-Q3", "FY2027-Q1"} <= table.keys()))


percents = st.integers(1, 2000).map(lambda count: f"{Decimal(count) / 10}%")
splits = st.lists(st.integers(1, 9999), min_size=2, max_size=2, unique=True).map(
    lambda cuts: _parts(sorted(cuts)),
)


def _parts(cuts: list[int]) -> dict[str, str]:
    """Three shares in hundredths of a percent that add up to all."""
    bounds = [0, *cuts, 10_000]
    return {id_: f"{Decimal(bounds[n + 1] - bounds[n]) / 100}%" for n, id_ in enumerate(CAMPAIGNS)}


def ways(of: tuple[str, ...]) -> st.SearchStrategy[Written]:
    """One way to say what a line plans; shares are of the lines `of`."""
    own = [
        st.fixed_dictionaries({"planned": tables(st.one_of(amounts, estimates))}),
        st.fixed_dictionaries({"units": st.integers(0, 500).map(str), "unit_cost": amounts}),
        st.fixed_dictionaries({"monthly": amounts}, optional={"from": st.sampled_from(MONTHS[:6])}),
        st.fixed_dictionaries({"share": percents, "of": st.just("total")}),
        st.just({}),
    ]
    if of:
        named = st.lists(st.sampled_from(of), min_size=1, unique=True)
        own.append(st.fixed_dictionaries({"share": percents, "of": named}))
    return st.one_of(own)


bearers = st.one_of(
    st.fixed_dictionaries({"campaign": st.sampled_from(CAMPAIGNS)}),
    st.fixed_dictionaries({"tactic": st.sampled_from([f"t{id_}" for id_ in CAMPAIGNS])}),
    st.fixed_dictionaries({"split": splits}),
)
spent = st.fixed_dictionaries(
    {"category": st.sampled_from(["Media", "Events"])},
    optional={"committed": tables(amounts), "actual": tables(amounts), "forecast": tables(amounts)},
)


@st.composite
def budgets(draw: st.DrawFn) -> dict[str, Written]:
    """Lines that hold together, each with a campaign or a split, and a category."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    return {id_: draw(ways(ids[:n])) | draw(bearers) | draw(spent) for n, id_ in enumerate(ids)}


@given(budgets())
def test_parts_add_up_to_the_whole(lines: dict[str, Written]) -> None:
    results = budget_of(lines)
    assert {each.code for each in results.problems} <= {"outside-period"}
    assert set(results.lines) == set(lines)
    for parts in (results.by_campaign, results.by_category, results.by_period):
        assert total(parts.values()) == results.sums
    assert total(line.sums for line in results.lines.values()) == results.sums
    for line in results.lines.values():
        assert total(line.by_period.values()) == line.sums
        assert sum(line.shares.values()) == 1
    assert results.sums.planned_low <= results.sums.planned


@given(budgets(), st.randoms(use_true_random=False))
def test_the_order_of_keys_never_matters(lines: dict[str, Written], chance: Any) -> None:
    before, after = budget_of(lines), budget_of(shuffled(lines, chance))
    assert after.lines == before.lines
    assert (after.sums, after.by_campaign, after.by_category) == (before.sums, before.by_campaign, before.by_category)
    assert list(after.by_period.items()) == list(before.by_period.items())
    assert [period.text for period in after.by_period] == [period.text for period in before.by_period]
    assert Counter(each.message for each in after.problems) == Counter(each.message for each in before.problems)
    assert (after.status, after.forecast) == (before.status, before.forecast)


def shuffled(value: Any, chance: Any) -> Any:
    """The same mappings with their keys in another order."""
    if not isinstance(value, dict):
        return value
    items = [(key, shuffled(each, chance)) for key, each in value.items()]
    chance.shuffle(items)
    return dict(items)


@given(
    planned=st.dictionaries(st.sampled_from(list(QUARTERS)), cents, min_size=1),
    actual=st.dictionaries(st.sampled_from(MONTHS), cents),
)
def test_coarser_actuals_change_neither_totals_nor_forecasts(planned: Written, actual: Written) -> None:
    coarse: dict[str, Decimal] = {}
    for quarter, months in QUARTERS.items():
        found = [Decimal(actual[month]) for month in months if month in actual]
        if found:
            coarse[quarter] = sum(found, Decimal(0))
    fine = budget_of({"x": {"planned": planned, "actual": actual}})
    rough = budget_of({"x": {"planned": planned, "actual": {key: str(each) for key, each in coarse.items()}}})
    whole = budget_of({"x": {"planned": planned, "actual": str(sum(coarse.values(), Decimal(0)))}})
    assert fine.sums.actual == rough.sums.actual == whole.sums.actual
    # Where a quarter is not planned, each of its months is judged by itself: there the forecasts may differ.
    kept = {key: value for key, value in actual.items() if any(key in QUARTERS[quarter] for quarter in planned)}
    rough_kept = {key: str(each) for key, each in coarse.items() if key in planned}
    fine, rough = (
        budget_of({"x": {"planned": planned, "actual": kept}}),
        budget_of({"x": {"planned": planned, "actual": rough_kept}}),
    )
    assert fine.sums == rough.sums


@given(
    cells=st.dictionaries(
        st.sampled_from(MONTHS),
        st.fixed_dictionaries({}, optional=dict.fromkeys(STATES[:4], cents)),
    )
)
def test_plain_periods_follow_the_rule(cells: dict[str, dict[str, str]]) -> None:
    line: dict[str, dict[str, str]] = {}
    expected = Decimal(0)
    for month, cell in cells.items():
        for state, amount in cell.items():
            line.setdefault(state, {})[month] = amount
        expected += plain_forecast(month, {state: Decimal(amount) for state, amount in cell.items()})
    assert budget_of({"x": line}).sums.forecast == expected


def plain_forecast(month: str, cell: Mapping[str, Decimal]) -> Decimal:
    """The rule of the plan format for one period without others over it, said a second time."""
    spent = cell.get("actual", Decimal(0)) + cell.get("committed", Decimal(0))
    if "forecast" in cell:
        return cell["forecast"]
    return spent if month <= "2026-10" else max(cell.get("planned", Decimal(0)), spent)


@given(budgets(), cents, st.integers(-300, 300))
def test_a_stated_total_is_proved_to_the_last_digit(lines: dict[str, Written], reserve: str, off: int) -> None:
    planned = budget_of(lines).sums.planned
    stated = planned + Decimal(reserve) + Decimal(off) / 100
    # A total can be written with at most 18 digits after its point; shares of shares can have more.
    assume(stated >= 0 and -int(stated.as_tuple().exponent) <= 18)
    results = budget_of(lines, total=f"{stated:f}", reserve=reserve)
    mismatches = [each for each in results.problems if each.code == "sum-mismatch"]
    assert len(mismatches) == (1 if off else 0)
    if off:
        assert mismatches[0].message.endswith(f"{abs(off) / 100:.2f} too {'much' if off > 0 else 'little'}")


words = st.one_of(
    amounts,
    estimates,
    percents,
    st.sampled_from(
        ["TBD", "", "total", "none", "one", "a", "ta", "GBP 5", "$5", "-5", "-100%", "0", "999999999999999999M"]
    ),
    st.sampled_from([*PERIODS, "2026", "1970-01-01 to 2200-12-31", "2025-W53", "2027-06-30 to 2027-07-01"]),
)
PLANNING = ("units", "unit_cost", "share", "of", "monthly", "from", "until")
fields = st.sampled_from(
    [*STATES[:4], *PLANNING, "cap", "split", "campaign", "tactic", "category", "goal", "visibility"]
)
values = st.recursive(
    words,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=4)),
    max_leaves=6,
)
envelopes = st.dictionaries(st.sampled_from(["total", "reserve", "reserve_drawn", "revenue"]), values)


@settings(max_examples=300)
@given(
    st.one_of(
        values, st.dictionaries(st.sampled_from(IDS), st.one_of(values, st.dictionaries(fields, values)), max_size=6)
    ),
    envelopes,
)
def test_nothing_an_author_writes_raises(lines: Any, envelope: Written) -> None:
    results = results_of(lines, **envelope)
    assert results is not None
    everything = [results.sums, *results.by_period.values(), *results.by_campaign.values()]
    for sums in everything + [line.sums for line in results.lines.values()]:
        assert all(getattr(sums, state).is_finite() for state in STATES)
    assert results.forecast.is_finite()
    assert results.status in ("on-track", "at-risk", "off-track", "unknown")
    for each in results.problems:
        assert each.position.path == "plans/x/plan.yml"
        assert each.message
        assert each.hint
