"""Every id that a plan names must exist, every value must be in its KPI's unit."""

from __future__ import annotations

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.model.references import check_references
from tests.helpers import HEAD, TODAY, compiled, errors, source_of, the

KNOWN = (
    HEAD
    + """
objectives: {obj: {}}
goals: {goal: {kpi: kpi}}
kpis: {kpi: {unit: USD}, rate: {unit: "%"}, count: {unit: shops}}
campaigns: {camp: {tactics: {tac: {}}}}
tasks: {task: {}}
budget: {lines: {line: {}}}
market: {segments: {seg: {}}, personas: {per: {}}}
risks: {risk: {}}
"""
)


def with_fields(**keys: str) -> str:
    """The known plan with more in some of its top-level keys."""
    text = KNOWN
    for key, value in keys.items():
        if f"\n{key}: {{" in text:
            text = text.replace(f"\n{key}: {{", f"\n{key}: {{{value}, ")
        else:
            text += f"{key}: {value if key in ('sponsor', 'owner', 'parent') else '{' + value + '}'}\n"
    return text


REFERENCES = [
    ("sponsor", "%s", "ann", "person"),
    ("approved", "by: %s", "ann", "person"),
    ("health", "by: %s", "ann", "person"),
    ("people", "x: {backup: %s}", "ann", "person"),
    ("objectives", "x: {owner: %s}", "ann", "person"),
    ("goals", "x: {owner: %s}", "ann", "person"),
    ("goals", "x: {objective: %s}", "obj", "objective"),
    ("goals", "x: {kpi: %s}", "kpi", "KPI"),
    ("kpis", "x: {owner: %s}", "ann", "person"),
    ("kpis", "x: {formula: '{%s} * 2'}", "kpi", "KPI"),
    ("funnels", "x: {stages: [{id: a, kpi: %s}]}", "kpi", "KPI"),
    ("campaigns", "x: {owner: %s}", "ann", "person"),
    ("campaigns", "x: {goals: [%s]}", "goal", "goal"),
    ("campaigns", "x: {objective: %s}", "obj", "objective"),
    ("campaigns", "x: {audience: [seg, %s]}", "per", "segment or persona"),
    ("campaigns", "x: {delivers: {%s: 5}}", "kpi", "KPI"),
    ("campaigns", "x: {tactics: {y: {owner: %s}}}", "ann", "person"),
    ("campaigns", "x: {tactics: {y: {delivers: {%s: 5}}}}", "kpi", "KPI"),
    ("tasks", "x: {owner: %s}", "ann", "person"),
    ("tasks", "x: {raci: {responsible: [ann, %s]}}", "ann", "person"),
    ("tasks", "x: {raci: {consulted: %s}}", "ann", "person"),
    ("tasks", "x: {campaign: %s}", "camp", "campaign"),
    ("tasks", "x: {tactic: %s}", "tac", "tactic"),
    ("tasks", "x: {after: ['%s SS+2d']}", "task", "task"),
    ("tasks", "x: {before: ['%s']}", "task", "task"),
    ("budget", "lines: {x: {campaign: %s}}", "camp", "campaign"),
    ("budget", "lines: {x: {tactic: %s}}", "tac", "tactic"),
    ("budget", "lines: {x: {goal: %s}}", "goal", "goal"),
    ("budget", "lines: {x: {planned: 1, split: {%s: 100%%}}}", "camp", "campaign"),
    ("budget", "lines: {x: {share: 5%%, of: [%s]}}", "line", "budget line"),
    ("risks", "x: {owner: %s}", "ann", "person"),
    ("risks", "x: {links: [tac, line, seg, goal, %s]}", "task", "entity"),
    ("assumptions", "x: {owner: %s}", "ann", "person"),
    ("constraints", "x: {owner: %s}", "ann", "person"),
    ("decisions", "x: {owner: %s}", "ann", "person"),
    ("next_steps", "x: {owner: %s}", "ann", "person"),
    ("reviews", "x: {owner: %s}", "ann", "person"),
    ("reviews", "x: {attendees: [%s]}", "ann", "person"),
    ("reviews", "x: {kpis: [%s]}", "kpi", "KPI"),
    ("presence", "x: {owner: %s}", "ann", "person"),
    ("quality", "x: {owner: %s}", "ann", "person"),
    ("tools", "x: {owner: %s}", "ann", "person"),
]


@pytest.mark.parametrize("key,field,good,kind", REFERENCES, ids=[f"{key} {field}" for key, field, _, _ in REFERENCES])
def test_references(key: str, field: str, good: str, kind: str) -> None:
    merged = "lines: {" if key == "budget" else ""
    inner = field.removeprefix("lines: {").removesuffix("}") if merged else field

    def plan(id_: str) -> str:
        if merged:
            return KNOWN.replace("lines: {", f"lines: {{{inner % id_}, ")
        return with_fields(**{key: field % id_})

    unknown = [each for each in errors(compiled(plan(good))) if each.endswith("unknown-reference")]
    assert unknown == []
    problem = the(compiled(plan(f"{good}x")), "unknown-reference")
    assert problem.message == f'there is no {kind} "{good}x"'
    assert f'"{good}"' in problem.hint


def test_owner_of_the_plan() -> None:
    problem = the(compiled(HEAD.replace("owner: ann", "owner: anna")), "unknown-reference")
    assert (problem.message, problem.hint) == ('there is no person "anna"', 'did you mean "ann"?')


def test_a_parent_is_a_plan_of_the_site() -> None:
    text = HEAD + "parent: strategy\n"
    assert [each.code for each in compile_plan(source_of(text), Options(TODAY), frozenset({"strategy"})).problems if each.level == "error"] == []
    assert the(compiled(text), "unknown-reference").message == 'there is no plan "strategy"'


