"""The schedule, sentence by sentence of the plan format, section 4, with dates worked out by hand.

The plan begins on Wednesday, July 1, 2026; July 4 and 5 are a weekend. Days are written `07-03`, spans `07-03..07-06`.
"""

from __future__ import annotations

from datetime import date

import pytest

from omp_plugin import limits
from tests.helpers import HEAD, Compiled, codes, compiled, dates, said, tasks_of, the


def when(text: str, **options: str) -> dict[str, str]:
    return dates(tasks_of(text, **options))


def slack(text: str, **options: str) -> dict[str, int | None]:
    return {id_: task.slack_days for id_, task in tasks_of(text, **options).items()}


def plan_of(text: str, head: str = HEAD) -> Compiled:
    return compiled(head + "tasks:\n" + "".join(f"  {line.strip()}\n" for line in text.strip().splitlines()))


# --- durations and starts ---


@pytest.mark.parametrize(
    "task,expected",
    [
        ("{}", "07-01"),  # a task with none of these starts on the plan's first working day
        ("{duration: 1d}", "07-01"),
        ("{duration: 3d}", "07-01..07-03"),
        ("{duration: 4d}", "07-01..07-06"),
        ("{duration: 1w}", "07-01..07-07"),
        ("{duration: 2w}", "07-01..07-14"),
        ("{duration: 4ed}", "07-01..07-04"),  # elapsed days span the weekend
        ("{duration: 1ed}", "07-01"),
        ("{duration: 0d}", "07-01"),  # a milestone: the end of its day
        ("{milestone: yes}", "07-01"),
        ("{start: 2026-07-06, duration: 5d}", "07-06..07-10"),
        ("{start: 2026-07-03, duration: 2d}", "07-03..07-06"),
        ("{start: 2026-07-04, duration: 2d}", "07-06..07-07"),  # a day off moves to the next working day
        ("{start: 2026-07, duration: 1d}", "07-01"),  # a partial date is its first day as a start
        ("{start: 2026-08, duration: 1d}", "08-03"),  # August 1 is a Saturday
        ("{start: 2026-W28, duration: 5d}", "07-06..07-10"),
        ("{finish: 2026-07-10, duration: 3d}", "07-08..07-10"),  # finish with duration counts back
        ("{finish: 2026-07-10, duration: 1w}", "07-06..07-10"),
        ("{finish: 2026-07-12, duration: 3d}", "07-08..07-12"),  # kept as written, on a Sunday
        ("{finish: 2026-07-10, duration: 3ed}", "07-08..07-10"),
        ("{finish: 2026-07, duration: 2d}", "07-30..07-31"),  # ... its last day as an end
        ("{finish: 2026-07-10}", "07-10"),
        ("{start: 2026-07-04, finish: 2026-07-12}", "07-04..07-12"),  # written dates are kept
        ("{start: 2026-07-06, finish: 2026-07-10, duration: 2d}", "07-06..07-10"),
        ("{start: 2026-07, finish: 2026-09}", "07-01..09-30"),
        ("{date: 2026-07-05}", "07-05"),  # a milestone on a Sunday
        ("{date: 2026-Q3}", "09-30"),
        ("{milestone: yes, date: 2026-07-09}", "07-09"),
        ("{milestone: yes, finish: 2026-07-09}", "07-09"),
        ("{milestone: yes, start: 2026-07-09}", "07-09"),
    ],
)
def test_one_task(task: str, expected: str) -> None:
    assert when(f"t: {task}") == {"t": expected}


def test_a_plan_that_begins_on_a_day_off() -> None:
    assert when("t: {duration: 2d}", period="2026-07-04 to 2026-12-31") == {"t": "07-06..07-07"}


def test_a_calendar_of_one_s_own() -> None:
    week = "{workdays: [mon, tue, wed, thu, fri, sat], off: [2026-07-02], work: [2026-07-05]}"
    assert when("t: {duration: 5d}\nw: {duration: 1w}", calendar=week) == {"t": "07-01..07-06", "w": "07-01..07-07"}


def test_a_start_on_a_day_off_is_a_warning() -> None:
    problem = the(plan_of("t: {start: 2026-07-04, duration: 2d, owner: ann}"), "starts-on-day-off")
    assert said(problem) == "plan.yml:7:14 starts-on-day-off"
    assert problem.level == "warning"
    assert problem.message == '"T" starts on a day off, Saturday 2026-07-04; it is scheduled from 2026-07-06'


