"""The grammar of expressions: what is read, what is refused, and where the finger points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.pages import expressions
from omp_plugin.pages.expressions import Call, Expression, parse, plain_call
from omp_plugin.problems import Position, Problem

KNOWN = ("timeline", "kpi", "kpi_cards", "plan")
AT = Position("plans/okc/index.md", 7, 10)


def read(text: str) -> Expression:
    """An expression that must be one."""
    found = parse(text, AT, KNOWN)
    assert isinstance(found, Expression), found
    return found


def refuse(text: str) -> Problem:
    """What is said of a text that must not be one."""
    found = parse(text, AT, KNOWN)
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize(
    "text,name,call,path",
    [
        (" timeline() ", "timeline", Call(), ()),
        (' timeline(campaign="paid-search") ', "timeline", Call((), (("campaign", "paid-search"),)), ()),
        (" kpi('monthly-revenue').actual ", "kpi", Call(("monthly-revenue",)), ("actual",)),
        ("plan.title", "plan", None, ("title",)),
        ('plan["title"][0]', "plan", None, ("title", 0)),
        ("kpi(1, -2.5, true, None)", "kpi", Call((1, -2.5, True, None)), ()),
        ('kpi("a }} b")', "kpi", Call(("a }} b",)), ()),
        (' kpi(\n  "a",\n) ', "kpi", Call(("a",)), ()),
    ],
)
def test_reads(text: str, name: str, call: Call | None, path: tuple[str | int, ...]) -> None:
    found = read(text)
    assert (found.name, found.call, found.path) == (name, call, path)


@pytest.mark.parametrize(
    "text,column,says",
    [
        (" timelin() ", 11, 'nothing is called "timelin"'),
        (" plan.__class__ ", 16, '"__class__" cannot be asked for'),
        (' plan["_secret"] ', 17, '"_secret" cannot be asked for'),
        (" plan|upper ", 11, "a filter (|) cannot be used here"),
        (" kpi('a') > 3 ", 11, "a comparison cannot be used here"),
        (" 'a' * 10**9 ", 11, "an operator cannot be used here"),
        (" kpi('a' * 10**9) ", 11, "an operator cannot be an argument"),
        (" kpi(plan) ", 15, '"plan" cannot be an argument'),
        (" kpi(*plan) ", 15, "* and ** cannot be used here"),
        (" plan.title.format(1) ", 11, "the call of an attribute cannot be used here"),
        (" kpi('a')() ", 11, "the call of a result cannot be used here"),
        (" [1, 2] ", 11, "a value by itself cannot be used here"),
        (" plan if plan else plan ", 11, "a condition (if) cannot be used here"),
        (" plan is defined ", 11, "a test (is) cannot be used here"),
        (" not plan ", 11, "an operator cannot be used here"),
        (" plan[1:2] ", 11, "a slice cannot be an argument"),
        (" plan, kpi ", 11, "a value by itself cannot be used here"),
        (" ", 11, '"" is not an expression: expected an expression, got "end of print statement"'),
        (" kpi( ", 11, '"kpi(" is not an expression: unexpected "}", expected ")"'),
    ],
)
def test_refuses(text: str, column: int, says: str) -> None:
    found = refuse(text)
    assert (found.code, found.message) == ("unknown-component", says)
    assert found.position == Position(AT.path, AT.line, column)


def test_an_unknown_name_brings_the_nearest_ones() -> None:
    assert refuse("kpi_card()").hint == 'did you mean "kpi_cards"?'


def test_what_is_allowed_is_said() -> None:
    assert refuse("plan|upper").hint == "allowed are a name, a call with literal arguments, attributes and items"


def test_the_finger_points_into_the_right_line() -> None:
    found = refuse(" kpi(\n    plan)")
    assert found.position == Position(AT.path, AT.line + 1, 5)


@pytest.mark.parametrize(
    "text,says",
    [
        ('kpi("' + "x" * 1000 + '")', "this expression is longer than 1,000 bytes"),
        ("(" * 400 + ")" * 400, "this expression has more than 32 brackets within each other"),
        ("not " * 249, "this expression is too deep"),
        ("-" * 990 + "1", "this expression is too deep"),
    ],
)
def test_refuses_what_is_too_large(text: str, says: str) -> None:
    found = refuse(text)
    assert found.code in ("too-large", "unknown-component")
    assert found.code == "unknown-component" or found.message == says


_NAMES = st.sampled_from(["a", "kpi_table", "not", "true", "none", "if", "is", "_b"])
_TEXTS = st.sampled_from(['"x"', '"é, y=z"', "'x'", '"a\\"b"', '"\t"', "true", "none", "false", "True", "1", "x", ""])
_NAMED = st.tuples(_NAMES, st.sampled_from(["=", ""]), _TEXTS).map("".join)
_LISTS = st.tuples(st.lists(_NAMED, max_size=3), st.sampled_from([", ", ",", " ", ""])).map(lambda each: each[1].join(each[0]))


@given(_NAMES, _LISTS, st.sampled_from(["", ", "]), st.sampled_from(["", " ", "\n", ".x"]))
def test_a_call_is_read_as_the_parser_reads_it(name: str, named: str, end: str, around: str) -> None:
    text = f"{around.strip('.x')}{name}({named}{end}){around}"
    assert plain_call(text) in (None, parsed(text))


def parsed(text: str) -> object:
    """What the parser finds; a text for what it refuses."""
    try:
        return expressions._parts(expressions._node(text))
    except expressions.Refused as refused:
        return refused.message


def test_what_generated_pages_ask_for_needs_no_parser() -> None:
    assert plain_call(' task_table(campaign="a-b", heading="Tasks, é", every_plan=true) ') == (
        "task_table", Call((), (("campaign", "a-b"), ("heading", "Tasks, é"), ("every_plan", True))), (),
    )  # fmt: skip
    assert plain_call("kpi_table()") == ("kpi_table", Call(), ())


@given(st.text(alphabet=st.sampled_from("kpi()[]{}'\".,|-+*_ a1\n%#~"), max_size=80) | st.text(max_size=80))
def test_nothing_that_is_written_raises(text: str) -> None:
    assert parse(text, AT, KNOWN) is not None
