"""Small files and short queries that would take all time and memory: refused within seconds, the rest goes on."""

from __future__ import annotations

import resource
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import duckdb
import pytest

from omp_plugin import limits
from tests.actuals.plans import ORDERS, errors, plan_of, query, status, tree, write

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{}</sheetData></worksheet>'


def archive(members: Mapping[str, bytes], times: int = 1) -> bytes:
    with zipfile.ZipFile(out := BytesIO(), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in members.items():
            for number in range(times):
                made.writestr(name.format(number), content)
    return out.getvalue()


def sheet(rows: str) -> bytes:
    """A workbook with one sheet of these rows."""
    from openpyxl import Workbook

    book = Workbook()
    book.save(out := BytesIO())
    with zipfile.ZipFile(out) as made:
        members = {name: made.read(name) for name in made.namelist()}
    return archive(members | {"xl/worksheets/sheet1.xml": SHEET.format(rows).encode()})


def lying(content: bytes) -> bytes:
    """The same archive, which says that its members are empty."""
    with zipfile.ZipFile(BytesIO(content)) as made:
        sizes = {each.file_size.to_bytes(4, "little") for each in made.infolist() if each.file_size > 10_000}
    for size in sizes:
        content = content.replace(size, (1).to_bytes(4, "little"))
    return content


def rows_of_parquet(folder: Path) -> bytes:
    path = folder / "made.parquet"
    duckdb.sql(f"copy (select '2026-07' as period, 1 as value from range(20000000)) to '{path}' (format parquet)")
    return path.read_bytes()


def computing() -> float:
    """Seconds of a processor that the processes started here have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(10)
) + b"]><x>&k;</x>"  # fmt: skip
FILES = {
    "zeros.xlsx": (lambda _: archive({"xl/worksheets/sheet1.xml": bytes(limits.DATA_MB * 1024**2 + 1)}), "too-large"),
    "members.xlsx": (lambda _: archive({"a{}.xml": b""}, 2_000), "too-large"),
    "entities.xlsx": (lambda _: archive({"xl/workbook.xml": ENTITIES}), "wrong-type"),
    "lying.xlsx": (lambda _: lying(archive({"xl/workbook.xml": bytes(20_000_000)})), "wrong-type"),
    "far-row.xlsx": (lambda _: sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "too-large"),
    "wide-rows.xlsx": (lambda _: sheet('<row><c r="XFD1"><v>1</v></c></row>' * 20_000), "too-large"),
    "rows.parquet": (rows_of_parquet, "too-large"),
    "nested.json": (lambda _: b"[" * 2_000_000, "wrong-type"),
    "wide.csv": (lambda _: b",".join(b"c%d" % n for n in range(200_000)) + b"\n", "too-large"),
}  # fmt: skip
QUERIES = {
    "long": "select '2026-07' as period, count(*) as value from range(1000000000000)",
    "cross": "select '2026-07' as period, sum(a.i * b.i) as value from range(10000000) a(i), range(10000000) b(i)",
    "recursive": "with recursive r(n) as (select 1 union all select n + 1 from r) select '2026-07' as period, max(n) as value from r",
    "text": "select repeat('a', 2000000000) as period, 1 as value",
    "list": "select '2026-07' as period, len(list(i)) as value from range(1000000000) t(i)",
    "brackets": "select " + "(" * 4_000 + "1" + ")" * 4_000,
}


@pytest.mark.parametrize("name", FILES)
def test_files(name: str, tmp_path: Path) -> None:
    make, code = FILES[name]
    data = make(tmp_path)
    assert len(data) < 2_100_000
    folder = write(tmp_path / "x", {"a": f"actual: {{file: {name}}}"}, {name: data})
    before, used = tree(folder), computing()
    plan = plan_of(folder)
    assert computing() - used < 6
    assert [(line, each) for line, each, _ in errors(plan)] == [(7, code)], errors(plan)
    assert (status(plan, "a"), tree(folder)) == ("no-actuals", before)


@pytest.mark.parametrize("name", QUERIES)
def test_queries(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"a": query(QUERIES[name])}, {"data/orders.csv": ORDERS})
    used = computing()
    plan = plan_of(folder)
    assert computing() - used < 6.5
    assert {(line, code) for line, code, _ in errors(plan)} <= {(7, "too-large"), (7, "wrong-type")}
    assert errors(plan)
    assert status(plan, "a") == "no-actuals"


def test_a_plan_waits_for_one_bomb_not_for_all(tmp_path: Path) -> None:
    files = {f"{number}.csv": b"period,value\n2026-07,%d\n" % number for number in range(5)}
    kpis = {"first": "actual: {file: 0.csv}"} | {f"k{n}": query(QUERIES["long"], f"{n}.csv") for n in range(5)}
    folder = write(tmp_path / "x", kpis, files)
    used = computing()
    plan = plan_of(folder)
    assert computing() - used < 6.5
    found = errors(plan)
    assert [(line, code) for line, code, _ in found] == [(8 + n, "too-large") for n in range(5)]
    assert ("30 s" in found[0][2], "not asked" in found[1][2], "not asked" in found[4][2]) == (True, True, True)
    assert status(plan, "first") == "stale"