def test_given_dates_on_days_off_are_no_starts() -> None:
    assert "starts-on-day-off" not in codes(plan_of("t: {start: 2026-07-04, finish: 2026-07-05}\nm: {date: 2026-07-05}"))


@pytest.mark.parametrize("text,days", [("{duration: 4d}", 4), ("{duration: 4ed}", 3), ("{duration: 1w}", 5), ("{date: 2026-07-06}", 0),
                                       ("{start: 2026-07-04, finish: 2026-07-12}", 5), ("{start: 2026-07-04, finish: 2026-07-05}", 0)])  # fmt: skip
def test_durations_are_counted_in_working_days(text: str, days: int) -> None:
    assert tasks_of(f"t: {text}")["t"].duration_days == days


# --- links ---


@pytest.mark.parametrize(
    "link,expected",
    [
        ("a", "07-03..07-06"),  # FS+0: the next working day after the predecessor's finish
        ("a FS", "07-03..07-06"),
        ("a FS+1d", "07-06..07-07"),
        ("a FS+2d", "07-07..07-08"),
        ("a + 2d", "07-07..07-08"),
        ("a FS+1w", "07-10..07-13"),
        ("a FS-1d", "07-02..07-03"),
        ("a FS-2d", "07-01..07-02"),
        ("a FS-9d", "07-01..07-02"),  # nothing before the plan's first working day
        ("a FS+1ed", "07-06..07-07"),  # elapsed: a day later is Saturday, so Monday
        ("a FS+4ed", "07-07..07-08"),
        ("a FS-1ed", "07-02..07-03"),
        ("a SS", "07-01..07-02"),
        ("a SS+1d", "07-02..07-03"),
        ("a SS+3d", "07-06..07-07"),
        ("a SS+5ed", "07-06..07-07"),
        ("a FF", "07-01..07-02"),
        ("a FF+1d", "07-02..07-03"),
        ("a FF+2d", "07-03..07-06"),
        ("a FF+1w", "07-08..07-09"),
        ("a FF+3ed", "07-03..07-06"),  # not before the end of Sunday: the first that gets there ends on Monday
        ("a SF+2d", "07-01..07-02"),
        ("a SF+3d", "07-02..07-03"),
        ("a SF+1w", "07-06..07-07"),
    ],
)
def test_links(link: str, expected: str) -> None:
    """`a` takes July 1 and 2 (Wednesday and Thursday); what follows takes two days."""
    assert when(f"a: {{duration: 2d}}\nb: {{duration: 2d, after: ['{link}']}}")["b"] == expected


@pytest.mark.parametrize(
    "link,expected",
    [("a", "07-02"), ("a FS+1d", "07-03"), ("a FS+2d", "07-06"), ("a FS+2ed", "07-04"), ("a SS", "07-01"), ("a SS+2d", "07-02"), ("a FF+1d", "07-03"), ("a SF+3d", "07-03")],
)
def test_a_milestone_falls_at_the_end_of_its_day(link: str, expected: str) -> None:
    assert when(f"a: {{duration: 2d}}\nm: {{milestone: yes, after: ['{link}']}}")["m"] == expected


@pytest.mark.parametrize("link,expected", [("m", "07-03"), ("m FS+1d", "07-06"), ("m SS", "07-03"), ("m FF", "07-02"), ("m FF+1d", "07-03")])
def test_what_follows_a_milestone_begins_the_next_working_day(link: str, expected: str) -> None:
    assert when(f"m: {{date: 2026-07-02}}\nb: {{after: ['{link}']}}")["b"] == expected


def test_a_milestone_falls_on_the_latest_of_its_predecessors() -> None:
    assert when("a: {duration: 2d}\nb: {duration: 5d}\nm: {milestone: yes, after: [a, b]}")["m"] == "07-07"


def test_the_latest_of_several_links_counts() -> None:
    assert when("a: {duration: 2d}\nb: {duration: 4d}\nc: {duration: 2d, after: [a SS+1d, b, a FF+9d]}")["c"] == "07-14..07-15"


