"""Problems stand at the line and column of what is wrong, in every kind of source."""

from __future__ import annotations

import pytest

from tests.helpers import HEAD, Files, compiled, errors

AT = "date that is none"


def at_errors(files: Files) -> list[str]:
    return errors(compiled(files))


@pytest.mark.parametrize(
    "below,place",
    [
        ("as_of: nonsense\n", "6:8"),
        ("as_of:   nonsense\n", "6:10"),
        ('as_of: "nonsense"\n', "6:8"),
        ("as_of: |\n  nonsense\n", "6:8"),
        ("as_of:\n  nonsense\n", "7:3"),
        ("health: {on: nonsense}\n", "6:14"),
        ("health:\n  status: on-track\n  on: nonsense\n", "8:7"),
        ("# Ünïcödé\n\nas_of: nonsense\n", "8:8"),
        ("organisation: Café 🚀, as_of\nas_of: nonsense\n", "7:8"),
        ("health: {note: Café 🚀 日本, on: nonsense}\n", "6:31"),
        ("health: {note: \"a\tb\",\ton: nonsense}\n", "6:27"),
        ("goals: {g: {milestones: {nonsense: 5}}}\n", "6:26"),
        ("kpis:\n  k:\n    plan:\n      2026-07: nonsense\n", "9:16"),
        ("tags:\n- a\n- [b]\n", "8:3"),
        ("campaigns:\n  c:\n    tactics:\n      t:\n        flights: [2026-07, nonsense]\n", "10:28"),
    ],
)
def test_a_wrong_value_in_plan_yml(below: str, place: str) -> None:
    assert at_errors(HEAD + below) == [f"plan.yml:{place} wrong-type"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_line_ends_and_a_byte_order_mark_move_nothing(ends: str, mark: bytes) -> None:
    text = HEAD + "organisation: Café\nas_of: nonsense\n"
    table = 'id,title,due\nr,"two\nlines",nonsense\n'
    files = {
        "plan.yml": mark + text.replace("\n", ends).encode(),
        "risks.csv": mark + table.replace("\n", ends).encode(),
        "campaigns/c.md": mark + "---\nowner: ann\nstart: nonsense\n---\nText\n".replace("\n", ends).encode(),
    }
    assert at_errors(files) == [
        "campaigns/c.md:3:8 wrong-type",
        "plan.yml:7:8 wrong-type",
        "risks.csv:3:8 wrong-type",
    ]


@pytest.mark.parametrize(
    "row,place",
    [
        ("r,nonsense", "2:3"),
        ('r,"nonsense"', "2:3"),
        ('"r",nonsense', "2:5"),
        ('"r, s; t",nonsense', "2:11"),
        ('"r ""s""",nonsense', "2:11"),
        ('"r\ns\n",nonsense', "4:3"),
        ('"é🚀",nonsense', "2:6"),
        ('5" pipe,nonsense', "2:9"),
        ("\nr,nonsense", "3:3"),
        ("\n\n  \nr,nonsense", "5:3"),
        ("x,2026-07\nr,nonsense", "3:3"),
        ('x,"2026-07"\r\n"r\r\n",nonsense', "4:3"),
        ("r\u0085s,nonsense", "2:5"),
    ],
)
def test_a_wrong_cell(row: str, place: str) -> None:
    found = at_errors({"plan.yml": HEAD, "next_steps.csv": f"id,due\n{row}\n"})
    assert f"next_steps.csv:{place} wrong-type" in found
    assert {each.rpartition(" ")[2] for each in found} <= {"wrong-type", "bad-id"}


def test_an_item_of_a_list_in_a_cell_has_its_own_column() -> None:
    files = {"plan.yml": HEAD + "tasks: {}\n", "reviews.csv": "id,attendees\nr,ann; bob;ann ; carl\n"}
    assert at_errors(files) == ["reviews.csv:2:8 unknown-reference", "reviews.csv:2:18 unknown-reference"]


@pytest.mark.parametrize(
    "name,text,place",
    [
        ("kpis.yml", "k:\n  unit: n\n  due: nonsense\n", "3:8"),
        ("kpis.yaml", "k: {due: nonsense}\n", "1:10"),
        ("budget.yml", "total: nonsense\n", "1:8"),
        ("summary.yml", "[a]\n", "1:1"),
        ("campaigns.yml", "c:\n  start: nonsense\n", "2:10"),
        ("campaigns/c.md", "---\nstart: nonsense\n---\n", "2:8"),
        ("campaigns/c.md", "---\n\n# note\nstart: nonsense\n...\nText\n", "4:8"),
        ("tasks.csv", "id,duration\nt,nonsense\n", "2:3"),
        ("tasks.csv", "id,raci.informed\nt,zoe\n", "2:3"),
    ],
)
def test_a_wrong_value_in_a_sibling_file(name: str, text: str, place: str) -> None:
    found = at_errors({"plan.yml": HEAD, name: text})
    code = "unknown-reference" if "zoe" in text else "wrong-type"
    assert found == [f"{name}:{place} {code}"]


def test_a_wrong_amount_of_the_budget_table() -> None:
    table = "line,period,planned,committed\na,2026-07,100,\na,2026-08,$5,\nb,nonsense,1,2\n"
    found = at_errors({"plan.yml": HEAD, "budget.csv": table})
    assert found == [
        "budget.csv:3:11 wrong-type",
        "budget.csv:4:3 wrong-type",
    ]


def test_a_wrong_value_of_the_actuals_table() -> None:
    table = "kpi,period,value,note\nk,2026-07,5,\nk,nonsense,6,\nk,2026-08,many,\n"
    found = at_errors({"plan.yml": HEAD + "kpis: {k: {unit: n}}\n", "actuals.csv": table})
    assert found == ["actuals.csv:3:3 wrong-type", "actuals.csv:4:11 wrong-type"]


# --- every code of form, where it stands ---


@pytest.mark.parametrize(
    "text,expected",
    [
        ("titel: x\n", "6:1 unknown-key"),
        ("swot:\n  strength: [a]\n", "7:3 unknown-key"),
        ("title: again\n", "6:1 duplicate-key"),
        ("goals:\n  g: {}\n  g: {}\n", "8:3 duplicate-key"),
        ("goals:\n  Bad_Id: {}\n", "7:3 bad-id"),
        ("tags: &a [x]\n", "6:7 refused-yaml"),
        ("mission: &a x\n", "6:10 refused-yaml"),
        ("mission: *a\n", "6:10 refused-yaml"),
        ("mission: !!str x\n", "6:10 refused-yaml"),
        ("mission: !x y\n", "6:10 refused-yaml"),
        ("mission: ! y\n", "6:10 refused-yaml"),
        ("<<: {a: b}\n", "6:1 refused-yaml"),
        ("---\nomp: 1\n", "6:1 refused-yaml"),
        ("? [a]\n: b\n", "6:3 refused-yaml"),
        ("mission: [\n", "6:10 syntax"),
        ("mission: a: b\n", "6:11 syntax"),
        ("mission: @x\n", "6:10 syntax"),
        ("\tmission: x\n", "6:1 syntax"),
        ("owner: bob\n", "6:1 duplicate-key"),
        ("sponsor: bob\n", "6:10 unknown-reference"),
        ("links: {l: {url: 'javascript:x'}}\n", "6:18 unsafe-url"),
        ("links: {l: {title: x}}\n", "6:12 missing-key"),
        ("mission: a\u202eb\n", "6:11 unsafe-text"),
        ('mission: "a\\u202eb"\n', "6:10 unsafe-text"),
        ("as_of: 2201\n", "6:8 too-large"),
        ("checks: {no-such: off}\n", "6:10 unknown-check"),
        ("calendar: {off: [2026-08-02 to 2026-08-01]}\n", "6:18 ends-before-start"),
        ("kpis: {k: {plan: {2026-07: 2,000}}}\n", "6:28 wrong-type"),
        ("kpis: {k: {plan: {2026-07: 5, 2026-07-01 to 2026-07-31: 6}}}\n", "6:31 duplicate-key"),
        ("parent: elsewhere\n", "6:9 unknown-reference"),
        ("visibility: secret\n", "6:13 wrong-type"),
    ],
)
def test_problems_of_form(text: str, expected: str) -> None:
    assert f"plan.yml:{expected}" in at_errors(HEAD + text)


def test_a_missing_key_stands_where_its_mapping_begins() -> None:
    assert at_errors("omp: 1\ntitle: T\n") == ["plan.yml:1:1 missing-key", "plan.yml:1:1 missing-key"]
    assert at_errors("# note\n\nomp: 1\ntitle: T\nowner: a\npeople: {a: {}}\n") == ["plan.yml:3:1 missing-key"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "- a\n", "text\n", "'omp: 1'\n", "[]\n"])
