"""What never changes a plan: the order of its keys, comments, spacing, and which file a key is in."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from omp_plugin.build import Options, compile_plan
from omp_plugin.export.plan_json import plan_json
from omp_plugin.source.disk import load_plan
from omp_plugin.source.folder import PlanSource
from tests.helpers import PLANS, TODAY

SEEDS = st.integers(0, 2**32)


class Texts(SafeConstructor):
    """YAML as the format reads it: every scalar a text."""


for _tag in ("bool", "int", "float", "null", "timestamp"):
    Texts.add_constructor(f"tag:yaml.org,2002:{_tag}", lambda _, node: node.value)


NAMES = ("okc-launch", "pipeline-growth", "website-relaunch", "linkedin-presence", "grooming-salon", "growth-strategy")


def whole(name: str) -> dict[str, Any]:
    """A plan of the examples as one mapping of plain texts, its files put together."""
    plan: dict[str, Any] = json.loads(together(name))
    return plan


@cache
def together(name: str) -> str:
    """The same as JSON, read once."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = Texts
    folder = PLANS / name
    plan: dict[str, Any] = reader.load((folder / "plan.yml").read_text("utf-8"))
    for path in sorted(folder.glob("*.yml")):
        if path.name != "plan.yml":
            plan[path.stem] = reader.load(path.read_text("utf-8"))
    for path in sorted(folder.glob("campaigns/*.md")):
        _, head, body = path.read_text("utf-8").split("---\n", 2)
        plan.setdefault("campaigns", {})[path.stem] = reader.load(head) | {"brief": body.strip("\n").rstrip()}
    return json.dumps(plan)


def tables(name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (PLANS / name).glob("*.csv")}


def outcome(files: dict[str, str | bytes]) -> dict[str, Any]:
    """`plan.json` without the places of problems, which files and lines may change."""
    source = PlanSource("plans/x", {name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()})
    plan = plan_json(compile_plan(source, Options(TODAY), frozenset(NAMES)))
    plan["problems"] = sorted((each["level"], each["code"], each["message"], each["hint"]) for each in plan["problems"])
    return plan


@cache
def base(name: str) -> dict[str, Any]:
    """The outcome of a plan in one file."""
    return outcome({"plan.yml": together(name), **tables(name)})


@pytest.mark.parametrize("name", NAMES)
def test_one_file_or_many_make_the_same_plan(name: str) -> None:
    found = plan_json(compile_plan(load_plan(PLANS / name, "plans/x"), Options(TODAY), frozenset(NAMES)))
    found["problems"] = sorted((each["level"], each["code"], each["message"], each["hint"]) for each in found["problems"])
    found["id"] = "x"
    assert found == base(name)


def shuffled(chance: Random, value: Any) -> Any:
    """The same mappings with their keys in another order; lists keep theirs, which may matter."""
    if isinstance(value, dict):
        return {key: shuffled(chance, value[key]) for key in chance.sample(list(value), len(value))}
    return [shuffled(chance, item) for item in value] if isinstance(value, list) else value


def written(chance: Random, value: Any, indent: int = 0) -> str:
    """A mapping as block YAML with comments, blank lines and quotes here and there."""
    lines = []
    for key, item in value.items():
        noise = chance.choice(("", "", "", "\n", f"{' ' * indent}# {key}: no\n"))
        remark = chance.choice(("", "", "  # so it is"))
        if isinstance(item, dict) and item and chance.random() < 0.8:
            lines.append(f"{noise}{' ' * indent}{quoted(chance, key)}:{remark}\n{written(chance, item, indent + chance.choice((1, 2, 4)))}")
        else:
            lines.append(f"{noise}{' ' * indent}{quoted(chance, key)}: {json.dumps(item, ensure_ascii=chance.random() < 0.5)}{remark}\n")
    return "".join(lines)


def quoted(chance: Random, key: str) -> str:
    return f'"{key}"' if chance.random() < 0.3 else key


@settings(max_examples=12)
@given(SEEDS, st.sampled_from(NAMES))
def test_the_order_of_keys_changes_nothing(seed: int, name: str) -> None:
    """Lists of what was computed follow the author's order, so they are compared without it."""
    text = json.dumps(shuffled(Random(seed), whole(name)))
    assert outcome({"plan.yml": text, **tables(name)}) == base(name)


@settings(max_examples=12)
@given(SEEDS, st.sampled_from(NAMES))
def test_comments_and_spacing_change_nothing(seed: int, name: str) -> None:
    text = written(Random(seed), whole(name))
    found = outcome({"plan.yml": text, **tables(name)})
    assert found == base(name)
    assert list(found["tasks"]) == list(base(name)["tasks"])


