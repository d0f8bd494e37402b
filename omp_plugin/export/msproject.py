"""The schedule as a Microsoft Project file (XML, Project 2007 and later): tasks, links with lags, working calendar.

Elements stand in the order of Microsoft's schema `mspdi_pj12.xsd`. A working day has eight hours, 8:00 to 17:00; a
milestone is at the end of its day. Cancelled and unscheduled tasks are left out; a repeating task is one bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from omp_plugin.compute.activities import is_planned_back, members_of_network
from omp_plugin.compute.calendar import DEFAULT_WORKDAYS, WorkCalendar, work_calendar
from omp_plugin.compute.homes import campaigns_of_tasks
from omp_plugin.compute.results import Results, ScheduledTask
from omp_plugin.export.cells import plain
from omp_plugin.model.plan import WEEKDAYS, Plan
from omp_plugin.model.tasks import Dependency, Task
from omp_plugin.model.units import iso_codes

NAMESPACE = "http://schemas.microsoft.com/project"
ID_FIELD = "188743731"
"""The custom field Text1, which holds a task's id."""
_SHORT, _LONGEST = frozenset({"Name", "Title", "Company", "Manager", "Contact"}), 512
"""The texts to which the schema sets a length, and that length."""
_TYPES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
_HOURS = 8
_MINUTE = 10  # lags count tenths of minutes
_IN_DAYS, _IN_ELAPSED_DAYS = "7", "8"
_AS_SOON_AS_POSSIBLE, _MUST_START, _MUST_FINISH, _NOT_BEFORE = "0", "2", "3", "4"
_BREAK = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
Written = Mapping[str, object]


class _Placed(NamedTuple):
    """A task that has dates, with its number in the file."""

    uid: int
    task: Task
    scheduled: ScheduledTask
    level: int


def msproject(plan: Plan, results: Results) -> bytes:
    """The file."""
    root = Element("Project", xmlns=NAMESPACE)
    calendar = work_calendar(plan)[0]
    _put(root, _head(plan, results))
    field = SubElement(SubElement(root, "ExtendedAttributes"), "ExtendedAttribute")
    _put(field, {"FieldID": ID_FIELD, "FieldName": "Text1", "Alias": "Plan id"})
    _calendar(SubElement(root, "Calendars"), plan, results, calendar)
    _tasks(SubElement(root, "Tasks"), plan, results, calendar)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _put(parent: Element, written: Written) -> None:
    """Child elements with texts; those without a value are left out, truth is 1."""
    for name, value in written.items():
        if value is not None:
            text = str(int(value)) if isinstance(value, bool) else plain(str(value))
            is_cut = name in _SHORT and len(text) > _LONGEST
            SubElement(parent, name).text = f"{text[: _LONGEST - 1]}…" if is_cut else text


def _head(plan: Plan, results: Results) -> Written:
    owner = plan.people.get(plan.owner or "")
    digits = iso_codes().get(plan.currency)
    start = results.schedule.start or (plan.period.first if plan.period else results.today.as_of)
    as_of = _starts(results.today.as_of)
    return {
        "SaveVersion": 14, "Name": plan.id, "Title": plan.label, "Company": plan.organisation,
        "Manager": owner.label if owner else None, "ScheduleFromStart": True, "StartDate": _starts(start),
        "FinishDate": _ends(results.schedule.finish) if results.schedule.finish else None,
        "CurrencyDigits": 2 if digits is None else digits,
        "CurrencyCode": "XXX" if digits is None else plan.currency,
        "CalendarUID": 1, "DefaultStartTime": "08:00:00", "DefaultFinishTime": "17:00:00",
        "MinutesPerDay": _HOURS * 60, "StatusDate": as_of, "CurrentDate": as_of,
    }  # fmt: skip


def _starts(day: date) -> str:
    return f"{day.isoformat()}T08:00:00"


def _ends(day: date) -> str:
    return f"{day.isoformat()}T17:00:00"