def test_a_chain() -> None:
    assert when("c: {duration: 2d, after: [b]}\nb: {duration: 3d, after: [a]}\na: {duration: 2d}") == {
        "a": "07-01..07-02", "b": "07-03..07-07", "c": "07-08..07-09",
    }  # fmt: skip


def test_start_with_duration_and_after_means_not_earlier() -> None:
    assert when("a: {duration: 2d}\nb: {start: 2026-07-08, duration: 2d, after: [a]}")["b"] == "07-08..07-09"
    assert when("a: {duration: 6d}\nb: {start: 2026-07-03, duration: 2d, after: [a]}")["b"] == "07-09..07-10"


def test_elapsed_durations_start_on_working_days() -> None:
    assert when("a: {duration: 3d}\nb: {duration: 3ed, after: [a]}\nc: {after: [b]}") == {"a": "07-01..07-03", "b": "07-06..07-08", "c": "07-09"}


# --- backward ---


@pytest.mark.parametrize(
    "before,task,expected",
    [
        ("launch", "duration: 3d", "08-12..08-14"),  # on or before the milestone's day
        ("launch - 2w", "duration: 3d", "07-29..07-31"),
        ("launch - 1d", "duration: 3d", "08-11..08-13"),
        ("launch - 3ed", "duration: 3d", "08-07..08-11"),
        ("launch", "duration: 0d", "08-14"),
        ("launch - 2w", "milestone: yes", "07-31"),
        ("launch", "duration: 2w", "08-03..08-14"),
        ("work", "duration: 2d", "08-13..08-14"),  # on or before the working day before its successor starts
        ("work - 1d", "duration: 2d", "08-12..08-13"),
        ("monday", "duration: 1d", "08-14"),
    ],
)
def test_backward_tasks_lie_as_late_as_possible(before: str, task: str, expected: str) -> None:
    others = "launch: {date: 2026-08-14}\nwork: {start: 2026-08-17, duration: 5d}\nmonday: {start: 2026-08-17, finish: 2026-08-18}\n"
    assert when(f"{others}t: {{{task}, before: ['{before}']}}")["t"] == expected


def test_a_milestone_on_a_day_off() -> None:
    assert when("m: {date: 2026-08-16}\nt: {duration: 2d, before: [m]}")["t"] == "08-13..08-14"


def test_backward_chains_and_the_earliest_of_several() -> None:
    text = "m: {date: 2026-08-14}\nc: {duration: 3d, before: [m]}\nb: {duration: 2d, before: [c]}\na: {duration: 1d, before: [b, 'm - 2w']}"
    assert when(text) == {"m": "08-14", "c": "08-12..08-14", "b": "08-10..08-11", "a": "07-31"}


def test_before_a_task_that_is_scheduled_forward() -> None:
    assert when("a: {duration: 5d}\nb: {after: [a], duration: 2d}\nt: {duration: 2d, before: [b]}") == {
        "a": "07-01..07-07", "b": "07-08..07-09", "t": "07-06..07-07",
    }  # fmt: skip


@pytest.mark.parametrize("written,expected", [("after: [a]", "07-02..07-03"), ("start: 2026-07-06", "07-06..07-07")])
def test_before_moves_nothing_that_has_after_or_start(written: str, expected: str) -> None:
    text = f"a: {{}}\nm: {{date: 2026-08-14}}\nt: {{duration: 2d, {written}, before: [m]}}"
    assert when(text)["t"] == expected
    assert tasks_of(text)["t"].slack_days == (30 if written.startswith("after") else 28)


@pytest.mark.parametrize(
    "task,days",
    [("duration: 4d", 1), ("duration: 5d", 2), ("duration: 2w", 7), ("duration: 1d", 0), ("duration: 3d", 0)],
)
def test_what_does_not_fit_says_by_how_much(task: str, days: int) -> None:
    """Three working days lie between the plan's start and the milestone, both counted."""
    result = plan_of(f"m: {{date: 2026-07-03}}\nt: {{{task}, before: [m], owner: ann}}")
    if not days:
        assert "does-not-fit" not in codes(result)
        return
    problem = the(result, "does-not-fit")
    noun = "working day" if days == 1 else "working days"
    assert problem.message == f'"T" does not fit: it would have to start {days} {noun} before the plan does'
    assert said(problem).startswith("plan.yml:8:")


