"""The slow scheduler against cases worked out by hand, published networks, and its own random plans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from tests.oracle.networks import NAMES, WEEKDAYS, networks, to_yaml
from tests.oracle.schedule import Network, expected, schedule
from tests.oracle.textbook import EXAMPLES, Example, plan_of

WEEK = {0, 1, 2, 3, 4}
LAUNCH = {"milestone": "yes", "date": "2026-06-19"}  # a Friday; 1 June 2026 is a Monday


def plan(tasks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    period = (date(2026, 6, 1), date(2026, 8, 31))
    return {"period": period, "workdays": WEEK, "off": set(), "work": set(), "tasks": tasks} | changes


def dates(tasks: dict[str, Any], **changes: Any) -> dict[str, str]:
    """Each task as `MM-DD MM-DD slack`."""
    rows = schedule(plan(tasks, **changes))
    return {k: f"{r['start']:%m-%d} {r['finish']:%m-%d} {r['slack']}" for k, r in rows.items()}


def problems(tasks: dict[str, Any]) -> dict[str, set[str]]:
    return {k: row["problems"] for k, row in schedule(plan(tasks)).items() if row["problems"]}


HAND: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "nothing written: one day, the first": ({"a": {}}, {"a": "06-01 06-01 0"}),
    "six days cross a weekend": ({"a": {"duration": "6d"}}, {"a": "06-01 06-08 0"}),
    "a milestone without anything": ({"m": {"milestone": "yes"}}, {"m": "06-01 06-01 0"}),
    "FS": (
        {"b": {"duration": "2d", "after": ["a"]}, "a": {"duration": "5d"}},
        {"a": "06-01 06-05 0", "b": "06-08 06-09 0"},
    ),
    "FS+2d: two working days between": (
        {"a": {}, "b": {"after": ["a FS+2d"]}},
        {"a": "06-01 06-01 0", "b": "06-04 06-04 0"},
    ),
    "FS-2d: over the last two days": (
        {"a": {"duration": "5d"}, "b": {"after": ["a FS-2d"]}},
        {"a": "06-01 06-05 0", "b": "06-04 06-04 1"},
    ),
    "FS+3ed: Friday to Monday night": (
        {"a": {"duration": "5d"}, "b": {"after": ["a FS+3ed"]}},
        {"a": "06-01 06-05 0", "b": "06-09 06-09 0"},
    ),
    "a bare lag is FS; weeks are the calendar's": (
        {"a": {}, "b": {"after": ["a + 1w"]}},
        {"a": "06-01 06-01 0", "b": "06-09 06-09 0"},
    ),
    "SS+5d": (
        {"a": {"duration": "2w"}, "b": {"after": ["a SS+5d"]}},
        {"a": "06-01 06-12 0", "b": "06-08 06-08 4"},
    ),
    "SS-5d: nothing before the plan's first working day": (
        {"a": {}, "b": {"after": ["a SS-5d"]}},
        {"a": "06-01 06-01 0", "b": "06-01 06-01 0"},
    ),
    "FF+1d": (
        {"a": {"duration": "3d"}, "b": {"duration": "2d", "after": ["a FF+1d"]}},
        {"a": "06-01 06-03 0", "b": "06-03 06-04 0"},
    ),
    "SF: not finished before the other starts": (
        {"a": {"start": "2026-06-10"}, "b": {"duration": "3d", "after": ["a SF"]}},
        {"a": "06-10 06-10 0", "b": "06-05 06-09 1"},
    ),
    "SF+2d": (
        {"a": {"start": "2026-06-10"}, "b": {"duration": "3d", "after": ["a SF+2d"]}},
        {"a": "06-10 06-10 0", "b": "06-09 06-11 0"},
    ),
    "a milestone on the latest finish, and what follows it": (
        {"a": {"duration": "5d"}, "c": {}, "m": {"milestone": "yes", "after": ["a", "c"]}, "b": {"after": ["m"]}},
        {"a": "06-01 06-05 0", "c": "06-01 06-01 4", "m": "06-05 06-05 0", "b": "06-08 06-08 0"},
    ),
    "a milestone is not moved to a working day": (
        {"a": {"duration": "5d"}, "m": {"duration": "0d", "after": ["a FS+1ed"]}, "b": {"after": ["m"]}},
        {"a": "06-01 06-05 0", "m": "06-06 06-06 0", "b": "06-08 06-08 0"},
    ),
    "a milestone at a start falls on the end of the day before, the same midnight": (
        {"a": {"start": "2026-06-08", "duration": "3d"}, "m": {"milestone": "yes", "after": ["a SS"]}},
        {"a": "06-08 06-10 0", "m": "06-07 06-07 3"},
    ),
    "a milestone's date does not bind the backward pass": (
        {"a": {"duration": "5d"}, "m": {"milestone": "yes", "date": "2026-06-03", "after": ["a"]}},
        {"a": "06-01 06-05 0", "m": "06-03 06-03 2"},
    ),
    "a start on a Saturday": ({"a": {"start": "2026-06-06", "duration": "2d"}}, {"a": "06-08 06-09 0"}),
    "a start before the plan": ({"a": {"start": "2026-05-20"}}, {"a": "06-01 06-01 0"}),
    "not earlier than the start": (
        {"a": {"duration": "2d"}, "b": {"start": "2026-06-10", "after": ["a"]}},
        {"a": "06-01 06-02 5", "b": "06-10 06-10 0"},
    ),
    "later than the start": (
        {"a": {"duration": "5d"}, "b": {"start": "2026-06-02", "after": ["a"]}},
        {"a": "06-01 06-05 0", "b": "06-08 06-08 0"},
    ),
    "counted back from the finish": ({"a": {"finish": "2026-06-09", "duration": "4d"}}, {"a": "06-04 06-09 0"}),
    "both dates kept, Saturday to Sunday": (
        {"a": {"start": "2026-06-06", "finish": "2026-06-14"}},
        {"a": "06-06 06-14 0"},
    ),
    "late by two days: negative slack": (
        {"a": {"duration": "5d"}, "b": {"start": "2026-06-03", "finish": "2026-06-04", "after": ["a"]}},
        {"a": "06-01 06-05 -2", "b": "06-03 06-04 1"},
    ),
    "backward to a milestone's day, with a lead of a week": (
        {
            "launch": LAUNCH,
            "prepare": {"duration": "3d", "before": ["launch"]},
            "print": {"duration": "3d", "before": ["launch - 1w"]},
        },
        {"launch": "06-19 06-19 0", "prepare": "06-17 06-19 0", "print": "06-10 06-12 0"},
    ),
    "backward to the working day before a start": (
        {
            "t": {"start": "2026-06-15"},
            "p": {"duration": "2d", "before": ["t"]},
            "q": {"duration": "2d", "before": ["t - 3ed"]},
            "m": {"milestone": "yes", "before": ["t"]},
        },
        {"t": "06-15 06-15 0", "p": "06-11 06-12 0", "q": "06-10 06-11 0", "m": "06-12 06-12 0"},
    ),
    "a backward chain": (
        {
            "launch": LAUNCH,
            "a": {"duration": "3d", "before": ["b - 1d"]},
            "b": {"duration": "2d", "before": ["launch"]},
        },
        {"launch": "06-19 06-19 0", "a": "06-12 06-16 0", "b": "06-18 06-19 0"},
    ),
    "backward to the earlier of two, slack to the end of the network": (
        {
            "launch": LAUNCH,
            "fair": {"milestone": "yes", "date": "2026-06-12"},
            "stand": {"duration": "2d", "before": ["launch", "fair"]},
        },
        {"launch": "06-19 06-19 0", "fair": "06-12 06-12 5", "stand": "06-11 06-12 5"},
    ),
    "backward, just fits": (
        {"m": {"milestone": "yes", "date": "2026-06-03"}, "p": {"duration": "3d", "before": ["m"]}},
        {"m": "06-03 06-03 0", "p": "06-01 06-03 0"},
    ),
    "forward from a backward task": (
        {
            "launch": LAUNCH,
            "p": {"duration": "2d", "before": ["launch - 1w"]},
            "q": {"duration": "2d", "after": ["p"]},
        },
        {"launch": "06-19 06-19 0", "p": "06-11 06-12 0", "q": "06-15 06-16 3"},
    ),
    "slack on the shorter path": (
        {"a": {"duration": "2d"}, "b": {"duration": "5d"}, "c": {"after": ["a", "b"]}},
        {"a": "06-01 06-02 3", "b": "06-01 06-05 0", "c": "06-08 06-08 0"},
    ),
    "`before` counts in the backward pass": (
        {"p": {"start": "2026-06-02"}, "t": {"start": "2026-06-05"}, "q": {"start": "2026-06-02", "before": ["t"]}},
        {"p": "06-02 06-02 3", "t": "06-05 06-05 0", "q": "06-02 06-02 2"},
    ),
    "elapsed days run over the weekend, and may start a day later": (
        {"a": {"start": "2026-06-04", "duration": "10ed"}, "b": {"after": ["a"]}},
        {"a": "06-04 06-13 1", "b": "06-15 06-15 0"},
    ),
    "backward elapsed days end on a working day; the backward pass asks only that they end in time": (
        {"t": {"start": "2026-06-15"}, "p": {"duration": "3ed", "before": ["t"]}},
        {"t": "06-15 06-15 0", "p": "06-10 06-12 2"},
    ),
    "elapsed days up to a Sunday": (
        {"a": {"duration": "7ed"}, "m": {"milestone": "yes", "after": ["a"]}},
        {"a": "06-01 06-07 0", "m": "06-07 06-07 0"},
    ),
    "cancelled tasks and repeats are not there": (
        {
            "c": {"status": "cancelled", "duration": "9d"},
            "r": {"repeat": "weekly", "start": "2026-06-01", "finish": "2026-08-01"},
            "a": {"after": ["c", "r"]},
            "b": {"before": ["c"]},
        },
        {"a": "06-01 06-01 0", "b": "06-01 06-01 0"},
    ),
}


@pytest.mark.parametrize("case", HAND)
def test_worked_out_by_hand(case: str) -> None:
    tasks, wanted = HAND[case]
    assert dates(tasks) == wanted


def test_the_plan_starts_on_its_first_working_day() -> None:
    assert dates({"a": {}}, period=(date(2026, 6, 6), date(2026, 8, 31))) == {"a": "06-08 06-08 0"}


def test_holidays_and_extra_working_days() -> None:
    tasks = {"a": {"duration": "5d"}, "b": {"after": ["a"]}}
    calendar = {"off": {date(2026, 6, 3)}, "work": {date(2026, 6, 6)}}
    assert dates(tasks, **calendar) == {"a": "06-01 06-06 0", "b": "06-08 06-08 0"}


def test_a_week_is_the_calendars() -> None:
    tasks = {"a": {"duration": "1w"}, "b": {"after": ["a - 1w"]}}
    assert dates(tasks, workdays={0, 1, 2, 3, 4, 5}) == {"a": "06-01 06-06 0", "b": "06-01 06-01 5"}


def test_a_task_that_does_not_fit_has_problems_only() -> None:
    tasks = {"m": {"milestone": "yes", "date": "2026-06-03"}, "p": {"duration": "4d", "before": ["m"]}}
    assert problems(tasks) == {"p": {"does-not-fit"}}
    assert not problems(tasks | {"p": {"duration": "3d", "before": ["m"]}})
    assert expected(plan(tasks)) == {
        "m": {"problems": [], "start": "2026-06-03", "finish": "2026-06-03", "slack_days": 0, "critical": True},
        "p": {"problems": ["does-not-fit"]},
    }


def test_violated_dependencies_belong_to_the_task_that_states_them() -> None:
    tasks = {
        "a": {"duration": "5d"},
        "m": {"milestone": "yes", "date": "2026-06-03", "after": ["a"]},
        "p": {"start": "2026-06-10", "duration": "3d", "before": ["t"]},
        "t": {"milestone": "yes", "date": "2026-06-11"},
        "f": {"finish": "2026-06-05", "duration": "1d", "after": ["a FF+1d"]},
        "kept": {"start": "2026-06-06", "finish": "2026-06-14"},
        "moved": {"start": "2026-06-06", "duration": "2d"},
    }
    violated = {"dependency-violated"}
    assert problems(tasks) == {"m": violated, "p": violated, "f": violated, "moved": {"starts-on-day-off"}}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.source)
@pytest.mark.parametrize("workdays", [WEEK, set(range(7))], ids=["five days", "seven days"])
def test_published_networks(example: Example, workdays: set[int]) -> None:
    written = plan_of(example, workdays)
    rows, network = schedule(written), Network(written)
    last = max(row["finish"] for row in rows.values())
    days = range(date(2026, 6, 1).toordinal(), last.toordinal() + 1)
    assert sum(network.calendar.working(day) for day in days) == example.length
    assert [name for name, row in rows.items() if row["critical"]] == example.critical.split()
    assert {name: rows[name]["slack"] for name in example.slack} == example.slack


# -- random plans


def test_a_seed_gives_one_plan() -> None:
    assert networks(5) == networks(5)
    assert to_yaml(networks(5)) == to_yaml(networks(5))
    assert networks(5) != networks(6)


def test_plan_files_say_what_the_plan_says() -> None:
    for seed in range(40):
        source = networks(seed)
        read = yaml.load(to_yaml(source), yaml.BaseLoader)
        for fields in read["tasks"].values():
            del fields["title"], fields["owner"]
        assert list(read["tasks"].items()) == list(source["tasks"].items())
        assert read["period"] == "{} to {}".format(*source["period"])
        assert [WEEKDAYS.index(day) for day in read["calendar"]["workdays"]] == sorted(source["workdays"])
        for key in ("off", "work"):
            assert {date.fromisoformat(day) for day in read["calendar"].get(key, ())} == source[key]


def test_random_plans_meet_everything() -> None:
    plans = [networks(seed) for seed in range(120)]
    text = "".join(to_yaml(one) for one in plans)
    for part in (" FS", " SS", " FF", " SF", "ed", "w\n", " - ", "cancelled", "repeat", "milestone", "0d", "before"):
        assert part in text, part
    assert {len(one["tasks"]) for one in plans} == set(range(1, 15))
    assert {len(one["workdays"]) for one in plans} == {4, 5, 6, 7}
    found = set().union(*(row["problems"] for one in plans for row in schedule(one).values()))
    assert found == {"does-not-fit", "dependency-violated", "starts-on-day-off"}
    assert len(set(NAMES)) == len(NAMES)


def test_random_schedules_keep_their_links() -> None:
    """Read directly off the dates: a plain `after` or `before` is kept, or said to be violated."""
    for seed in range(60):
        source = networks(seed)
        rows = schedule(source)
        for name, row in rows.items():
            if "dependency-violated" in row["problems"]:
                continue
            fields = source["tasks"][name]
            for key, first, second in (("after", None, name), ("before", name, None)):
                for other in (text for text in fields.get(key, ()) if text in rows):
                    one, two = rows[first or other], rows[second or other]
                    gap = 0 if is_milestone(source, second or other) else 1
                    assert two["start"] >= one["finish"] + timedelta(days=gap), (seed, name, other)


def is_milestone(source: dict[str, Any], name: str) -> bool:
    fields = source["tasks"][name]
    return bool(fields.get("milestone") == "yes" or fields.get("duration") == "0d")