def _calendar(parent: Element, plan: Plan, results: Results, calendar: WorkCalendar) -> None:
    """The working week, and the days on which it does not hold: holidays, days off, days worked after all."""
    workdays = frozenset(plan.calendar.workdays if plan.calendar else ()) or DEFAULT_WORKDAYS
    found = SubElement(parent, "Calendar")
    _put(found, {"UID": 1, "Name": "Plan", "IsBaseCalendar": True, "BaseCalendarUID": -1})
    week = SubElement(found, "WeekDays")
    for number, name in enumerate((WEEKDAYS[-1], *WEEKDAYS[:-1]), 1):
        day = SubElement(week, "WeekDay")
        _put(day, {"DayType": number, "DayWorking": name in workdays})
        _working_times(day, is_working=name in workdays)
    exceptions = SubElement(found, "Exceptions")
    for first, last, is_working in _exceptions(plan, results, calendar, workdays):
        part = SubElement(exceptions, "Exception")
        _put(part, {"EnteredByOccurrences": False})
        span = {"FromDate": f"{first.isoformat()}T00:00:00", "ToDate": f"{last.isoformat()}T23:59:00"}
        _put(SubElement(part, "TimePeriod"), span)
        name = "Worked on" if is_working else "Day off"
        _put(part, {"Occurrences": (last - first).days + 1, "Name": name, "Type": 1, "DayWorking": is_working})
        _working_times(part, is_working=is_working)


def _working_times(parent: Element, *, is_working: bool) -> None:
    if is_working:
        times = SubElement(parent, "WorkingTimes")
        for first, last in _BREAK:
            _put(SubElement(times, "WorkingTime"), {"FromTime": first, "ToTime": last})


def _exceptions(
    plan: Plan, results: Results, calendar: WorkCalendar, workdays: frozenset[str]
) -> Iterator[tuple[date, date, bool]]:
    """Runs of days, from the plan's first to the network's or the plan's last, that are not as their weekday is.

    A run goes on over days that are as their weekday is and work, or do not, as it does: years off are one.
    """
    if plan.period is None:
        return
    ends = (plan.period.last, results.schedule.finish or plan.period.last)
    starts = (plan.period.first, results.schedule.start or plan.period.first)
    days = range(min(starts).toordinal(), max(ends).toordinal() + 1)
    regular = [name in workdays for name in WEEKDAYS]
    for is_working, run in groupby(days, key=calendar.is_working):
        odd = [day for day in run if regular[(day - 1) % 7] != is_working]
        if odd:
            yield date.fromordinal(odd[0]), date.fromordinal(odd[-1]), is_working


def _tasks(parent: Element, plan: Plan, results: Results, calendar: WorkCalendar) -> None:
    """The tasks of each campaign under its name, then those without one."""
    homes = campaigns_of_tasks(plan)
    groups: dict[str, list[str]] = {id_: [] for id_ in (*plan.campaigns, "")}
    for id_, task in plan.tasks.items():
        if results.schedule.tasks[id_].finish and not task.is_cancelled:
            groups[homes.get(id_, "")].append(id_)
    placed: dict[str, _Placed] = {}
    titles: dict[int, str] = {}
    uid = 0
    for group, ids in groups.items():
        if group and ids:
            uid += 1
            titles[uid] = plan.campaigns[group].label
        for id_ in ids:
            uid += 1
            placed[id_] = _Placed(uid, plan.tasks[id_], results.schedule.tasks[id_], 2 if group else 1)
    by_uid = {each.uid: each for each in placed.values()}
    links = _links(placed, members_of_network(plan))
    for number in range(1, uid + 1):
        element = SubElement(parent, "Task")
        if number in titles:
            _put(element, {"UID": number, "ID": number, "Name": titles[number], "OutlineLevel": 1, "Summary": True})
        else:
            _task(element, by_uid[number], plan, calendar)
            _predecessors(element, links.get(by_uid[number].task.id, []), placed, calendar)
            field = SubElement(element, "ExtendedAttribute")
            _put(field, {"FieldID": ID_FIELD, "Value": by_uid[number].task.id})


