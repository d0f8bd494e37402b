"""Over-allocation, held against a count day by day."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omp_plugin.compute.calendar import work_calendar

HEAD = "omp: 1\ntitle: A plan\nperiod: 2026\nowner: ana\nas_of: 2026-06-30\n"
SETTINGS = "calendar: {off: [2026-03-30 to 2026-04-10, 2026-05-01]}\n"

tasks_of_a_plan = st.lists(
    st.tuples(
        st.integers(0, 120), st.integers(1, 40), st.integers(1, 120), st.sampled_from(["d", "ed"]), st.booleans()
    ),
    max_size=5,
)


def plan_of(tasks: list[tuple[int, int, int, str, bool]], allocation: int) -> str:
    """A plan in which Ben owns these tasks: first day, length, effort, unit, weekly or not."""
    lines = [f"people: {{ana: {{}}, ben: {{name: Ben, allocation: {allocation}%}}}}", "tasks:"]
    for number, (start, days, effort, unit, is_weekly) in enumerate(tasks):
        day = date(2026, 2, 2) + timedelta(days=start)
        weekly = f"{min(days, 9)}{unit}, repeat: weekly, finish: {day + timedelta(days=60)}"
        length = weekly if is_weekly else f"{days}{unit}"
        lines.append(f"  t{number}: {{owner: ben, start: {day}, duration: {length}, effort: {effort}%}}")
    return SETTINGS + "\n".join(lines) + "\n"


def busy_days(task, scheduled, working: list[date]) -> list[date]:
    """Every working day on which a task is worked on, once for each of its occurrences."""
    if scheduled.start is None:
        return []
    if not task.repeat:
        return [day for day in working if scheduled.start <= day <= scheduled.finish]
    days = []
    for first in scheduled.occurrences:
        following = [day for day in working if day >= first]
        if task.duration.unit == "d":
            days += following[: scheduled.duration_days]
        else:
            last = following[0] + timedelta(days=scheduled.duration_days - 1)
            days += [day for day in following if day <= last]
    return days


@settings(max_examples=60)
@given(tasks_of_a_plan, st.integers(40, 120))
def test_as_counted_day_by_day(compiled, tasks: list[tuple[int, int, int, str, bool]], allocation: int) -> None:
    each = compiled(plan_of(tasks, allocation), head=HEAD)
    calendar = work_calendar(each.plan)[0]
    all_days = [date(2026, 1, 1) + timedelta(days=n) for n in range(500)]
    working = [day for day in all_days if calendar.is_working(day.toordinal())]
    load: dict[date, Fraction] = defaultdict(Fraction)
    days_of_week: dict[date, int] = defaultdict(int)
    for day in working:
        days_of_week[day - timedelta(days=day.weekday())] += 1
    for id_, task in each.plan.tasks.items():
        for day in busy_days(task, each.results.schedule.tasks[id_], working):
            load[day - timedelta(days=day.weekday())] += Fraction(task.effort)
    over = sorted(week for week in load if load[week] / days_of_week[week] > Fraction(allocation, 100))
    found = [problem.message for problem in each.problems if problem.code == "over-allocated"]
    assert len(found) == bool(over)
    for message in found:
        assert f"in the week of {over[0]}, " in message
        assert int((re.search(r"first of (\d+) such", message) or [0, "1"])[1]) == len(over)


def test_what_does_not_count(found) -> None:
    body = """tasks:
  a: {owner: ana, campaign: x, start: 2026-03-02, duration: 1w, effort: 100%}
  b: {owner: ana, campaign: x, start: 2026-03-02, duration: 1w}
  c: {owner: ana, campaign: x, start: 2026-03-02, duration: 1w, effort: 50%, status: cancelled}
  d: {owner: ben, campaign: x, start: 2026-03-02, duration: 1w, effort: 50%}
  e: {owner: nobody, campaign: x, start: 2026-03-02, duration: 1w, effort: 500%}
  f: {owner: ana, campaign: x, date: 2026-03-04, effort: 500%}
"""
    assert found(body, "over-allocated") == []
    (problem,) = found(body.replace("50%}", "101%}"), "over-allocated")
    assert problem.message == '101.0% of the time of "Ben" is taken in the week of 2026-03-02, 100.0% is allocated'


def test_many_tasks_are_not_all_listed(found) -> None:
    lines = "".join(f"  t{n}: {{title: T{n}, owner: ben, start: 2026-03-02, effort: 90%}}\n" for n in range(7))
    (problem,) = found("tasks:\n" + lines, "over-allocated")
    assert problem.hint == 'move, shorten or hand over "T0", "T1", "T2", "T3" or 3 others'


@pytest.mark.parametrize("effort,count", [("20%", 0), ("25%", 1)])
def test_a_week_of_few_working_days_is_a_week(found, effort: str, count: int) -> None:
    one, four = "start: 2026-04-27, effort: 100%", f"start: 2026-04-27, duration: 4d, effort: {effort}"
    body = SETTINGS + f"tasks: {{a: {{owner: ben, {one}}}, b: {{owner: ben, {four}}}}}\n"
    head = HEAD + "people: {ana: {}, ben: {allocation: 45%}}\n"
    assert len(found(body, "over-allocated", head=head)) == count
