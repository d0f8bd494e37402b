"""A folder of files is one plan, wherever its keys are kept."""

from __future__ import annotations

import pytest

from omp_plugin.model.plan import VOCABULARY
from omp_plugin.problems import Problem
from omp_plugin.source.folder import PlanSource, read_plan
from omp_plugin.source.nodes import Node
from omp_plugin.source.yaml_reader import read_yaml
from tests.helpers import HEAD, compiled, errors, the
from tests.source.test_yaml_reader import plain


def whole(**files: str) -> object:
    """The plan's mapping from files: `plan_yml="..."`."""
    named = {name.replace("__", "/").replace("_", "."): text.encode() for name, text in files.items()}
    node, problems = read_plan(PlanSource("plans/x", named), VOCABULARY)
    assert problems == []
    return plain(node)


def test_a_key_in_a_file_of_its_name() -> None:
    assert whole(plan_yml="omp: 1\n", goals_yml="g: {title: G}\n", mission_yaml="Help\n") == {
        "omp": "1", "goals": {"g": {"title": "G"}}, "mission": "Help",
    }  # fmt: skip


def test_a_collection_in_a_table() -> None:
    assert whole(plan_yml="omp: 1\n", risks_csv="id,title,links\nr,Rain,a;b\n") == {
        "omp": "1", "risks": {"r": {"title": "Rain", "links": "a;b"}},
    }  # fmt: skip


def test_campaigns_in_files() -> None:
    found = whole(
        plan_yml="omp: 1\ncampaigns: {a: {title: A}}\n",
        campaigns__b_md="---\ntitle: B\n---\n\nThe *brief*.\n\nMore.\n",
        campaigns__c_md="---\n---\n",
    )
    assert found == {
        "omp": "1",
        "campaigns": {"a": {"title": "A"}, "b": {"title": "B", "brief": "The *brief*.\n\nMore."}, "c": {}},
    }


def test_budget_lines_in_a_table() -> None:
    table = "line,title,campaign,category,period,planned,committed,actual,forecast\n"
    table += "ads,Ads,c,media,2026-07,100,10,,\nads,,c,,2026-08,200,,,90\nfee,Fee,,,,50,,,\n"
    assert whole(plan_yml="omp: 1\nbudget: {total: 350}\n", budget_csv=table) == {
        "omp": "1",
        "budget": {
            "total": "350",
            "lines": {
                "ads": {
                    "title": "Ads", "campaign": "c", "category": "media", "planned": {"2026-07": "100", "2026-08": "200"},
                    "committed": {"2026-07": "10"}, "forecast": {"2026-08": "90"},
                },
                "fee": {"title": "Fee", "planned": "50"},
            },
        },
    }  # fmt: skip


def test_actuals_in_a_table() -> None:
    table = "kpi,period,value,note\nk,2026-07,5,first\nk,2026-08,6,\n"
    assert whole(plan_yml="omp: 1\nkpis: {k: {actual: {2026-06: 4}}}\n", actuals_csv=table) == {
        "omp": "1",
        "kpis": {"k": {"actual": {"2026-06": "4", "2026-07": "5", "2026-08": "6"}, "notes": {"2026-07": "first"}}},
    }


@pytest.mark.parametrize("empty", ["budget:\n", "", "budget: {}\n"])
def test_a_table_fills_a_key_that_says_nothing(empty: str) -> None:
    result = compiled({"plan.yml": HEAD + empty, "budget.csv": "line,planned\na,5\n"})
    assert result.plan is not None
    assert result.plan.budget is not None
    assert list(result.plan.budget.lines) == ["a"]


@pytest.mark.parametrize("name", ["budget.yml", "budget.yaml", "plan.yml"])
def test_the_table_of_the_budget_is_its_lines_wherever_the_rest_is(name: str) -> None:
    rest = {"plan.yml": HEAD + "budget:\n  total: 5\n"} if name == "plan.yml" else {"plan.yml": HEAD, name: "total: 5\n"}
    result = compiled({**rest, "budget.csv": "line,planned\na,5\n"})
    assert errors(result) == []
    assert result.plan is not None
    assert result.plan.budget is not None
    assert (result.plan.budget.total is not None, list(result.plan.budget.lines)) == (True, ["a"])


def test_campaign_files_and_actuals_fill_keys_that_say_nothing() -> None:
    files = {"plan.yml": HEAD + "campaigns:\nkpis:\n", "campaigns/c.md": "---\ntitle: C\n---\n", "actuals.csv": "kpi,period,value\nk,2026,1\n"}
    result = compiled(files)
    assert result.plan is not None
    assert list(result.plan.campaigns) == ["c"]
    assert errors(result) == ["actuals.csv:2:1 unknown-reference"]


