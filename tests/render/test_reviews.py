"""When reviews take place, what is late of next steps, and statuses in authors' own words."""

from __future__ import annotations

from datetime import date

import pytest

from omp_plugin.compute.reviews import next_review
from omp_plugin.render.components.governance import (
    next_steps,
    presence_table,
    quality_table,
    review_list,
    rhythm,
    tools_table,
)
from omp_plugin.render.written import state
from tests.render.plans import Document, context, html

TODAY = date(2026, 6, 15)
"""A Monday."""


@pytest.mark.parametrize(
    "review, expected",
    [
        ("cadence: weekly, day: Monday", date(2026, 6, 15)),
        ("cadence: weekly, day: fri", date(2026, 6, 19)),
        ("cadence: weekly, day: sometime", None),
        ("cadence: fortnightly, day: Mon, log: [{on: 2026-06-01, so_what: x}]", date(2026, 6, 15)),
        ("cadence: fortnightly, day: Mon, log: [{on: 2026-06-08, so_what: x}]", date(2026, 6, 22)),
        ("cadence: fortnightly, day: Mon", date(2026, 6, 22)),
        ("cadence: fortnightly, day: Mon, log: [{on: 2026-06-16, so_what: later}]", date(2026, 6, 22)),
        ("cadence: monthly, day: 4", date(2026, 7, 4)),
        ("cadence: monthly, day: 31", date(2026, 6, 30)),
        ("cadence: monthly, day: 0", None),
        ("cadence: once, day: 2026-09-01", date(2026, 9, 1)),
        ("cadence: once, day: 2026-03-01", None),
        ("cadence: once, day: soon", None),
        ("cadence: quarterly, day: 4", date(2026, 7, 4)),
        ("cadence: quarterly, day: mon", None),
        ("cadence: daily", date(2026, 6, 15)),
    ],
)
def test_the_next_review(review: str, expected: date | None) -> None:
    plan = context(f"reviews: {{r: {{title: R, {review}}}}}").plan
    assert next_review(plan, plan.reviews["r"], TODAY) == expected


@pytest.mark.parametrize(
    "review, words",
    [
        ("cadence: weekly, day: mon", "Every Monday"),
        ("cadence: fortnightly, day: Friday", "Every second Friday"),
        ("cadence: monthly, day: 4", "Every month, on day 4"),
        ("cadence: daily", "Every working day"),
        ("cadence: quarterly, day: last Friday", "Every quarter, last Friday"),
        ("day: TBD", ""),
    ],
)
def test_the_rhythm_in_words(review: str, words: str) -> None:
    assert rhythm(context(f"reviews: {{r: {{title: R, {review}}}}}").plan.reviews["r"]) == words


def test_facts_that_nobody_wrote_are_left_out() -> None:
    made = review_list(context("reviews: {r: {title: R, cadence: weekly, day: fri, owner: TBD}}"))
    assert made is not None
    assert [(label, cell.text or cell.kind) for label, cell in made[0].facts] == [
        ("Next", "Fri, Jun 19"),
        ("Led by", "open"),
    ]


def test_next_steps_that_are_late_or_over() -> None:
    made = next_steps(
        context(
            "next_steps: {a: {title: A, due: 2026-06-14}, b: {title: B, due: 2026-06-10, status: done},"
            " c: {title: C, status: TBD}, d: {title: D, due: 2026-06-20, status: Waiting for legal}}"
        )
    )
    assert made is not None
    shown = [(row.cells[0].text, row.cells[3].status, row.cells[3].text or row.cells[3].kind) for row in made.rows]
    assert shown == [
        ("A", "off-track", "1 d late"),
        ("D", "", "Waiting for legal"),
        ("C", "", "open"),
        ("B", "done", "Done"),
    ]


@pytest.mark.parametrize(
    "written, word",
    [("Done", "done"), ("in-progress", "in-progress"), (" To do ", "not-started"), ("half way", ""), (None, "")],
)
def test_words_of_authors(written: str | None, word: str) -> None:
    assert state(written) == word


def test_presence_checks_begin_with_what_is_missing() -> None:
    made = presence_table(
        context("presence: {a: {question: A?, answer: yes}, b: {question: B?, answer: no},"
                " c: {question: C?, answer: not-applicable}, d: {question: D?}}")
    )  # fmt: skip
    assert made is not None
    assert [row.cells[0].text for row in made.rows] == ["B?", "D?", "A?", "C?"]
    assert made.note == "Is the marketing system complete? Yes to 1 of the 3 that apply."


def test_columns_that_nobody_filled_are_left_out() -> None:
    tools = tools_table(context("tools: {a: {title: A, purpose: Mail}, b: {title: B}}"))
    quality = quality_table(context("quality: {a: {title: A, status: met}}"))
    assert tools is not None
    assert quality is not None
    assert [column.label for column in tools.columns] == ["Tool", "Purpose"]
    assert [column.label for column in quality.columns] == ["Check", "Status"]
    assert (quality.rows[0].cells[1].status, quality.rows[0].cells[1].text) == ("done", "Met")


def test_markup_of_a_review_is_whole() -> None:
    text = "reviews: {r: {title: R, agenda: [One, Two], log: [{on: 2026-06-01, so_what: Well, actions: [A, B]}]}}"
    found = Document(html(context(text), "review_list"))
    assert (found.wrong, found.open) == ([], [])
    assert found.classes("omp-when") == 1