def test_the_shortfall_of_a_chain_adds_up() -> None:
    result = plan_of("m: {date: 2026-07-03}\nc: {duration: 2d, before: [m]}\nb: {duration: 2d, before: [c]}\na: {duration: 3d, before: [b]}")
    messages = [each.message for each in result.problems if each.code == "does-not-fit"]
    assert messages == [
        '"B" does not fit: it would have to start 1 working day before the plan does',
        '"A" does not fit: it would have to start 4 working days before the plan does',
    ]


def test_backward_around_a_circle_of_waiting() -> None:
    """`t` waits for `u` to be placed and `u` for `t`: the backward one is placed forward, nothing is lost."""
    assert when("t: {duration: 2d, before: [u]}\nu: {duration: 2d, after: [t]}") == {"t": "07-01..07-02", "u": "07-03..07-06"}


# --- what is unknown, cancelled, repeated ---


@pytest.mark.parametrize("field", ["start", "finish", "date"])
def test_an_open_date_leaves_a_task_unscheduled(field: str) -> None:
    result = plan_of(f"t: {{{field}: TBD, duration: 2d, owner: ann}}\nu: {{after: [t], owner: ann}}\nv: {{after: [u SS+1d], owner: ann}}\nw: {{before: [v], owner: ann}}\nx: {{}}")
    assert result.results is not None
    assert dates(result.results.schedule.tasks) == {"t": "-", "u": "-", "v": "-", "w": "-", "x": "07-01"}
    assert codes(result) - {"orphan-activity", "without-owner", "goal-count"} == {"open-value"}


def test_an_open_date_beside_written_ones() -> None:
    assert when("t: {start: TBD, finish: 2026-07-08}\nu: {start: 2026-07-06, finish: 2026-07-07, date: TBD}\nv: {start: 2026-07-06, finish: TBD, duration: 2d}") == {
        "t": "-", "u": "-", "v": "-",
    }  # fmt: skip


def test_an_open_duration_matters_only_without_dates() -> None:
    assert when("t: {duration: TBD}\nu: {duration: TBD, start: 2026-07-06, finish: 2026-07-07}") == {"t": "-", "u": "07-06..07-07"}


def test_cancelled_tasks_take_part_in_nothing() -> None:
    text = "a: {duration: 9d, status: cancelled, start: 2026-07-04, deadline: 2026-07-02}\nb: {after: [a]}\nc: {before: [a]}\nd: {after: [a, b]}"
    assert when(text) == {"a": "-", "b": "07-01", "c": "07-01", "d": "07-02"}
    assert not {"starts-on-day-off", "deadline-missed", "without-owner"} & codes(plan_of("a: {status: cancelled, start: 2026-07-04, deadline: 2026-07-02}"))


def test_repeats_take_no_part_in_the_network() -> None:
    text = "r: {repeat: weekly, start: 2026-07-01, finish: 2027-06-30}\nb: {duration: 2d, after: [r]}\nc: {duration: 5d, before: [r]}"
    found = tasks_of(text)
    assert dates(found) == {"r": "07-01..06-30", "b": "07-01..07-02", "c": "07-01..07-07"}
    assert (found["r"].slack_days, found["r"].critical) == (None, False)
    assert found["c"].critical


def test_a_link_to_itself_or_in_a_circle() -> None:
    result = plan_of("a: {after: [c]}\nb: {after: [a]}\nc: {after: [b]}\nd: {after: [a]}\ne: {after: [e]}\nf: {}")
    problems = [each for each in result.problems if each.code == "dependency-cycle"]
    assert [said(each) for each in problems] == ["plan.yml:7:14 dependency-cycle", "plan.yml:11:14 dependency-cycle"]
    assert problems[0].message == 'these tasks wait for each other: "a" after "c" after "b" after "a"'
    assert result.results is not None
    assert dates(result.results.schedule.tasks) == {"a": "-", "b": "-", "c": "-", "d": "-", "e": "-", "f": "07-01"}