@settings(max_examples=12)
@given(SEEDS, st.sampled_from(NAMES), st.sampled_from(("\n", "\r\n")), st.booleans())
def test_the_layout_of_files_changes_nothing(seed: int, name: str, ends: str, mark: bool) -> None:
    chance, plan = Random(seed), whole(name)
    files: dict[str, str | bytes] = dict(tables(name))
    for key in chance.sample([key for key in plan if key != "omp"], chance.randint(1, len(plan) - 1)):
        if key == "campaigns" and chance.random() < 0.7:
            for id_, campaign in plan.pop(key).items():
                brief = campaign.get("brief", "")
                fields = {field: value for field, value in campaign.items() if field != "brief"}
                files[f"campaigns/{id_}.md"] = f"---\n{written(chance, fields)}---\n{brief}\n" if fields else f"---\n---\n{brief}\n"
        else:
            files[f"{key}{chance.choice(('.yml', '.yaml'))}"] = json.dumps(plan.pop(key))
    files["plan.yml"] = written(chance, plan)
    encoded = {file: text if isinstance(text, bytes) else (b"\xef\xbb\xbf" if mark else b"") + text.replace("\n", ends).encode() for file, text in files.items()}
    assert outcome(dict(encoded)) == base(name)


def as_table(collection: dict[str, dict[str, Any]]) -> str:
    """A collection as CSV; lists with `;`, mappings by columns with a dot."""
    rows = [{"id": id_, **flat(entity)} for id_, entity in collection.items()]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def flat(entity: dict[str, Any]) -> dict[str, str]:
    cells = {}
    for key, value in entity.items():
        if isinstance(value, dict):
            cells |= {f"{key}.{inner}": ";".join(item) if isinstance(item, list) else item for inner, item in value.items()}
        else:
            cells[key] = ";".join(value) if isinstance(value, list) else value
    return cells


@pytest.mark.parametrize("name,key", [("okc-launch", "tasks"), ("website-relaunch", "tasks"), ("okc-launch", "risks"), ("okc-launch", "people"), ("grooming-salon", "tasks")])
def test_a_collection_as_yaml_or_as_a_table(name: str, key: str) -> None:
    plan = whole(name)
    collection = plan.pop(key)
    assert len(collection) > 2
    assert outcome({"plan.yml": json.dumps(plan), f"{key}.csv": as_table(collection), **tables(name)}) == base(name)


def test_a_budget_as_yaml_or_as_a_table() -> None:
    plan = whole("okc-launch")
    lines = plan["budget"].pop("lines")
    rows = []
    for id_, line in lines.items():
        states = {state: line.get(state, {}) for state in ("planned", "committed", "actual", "forecast")}
        assert all(isinstance(amounts, dict) for amounts in states.values())
        for period in dict.fromkeys(period for amounts in states.values() for period in amounts):
            row = {"line": id_, "period": period, **{key: value for key, value in line.items() if not isinstance(value, dict)}}
            rows.append(row | {state: amounts[period] for state, amounts in states.items() if period in amounts})
    out = io.StringIO()
    writer = csv.DictWriter(out, ["line", "title", "campaign", "tactic", "goal", "category", "supplier", "cap", "period", "planned", "committed", "actual", "forecast"])
    writer.writeheader()
    writer.writerows(rows)
    found = outcome({"plan.yml": json.dumps(plan), "budget.csv": out.getvalue(), **tables("okc-launch")})
    assert found == base("okc-launch")


def test_actuals_as_yaml_or_as_a_table() -> None:
    plan = whole("okc-launch")
    for row in csv.DictReader(io.StringIO(tables("okc-launch")["actuals.csv"].decode())):
        plan["kpis"][row["kpi"]].setdefault("actual", {})[row["period"]] = row["value"]
    found, expected = outcome({"plan.yml": json.dumps(plan)}), base("okc-launch")
    assert found["kpis"] == expected["kpis"]
    assert found["health"] == expected["health"]


@settings(max_examples=12)
@given(SEEDS, st.sampled_from(NAMES))
def test_a_scenario_leaves_the_base_untouched(seed: int, name: str) -> None:
    """Whatever a scenario changes, the plan computes to what it did without."""
    chance, plan = Random(seed), whole(name)
    paths = [f"tasks.{id_}.duration" for id_ in plan.get("tasks", {})] + [f"campaigns.{id_}.budget" for id_ in plan.get("campaigns", {})]
    paths += [f"kpis.{id_}.target" for id_ in plan.get("kpis", {})] + ["title", "period", "goals", "currency", "calendar", "tasks", "budget.total"]
    changes = {path: chance.choice(("5d", "900", "2026", "TBD", "", {}, "JPY")) for path in chance.sample(paths, min(5, len(paths)))}
    plan.setdefault("scenarios", {})["another"] = {"changes": changes}
    found, expected = outcome({"plan.yml": json.dumps(plan), **tables(name)}), dict(base(name))
    for each in (found, expected):
        del each["problems"]
        each.pop("scenarios", None)
    assert found == expected
