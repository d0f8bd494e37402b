"""CSV to rows with places, and rows to collections."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin import limits
from omp_plugin.source.csv_reader import Table, collection, read_table
from omp_plugin.source.nodes import Mapping, Scalar


def table_of(text: str) -> Table:
    table, problems = read_table(text, "f")
    assert problems == []
    return table


def cells(row: Mapping) -> dict[str, str]:
    return {entry.key.text: entry.value.text for entry in row if isinstance(entry.value, Scalar)}


def codes(text: str) -> list[str]:
    return [f"{each.position.line}:{each.position.column} {each.code}" for each in read_table(text, "f")[1]]


def test_empty_cells_and_blank_rows_are_left_out() -> None:
    table = table_of("a,b,c\n1,,3\n\n , ,\n4, 5 ,\n")
    assert [cells(row) for row in table.rows] == [{"a": "1", "c": "3"}, {"a": "4", "b": "5"}]
    assert [row.at.line for row in table.rows] == [2, 5]


@pytest.mark.parametrize(
    "text,expected",
    [
        ("", ["1:1 syntax"]),
        ("\n\n", ["1:1 syntax"]),
        ("a,b\n1,2,3\n", ["2:5 syntax"]),
        ("a,a\n1,2\n", ["1:3 duplicate-key"]),
        ('a,b\n1,"2\n', ["2:1 syntax"]),
        ('a,b\n"1"x,2\n', ["2:1 syntax"]),
        ("a,b" + ",c" * (limits.COLUMNS - 1), ["1:2001 too-large"]),
        ("a;b\n1;2\n", ["1:1 syntax"]),
        ('\n"a";"b"\n"1,5";2\n', ["2:1 syntax"]),
        ("sep=;\na;b\n", ["1:1 syntax"]),
        ("a\tb\n1\t2\n", ["1:1 syntax"]),
    ],
)
def test_tables_that_are_wrong(text: str, expected: list[str]) -> None:
    assert codes(text)[: len(expected)] == expected


def test_columns_without_a_name_that_hold_nothing_are_nothing() -> None:
    table = table_of("a,b,,\n1,2,,\n,,,\n")
    assert [cells(row) for row in table.rows] == [{"a": "1", "b": "2"}]


def test_a_row_of_semicolons_below_commas_is_a_row() -> None:
    assert [cells(row) for row in table_of("a,b\nx;y,2\n").rows] == [{"a": "x;y", "b": "2"}]


@pytest.mark.parametrize(
    "text,says,write",
    [
        ("id;title\n", 'separated by ";" where commas', '"id,title"'),
        ('"id"\t"title"\n', "separated by tabs where commas", '"id,title"'),
        (";".join(["a" * 20] * 9) + "\n", 'separated by ";"', f'"{"a" * 20},{"a" * 20},..."'),
    ],
)
def test_other_separators_than_commas(text: str, says: str, write: str) -> None:
    table, (found,) = read_table(text, "f")
    assert (table.columns, table.rows) == ((), ())
    assert says in found.message
    assert found.hint.endswith(write)


def test_what_is_wrong_with_a_column_stands_in_the_header() -> None:
    (first, second) = table_of("\nid, title\nx,X\ny,Y\n").rows
    for row in (first, second):
        assert [(entry.key.at.line, entry.key.at.column) for entry in row] == [(2, 1), (2, 4)]


def test_what_was_read_before_a_broken_quote_is_kept() -> None:
    table, _ = read_table('a\n1\n"2\n', "f")
    assert [cells(row) for row in table.rows] == [{"a": "1"}]


def test_too_many_rows() -> None:
    table, problems = read_table("a\n" + "1\n" * (limits.ROWS + 5), "f")
    assert len(table.rows) == limits.ROWS
    assert [each.code for each in problems] == ["too-large"]


def test_a_long_row_of_quotes_takes_no_time() -> None:
    """Each of these is quadratic for a reader that looks for a cell's place from the start of its row."""
    for row in ("x" + '"' * 120_000 + "x", "a," * 400_000, '"' + "\n" * 120_000 + '"', '"a""b",' * 50_000):
        read_table(f"a,b\n{row}\n", "f")


@given(st.lists(st.lists(st.text('a,;"\n é', max_size=6), min_size=3, max_size=3), min_size=1, max_size=4))
def test_cells_stand_where_they_begin(rows: list[list[str]]) -> None:
    """Every cell of any table that the standard library writes is found at its place."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    text = out.getvalue()
    lines = text.split("\n")
    read = [entry.value for row in table_of(text).rows for entry in row if isinstance(entry.value, Scalar)]
    written = [cell.strip() for row in rows for cell in row if cell.strip()]
    assert [cell.text for cell in read] == written
    for cell in read:
        rest = "\n".join([lines[cell.at.line - 1][cell.at.column - 1 :], *lines[cell.at.line :]])
        assert next(csv.reader(StringIO(rest, newline="")))[0].strip() == cell.text


# --- collections ---


def test_a_collection_by_id() -> None:
    node, problems = collection(table_of("id,title,raci.informed,raci.consulted\nx,X,ann;bob,\ny,Y,,zoe\n"))
    assert problems == []
    assert isinstance(node, Mapping)
    first = node.get("x")
    assert isinstance(first, Mapping)
    raci = first.get("raci")
    assert isinstance(raci, Mapping)
    assert cells(raci) == {"informed": "ann;bob"}
    assert [entry.key.text for entry in node] == ["x", "y"]


@pytest.mark.parametrize(
    "text,expected",
    [
        ("title\nX\n", ["1:1 missing-key"]),
        ("title,ID\nX,x\n", ["1:7 missing-key"]),
        ("id,title\n,X\n", ["2:1 missing-key"]),
        ("id,title\nx,X\nx,Y\n", ["3:1 duplicate-key"]),
    ],
)
def test_collections_that_are_wrong(text: str, expected: list[str]) -> None:
    _, problems = collection(table_of(text))
    assert [f"{each.position.line}:{each.position.column} {each.code}" for each in problems] == expected


def test_a_table_that_could_not_be_read_is_reported_once() -> None:
    for text in ("", "id;title\n", "title\nX\n"):
        table, first = read_table(text, "f")
        node, second = collection(table)
        assert isinstance(node, Scalar)
        assert node.broken
        assert len([*first, *second]) == 1


def test_many_problems_are_cut_off() -> None:
    _, problems = collection(table_of("id,title\n" + ",X\n" * 2_000))
    assert len(problems) == limits.PROBLEMS_PER_FILE + 1
    assert problems[-1].code == "too-large"


@pytest.mark.parametrize(
    "text,says",
    [
        ('a,b\n1,"2\n', "quotes are opened in this row and never closed"),
        ('a,b\n"1"x,2\n', "something stands behind the closing quote of a cell of this row"),
        ("a,b\n" + "x" * 200_000 + ",2\n", "a cell of this row is longer than any text of a plan"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_in_plain_words(text: str, says: str) -> None:
    (found,) = read_table(text, "f")[1]
    assert found.message == says
    assert 'write a quote inside it twice: ""' in found.hint
