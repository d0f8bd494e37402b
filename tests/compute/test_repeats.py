"""The days on which a repeating task takes place."""

from __future__ import annotations

from datetime import date

import pytest

from omp_plugin import limits
from tests.helpers import HEAD, codes, compiled, tasks_of, the


def days(fields: str) -> list[str]:
    return [day.strftime("%m-%d") for day in tasks_of(f"t: {{{fields}}}")["t"].occurrences]


@pytest.mark.parametrize(
    "fields,expected",
    [
        ("repeat: weekly, start: 2026-07-06, finish: 2026-07-27", ["07-06", "07-13", "07-20", "07-27"]),
        ("repeat: weekly, start: 2026-07-06, finish: 2026-07-26", ["07-06", "07-13", "07-20"]),
        ("repeat: fortnightly, start: 2026-07-06, finish: 2026-08-10", ["07-06", "07-20", "08-03"]),
        ("repeat: monthly, start: 2026-07-15, finish: 2026-09-30", ["07-15", "08-15", "09-15"]),
        ("repeat: monthly, start: 2026-08-31, finish: 2026-12-31", ["08-31", "09-30", "10-31", "11-30", "12-31"]),
        ("repeat: monthly, start: 2027-01-31, finish: 2027-03-31", ["01-31", "02-28", "03-31"]),
        ("repeat: quarterly, start: 2026-07-01, finish: 2027-06-30", ["07-01", "10-01", "01-01", "04-01"]),
        ("repeat: quarterly", ["07-01", "10-01", "01-01", "04-01"]),
        ("repeat: weekly, start: 2026-07-06, finish: 2026-07-06", ["07-06"]),
        ("repeat: weekly, start: 2026-07-06, finish: 2026-07-27, except: [2026-07-13]", ["07-06", "07-20", "07-27"]),
        ("repeat: weekly, start: 2026-07-06, finish: 2026-07-27, except: [2026-07-14]", ["07-06", "07-13", "07-20", "07-27"]),
        ("repeat: weekly, start: 2026-07-06, finish: 2026-08-10, except: [2026-W29, 2026-08]", ["07-06", "07-20", "07-27"]),
        ("repeat: weekly, start: 2026-07-04, finish: 2026-07-18", ["07-04", "07-11", "07-18"]),
        ("repeat: weekly, start: 2026-07, finish: 2026-07", ["07-01", "07-08", "07-15", "07-22", "07-29"]),
    ],
)
def test_occurrences(fields: str, expected: list[str]) -> None:
    assert days(fields) == expected


def test_one_row_with_its_duration() -> None:
    task = tasks_of("t: {repeat: monthly, start: 2026-07-06, finish: 2026-09-30, duration: 3d}")["t"]
    assert (task.start, task.finish, task.duration_days) == (date(2026, 7, 6), date(2026, 9, 30), 3)
    assert tasks_of("t: {repeat: monthly}")["t"].duration_days == 1
    assert tasks_of("t: {repeat: monthly, duration: 1w}")["t"].duration_days == 5


@pytest.mark.parametrize("field", ["start", "finish"])
def test_an_open_end(field: str) -> None:
    task = tasks_of(f"t: {{repeat: weekly, {field}: TBD}}")["t"]
    assert (task.start, task.occurrences) == (None, ())


def test_a_repeat_that_ends_before_it_starts() -> None:
    result = compiled(HEAD + "tasks: {t: {repeat: weekly, start: 2026-08-01, finish: 2026-07-01}}\n")
    assert the(result, "ends-before-start").position.line == 6


def test_too_many_occurrences() -> None:
    result = compiled(HEAD + "tasks: {t: {repeat: weekly, start: 1970, finish: 2070}}\n")
    assert "5,000" in the(result, "too-large").message
    assert result.results is not None
    assert len(result.results.schedule.tasks["t"].occurrences) == limits.OCCURRENCES
    exact = "tasks: {t: {repeat: weekly, start: 1970-01-01, finish: 2065-10-22}}\n"
    assert "too-large" not in codes(compiled(HEAD + exact))


def test_too_many_occurrences_of_all_tasks() -> None:
    lines = "".join(f"  t{n}: {{repeat: weekly, start: 1970, finish: 2060}}\n" for n in range(40))
    result = compiled(HEAD + "tasks:\n" + lines)
    assert "too-large" in codes(result)
    assert result.results is not None
    assert sum(len(task.occurrences) for task in result.results.schedule.tasks.values()) == limits.OCCURRENCES_OF_ALL


@pytest.mark.parametrize(
    "fields,slack",
    [
        ("deadline: 2026-07-27", 0),
        ("deadline: 2026-07-24", -1),
        ("deadline: 2026-07-26", -1),
        ("deadline: 2026-07-31", 4),
        ("duration: 3d, deadline: 2026-07-29", 0),
        ("duration: 3d, deadline: 2026-07-28", -1),
        ("duration: 3ed, deadline: 2026-07-28", -1),
        ("duration: 1w, deadline: 2026-07-31", 0),
        ("except: [2026-07-27], deadline: 2026-07-21", 1),
        ("except: [2026-07], deadline: 2026-07-01", None),
        ("duration: 9999ed, deadline: 2026-07-28", -7141),
        ("duration: 1d", None),
    ],
)
def test_the_deadline_is_that_of_the_last_time(fields: str, slack: int | None) -> None:
    found = tasks_of(f"t: {{repeat: weekly, start: 2026-07-06, finish: 2026-07-30, {fields}}}")["t"]
    assert (found.start, found.finish, found.deadline_slack) == (date(2026, 7, 6), date(2026, 7, 30), slack)


def test_a_repeating_task_that_misses_its_deadline() -> None:
    text = "tasks: {a: {}, t: {title: Post, repeat: weekly, start: 2026-07-06, finish: 2026-07-30, deadline: 2026-07-24}}\n"
    result = compiled(HEAD + text, date(2026, 7, 1))
    said = 'task "Post" takes place for the last time on 2026-07-27, and finishes 1 working day after its deadline 2026-07-24'
    assert the(result, "deadline-missed").message == said
    assert result.results
    assert result.results.schedule.status == "at-risk"
