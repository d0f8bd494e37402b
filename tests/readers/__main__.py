"""`make readers`: what other programs read in the exports of the examples, beside what the plans say.

ical.js expands the calendars, LibreOffice opens the workbooks, MPXJ the project files. One kind alone:

    python -m tests.readers projects
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.files import every_file
from omp_plugin.export.plan_json import plan_json
from omp_plugin.source.budget_csv import AMOUNTS
from tests.export.reading import EXAMPLES, events_of, example, occurrences_of
from tests.programs import CACHE, Missing, from_npm, program, run

CALENDARS, PROJECTS = "ical.js@2.2.1", "mpxj==16.10.0"
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""LibreOffice's words for a CSV file a sheet, with commas, in UTF-8, of values as they are stored."""
Differences = Iterator[str]


def ical_js() -> Path:
    """The module that expands calendars."""
    return from_npm(CALENDARS, "dist/ical.js")


def mpxj() -> Path:
    """The folder of MPXJ's libraries, fetched once like that."""
    folder = CACHE / PROJECTS.replace("==", "-")
    if not (folder / "mpxj" / "lib" / "mpxj.jar").is_file():
        run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, PROJECTS)
    return folder / "mpxj" / "lib"


def calendars(_plan: Compiled, files: Mapping[str, bytes], folder: Path) -> Differences:
    """Two libraries find the same events on the same days."""
    file = folder / "calendar.ics"
    file.write_bytes(files["calendar.ics"])
    found = json.loads(run(program("node"), Path(__file__).with_name("occurrences.mjs"), ical_js(), file))
    known = events_of(files["calendar.ics"])
    yield from differing("events", set(found), set(known))
    for uid, event in known.items():
        length = event["DTEND"].dt - event["DTSTART"].dt
        days = occurrences_of(files["calendar.ics"], uid)
        said = [[day.isoformat(), (day + length).isoformat()] for day in days]
        yield from differing(uid, found[uid], {"summary": str(event["SUMMARY"]), "days": said})


def workbooks(plan: Compiled, files: Mapping[str, bytes], folder: Path) -> Differences:
    """The sums of the sheet of the budget, and the days of the tasks, are those of `plan.json`."""
    (folder / "plan.xlsx").write_bytes(files["plan.xlsx"])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(program("soffice"), profile, "--headless", "--convert-to", ALL_SHEETS, "--outdir", folder, folder / "plan.xlsx")
    known = plan_json(plan)
    if known["budget"]:
        rows = sheet(folder, "budget")
        for state in AMOUNTS[:3]:
            yield from differing(f"budget.{state}", added(rows, state), Decimal(known["budget"][state]))
    if known["tasks"]:
        days = {row["id"]: row["finish"] or None for row in sheet(folder, "tasks")}
        yield from differing("tasks", days, {id_: each["finish"] for id_, each in known["tasks"].items()})


def sheet(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a sheet."""
    with (folder / f"plan-{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def added(rows: list[dict[str, str]], column: str) -> Decimal:
    """The sum of a column."""
    return sum((Decimal(row[column] or 0) for row in rows), Decimal(0))


def projects(plan: Compiled, files: Mapping[str, bytes], folder: Path) -> Differences:
    """The tasks with their days, progress and predecessors."""
    (folder / "project.xml").write_bytes(files["project.xml"])
    libraries = f"{mpxj()}{os.sep}*"
    run(program("java"), "-cp", libraries, "org.mpxj.sample.MpxjConvert", folder / "project.xml", folder / "read.json")
    read = json.loads((folder / "read.json").read_text("utf-8"))["tasks"]
    by_uid = {each["unique_id"]: each["text1"] for each in read if "text1" in each}
    found = {each["text1"]: project_task(each, by_uid) for each in read if "text1" in each}
    assert plan.plan
    assert plan.results
    known = {}
    for id_, each in plan.results.schedule.tasks.items():
        task = plan.plan.tasks[id_]
        if each.finish and not task.is_cancelled:
            first = each.finish if task.is_milestone else each.start
            links = {link.task for link in task.after} & set(by_uid.values())
            known[id_] = (task.label, str(first), str(each.finish), round(task.progress * 100), links)
    yield from differing("tasks", set(found), set(known))
    for id_, (*task_, links) in known.items():
        *read_, read_links = found[id_]
        yield from differing(id_, read_, task_)
        yield from differing(f"{id_}: predecessors", read_links & links, links)


def project_task(read: Mapping[str, Any], by_uid: Mapping[int, str]) -> tuple[str, str, str, int, set[str]]:
    """A task as MPXJ has read it."""
    links = {by_uid[each["predecessor_task_unique_id"]] for each in read.get("predecessors", ())}
    return read["name"], read["start"][:10], read["finish"][:10], int(read.get("percent_complete", 0)), links


def differing(what: str, found: object, known: object) -> Differences:
    """One line for two that are not the same."""
    if found != known:
        yield f"{what}: read {found}, written {known}"


READERS: Mapping[str, Callable[[Compiled, Mapping[str, bytes], Path], Differences]] = {
    f"calendars ({CALENDARS})": calendars, "workbooks (LibreOffice)": workbooks, f"projects ({PROJECTS})": projects,
}  # fmt: skip


def main() -> int:
    """Prints what differs; 1 if anything does, 2 where a program is missing."""
    count = 0
    chosen = [title for title in READERS if not sys.argv[1:] or title.partition(" ")[0] in sys.argv[1:]]
    for title, name in product(chosen, [*EXAMPLES, "maximal"]):
        plan = example(name)
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = list(READERS[title](plan, every_file(plan), Path(folder)))
            except Missing as error:
                print(f"readers: {error}", file=sys.stderr)
                return 2
        count += len(found)
        print(f"{title}: {name}: {len(found) or 'no'} differences", *found, sep="\n  ")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