def test_two_circles_in_one_tangle() -> None:
    """What is left when one of them has been taken out still waits for itself, written dates or not."""
    result = plan_of(
        """
        a: {after: [b], date: 2026-08-03}
        b: {after: [a, c], date: 2026-08-03}
        c: {after: [b, d], date: 2026-08-03}
        d: {after: [c], date: 2026-08-03}
        """
    )
    problems = [each for each in result.problems if each.code == "dependency-cycle"]
    assert [said(each) for each in problems] == ["plan.yml:7:14 dependency-cycle", "plan.yml:9:14 dependency-cycle"]
    assert result.results
    assert dates(result.results.schedule.tasks) == {"a": "-", "b": "-", "c": "-", "d": "-"}


def test_a_great_tangle_is_not_looked_through_to_its_end() -> None:
    names = [f"t{number:02}" for number in range(60)]
    links = {one: [*names[max(number - 1, 0) : number], *names[number + 1 : number + 2]] for number, one in enumerate(names)}
    result = plan_of("".join(f"{one}: {{date: 2026-08-03, after: [{', '.join(after)}]}}\n" for one, after in links.items()))
    assert sum(each.code == "dependency-cycle" for each in result.problems) == 5
    assert result.results
    assert set(dates(result.results.schedule.tasks).values()) == {"-"}


def test_a_circle_over_before() -> None:
    result = plan_of("a: {before: [b]}\nb: {before: [a]}")
    assert the(result, "dependency-cycle").position.line == 7


# --- dates that are written and links that fail ---


@pytest.mark.parametrize(
    "tasks,message",
    [
        ("a: {duration: 5d}\nb: {start: 2026-07-06, finish: 2026-07-10, after: [a]}", '"b" starts 2 working days too early: it waits for the finish of "a"'),
        ("a: {duration: 5d}\nb: {date: 2026-07-06, after: [a]}", '"b" starts 1 working day too early: it waits for the finish of "a"'),
        ("a: {start: 2026-07-08, finish: 2026-07-09}\nb: {start: 2026-07-06, finish: 2026-07-10, after: [a SS]}", '"b" starts 2 working days too early: it waits for the start of "a"'),
        ("a: {duration: 8d}\nb: {start: 2026-07-06, finish: 2026-07-08, after: [a FF]}", '"b" finishes 2 working days too early: it waits for the finish of "a"'),
        ("a: {duration: 2d, start: 2026-07-06, before: [b]}\nb: {date: 2026-07-06}", '"b" starts 1 working day too early: it waits for the finish of "a"'),
        ("a: {finish: 2026-07-10, duration: 2d}\nb: {finish: 2026-07-10, duration: 1d, after: [a]}", '"b" starts 1 working day too early: it waits for the finish of "a"'),
        ("a: {duration: 2d, start: 2026-07-06, before: ['b - 1w']}\nb: {date: 2026-07-10}", '"b" starts 2 working days too early: it waits for the finish of "a"'),
    ],
)  # fmt: skip
def test_a_dependency_that_fails(tasks: str, message: str) -> None:
    problem = the(plan_of(tasks), "dependency-violated")
    assert (problem.message, problem.level) == (message, "error")


def test_dependencies_that_hold_on_the_day() -> None:
    text = "a: {duration: 5d}\nb: {start: 2026-07-08, finish: 2026-07-10, after: [a]}\nc: {date: 2026-07-07, after: [a]}\nd: {date: 2026-07-11, after: [b]}"
    assert "dependency-violated" not in codes(plan_of(text))


def test_a_span_that_ends_before_it_starts() -> None:
    problem = the(plan_of("t: {start: 2026-07-08, finish: 2026-07-07}\nu: {after: [t]}"), "ends-before-start")
    assert said(problem) == "plan.yml:7:34 ends-before-start"


# --- slack, critical path, deadlines, status ---


def test_slack_and_the_critical_path() -> None:
    text = "a: {duration: 5d}\nb: {duration: 2d}\nc: {duration: 3d, after: [a, b]}\nd: {duration: 1d, after: [b]}\nm: {milestone: yes, after: [c, d]}"
    assert slack(text) == {"a": 0, "b": 3, "c": 0, "d": 5, "m": 0}
    result = plan_of(text)
    assert result.results is not None
    assert result.results.schedule.critical_path == ("a", "c", "m")
    assert result.results.schedule.finish == date(2026, 7, 10)