@pytest.mark.parametrize(
    "first,other,text,message",
    [
        ("goals: {}\n", "goals.yml", "{}\n", '"goals" is given here and in plans/x/plan.yml:6'),
        ("goals: {}\n", "goals.csv", "id\n", '"goals" is given here and in plans/x/plan.yml:6'),
        ("budget: {lines: {}}\n", "budget.csv", "line\n", '"budget.lines" is given here and in plans/x/plan.yml:6'),
        ("budget: none\n", "budget.csv", "line\n", '"budget" is given here and in plans/x/plan.yml:6'),
        ("campaigns:\n  c: {}\n", "campaigns/c.md", "---\n---\n", "campaigns.c is given here and in plans/x/plan.yml:7"),
        ("kpis: {k: {actual: {2026: 5}}}\n", "actuals.csv", "kpi,period,value\nk,2026,6\n", "a value for 2026 was given before, in plans/x/plan.yml:6"),
        ("", "campaigns/c.md", "---\nbrief: a\n---\nb\n", '"brief" is given here and in line 2 of the front matter'),
        ("", "budget.csv", "line,title\na,A\na,B\n", 'title "B" contradicts "A" of the same line in row 2'),
        ("", "budget.csv", "line,period,planned\na,2026,1\na,2026,2\n", "planned of this line for 2026 was given before"),
        ("", "budget.csv", "line,planned\na,1\na,2\n", "planned of this line for the whole plan was given before"),
    ],
)  # fmt: skip
def test_a_thing_in_two_places_names_both(first: str, other: str, text: str, message: str) -> None:
    problem = the(compiled({"plan.yml": HEAD + first, other: text}), "duplicate-key")
    assert problem.message == message
    assert problem.position.path == f"plans/x/{other}"


def test_a_key_in_two_siblings_names_both() -> None:
    problem = the(compiled({"plan.yml": HEAD, "risks.yml": "{}\n", "risks.csv": "id\n"}), "duplicate-key")
    assert problem.message == '"risks" is given here and in plans/x/risks.csv:1'


@pytest.mark.parametrize(
    "name,text,expected,hint",
    [
        ("gaols.yml", "{}", "unknown-key", 'did you mean "goals"'),
        ("plan.yaml", "{}", "unknown-key", ""),
        ("task.csv", "id\n", "unknown-key", 'did you mean "tasks"'),
        ("actuals.csv", "kpi,period,value,nota\nk,2026,1,x\n", "unknown-key", 'did you mean "note"?'),
        ("actuals.csv", "kpi,period,value\nkk,2026,1\n", "unknown-reference", 'did you mean "k"?'),
        ("actuals.csv", "kpi,period,value\nk,2026,\n", "missing-key", "fill it in"),
        ("budget.csv", "line,planed\na,1\n", "unknown-key", 'did you mean "planned"'),
        ("budget.csv", "line,planned\n,1\n", "missing-key", 'fill the column "line"'),
        ("campaigns/c.md", "no head\n", "syntax", 'begin with a line "---", a line for each field, such as "title: Autumn sale"'),
        ("campaigns/c.md", "---\ntitle: open\ngoals:\n- g\n\n# A\nb: c\n", "syntax", 'write a line "---" below the last of the fields (line 4)'),
        ("campaigns/c.md", "---\n- a\n---\n", "syntax", 'write one field a line there, such as "title: Autumn"'),
        ("campaigns/C d.md", "---\n---\n", "bad-id", "ids are small letters, digits and -, and begin with a letter or digit"),
    ],
)
def test_files_that_are_wrong(name: str, text: str, expected: str, hint: str) -> None:
    problem = the(compiled({"plan.yml": HEAD + "kpis: {k: {}}\n", name: text}), expected)
    assert hint in problem.hint


def test_data_files_are_no_keys() -> None:
    assert errors(compiled({"plan.yml": HEAD, "orders.csv": "\x00,1\n", "data.csv": ""})) == []


def test_a_broken_sibling_costs_only_itself() -> None:
    text = HEAD + "goals: {g: {kpi: k, objective: o}}\nobjectives: {o: {}}\nas_of: nonsense\n"
    result = compiled({"plan.yml": text, "kpis.yml": "k: [\n", "campaigns/c.md": "---\na: [\n---\n", "budget.csv": b"\xff"})
    assert errors(result) == ["budget.csv:1:1 syntax", "campaigns/c.md:2:4 syntax", "kpis.yml:1:4 syntax", "plan.yml:8:8 wrong-type"]


def test_a_broken_plan_file_keeps_no_sibling_from_being_read() -> None:
    result = compiled({"plan.yml": "a: [\n", "goals.yml": "g: {\n", "risks.csv": "title\n"})
    assert result.plan is None
    assert errors(result) == ["goals.yml:1:4 syntax", "plan.yml:1:4 syntax", "risks.csv:1:1 missing-key"]


def test_actuals_of_a_source_and_of_a_table() -> None:
    text = HEAD + "kpis:\n  k: {actual: TBD}\n"
    problem = the(compiled({"plan.yml": text, "actuals.csv": "kpi,period,value\nk,2026,1\n"}), "duplicate-key")
    assert problem.message == '"actual" is given here and in plans/x/plan.yml:7'


