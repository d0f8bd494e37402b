"""Nothing that an author writes makes the compiler raise, and every answer has a place in the file and says what is wrong.

Ten thousand plans of random bytes, YAML in any order and wounded examples, and ten thousand of the right shape.
`tests/fuzz/` looks further, part by part, for as long as one likes.

The cases are the same on every run; a failure names the seed, which `mangled(seed)` and `shaped(seed)` turn back into
the plan.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from functools import cache
from random import Random
from typing import Any

import pytest

from omp_plugin.export.plan_json import plan_json, to_text
from omp_plugin.export.problems import FORMATS
from omp_plugin.model.budget import Base, BudgetKind
from omp_plugin.model.kinds import Choice, Id
from omp_plugin.model.kpis import Actuals
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Fields, specs
from omp_plugin.model.structures import Amounts, Collection, ListOf, TableOf
from tests.fuzz.answers import flaws
from tests.helpers import PLANS, compiled

CASES = 10_000
CHUNKS = 8
SECONDS = 6
"""Of processor time that no plan may take; nearly all take a few thousandths of one."""

# --- random text ---

TOKENS = (
    "omp: 1\n", "title: T\n", "period: 2026\n", "owner: a\n", "people:\n", "  a: {}\n", "tasks:\n", "  t:\n", "    after: [t]\n",
    "- ", "? ", ": ", "{", "}", "[", "]", ", ", "\n", "  ", "\t", "#", "&a ", "*a", "!!python/object:os.system ", "<<: ", "|\n", ">-\n",
    "'", '"', "\\", "---\n", "...\n", "%YAML 1.2\n", "\ufeff", "\r", "\r\n", "\x00", "\x85", "\u202e", "\U0001f600", "é", "TBD", "2,000",
    "52k", "$500", "100%", "..", "~", "null", "yes", "0x1F", "1e999", "nan", "-", "{{ 1 }}", "@", "`",
)  # fmt: skip


@cache
def fragments() -> tuple[tuple[str, str], ...]:
    """The example plans, cut at their top-level keys: file name and text."""
    found = []
    for path in sorted([*PLANS.glob("*/*.yml"), *PLANS.glob("*/*.csv"), *PLANS.glob("*/campaigns/*.md")]):
        name = path.relative_to(path.parents[1 if path.parent.name != "campaigns" else 2]).as_posix().partition("/")[2]
        text = path.read_text("utf-8")
        parts = re.split(r"(?m)^(?=[a-z_]+:)", text) if name == "plan.yml" else [text]
        found += [(name, part[:4000]) for part in parts if part.strip()]
    return tuple(found)


def mangled(seed: int) -> dict[str, bytes]:
    """The files of a seed: noise, YAML tokens in any order, or pieces of the example plans with a few wounds."""
    chance = Random(seed)
    if seed % 4 == 0:
        return {"plan.yml": chance.randbytes(chance.randint(0, 200))}
    if seed % 4 == 1:
        return {"plan.yml": "".join(chance.choices(TOKENS, k=chance.randint(1, 60))).encode()}
    files: dict[str, bytes] = {"plan.yml": b"omp: 1\ntitle: T\nperiod: 2026-07-01 to 2027-06-30\nowner: a\n"}
    for name, text in chance.sample(fragments(), 2):
        start = chance.randrange(len(text))
        piece = wounded(chance, text[:1500] if seed % 4 == 2 else text[start : start + 800])
        files[name] = files.get(name, b"") + piece
    return files


def wounded(chance: Random, text: str) -> bytes:
    """A text with some of its parts taken out, doubled, or overwritten."""
    for _ in range(chance.randint(0, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 1, 5, 40)))
        new = chance.choice(("", chance.choice(TOKENS), text[start:end] * 2, chance.choice(NASTY)))
        text = text[:start] + new + text[end:]
    raw = text.encode()
    if chance.random() < 0.05:
        place = chance.randrange(len(raw) + 1)
        raw = raw[:place] + chance.randbytes(2) + raw[place:]
    return raw


# --- plans of the right shape ---

PLAIN = (
    "2026-07-01", "2026-11", "2026-Q4", "2027", "2026-W30", "FY2027", "2026-07-01 to 2026-09-30", "5d", "2w", "10ed", "0d", "45%", "100%", "1",
    "3", "12.5", "5,180", "52k", "1.2M", "USD 500", "EUR 20k", "30k..50k", "60%..80%", "..5", "3..", ">40%", "<3", "yes", "no", "US", "TBD",
    "a", "b", "t-1", "t-2", "t-1 SS+2d", "t-2 FF-1w", "t-1 FS+3ed", "launch", "https://example.org/x", "{a} / {b}", "{a} + 1", "USD", "total",
    "campaigns.a.budget", "tasks.t-1.duration",
)  # fmt: skip
NASTY = (
    "", " ", "\t", "null", "~", "NO", "-0", "--1", "1e999", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "9" * 18, "9" * 19, "0." + "0" * 17 + "1",
    "-5%", "1e5%", "999999999999999999%", "0%", "1970", "2200", "2201", "1969-12-31", "0000-00-00", "2026-02-30", "2026-W53", "2026-13", "FY0001",
    "FY9999-Q4", "1970 to 2200", "2026-07-01 to 2026-06-30", "99999d", "99999w", "99999ed", "-1d", "t-1 FS+99999ed", "t-2 SF-99999w", "t-1 SS",
    "{", "{a}/{a}", "{a} / 0", "((((1))))", "-" * 40 + "1", "{a} * {a} * {a}", "$5", "€9", "5 €", "%", "..", "5..3", "1..2%", ">", "javascript:alert(1)",
    "//x", "http://", "http://[", "\u202e", "\x00", "\x85", "\u0665", "\u00a0", "\ufdfa", "\U0001f9ff", "a" * 300, "é", "İ", "ß", "__class__", "constructor",
    "../../etc/passwd", "C:\\x", "{{ 1 }}", "{% raw %}", "<script>", "=1+1", "@x", "-", "[insert name]", "TODO", "none", "off", "error", "cancelled",
)  # fmt: skip
IDS = ("a", "b", "t-1", "t-2", "launch", "A", "x y", "0", "__proto__", "")


def shaped(seed: int) -> str:
    """The plan.yml of a seed."""
    return shaped_by(Random(seed))


def shaped_by(chance: Random) -> str:
    """A plan.yml: the keys of the format, each with what it may hold or with something nasty."""
    plan = fields(chance, Plan, chance.randint(1, 7))
    plan |= {"omp": "1"} if chance.random() < 0.97 else {}
    plan |= {"period": "2026-07-01 to 2027-06-30"} if chance.random() < 0.9 else {}
    if chance.random() < 0.4:
        plan["tasks"] = {id_: fields(chance, specs(Plan)["tasks"].kind.fields.record, 4) for id_ in IDS[2:5]}
    return json.dumps(plan)


def fields(chance: Random, record: Any, most: int) -> dict[str, Any]:
    known = specs(record)
    chosen = chance.sample(list(known), min(most, len(known)))
    return {key: value(chance, known[key].kind) for key in chosen}


def value(chance: Random, kind: Any) -> Any:
    """What a kind may hold, or now and then something else."""
    if chance.random() < 0.04:
        return chance.choice((chance.choice(NASTY), [], {}, ["a"], {"a": "b"}, [["a"]], {"a": {"a": {}}}))
    if isinstance(kind, Amounts) and chance.random() < 0.5:
        return scalar(chance, kind.value)
    if isinstance(kind, Collection):
        return {id_: fields(chance, kind.fields.record, 5) for id_ in chance.sample(IDS[:6], chance.randint(0, 3))}
    if isinstance(kind, Fields | BudgetKind):
        return fields(chance, kind.record, 5)
    if isinstance(kind, Actuals):
        return value(chance, kind.source if chance.random() < 0.2 else kind.values)
    if isinstance(kind, Base):
        return "total" if chance.random() < 0.5 else chance.choices(IDS, k=2)
    if isinstance(kind, ListOf):
        return [value(chance, kind.kind) for _ in range(chance.randint(0, 3))]
    if isinstance(kind, TableOf):
        return {scalar(chance, kind.key): value(chance, kind.value) for _ in range(chance.randint(0, 3))}
    return scalar(chance, kind)


def scalar(chance: Random, kind: Any) -> str:
    if chance.random() < 0.15:
        return chance.choice(NASTY)
    if isinstance(kind, Choice):
        return chance.choice(kind.words)
    return chance.choice(IDS[:5] if isinstance(kind, Id) else PLAIN)


# --- the tests ---


def raised(cases: Iterable[int], make: Any) -> list[str]:
    """The seeds whose plan makes something raise, with what it was."""
    found = []
    for seed in cases:
        files = make(seed)
        start = time.process_time()
        try:
            outcome(files)
            assert time.process_time() - start < SECONDS, "it takes too long"
        except Exception as error:
            found.append(f"seed {seed}: {type(error).__name__}: {error}\n{files!r}")
    return found


def not_a_number(word: str) -> None:
    raise ValueError(f"{word} in plan.json")


def outcome(files: str | Mapping[str, bytes]) -> None:
    result = compiled(files)
    json.loads(to_text(plan_json(result)), parse_constant=not_a_number)
    turn = sum(len(each.message) for each in result.problems) % len(FORMATS)
    list(FORMATS.values())[turn](result.problems).encode()
    found = flaws(result.problems, files if isinstance(files, Mapping) else {"plan.yml": files.encode()})
    assert not found, found[:3]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_mangled_plans_are_answered(chunk: int) -> None:
    found = raised(range(chunk, CASES, CHUNKS), mangled)
    assert not found, f"{len(found)} cases raise\n" + "\n".join(found[:3])


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_plans_of_the_right_shape_are_answered(chunk: int) -> None:
    found = raised(range(chunk, CASES, CHUNKS), shaped)
    assert not found, f"{len(found)} cases raise\n" + "\n".join(found[:3])


def test_the_cases_reach_the_computations() -> None:
    """Fuzzing that ends at the parser proves nothing: most shaped plans are computed, and codes of all rooms appear."""
    results = [compiled(shaped(seed)) for seed in range(400)]
    assert sum(each.results is not None for each in results) > 350
    found = {problem.code for each in results for problem in each.problems}
    assert found >= {"wrong-type", "unknown-reference", "bad-id", "missing-key", "outside-period", "without-owner", "open-value"}
