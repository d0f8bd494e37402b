"""The JSON Schema that YAML editors use agrees with what the compiler accepts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from omp_plugin.cli import main
from omp_plugin.model.schema import FILES, plan_schema, schema_of
from tests.helpers import HEAD, PLANS, ROOT, compiled, errors

MAXIMAL = (ROOT / "tests" / "goldens" / "maximal.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def schema_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `omp schema` prints."""
    path = tmp_path_factory.mktemp("schema") / "plan.json"
    path.write_text(json.dumps(plan_schema()))
    return path


def check_jsonschema(schema: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_example_plans_are_valid(schema_file: Path) -> None:
    files = [*PLANS.glob("*/plan.yml"), ROOT / "tests" / "goldens" / "maximal.yml"]
    assert len(files) >= 6
    done = check_jsonschema(schema_file, *files)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted(PLANS.glob("*/*.yml")), ids=lambda path: "/".join(path.parts[-2:]))
def test_files_of_one_key_are_valid(path: Path) -> None:
    assert path.stem in FILES
    found = list(validator(path.stem).iter_errors(loaded(path.read_text("utf-8"))))
    assert not found, found[0]


@pytest.mark.parametrize("path", sorted(PLANS.glob("*/campaigns/*.md")), ids=lambda path: path.name)
def test_the_heads_of_campaign_files_are_valid(path: Path) -> None:
    head = path.read_text("utf-8").split("---\n")[1]
    assert not list(validator("campaign").iter_errors(loaded(head)))


WRONG = {
    "no-title": "omp: 1\nowner: ann\nperiod: 2026\n",
    "unknown-key": HEAD + "titel: x\n",
    "unknown-field": HEAD + "goals: {g: {taget: 5}}\n",
    "wrong-word": HEAD + "tasks: {t: {status: finished}}\n",
    "wrong-shape": HEAD + "campaigns: [paid-search]\n",
    "bad-id": HEAD + "goals: {Big_Goal: {}}\n",
    "another-format": HEAD.replace("omp: 1", "omp: 2"),
    "symbol": HEAD + "budget: {total: $500}\n",
    "unsafe": HEAD + "links: {l: {url: 'javascript:x'}}\n",
}


def test_wrong_plans_are_rejected(schema_file: Path, tmp_path: Path) -> None:
    """By the schema, and for their own reasons by the compiler."""
    for name, text in WRONG.items():
        (tmp_path / f"{name}.yml").write_text(text)
        assert errors(compiled(text)), name
    done = check_jsonschema(schema_file, *tmp_path.iterdir())
    assert done.returncode == 1
    assert [name for name in WRONG if f"{name}.yml" not in done.stdout] == []


@cache
def validator(what: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(what))


def loaded(text: str) -> Any:
    """YAML 1.2 as editors type it."""
    return as_json(YAML(typ="safe", pure=True).load(text))


def as_json(value: Any) -> Any:
    """Days back as the texts that JSON has in their place, keys as texts."""
    if isinstance(value, dict):
        return {as_json(key) if isinstance(key, date) else str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("what", FILES)
def test_every_schema_is_one(what: str) -> None:
    Draft202012Validator.check_schema(schema_of(what))


def test_every_field_is_described() -> None:
    assert [where for where, each in properties(plan_schema(), "") if not each.get("description")] == []


def properties(schema: dict[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, each in schema.get("properties", {}).items():
        yield f"{where}.{name}", each
    for name, each in schema.get("$defs", {}).items():
        yield from properties(each, name)


# --- a loader types what the format reads as text: both forms are valid ---


@pytest.mark.parametrize(
    "path,values",
    [
        ("as_of: {}", [2026, "2026", "2026-11-22", "2026-Q4", "TBD", None]),
        ("fiscal_year_start: {}", [7, "7"]),
        ("publish_data: {}", [True, False, "yes", "no", "true"]),
        ("budget: {{total: {}}}", [52000, 52000.5, "52,000.50", "52k", "USD 52k", "30k..50k", 0, -5, "TBD"]),
        ("kpis: {{k: {{target: {}}}}}", [5, 5.25, "5,180", "45%", "EUR 500", "TBD"]),
        ("tasks: {{t: {{milestone: {}}}}}", [True, "no"]),
        ("tasks: {{t: {{after: [{}]}}}}", ["a SS+5d", 7]),
        ("risks: {{r: {{likelihood: {}}}}}", [3, "3", "TBD"]),
        ("version: {}", [1, 1.1, "v1", True, None]),
        ("tags: {}", [[1, True, "a", 1.5], "a", None]),
        ("mission: {}", [True, 12, 1.5, "text", None]),
        ("presence: {{p: {{answer: {}}}}}", ["yes", "no", "not-applicable"]),
        ("rates: {{EUR: {{rate: {}}}}}", [1, 1.08, "1.08"]),
        ("campaigns: {{c: {}}}", [{}, None]),
    ],
)  # fmt: skip
def test_typed_values_are_valid(path: str, values: list[Any]) -> None:
    for value in values:
        plan = loaded(HEAD + path.format(json.dumps(value)))
        assert not list(validator("plan").iter_errors(plan)), value


@pytest.mark.parametrize("answer,valid", [("yes", True), ("no", True), ("not-applicable", True), ("maybe", False)])
def test_a_choice_that_yaml_takes_for_a_boolean(answer: str, valid: bool) -> None:
    """`answer: yes` is true for YAML 1.1."""
    for text in (f"answer: {answer}", f"answer: '{answer}'"):
        plan = as_json(yaml.safe_load(HEAD + f"presence: {{p: {{{text}}}}}\n"))
        assert validator("plan").is_valid(plan) is valid


@pytest.mark.parametrize("setting,valid", [("off", True), ("info", True), ("on", False), ("loud", False)])
def test_a_setting_that_yaml_takes_for_a_boolean(setting: str, valid: bool) -> None:
    assert validator("plan").is_valid(as_json(yaml.safe_load(HEAD + f"checks: {{goal-count: {setting}}}\n"))) is valid


def test_what_the_compiler_accepts_the_schema_accepts() -> None:
    """The forms of values of the tests for kinds, as far as a plan with them has no error of form."""
    from tests.model.test_kinds import test_what_a_value_may_be

    cases = test_what_a_value_may_be.pytestmark[0].args[1]  # type: ignore[attr-defined] # set by the decorator
    for field, good, bad in cases:
        for text in good:
            plan = loaded(HEAD + field % text)
            found = list(validator("plan").iter_errors(plan))
            assert not found, f"{field % text}: {found[0].message}"
        if not any(word in field for word in ("evidence", "formula", "after", "before")):  # any text, for a schema
            assert not all(validator("plan").is_valid(loaded(HEAD + field % text)) for text in bad), field


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    for what in FILES:
        assert main(["schema", what]) == 0
        assert json.loads(capsys.readouterr().out) == schema_of(what)
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == plan_schema()