def test_conversions_join_neighbouring_stages() -> None:
    text = HEAD + "funnels: {f: {stages: [{id: a}, {id: b}, {id: c}], conversions: {a-to-b: {}, b-to-a: {}, a-to-c: {}}}}\n"
    found = [each.message for each in compiled(text).problems if each.code == "unknown-reference"]
    assert found == ['"b-to-a" names no two neighbouring stages', '"a-to-c" names no two neighbouring stages']


@pytest.mark.parametrize("file", ["people.yml", "kpis.yml", "campaigns.yml", "budget.yml", "market.yml", "tasks.yml"])
def test_what_could_not_be_read_is_not_missed(file: str) -> None:
    """One broken file is one problem, not one for each id that it would have held."""
    text = "omp: 1\ntitle: T\nowner: ann\nperiod: 2026-07-01 to 2027-06-30\n"
    text += "goals: {g: {kpi: k}}\nrisks: {r: {links: [x], owner: ann}}\nreviews: {r: {kpis: [k]}}\n"
    text += {"campaigns.yml": "", "tasks.yml": ""}.get(file, "campaigns: {c: {audience: [seg]}}\n")
    rest = {"people.yml": "ann: {}\n", "kpis.yml": "k: {}\n", "campaigns.yml": "c: {tactics: {x: {}}}\n", "market.yml": "segments: {seg: {}}\n", "tasks.yml": "x: {}\n"}
    if file not in ("campaigns.yml",):
        rest.pop("campaigns.yml")
    result = compiled({"plan.yml": text, **rest, file: "a: [\n"})
    assert errors(result) == [f"{file}:1:4 syntax"]


@pytest.mark.parametrize(
    "unit,good,bad",
    [
        ("USD", ["5", "5k", "USD 5"], ["5%", "EUR 5", "ADA 5"]),
        ('"%"', ["5%", "0%"], ["5", "USD 5", "0.05"]),
        ("shops", ["5", "5k", "-1"], ["5%", "USD 5"]),
        ("MQL", ["5"], ["5%", "MQL 5"]),
    ],
)
@pytest.mark.parametrize("field", ["target: %s", "baseline: %s", "plan: {2026-07: %s}", "actual: {2026-07: %s}", "stop: '>%s'", "range: '%s..'"])
def test_values_are_in_the_unit_of_their_kpi(unit: str, good: list[str], bad: list[str], field: str) -> None:
    for text in good:
        assert errors(compiled(HEAD + f"kpis: {{k: {{unit: {unit}, {field % text}}}}}\n")) == []
    for text in bad:
        problem = the(compiled(HEAD + f"kpis: {{k: {{unit: {unit}, {field % text}}}}}\n"), "wrong-type")
        assert 'is not in the unit of KPI "k"' in problem.message


@pytest.mark.parametrize("place", ["goals: {g: {kpi: k, target: 5}}", "goals: {g: {kpi: k, milestones: {2026-08: 5}}}", "campaigns: {c: {delivers: {k: 5}}}",
                                   "campaigns: {c: {tactics: {t: {delivers: {k: 5}}}}}"])  # fmt: skip
def test_figures_about_a_kpi_are_in_its_unit(place: str) -> None:
    problem = the(compiled(HEAD + f'kpis: {{k: {{unit: "%"}}}}\n{place}\n'), "wrong-type")
    assert problem.hint == "write 5%"


def test_hints_of_many_unknown_references_are_not_worked_out() -> None:
    text = HEAD + "tasks: {" + ", ".join(f"t{n}: {{after: [t{n}x]}}" for n in range(200)) + "}\n"
    plan = compiled(text).plan
    assert plan is not None
    found = check_references(plan, frozenset())
    assert sum("did you mean" in each.hint for each in found) == 50
    assert len(found) == 200


def test_what_is_in_a_collection_of_another_form_is_not_missed() -> None:
    text = KNOWN.replace("people: {ann: {name: Ann}}", "people: [{name: Ann}]") + "tools: {t: {title: T, owner: ann}}\n"
    assert errors(compiled(text)) == ["plan.yml:5:9 wrong-type"]


@pytest.mark.parametrize(
    "text,expected",
    [
        ("peple: {bob: {name: Bob}}\nrisks: {r: {owner: bob}}\n", ["6:1 unknown-key", "7:20 unknown-reference"]),
        ("risk: {rain: {}}\ndecisions: {d: {title: D}}\n", ["6:1 unknown-key"]),
        ("campaigns: {c: 5}\ntasks: {t: {campaign: c}, u: {campaign: d}}\n", ["6:16 wrong-type", "7:41 unknown-reference"]),
        ("campaigns: {c: {tactics: {t: 5}}}\ntasks: {t: {tactic: t}}\n", ["6:30 wrong-type"]),
        ("campaigns: {c: {tactics: [t]}}\ntasks: {t: {tactic: t}}\n", ["6:26 wrong-type"]),
        ("market: {segments: [s]}\ncampaigns: {c: {audience: [s]}}\n", ["6:20 wrong-type"]),
        ("tasks: {t: 5}\nrisks: {r: {links: [t, u]}}\n", ["6:12 wrong-type", "7:24 unknown-reference"]),
        ("goals:\n- a\ncampaigns: {c: {goals: [g]}}\n", ["7:1 wrong-type"]),
    ],
)
def test_an_entity_that_could_not_be_read_is_not_missed(text: str, expected: list[str]) -> None:
    assert errors(compiled(HEAD + text)) == [f"plan.yml:{each}" for each in expected]


def test_a_collection_under_a_misspelt_key_is_not_missed() -> None:
    text = HEAD.replace("people:", "poeple:") + "risks: {r: {owner: ann}}\n"
    assert errors(compiled(text)) == ["plan.yml:5:1 unknown-key"]
