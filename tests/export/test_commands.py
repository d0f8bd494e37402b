"""`omp export` and `omp alerts`: what they write, print and return."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from omp_plugin.cli import main
from tests.export.reading import events_of
from tests.helpers import HEAD

PLAN = HEAD + """\
as_of: 2026-11-22
status: active
checks: {orphan-activity: off}
goals: {sell: {title: Sell, owner: ann, kpi: sales, due: 2026-11-30}}
kpis:
  sales: {title: Sales, owner: ann, target: 100, plan: {2026-10: 50}, actual: {2026-10: 10}, if_missed: Call Bob.}
  visits: {title: Visits, owner: ann, target: 9, actual: {2026-07: 5}}
tasks:
  late: {title: Late, owner: ann, start: 2026-11-02, duration: 2d}
  soon: {title: Soon, owner: ann, start: 2026-11-30, duration: 2d, deadline: 2026-12-04}
  far: {title: Far, owner: ann, start: 2027-01-04}
  past: {title: Past, owner: ann, start: 2026-10-05, done: 100%}
decisions: {buy: {title: Buy, owner: ann, due: 2026-11-21}, taken: {title: Taken, due: 2026-11-01, status: taken}}
assumptions: {rain: {title: No rain, owner: ann, review_by: 2026-11-24}}
reviews: {look: {title: Look, owner: ann, cadence: weekly, day: mon}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one plan, `spring`."""
    (tmp_path / "spring").mkdir()
    (tmp_path / "spring" / "plan.yml").write_text(PLAN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_gets_every_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "spring", "--to", "out"]) == 0
    written = {path.relative_to(folder).as_posix() for path in folder.glob("out/**/*") if path.is_file()}
    assert set(capsys.readouterr().out.split()) == written
    assert {"out/plan.json", "out/calendar.ics", "out/plan.xlsx", "out/project.xml", "out/data/tasks.csv"} <= written


@pytest.mark.parametrize(
    "to,more,starts",
    [
        ("a.ics", [], b"BEGIN:VCALENDAR"),
        ("a.xlsx", [], b"PK"),
        ("a.json", [], b'{\n  "omp": 1'),
        ("a.xml", [], b"<?xml"),
        ("a", ["--format", "ics"], b"BEGIN:VCALENDAR"),
        ("new/a.ics", [], b"BEGIN:VCALENDAR"),
    ],
)
def test_a_file_is_what_its_name_says(folder: Path, to: str, more: list[str], starts: bytes) -> None:
    assert main(["export", "spring", "--to", to, *more]) == 0
    assert (folder / to).read_bytes().startswith(starts)
    assert [path.name for path in (folder / to).parent.iterdir() if path.name.startswith(".")] == []


def test_tables_go_into_a_folder(folder: Path) -> None:
    assert main(["export", "spring", "--to", "tables", "--format", "csv"]) == 0
    assert (folder / "tables" / "data" / "kpis.csv").read_bytes().startswith(b"\xef\xbb\xbfid,title,")


@pytest.mark.parametrize(
    "arguments,says",
    [
        (["--to", "a.txt"], 'omp: "a.txt" does not say what to write'),
        (["--to", "a.csv"], 'omp: a plan has many tables: name a folder, such as "--to a/"'),
        (["--to", "m.json", "--format", "mediaplan"], "omp: spring has nothing to write as mediaplan"),
    ],
)
def test_what_means_nothing(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert main(["export", "spring", *arguments]) == 2
    assert capsys.readouterr().err.startswith(says)


def test_the_file_before_stays_when_writing_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.ics").write_text("before")

    def fail(source: str, target: str) -> None:
        raise OSError(28, "No space left on device", target)

    monkeypatch.setattr(os, "replace", fail)
    assert main(["export", "spring", "--to", "a.ics"]) == 2
    assert (folder / "a.ics").read_text() == "before"
    assert sorted(path.name for path in folder.iterdir()) == ["a.ics", "spring"]


def test_identifiers_are_those_of_the_site(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text("site_name: S\nsite_url: https://plans.example.com/x/\ndocs_dir: .\n")
    assert main(["export", "spring", "--to", "a.ics"]) == 0
    assert "spring.deadline.soon@plans.example.com" in events_of((folder / "a.ics").read_bytes())


def test_alerts_are_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["alerts", "--format", "json"]) == 3
    found = [(each["kind"], each["entity"], each["days"]) for each in json.loads(capsys.readouterr().out)]
    assert found == [
        ("overdue", "tasks.late", -19), ("overdue", "decisions.buy", -1), ("due", "assumptions.rain", 2), ("due", "goals.sell", 8),
        ("due", "tasks.soon", 9), ("due", "tasks.soon.deadline", 12), ("off-track", "goals.sell", None),
        ("off-track", "kpis.sales", None), ("stale", "kpis.visits", None), ("review", "reviews.look", 1),
    ]  # fmt: skip


def test_how_far_ahead_is_soon(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["alerts", "--days", "2", "--format", "json"])
    entities = {each["entity"] for each in json.loads(capsys.readouterr().out)}
    assert "assumptions.rain" in entities
    assert not {"goals.sell.due", "tasks.soon"} & entities
    assert main(["alerts", "--days", "-1"]) == 2


def test_alerts_as_text_and_markdown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["alerts", "spring"]) == 3
    shown = capsys.readouterr()
    assert "  overdue    Late: was due 2026-11-03, 19 days late (Ann)  [tasks.late]\n" in shown.out
    assert shown.err.startswith("10 alerts in 1 plan, as of ")
    main(["alerts", "--format", "markdown"])
    text = capsys.readouterr().out
    assert "### Overdue (2)\n\n- **Late**: was due 2026-11-03, 19 days late (Ann)\n" in text
    assert "off-track in 2026-10: Call Bob." in text


def test_nothing_to_do_is_no_alert(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "spring" / "plan.yml").write_text(PLAN.replace("status: active", "status: done"))
    assert main(["alerts"]) == 0
    assert capsys.readouterr().out == ""


def test_a_plan_that_cannot_be_read_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "spring" / "plan.yml").write_text("omp: 9\n")
    assert main(["alerts"]) == 1
    assert "spring cannot be read" in capsys.readouterr().err
    assert main(["export", "spring", "--to", "a.ics"]) == 2