def test_what_a_repository_holds_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def counted(text: str, path: str) -> tuple[Node | None, list[Problem]]:
        texts.append(text)
        return read_yaml(text, path)

    monkeypatch.setattr("omp_plugin.source.folder.read_yaml", counted)
    here = PlanSource("v1:plans/read-once", {"plan.yml": b"omp: 1\ntitle: Read once\n"})
    past = here._replace(blob=lambda name, size: None)
    assert read_plan(past, VOCABULARY) == read_plan(past, VOCABULARY) == read_plan(here, VOCABULARY)
    read_plan(here, VOCABULARY)
    assert len(texts) == 3


TABLES = HEAD + "kpis: {k: {unit: calls}}\ncampaigns: {c: {budget: 5}, d: {budget: 5}}\nbudget: {total: 10}\n"


@pytest.mark.parametrize(
    "name,table,expected",
    [
        ("budget.csv", "line,campaign,Budget\na,c,5\nb,d,5\n", ["1:15 unknown-key"]),
        ("budget.csv", "line,campaign,Planned\na,c,5\nb,d,5\n", ["1:15 unknown-key"]),
        ("budget.csv", "line,campaign,Month,planned\na,c,2026-08,2\na,c,2026-09,3\nb,d,2026-08,5\n", ["1:15 unknown-key"]),
        ("budget.csv", "line,Campaign,planned\na,c,5\nb,d,5\n", ["1:6 unknown-key"]),
        ("budget.csv", "Line,campaign,planned\na,c,5\nb,d,5\n", ["1:1 unknown-key"]),
        ("budget.csv", "campaign,planned\nc,5\nd,5\n", ["1:1 missing-key"]),
        ("budget.csv", "line;campaign;planned\na;c;5\n", ["1:1 syntax"]),
        ("budget.csv", "line,campaign,planned\na,c,5\n,d,5\n", ["3:1 missing-key"]),
        ("budget.csv", "line,campaign,planned\na,c,5\na,d,5\n", ["3:3 duplicate-key", "3:5 duplicate-key"]),
        ("budget.csv", 'line,campaign,planned\na,c,"$5.00"\nb,d,5\n', ["2:5 wrong-type"]),
        ("budget.csv", "line,campaign,period,planned\na,c,Mar-27,5\nb,d,,5\n", ["2:5 wrong-type"]),
        ("budget.csv", "line,campaign,planned\na,c,5\nb,dd,5\n", ["3:3 unknown-reference"]),
        ("budget.csv", "line,campaign,planned,,\na,c,5,,\nb,d,5,,x\nc,,0,,y\n", ["1:24 missing-key"]),
        ("budget.csv", "line,campaign,planned\na,c,5\nb,d,5\nTOTAL,,10\n", ["4:1 bad-id"]),
        ("budget.csv", "line,title,campaign,planned\na,,c,5\nb,,d,5\n,Sum:,,10\n", ["4:1 bad-id"]),
        ("actuals.csv", "KPI,Month,Value\nk,2026-08,5\n", ["1:1 unknown-key", "1:5 unknown-key", "1:11 unknown-key"]),
        ("actuals.csv", "kpi,value\nk,5\nk,6\n", ["1:1 missing-key"]),
        ("actuals.csv", "kpi;period;value\nk;2026-08;5\n", ["1:1 syntax"]),
        ("actuals.csv", "kpi,period,value,,\nk,2026-08,5,,x\nk,2026-09,5,,y\n", ["1:19 missing-key"]),
    ],
)
def test_one_mistake_in_a_table_is_said_once(name: str, table: str, expected: list[str]) -> None:
    known = {"budget.csv": "line,campaign,planned\na,c,5\nb,d,5\n"}
    assert errors(compiled({"plan.yml": TABLES, **known})) == []
    assert errors(compiled({"plan.yml": TABLES, **known, name: table})) == [f"{name}:{each}" for each in expected]


def test_a_line_that_is_called_total_is_a_line() -> None:
    result = compiled({"plan.yml": TABLES, "budget.csv": "line,campaign,planned\na,c,5\ntotal,d,5\n"})
    assert errors(result) == []
    assert result.plan is not None
    assert result.plan.budget is not None
    assert list(result.plan.budget.lines) == ["a", "total"]


def test_a_misspelt_column_is_said_once_in_the_header() -> None:
    tasks = "id,title,Owner,Campaign\na,A,ann,c\nb,B,ann,c\nc,C,ann,c\n"
    result = compiled({"plan.yml": TABLES, "budget.csv": "line,campaign,planned\na,c,5\nb,d,5\n", "tasks.csv": tasks})
    found = [each for each in result.problems if each.position.path == "plans/x/tasks.csv" and each.level == "error"]
    assert [(each.position.column, each.message, each.hint) for each in found] == [
        (10, 'unknown column "Owner" in task', 'did you mean "owner"?'),
        (16, 'unknown column "Campaign" in task', 'did you mean "campaign"?'),
    ]
