"""Orders of dependent things, and the circles in which they wait for each other."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.compute.order import circles, in_order

GRAPHS = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefghxy"), max_size=3), max_size=8)


@pytest.mark.parametrize(
    "waits,order,stuck",
    [
        ({}, [], []),
        ({"b": ["a"], "a": []}, ["a", "b"], []),
        ({"c": [], "a": [], "b": []}, ["c", "a", "b"], []),
        ({"a": ["b"], "b": ["a"], "c": ["b"], "d": []}, ["d"], ["a", "b", "c"]),
        ({"a": ["elsewhere", "elsewhere"]}, ["a"], []),
        ({"a": ["b", "b"], "b": []}, ["b", "a"], []),
        ({"a": ["a"]}, [], ["a"]),
    ],
)
def test_order(waits: dict[str, list[str]], order: list[str], stuck: list[str]) -> None:
    assert in_order(waits) == (order, stuck)


@pytest.mark.parametrize(
    "waits,found",
    [
        ({"a": ["b"], "b": []}, []),
        ({"a": ["a"]}, [["a"]]),
        ({"b": ["c"], "c": ["a"], "a": ["b"], "d": ["a"]}, [["a", "b", "c"]]),
        ({"a": ["b", "c"], "b": ["c"], "c": ["a"]}, [["a", "c"]]),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c", "a"]}, [["a", "b"], ["c", "d"]]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, [["b", "c"]]),
    ],
)
def test_circles(waits: dict[str, list[str]], found: list[list[str]]) -> None:
    assert circles(waits) == found


@given(GRAPHS)
def test_each_comes_after_all_it_waits_for(waits: dict[str, list[str]]) -> None:
    order, stuck = in_order(waits)
    assert sorted([*order, *stuck]) == sorted(waits)
    for key in order:
        assert all(order.index(name) < order.index(key) for name in waits[key] if name in waits)


@given(GRAPHS)
def test_there_is_a_circle_exactly_where_the_standard_library_finds_one(waits: dict[str, list[str]]) -> None:
    try:
        TopologicalSorter(waits).prepare()
        is_circular = False
    except CycleError:
        is_circular = True
    found = circles(waits)
    assert bool(found) is is_circular
    for circle in found:
        assert len(set(circle)) == len(circle)
        assert all(after in waits[before] for before, after in zip(circle, [*circle[1:], circle[0]], strict=True))


def test_a_long_chain_needs_no_recursion() -> None:
    waits = {str(n): [str(n + 1)] for n in range(50_000)}
    assert in_order(waits)[0][0] == "49999"
    waits["50000"] = ["0"]
    assert len(circles(waits)[0]) == 50_001
