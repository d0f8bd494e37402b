"""Single values as plans hold them: each kind accepts what the format says, and says what to write instead."""

from __future__ import annotations

import pytest

from tests.helpers import HEAD, compiled, errors


@pytest.mark.parametrize(
    "field,good,bad",
    [
        ("kpis: {k: {better: %s}}", ["higher", "lower", "within", "TBD"], ["up", "Higher", "yes"]),
        ("tasks: {t: {milestone: %s}}", ["yes", "no", "true", "false", "TBD"], ["on", "y", "True", "NO", "1", "maybe"]),
        ("publish_data: %s", ["yes", "no", "true", "false"], ["off", "never"]),
        ("risks: {r: {likelihood: %s}}", ["1", "5", "'3'", "TBD"], ["0", "6", "2.5", "high", "-1", "1e0", "1000000"]),
        ("fiscal_year_start: %s", ["1", "12"], ["0", "13", "July"]),
        ("links: {l: {url: '%s'}}", ["https://a.example/b?c=d#e", "http://a.example", "mailto:a@b.example"],
         ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example", "a.example", "/a", "https:a", "https://", "http://[", "mailto:",
          "JAVASCRIPT:x", "https://a b", "https://a.example/<x>", "vbscript:x", "file:///etc/passwd", "https:\\\\a"]),
        ("currency: %s", ["USD", "EUR", "ADA", "POINT"], ["usd", "US", "TOOLONG", "$", "U5D"]),
        ("as_of: %s", ["2026-11-22", "2026", "2026-W48", "TBD"], ["soon", "22.11.2026", "[2026]"]),
        ("tasks: {t: {duration: %s}}", ["5d", "2w", "10ed", "0d", "TBD"], ["5", "5 days", "-1d", "1m"]),
        ("tasks: {t: {effort: %s}}", ["50%", "0%", "TBD"], ["50", "0.5", "half"]),
        ("tasks: {t: {evidence: '%s'}}", ["shown on Friday", "https://a.example", "see: page 3"], ["javascript:alert(1)", "data:x"]),
        ("kpis: {k: {formula: '%s'}}", ["{k2} / 2", "-({k2} + 1) * 3", "5", "TBD"], ["{k2", "k2 / 2", "2 ** 3", "{k2} {k2}", "()", "{}", "1 +", "f(1)"]),
        ("tasks: {t: {after: ['%s']}}", ["b", "b SS", "b SS+5d", "b FS-2d", "b FS+3ed", "b FF - 1w", "b SF +2d", "b + 2d", "b - 1w", "b SS + 0d"],
         ["b XX+1d", "b +", "b 5d", "b FS+5", "b FS+d", "b b", "b ss", "b FS++1d"]),
        ("tasks: {b: {date: 2026-12-01}, t: {before: ['%s']}}", ["b", "b - 2w", "b -5d", "b - 3ed"], ["b FS", "b + 2w", "b SS-1d", "b 2w"]),
        ("tags: %s", ["[a, b]", "a", "[]", "TBD", "[1, 2.50]"], ["{a: b}", "[[a]]", "[{a: b}]"]),
        ("campaigns: {c: {goals: %s}}", ["[]", "TBD"], ["g", "{g: 1}", "[[g]]"]),
        ("budget: %s", ["none", "{}", "{total: TBD}"], ["5", "[]", "some"]),
        ("goals: %s", ["{}", "TBD"], ["5", "[]", "[{title: x}]"]),
        ("swot: %s", ["{}", "{threats: []}"], ["5", "[]"]),
        ("kpis: {k: {plan: %s}}", ["{2026: 5}", "{}", "TBD", "{2026-Q3: TBD}"], ["5", "[]", "{soon: 5}", "{2026: [5]}"]),
        ("budget: {lines: {l: {planned: %s}}}", ["5", "{2026-07: 5}", "30k..50k", "TBD", "{2026-07: 1k..2k}"], ["[]", "5%", "$5", "{2026-07: $5}"]),
        ("budget: {lines: {l: {committed: %s}}}", ["5", "{2026-07: 5}"], ["30k..50k"]),
        ("budget: {lines: {m: {}, l: {share: 5%%, of: %s}}}", ["total", "[m]"], ["m", "{m: 1}"]),
        ("rates: {EUR: %s}", ["{rate: 1.08}"], ["1.08", "{rate: 8%}", "{rate: TBD}"]),
        ("kpis: {k: {actual: %s}}", ["{2026-07: 5}", "TBD"], ["5", "{file: [a]}"]),
    ],
)  # fmt: skip
def test_what_a_value_may_be(field: str, good: list[str], bad: list[str]) -> None:
    known = field.replace("tasks: {t", "tasks: {b: {}, t").replace("kpis: {", "kpis: {k2: {}, ") + "\n"
    for text in good:
        assert errors(compiled(HEAD + known % text)) == [], text
    for text in bad:
        found = errors(compiled(HEAD + known % text))
        assert found, text
        assert {each.split()[1] for each in found} <= {"wrong-type", "unsafe-url", "missing-key", "unknown-reference"}, text
        assert {each.split()[1] for each in found} & {"wrong-type", "unsafe-url"}, text