@pytest.mark.parametrize(
    "links,expected",
    [
        ("b: {duration: 2d, after: [a SS]}\nc: {duration: 9d}", {"a": 4, "b": 7, "c": 0}),
        ("b: {duration: 2d, after: [a SS+2d]}\nc: {duration: 9d}", {"a": 4, "b": 5, "c": 0}),
        ("b: {duration: 2d, after: [a FF+1d]}\nc: {duration: 9d}", {"a": 3, "b": 3, "c": 0}),
        ("b: {duration: 2d, after: [a FS+1d]}\nc: {duration: 9d}", {"a": 1, "b": 1, "c": 0}),
        ("b: {duration: 2d, after: [a]}\nc: {date: 2026-07-13}", {"a": 2, "b": 2, "c": 0}),
    ],
)
def test_slack_through_every_link(links: str, expected: dict[str, int]) -> None:
    """`a` takes July 1 to 7, the network ends on July 13, its ninth working day."""
    assert slack(f"a: {{duration: 5d}}\n{links}") == expected


def test_written_dates_bind_only_the_forward_pass() -> None:
    """Whoever stands on written dates has slack to the network's finish like others."""
    text = "a: {start: 2026-07-06, finish: 2026-07-07}\nb: {start: 2026-07-06, duration: 1d}\nm: {date: 2026-07-10}\nz: {date: 2026-07-08}"
    assert slack(text) == {"a": 3, "b": 4, "m": 0, "z": 2}


def test_backward_tasks_have_slack_like_others() -> None:
    assert slack("m: {date: 2026-07-15}\nt: {duration: 2d, before: [m]}\nz: {date: 2026-07-17}") == {"m": 2, "t": 2, "z": 0}


def test_before_counts_in_the_backward_pass() -> None:
    assert slack("a: {start: 2026-07-01, duration: 2d, before: ['m - 1d']}\nm: {date: 2026-07-07}") == {"a": 2, "m": 0}


@pytest.mark.parametrize(
    "deadline,left,missed",
    [("2026-07-10", 3, False), ("2026-07-07", 0, False), ("2026-07-12", 3, False), ("2026-07", 18, False), ("2026-07-06", -1, True), ("2026-07-01", -4, True)],
)
def test_a_deadline_moves_nothing(deadline: str, left: int, missed: bool) -> None:
    result = plan_of(f"t: {{duration: 5d, deadline: {deadline}}}")
    assert result.results is not None
    task = result.results.schedule.tasks["t"]
    assert (task.finish, task.deadline_slack) == (date(2026, 7, 7), left)
    assert ("deadline-missed" in codes(result)) is missed


def test_a_deadline_missed_over_a_weekend_is_missed() -> None:
    assert tasks_of("t: {start: 2026-07-03, finish: 2026-07-05, deadline: 2026-07-03}")["t"].deadline_slack == -1


@pytest.mark.parametrize(
    "task,overdue",
    [
        ("finish: 2026-11-20", True),
        ("finish: 2026-11-22", False),  # finish before `as_of`, November 22
        ("finish: 2026-11-21", True),
        ("finish: 2026-11-20, done: 100%", False),
        ("finish: 2026-11-20, done: 99%", True),
        ("finish: 2026-11-20, status: done", False),
        ("finish: 2026-11-20, status: cancelled", False),
        ("finish: 2026-11-20, status: blocked", True),
        ("date: 2026-11-20", True),
        ("repeat: weekly, finish: 2026-11-20", True),
        ("repeat: weekly, finish: 2026-11-20, status: done", False),
    ],
)
def test_overdue(task: str, overdue: bool) -> None:
    assert tasks_of(f"t: {{{task}}}")["t"].overdue is overdue


@pytest.mark.parametrize(
    "tasks,status",
    [
        ("a: {start: 2026-12-01, duration: 5d}", "on-track"),
        ("a: {finish: 2026-11-20}\nb: {date: 2027-01-15}", "at-risk"),  # any task is overdue
        ("a: {finish: 2026-11-20, before: [b]}\nb: {date: 2026-11-20, done: 100%}", "off-track"),  # a critical one
        ("a: {start: 2026-12-01, duration: 5d, deadline: 2026-12-02}", "at-risk"),
        ("a: {start: 2027-06-30, duration: 1d}", "on-track"),
        ("a: {start: 2027-06-30, duration: 2d}", "off-track"),  # the network finishes after the period
        ("a: {repeat: weekly, start: 2026-12-01}", "unknown"),
        ("a: {start: TBD}", "unknown"),
        ("a: {status: cancelled}", "unknown"),
    ],
)
def test_the_status_of_the_schedule(tasks: str, status: str) -> None:
    result = plan_of(tasks)
    assert result.results is not None
    assert result.results.schedule.status == status