def test_a_plan_that_is_no_mapping(text: str) -> None:
    found = at_errors(text)
    assert len(found) == 1
    assert found[0].endswith((" syntax", " wrong-type", " missing-key"))


def test_a_byte_that_is_not_utf8_has_a_place() -> None:
    assert at_errors(HEAD.encode() + "né".encode() + b"\xff\n") == ["plan.yml:6:3 syntax"]
    assert at_errors(b"\xef\xbb\xbf" + HEAD.encode() + "é\r\né".encode() + b"\xe9\n") == ["plan.yml:7:2 syntax"]
    assert at_errors("omp: 1\n".encode("utf-16")) == ["plan.yml:1:1 syntax"]


@pytest.mark.parametrize("end", ["", "\n", "\r", "\n\n", "\nowner2: x\n"])
def test_a_line_without_a_colon_has_its_own_place(end: str) -> None:
    """The parser notices it lines later, at the end of the file in a line that is not there."""
    assert at_errors(f"{HEAD}mission{end}") == ["plan.yml:6:1 syntax"]


def test_a_cut_number_is_named_with_what_to_write() -> None:
    problem = next(each for each in compiled(HEAD + "kpis: {k: {plan: {2026-07: 2,000}}}\n").problems if each.level == "error")
    assert problem.message == '"2,000" is two entries inside {...}, not one number'
    assert problem.hint == "write 2000"
