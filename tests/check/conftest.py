"""Plans from text, compiled, for the tests of checks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from omp_plugin.build import Compiled, Options, compile_plan
from omp_plugin.problems import Problem
from omp_plugin.source.folder import PlanSource

HEAD = """omp: 1
title: A plan
period: 2026
owner: ana
as_of: 2026-06-30
people: {ana: {name: Ana}, ben: {name: Ben}}
"""

Compile = Callable[..., Compiled]
Find = Callable[..., list[Problem]]


@pytest.fixture(scope="session")
def compiled() -> Compile:
    """Compiles a plan: the usual head, what is given, and further files by name (dots written as `__`)."""

    def compile_(body: str, head: str = HEAD, **files: str) -> Compiled:
        texts = {"plan.yml": head + body, **{name.replace("__", "."): text for name, text in files.items()}}
        source = PlanSource("plans/a-plan", {name: text.encode() for name, text in texts.items()})
        return compile_plan(source, Options(date(2026, 6, 30)))

    return compile_


@pytest.fixture(scope="session")
def found(compiled: Compile) -> Find:
    """The problems of one code in a plan, by default all above info."""

    def find(body: str, code: str = "", **more: str) -> list[Problem]:
        problems = compiled(body, **more).problems
        return [each for each in problems if (each.code == code if code else each.level != "info")]

    return find