def test_a_plan_without_tasks_and_one_without_a_period() -> None:
    result = compiled(HEAD)
    assert result.results is not None
    assert (result.results.schedule.status, result.results.schedule.finish) == ("unknown", None)
    result = compiled("omp: 1\ntitle: T\nowner: a\npeople: {a: {}}\ntasks: {t: {start: 2026-07-01}}\n")
    assert result.results is not None
    assert dates(result.results.schedule.tasks) == {"t": "-"}


# --- what fixes a date ---


@pytest.mark.parametrize(
    "task,task_id,why",
    [
        ("t: {}", None, "it waits for nothing and the plan begins"),
        ("t: {start: 2026-08-03}", None, "its start is written as 2026-08-03"),
        ("t: {finish: 2026-08, duration: 2d}", None, "its finish is written as 2026-08"),
        ("t: {date: 2026-08-03}", None, "its date is written as 2026-08-03"),
        ("t: {after: [a]}", "a", 'it comes after "Art" (FS)'),
        ("t: {after: ['a FS+2d', b]}", "a", 'it comes after "Art" (FS+2d)'),
        ("t: {after: ['a FF-1ed'], duration: 1d}", "a", 'it comes after "Art" (FF-1ed)'),
        ("t: {start: 2026-08-03, after: [a]}", None, "its start is written as 2026-08-03"),
        ("t: {before: [a], duration: 0d}", "a", 'it comes before "Art" (FS)'),
    ],
)  # fmt: skip
def test_the_driver_of_a_date(task: str, task_id: str | None, why: str) -> None:
    driver = tasks_of(f"a: {{title: Art, start: 2026-07-02, duration: 3d}}\nb: {{}}\n{task}")["t"].driver
    assert driver is not None
    assert (driver.task, driver.why) == (task_id, why)
    assert driver.at is not None


# --- far out ---


def test_long_lags_stay_inside_the_years_that_exist() -> None:
    chain = "\n".join(f"m{n}: {{milestone: yes, after: ['m{n - 1} FS+99999ed']}}" for n in range(1, 60))
    found = tasks_of(f"m0: {{date: 2026-08-03}}\n{chain}\nw: {{duration: 99999w, after: [m59]}}\nx: {{before: ['m0 - 99999ed']}}")
    finish = found["m59"].finish
    assert finish is not None
    assert finish > limits.LAST_DAY


def test_ten_thousand_tasks() -> None:
    """A ladder of tasks, each after two others: the last one's date is as far as the longest chain."""
    lines = [f"t{n}: {{duration: 1d, after: [{f't{n - 1}' if n % 10 else ''}{f', t{n - 9}' if n % 10 > 8 else ''}]}}" for n in range(10_000)]
    found = tasks_of("\n".join(line.replace("[, ", "[") for line in lines))
    assert dates({"a": found["t9"], "b": found["t9999"], "c": found["t0"]}) == {"a": "07-14", "b": "07-14", "c": "07-01"}
    assert sum(task.critical for task in found.values()) == 10_000


@pytest.mark.parametrize(
    "link,expected",
    [
        ("b: {after: [a FF-1d], duration: 2d}", "07-09..07-10"),  # a working day before Monday is Friday
        ("b: {after: [a FF-2d], duration: 2d}", "07-08..07-09"),
        ("b: {after: [a FS-1d], milestone: yes}", "07-10"),
        ("b: {after: [a FF-1d], milestone: yes}", "07-10"),
        ("b: {after: [a FF-1ed], milestone: yes}", "07-12"),  # an elapsed day before Monday is Sunday
        ("b: {after: [a FS-1d], duration: 2d}", "07-13..07-14"),
        ("b: {after: [m FS-1d], milestone: yes}", "07-10"),
    ],
)
def test_leads_over_a_weekend(link: str, expected: str) -> None:
    found = when(f"a: {{start: 2026-07-06, finish: 2026-07-13}}\nm: {{date: 2026-07-13}}\n{link}")
    assert found["b"] == expected
