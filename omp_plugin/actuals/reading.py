"""Actuals from files and databases, put into a plan before it is typed, as if its author had written them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from pathlib import PurePosixPath

from omp_plugin import limits
from omp_plugin.actuals.measured import measured
from omp_plugin.actuals.reach import EXTRA, LATE, UNASKED, Answer, Reach, Refusal
from omp_plugin.model.data_sources import Sourced, data_sources
from omp_plugin.model.reading import shorten
from omp_plugin.problems import Problem, did_you_mean, problem
from omp_plugin.source.folder import PlanSource
from omp_plugin.source.nodes import Entry, Mapping, Node

ANSWERS = 64
"""So many files are remembered with what was asked of them: earlier versions and later builds ask the same."""
_ANSWERED: dict[tuple[bytes, str, tuple[str | None, ...]], list[Answer]] = {}
_HERE = "values that are not read are missing, never zero"
_EXTRA_MODULES = ("duckdb", "openpyxl", "sqlalchemy")
_WARNED = ("missing", "unreachable")
"""What is no mistake of a plan but of the place where it is built, as in a preview that may not reach a database."""
_NO_MISTAKE = "stale-actuals"


def with_actuals(plan: Mapping, source: PlanSource, reach: Reach) -> tuple[Mapping, list[Problem]]:
    """The plan with the values of its sources in their place, each at the line of its source.

    A source that gives none stays as it is: its KPI has no values, which is not zero. Problems: `unknown-reference`
    (no such file or connection), `unsafe-path`, `wrong-type` (a query, a file or a value that is none), `too-large`,
    `duplicate-key` (a period twice), `missing-key` (a connection without a query), `stale-actuals` (cannot be read
    here and now).
    """
    sources = list(data_sources(plan))
    if not sources:
        return plan, []
    found: dict[str, Mapping] = {}
    problems: list[Problem] = []
    for of, answer in _answers(sources, source, reach):
        if isinstance(answer, Refusal):
            problems.append(_told(of, answer))
        else:
            found[of.kpi], more = measured(of, answer)
            problems += more
    return _with(plan, found), problems


def _with(plan: Mapping, found: Lookup[str, Mapping]) -> Mapping:
    """The plan with these actuals of KPIs."""
    kpis = plan.get("kpis")
    assert isinstance(kpis, Mapping), "that is where the sources were found"
    entries = [Entry(each.key, _with_actual(each.value, found.get(each.key.text))) for each in kpis]
    return _replaced(plan, "kpis", replace(kpis, entries=tuple(entries)))


def _with_actual(kpi: Node, actual: Mapping | None) -> Node:
    return _replaced(kpi, "actual", actual) if actual is not None and isinstance(kpi, Mapping) else kpi


def _replaced(node: Mapping, key: str, value: Node) -> Mapping:
    entries = (Entry(each.key, value) if each.key.text == key else each for each in node)
    return replace(node, entries=tuple(entries))


def _answers(sources: list[Sourced], source: PlanSource, reach: Reach) -> Iterator[tuple[Sourced, Answer]]:
    """Each source with its answer; those of one file or connection are asked together."""
    is_late = False
    for number, (place, group) in enumerate(groupby(sorted(sources, key=_place), key=_place)):
        asked = list(group)
        answers = _MANY if number >= limits.DATA_SOURCES else UNASKED if is_late else _of(place, asked, source, reach)
        listed = [answers] * len(asked) if isinstance(answers, Refusal) else answers
        is_late = is_late or any(map(_is_late, listed))
        yield from zip(asked, listed, strict=True)


def _is_late(answer: Answer) -> bool:
    """True for what used up its time or memory, and for what came after that."""
    return isinstance(answer, Refusal) and (answer == UNASKED or answer.message.startswith(LATE))


def _of(place: tuple[str, str], asked: list[Sourced], source: PlanSource, reach: Reach) -> list[Answer] | Refusal:
    file, connection = place
    return _of_file(file, asked, source, reach) if file else _of_connection(connection, asked, reach)


def _place(of: Sourced) -> tuple[str, str]:
    return of.source.file or "", of.source.connection or ""


def _of_file(name: str, asked: list[Sourced], source: PlanSource, reach: Reach) -> list[Answer] | Refusal:
    from omp_plugin.actuals.asking import ask_file  # most plans name no source

    data = reach.data(source, name)
    if isinstance(data, Refusal):
        return data
    suffix = PurePosixPath(name.lower()).suffix
    queries = tuple(of.source.query for of in asked)
    question = (sha256(data).digest(), suffix, queries)
    if question not in _ANSWERED:
        while len(_ANSWERED) >= ANSWERS:
            del _ANSWERED[next(iter(_ANSWERED))]
        _ANSWERED[question] = ask_file(data, suffix, queries)
    return _ANSWERED[question]


def _of_connection(name: str, asked: list[Sourced], reach: Reach) -> list[Answer] | Refusal:
    from omp_plugin.actuals.asking import ask_database

    if name not in reach.connections:
        hint = did_you_mean(name, reach.connections) or "whoever runs the site defines connections in mkdocs.yml"
        return Refusal("unknown-reference", f'there is no connection "{shorten(name)}"', hint)
    variable = reach.connections[name]
    url = reach.environment.get(variable, "")
    if not url:
        message = f'the connection "{name}" cannot be used: the variable {variable} is not set'
        return Refusal("unreachable", message, "")
    queries = [of.source.query for of in asked if of.source.query]
    given = iter(ask_database(url, queries) if queries else ())
    return [next(given) if of.source.query else _NO_QUERY for of in asked]


_MANY = Refusal(
    "too-large", f"a plan takes values from {limits.DATA_SOURCES} files and connections at most", "ask fewer of them"
)
_NO_QUERY = Refusal("missing-key", "a connection needs a query", 'add query: "select ... as period, ... as value ..."')


def _told(of: Sourced, refusal: Refusal) -> Problem:
    """A refusal as a problem of the KPI, where its source or its query stands."""
    code, message, hint = refusal
    source = of.source
    is_of_query = source.query and code in ("wrong-type", "too-large")
    at = source.where("query" if is_of_query else "file" if source.file else "connection")
    if code == "missing":
        hint = f"run {EXTRA if message in _EXTRA_MODULES else f'pip install {message}'}"
        message = f"data cannot be read here: {message} is not installed"
    elif code in _WARNED:
        hint = _HERE
    return problem(at, _NO_MISTAKE if code in _WARNED else code, f'no actuals of "{of.kpi}": {message}', hint)
