"""A plan of a thousand tasks: the pages of its sources and its people stay small enough to be opened anywhere."""

from __future__ import annotations

import gzip
import runpy
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.render.context import PlanContext, plan_context
from omp_plugin.source.folder import PlanSource
from tests.render.plans import Document, html

PLANS = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks/plans.py"))


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    """The plan of the benchmarks."""
    found = plan_context(compile_plan(PlanSource("plans/department", PLANS["large_plan"]()), Options(PLANS["TODAY"])))
    assert found is not None
    return found


@pytest.mark.parametrize("name, most, packed", [("sources", 450_000, 50_000), ("raci_table", 480_000, 20_000)])
def test_its_pages_are_small(ctx: PlanContext, name: str, most: int, packed: int) -> None:
    text = html(ctx, name).encode()
    assert len(text) <= most
    assert len(gzip.compress(text, 6, mtime=0)) <= packed


def test_every_task_can_be_found_among_the_sources(ctx: PlanContext) -> None:
    assert {f"tasks.{id_}" for id_ in ctx.plan.tasks} <= set(Document(html(ctx, "sources")).ids)