def _task(element: Element, placed: _Placed, plan: Plan, calendar: WorkCalendar) -> None:
    task, scheduled = placed.task, placed.scheduled
    assert scheduled.start, "only tasks with dates are written"
    assert scheduled.finish
    starts = _ends(scheduled.finish) if task.is_milestone else _starts(scheduled.start)
    owner = plan.people.get(task.owner or "")
    length = 0 if task.is_milestone else scheduled.duration_days or 0
    if task.repeat:
        length = calendar.between(scheduled.start, scheduled.finish)
    kind, on = _constraint(task, scheduled)
    _put(element, {
        "UID": placed.uid, "ID": placed.uid, "Name": task.label, "Type": 1, "Contact": owner.label if owner else None,
        "OutlineLevel": placed.level, "Start": starts, "Finish": _ends(scheduled.finish),
        "Duration": f"PT{length * _HOURS}H0M0S", "DurationFormat": _IN_DAYS, "EffortDriven": False,
        "Estimated": False, "Milestone": task.is_milestone, "Summary": False, "Critical": scheduled.critical,
        "PercentComplete": round(task.progress * 100), "ConstraintType": kind, "ConstraintDate": on,
        "Deadline": _ends(task.deadline.last) if task.deadline else None, "Notes": task.notes,
    })  # fmt: skip


def _constraint(task: Task, scheduled: ScheduledTask) -> tuple[str, str | None]:
    """What keeps a task where the plan has it: its links alone, or its own day as well."""
    assert scheduled.start, "only tasks with dates are written"
    assert scheduled.finish
    if task.is_milestone and task.date:
        return _MUST_FINISH, _ends(scheduled.finish)
    if task.start and task.finish:
        return _MUST_START, _starts(scheduled.start)
    is_linked = scheduled.driver is not None and scheduled.driver.task is not None and len(task.after) > 0
    if is_linked:
        return _AS_SOON_AS_POSSIBLE, None
    return _NOT_BEFORE, _ends(scheduled.finish) if task.is_milestone else _starts(scheduled.start)


def _links(placed: Mapping[str, _Placed], members: frozenset[str]) -> dict[str, list[Dependency]]:
    """What each task waits for: its own links, and those of tasks that are planned back from it.

    Where two tasks name each other the later one's link alone is written: the file has one link between two tasks.
    """
    links = {id_: list(each.task.after) for id_, each in placed.items()}
    for id_, task in ((id_, each.task) for id_, each in placed.items() if id_ in members):
        waits_for, leads = ([link for link in each if link.task in members] for each in (task.after, task.before))
        for before in leads if is_planned_back(task, waits_for, leads) else ():
            if id_ not in (link.task for link in links.get(before.task, [])):
                links.setdefault(before.task, []).append(Dependency(id_, "FS", 1, before.lag))
    return links


def _predecessors(
    element: Element, links: list[Dependency], placed: Mapping[str, _Placed], calendar: WorkCalendar
) -> None:
    for link in links:
        if link.task in placed:
            lag, form = _lag(link, calendar)
            found = SubElement(element, "PredecessorLink")
            number = {"PredecessorUID": placed[link.task].uid, "Type": _TYPES[link.type], "CrossProject": False}
            _put(found, {**number, "LinkLag": lag, "LagFormat": form})


def _lag(link: Dependency, calendar: WorkCalendar) -> tuple[int, str]:
    """The lag in tenths of minutes (negative: a lead), and the unit in which it is shown."""
    if link.lag is None:
        return 0, _IN_DAYS
    if link.lag.unit == "ed":
        return link.sign * link.lag.count * 24 * 60 * _MINUTE, _IN_ELAPSED_DAYS
    return link.sign * calendar.working_days(link.lag) * _HOURS * 60 * _MINUTE, _IN_DAYS
