"""All files of a plan: the same bytes every time, `plan.json` by its schema, media and project file read back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from xml.etree import ElementTree

import jsonschema
import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.compute.calendar import work_calendar
from omp_plugin.export.files import every_file
from omp_plugin.export.media_plan import media_plan
from omp_plugin.export.msproject import NAMESPACE, msproject
from omp_plugin.export.plan_json import plan_json
from omp_plugin.export.plan_schema import plan_schema
from omp_plugin.export.published import Settings, published_files, published_for_all
from omp_plugin.source.disk import load_plan
from tests.export.reading import EXAMPLES, example
from tests.helpers import HEAD, ROOT, TODAY, compiled

# The children of <Task> that are written, in the order of Microsoft's schema mspdi_pj12.xsd.
TASK = ["UID", "ID", "Name", "Type", "Contact", "OutlineLevel", "Start", "Finish", "Duration", "DurationFormat", "EffortDriven", "Estimated", "Milestone", "Summary", "Critical", "PercentComplete", "ConstraintType", "ConstraintDate", "Deadline", "Notes", "PredecessorLink", "ExtendedAttribute"]
PROJECT = ["SaveVersion", "Name", "Title", "Company", "Manager", "ScheduleFromStart", "StartDate", "FinishDate", "CurrencyDigits", "CurrencyCode", "CalendarUID", "DefaultStartTime", "DefaultFinishTime", "MinutesPerDay", "StatusDate", "CurrentDate", "ExtendedAttributes", "Calendars", "Tasks"]
DAY = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
TYPES = {
    "SaveVersion": r"\d+", "UID": r"\d+", "ID": r"\d+", "Type": r"[0-9]", "OutlineLevel": r"[1-9]", "CurrencyDigits": r"[0-3]",
    "CurrencyCode": r"[A-Z]{3}", "Duration": r"PT\d+H\d+M\d+S", "DurationFormat": "7", "PercentComplete": r"\d|[1-9]\d|100",
    "ConstraintType": "[0-7]", "PredecessorUID": r"\d+", "LinkLag": r"-?\d+", "LagFormat": "[78]", "DayType": "[1-7]", "MinutesPerDay": "480",
    "FromTime": r"\d\d:\d\d:\d\d", "ToTime": r"\d\d:\d\d:\d\d", "Occurrences": r"[1-9]\d*", "FieldID": r"\d+",
    **dict.fromkeys(("Start", "Finish", "StartDate", "FinishDate", "ConstraintDate", "Deadline", "StatusDate", "CurrentDate", "FromDate", "ToDate"), DAY),
    **dict.fromkeys(("ScheduleFromStart", "Milestone", "Summary", "Critical", "Estimated", "EffortDriven", "CrossProject", "DayWorking", "IsBaseCalendar"), "[01]"),
    **dict.fromkeys(("Name", "Title", "Company", "Manager", "Contact"), r"(?s).{1,512}"),
}  # fmt: skip
"""What that schema allows in elements with a type, where less is written than it allows what is written."""
SETTINGS = Settings("Plans", "", "")


@pytest.mark.parametrize("name", [*EXAMPLES, "maximal"])
def test_plan_json_is_valid(name: str) -> None:
    validator = jsonschema.Draft202012Validator(plan_schema())
    validator.check_schema(plan_schema())
    validator.validate(json.loads(every_file(example(name))["plan.json"]))


def test_the_schema_refuses_what_the_format_does_not_say() -> None:
    validator = jsonschema.Draft202012Validator(plan_schema())
    found = plan_json(example("okc-launch"))
    for broken in (
        {key: value for key, value in found.items() if key != "budget"}, {**found, "as_of": "22/11/2026"},
        {**found, "omp": 2}, {**found, "health": {**found["health"], "status": "fine"}},
        {**found, "budget": {**found["budget"], "total": 52000}},
    ):  # fmt: skip
        assert not validator.is_valid(broken)
    validator.validate(plan_json(compiled("omp: 9\n")))


def test_plans_with_problems_come_out_all_the_same() -> None:
    found = [compile_plan(load_plan(path.parent, path.parent.name), Options(TODAY)) for path in sorted((ROOT / "tests" / "broken").rglob("plan.yml"))]
    assert len(found) > 50
    for plan in found:
        names = set(every_file(plan, "plans.example.com"))
        assert ({"plan.json", "calendar.ics", "plan.xlsx", "project.xml"} <= names) == (plan.plan is not None), plan.id


def test_a_plan_that_cannot_be_read_has_no_files() -> None:
    assert every_file(compiled("omp: 9\n")) == {}
    assert published_for_all({"x": compiled("omp: 9\n")}, {}, SETTINGS) == {}


def test_the_same_bytes_whatever_the_hashes() -> None:
    code = (
        "import hashlib; from tests.export.reading import example; from omp_plugin.export.files import every_file\n"
        "for name, content in every_file(example('pipeline-growth')).items(): print(name, hashlib.sha256(content).hexdigest())"
    )
    found = {
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": "."}, capture_output=True, check=True).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Kiritimati"), ("3", "America/Los_Angeles"))
    }
    assert len(found) == 1
    assert b"plan.xlsx" in found.pop()


def text(element: ElementTree.Element, name: str) -> str | None:
    return element.findtext(f"{{{NAMESPACE}}}{name}")


def children(element: ElementTree.Element) -> list[str]:
    return [child.tag.partition("}")[2] for child in element]


@pytest.mark.parametrize("name", [*EXAMPLES, "maximal"])
def test_the_schedule_comes_back_from_the_project_file(name: str) -> None:
    plan = example(name)
    assert plan.plan
    assert plan.results
    root = ElementTree.fromstring(msproject(plan.plan, plan.results))
    assert children(root) == [tag for tag in PROJECT if tag in children(root)]
    by_id, by_uid = {}, {}
    for task in root.iter(f"{{{NAMESPACE}}}Task"):
        assert list(dict.fromkeys(children(task))) == [tag for tag in TASK if tag in children(task)]
        field = task.find(f"{{{NAMESPACE}}}ExtendedAttribute")
        if field is not None:
            by_id[text(field, "Value")] = task
            by_uid[text(task, "UID")] = text(field, "Value")
    dated = {id_: each for id_, each in plan.results.schedule.tasks.items() if each.finish and not plan.plan.tasks[id_].is_cancelled}
    assert set(by_id) == set(dated)
    for id_, each in dated.items():
        written, element = plan.plan.tasks[id_], by_id[id_]
        assert each.start
        assert each.finish
        assert text(element, "Name") == written.label
        assert text(element, "Finish") == f"{each.finish}T17:00:00"
        assert text(element, "Start") == (f"{each.finish}T17:00:00" if written.is_milestone else f"{each.start}T08:00:00")
        assert text(element, "Milestone") == str(int(written.is_milestone))
        assert text(element, "Critical") == str(int(each.critical))
        if not written.repeat:
            assert text(element, "Duration") == f"PT{8 * (each.duration_days or 0)}H0M0S"
        links = [by_uid[text(link, "PredecessorUID")] for link in element.iter(f"{{{NAMESPACE}}}PredecessorLink")]
        assert links[: len(written.after)] == [after.task for after in written.after if after.task in dated]


@pytest.mark.parametrize("name", [*EXAMPLES, "maximal", "long"])
def test_the_elements_of_the_project_file_have_their_types(name: str) -> None:
    long = "Ä" * 3000
    plan = compiled(
        f"{HEAD.replace('title: T', f'title: {long}')}organisation: {long}\ntasks: {{a: {{title: {long}, notes: {long}, owner: ann, done: 12.5%, duration: 2d}}}}\n"
    ) if name == "long" else example(name)  # fmt: skip
    assert plan.plan
    assert plan.results
    seen = set()
    for element in ElementTree.fromstring(msproject(plan.plan, plan.results)).iter():
        tag, text_ = element.tag.partition("}")[2], element.text or ""
        if tag in TYPES:
            assert re.fullmatch(TYPES[tag], text_), (tag, text_)
            seen.add(tag)
    assert {"Name", "Title", "StartDate", "DayWorking"} <= seen
    assert name != "long" or "Duration" in seen


def test_links_have_their_types_and_lags() -> None:
    plan = compiled(
        HEAD + "calendar: {workdays: [mon, tue, wed, thu], off: [2026-07-06 to 2026-07-08], work: [2026-07-10]}\ntasks:\n  a: {duration: 2d}\n"
        '  b: {after: ["a SS+1w"]}\n  c: {after: ["a FF-2d", "b SF+3ed", a]}\n  d: {before: ["e - 2d"]}\n  e: {date: 2026-12-01}\n'
    )
    assert plan.plan
    assert plan.results
    root = ElementTree.fromstring(msproject(plan.plan, plan.results))
    links = [
        (text(task, "Name"), *(text(link, name) for name in ("PredecessorUID", "Type", "LinkLag", "LagFormat")))
        for task in root.iter(f"{{{NAMESPACE}}}Task")
        for link in task.iter(f"{{{NAMESPACE}}}PredecessorLink")
    ]
    day = 8 * 60 * 10
    assert links == [
        ("B", "1", "3", str(4 * day), "7"), ("C", "1", "0", str(-2 * day), "7"), ("C", "2", "2", str(3 * 24 * 60 * 10), "8"),
        ("C", "1", "1", "0", "7"), ("E", "4", "1", str(2 * day), "7"),
    ]  # fmt: skip
    week = [text(day, "DayWorking") for day in root.iter(f"{{{NAMESPACE}}}WeekDay")]
    assert week == ["0", "1", "1", "1", "1", "0", "0"]
    spans = [
        (text(each[1], "FromDate"), text(each[1], "ToDate"), text(each, "DayWorking")) for each in root.iter(f"{{{NAMESPACE}}}Exception")
    ]
    assert spans == [("2026-07-06T00:00:00", "2026-07-08T23:59:00", "0"), ("2026-07-10T00:00:00", "2026-07-10T23:59:00", "1")]
    assert work_calendar(plan.plan)[0].between(plan.plan.period.first, plan.plan.period.first) == 1  # type: ignore[union-attr]


def test_days_off_without_a_break_are_one_exception() -> None:
    plan = compiled(HEAD + "calendar: {workdays: [tue, sat], off: [1970 to 2200], work: [2026-08-04]}\ntasks: {a: {start: 2026-07-07, duration: 1d}}\n")
    assert plan.plan
    assert plan.results
    root = ElementTree.fromstring(msproject(plan.plan, plan.results))
    assert [text(each, "DayWorking") for each in root.iter(f"{{{NAMESPACE}}}Exception")] == ["0", "0"]


def test_tasks_of_a_tactic_stand_under_its_campaign() -> None:
    plan = compiled(HEAD + "campaigns: {c: {title: Camp, tactics: {t: {title: Ads}}}}\ntasks: {a: {tactic: t}, b: {campaign: c}, d: {}}\n")
    assert plan.plan
    assert plan.results
    tasks = ElementTree.fromstring(msproject(plan.plan, plan.results)).iter(f"{{{NAMESPACE}}}Task")
    assert [(text(task, "Name"), text(task, "OutlineLevel")) for task in tasks] == [("Camp", "1"), ("A", "2"), ("B", "2"), ("D", "1")]


@pytest.mark.parametrize(
    "task,is_linked",
    [
        ("before: [b]", True), ("before: [b], finish: 2026-08-03", False), ("before: [b], start: 2026-08-03", False),
        ("before: [b], milestone: yes", True), ("before: [b], date: 2026-08-03", False), ("before: [b], repeat: weekly", False),
        ("before: [b], after: [c]", False), ("before: [b], after: [gone]", True),
    ],
)  # fmt: skip
def test_links_ahead_are_those_by_which_a_task_is_planned_back(task: str, is_linked: bool) -> None:
    plan = compiled(f"{HEAD}tasks:\n  c: {{}}\n  gone: {{status: cancelled}}\n  b: {{start: 2026-09-01}}\n  a: {{{task}}}\n")
    assert plan.plan
    assert plan.results
    b = [each for each in ElementTree.fromstring(msproject(plan.plan, plan.results)).iter(f"{{{NAMESPACE}}}Task") if text(each, "Name") == "B"]
    assert len(list(b[0].iter(f"{{{NAMESPACE}}}PredecessorLink"))) == is_linked


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_media_plan_has_each_campaigns_money_once(name: str) -> None:
    plan = example(name)
    assert plan.results
    found = media_plan(plan)
    if found is None:
        assert not any(each.start for each in plan.results.campaigns.values())
        return
    # What the standard's schema 3.0 requires.
    assert {"id", "schema_version", "created_by_name", "created_at"} <= set(found["meta"])
    assert {"id", "name", "start_date", "end_date", "budget_total"} <= set(found["campaign"])
    assert all({"id", "name", "start_date", "end_date", "cost_total"} <= set(each) for each in found["lineitems"])
    assert len({each["id"] for each in found["lineitems"]}) == len(found["lineitems"])
    for id_, campaign in plan.results.campaigns.items():
        if campaign.sums and campaign.start:
            items = [Decimal(str(each["cost_total"])) for each in found["lineitems"] if each["custom_properties"]["campaign"] == id_]
            assert sum(items, Decimal(0)) == campaign.sums.planned.quantize(Decimal("0.01")), id_


def test_llms_txt_names_plans_pages_and_figures() -> None:
    plan = example("okc-launch")
    found = published_for_all({"okc": plan}, {"okc": [("Budget", "okc/budget/")]}, Settings("Plans", "https://p.example/x", "p.example"))
    text_ = found["llms.txt"].decode()
    assert text_.startswith("# Plans\n\n> ")
    assert "## Oklahoma City launch plan\n" in text_
    assert "- [Budget](https://p.example/x/okc/budget/)\n" in text_
    assert "- [Everything computed (JSON)](https://p.example/x/okc/plan.json)\n" in text_
    assert "- [JSON Schema of every plan.json](https://p.example/x/plan.schema.json)\n" in text_
    budget = plan_json(plan)["budget"]
    assert f"- Budget: forecast USD {budget['forecast']} of {budget['total']}\n" in text_
    assert list(published_files({"okc": plan}, SETTINGS)["okc"])[:3] == ["plan.json", "calendar.ics", "plan.xlsx"]
