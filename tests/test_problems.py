"""What problems say: the nearest known words."""

from __future__ import annotations

import pytest

from omp_plugin.problems import did_you_mean, stands_for

FIELDS = ("title", "owner", "target", "unit_cost", "kpi", "start", "stage")


@pytest.mark.parametrize(
    "word,hint",
    [
        ("KPI", 'did you mean "kpi"?'),
        (" Owner ", 'did you mean "owner"?'),
        ("Unit cost", 'did you mean "unit_cost"?'),
        ("unit-cost", 'did you mean "unit_cost"?'),
        ("TITEL", 'did you mean "title"?'),
        ("traget", 'did you mean "target" or "stage"?'),
        ("Budget", "known here: kpi, owner, stage, start, target, title, unit_cost"),
    ],
)
def test_the_nearest_words_are_named(word: str, hint: str) -> None:
    assert did_you_mean(word, FIELDS) == hint


@pytest.mark.parametrize(
    "word,meant",
    [("KPI", "kpi"), ("Owner", "owner"), ("onwer", "owner"), ("traget", "target"), ("tag", ""), ("Budget", ""), ("", "")],
)
def test_a_word_stands_for_another_only_where_that_is_sure(word: str, meant: str) -> None:
    assert stands_for(word, FIELDS) == meant


def test_of_several_words_that_differ_in_capitals_alone_the_nearest_is_named() -> None:
    assert did_you_mean("aB", ["ab", "Ab"]) == 'did you mean "ab"?'