@pytest.mark.parametrize("below,message,hint", [
    ("tasks: {t: {status: don}}", '"don" is none of todo, doing, done, blocked, cancelled', 'did you mean "done"'),
    ("tasks: {t: {effort: 50}}", '"50" is not a percentage', "write 50%"),
    ("budget: {total: $500}", '"$500" is not an amount of money', "symbols are ambiguous: write USD 500"),
    ("budget: {total: 5 €}", '"5 €" is not an amount of money', "symbols are ambiguous: write EUR 5"),
    ("goals: [a]", "a list where a block of goals, each below an id of its own, is due", "write `some-id:` above its fields"),
    ("campaigns: {c: {goals: g}}", '"g" where a list of goals is due', "write [g]"),
    ("title2: x", 'unknown key "title2" in a plan', 'did you mean "title"?'),
    ("as_of: 2026-02-30", '"2026-02-30" is not a date: February 2026 has 28 days', "write 2026-02-28 or a day before it"),
    ("kpis: {r: {unit: '%', target: 0.03}}", '"0.03" is not in the unit of KPI "r", which is %', "write 3% if 3 of a hundred are meant, or 0.03%"),
    ("kpis: {r: {unit: '%', target: EUR 3}}", '"EUR 3" is not in the unit of KPI "r", which is %', "write a percentage, such as 45%"),
    ("as_of: soon", '"soon" is not a date', "write 2026-11-27"),
    ("risks: {r: {likelihood: high}}", '"high" is not a whole number from 1 to 5', "write 1, 2, 3, 4 or 5: 1 is rare, 5 almost certain"),
    ("fiscal_year_start: July", '"July" is not a whole number from 1 to 12', "write a whole number from 1 to 12"),
    ("reviews: {r: {cadence: biweekly}}", '"biweekly" is none of daily, weekly, fortnightly, monthly, quarterly, once', 'did you mean "fortnightly"?'),
    ("tasks: {t: {status: in progress}}", '"in progress" is none of todo, doing, done, blocked, cancelled', 'did you mean "doing"?'),
    ("as_of: FY2027", '"FY2027" needs to know when the fiscal year starts', "add `fiscal_year_start: 7`"),
    ("calendar: {holidays: XX-YY}", '"XX-YY" is not a known country or subdivision', "write a code such as US"),
    ("omp: 2", 'key "omp" was given before, in line 1', "keep one of the two"),
])  # fmt: skip
def test_what_an_author_is_told(below: str, message: str, hint: str) -> None:
    found = [each for each in compiled(HEAD + below).problems if each.level == "error"]
    assert [each.message for each in found] == [message]
    assert found[0].hint.startswith(hint)


def test_another_version_of_the_format_is_not_read() -> None:
    result = compiled(HEAD.replace("omp: 1", "omp: 2") + "nonsense: x\n")
    assert result.plan is None
    assert errors(result) == ["plan.yml:1:6 unsupported-format"]


@pytest.mark.parametrize("size,codes", [(20_000, set()), (20_001, {"too-large"})])
@pytest.mark.parametrize("letter", ["x", "é"])
def test_the_length_of_a_text(size: int, codes: set[str], letter: str) -> None:
    text = letter * (size // len(letter.encode())) + "y" * (size % len(letter.encode()))
    assert {each.split()[1] for each in errors(compiled(HEAD + f"mission: {text}\n"))} == codes


def test_a_book_in_place_of_a_number_is_not_repeated() -> None:
    for field in ("tasks: {t: {effort: '%s'}}", "as_of: '%s'", "budget: {total: '%s'}", "currency: '%s'", "tasks: {t: {status: '%s'}}", "budget: {total: '$%s'}",
                  "kpis: {k: {range: '%s'}}", "kpis: {k: {formula: '%s'}}", "owner2: '%s'", "'%s': x", "sponsor: '%s'"):  # fmt: skip
        for each in compiled(HEAD + field % ("long " * 180)).problems:
            assert len(each.message) < 250
            assert len(each.hint) < 250


def test_words_that_yaml_would_change_keep_their_meaning() -> None:
    text = "organisation: NO\nmission: 12:30\nvision: 1.10\npositioning: 010\nversion: 1e3\ntags: [no, 22:30, 0x1F, 2026-02-30, null]\n"
    plan = compiled(HEAD + text).plan
    assert plan is not None
    assert (plan.organisation, plan.mission, plan.vision, plan.positioning, plan.version) == ("NO", "12:30", "1.10", "010", "1e3")
    assert plan.tags.values == ("no", "22:30", "0x1F", "2026-02-30", "null")


def test_an_id_that_looks_like_another_word() -> None:
    text = "goals: {no: {title: G}, 010: {}, on: {}, 2026-07: {}}\ncampaigns: {c: {goals: [no, 010, on, 2026-07]}}\n"
    result = compiled(HEAD + text)
    assert errors(result) == []
    assert result.plan is not None
    assert list(result.plan.goals) == ["no", "010", "on", "2026-07"]


@pytest.mark.parametrize("id_", ["a", "0", "a-b", "7up", "a--", "x" * 200])
def test_ids(id_: str) -> None:
    assert errors(compiled(HEAD + f"goals: {{'{id_}': {{}}}}\n")) == []


@pytest.mark.parametrize("id_", ["A", "a_b", "-a", "a b", "a.b", "é", "", "а", "a/b", "a\u200b"])
def test_what_is_no_id(id_: str) -> None:
    assert [each.split()[1] for each in errors(compiled(HEAD + f"goals: {{'{id_}': {{}}}}\n"))] == ["bad-id"]


def test_an_entity_of_unknown_visibility_is_left_out() -> None:
    result = compiled(HEAD + "goals: {a: {visibility: secret}, b: {visibility: internal}}\n")
    assert errors(result) == ["plan.yml:6:25 wrong-type"]
    assert result.plan is not None
    assert list(result.plan.goals) == ["b"]
