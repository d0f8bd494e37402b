"""A plan of a thousand tasks: its timeline page stays below a megabyte, and below 120 kB packed."""

from __future__ import annotations

import gzip
import runpy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.render.context import PlanContext, plan_context
from omp_plugin.source.folder import PlanSource
from tests.render.plans import Document, html

PLANS = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks/plans.py"))
MOST, MOST_PACKED = 970_000, 112_000
"""What the theme's own 24 kB (5 kB packed) leave of the page's megabyte and 120 kB."""


@pytest.fixture(scope="module")
def ctx() -> PlanContext:
    """The plan of the benchmarks, beside a version in which every task was a week earlier."""
    compiled = compile_plan(PlanSource("plans/department", PLANS["large_plan"]()), Options(PLANS["TODAY"]))
    found = plan_context(compiled, lambda page, anchor: f"#{anchor}" if page == "timeline" else f"../{page}/")
    assert found is not None
    week, dates = timedelta(days=7), found.results.schedule.tasks.values()
    earlier = {each.id: (each.start - week, each.finish - week) for each in dates if each.start and each.finish}
    return replace(found, earlier=earlier, earlier_name="v1.0")


@pytest.fixture(scope="module")
def page(ctx: PlanContext) -> str:
    """What the timeline page has of ours."""
    return html(ctx, "timeline", heading="By campaign") + html(ctx, "task_table")


def test_the_plan_is_large(ctx: PlanContext) -> None:
    assert len(ctx.plan.tasks) == 1000
    assert len(ctx.plan.campaigns) == 20
    assert sum(len(task.after) for task in ctx.plan.tasks.values()) > 500


def test_its_page_is_not(page: str) -> None:
    assert len(page.encode()) <= MOST
    assert len(gzip.compress(page.encode(), 6, mtime=0)) <= MOST_PACKED


def test_every_task_is_in_a_chart_and_in_the_table(ctx: PlanContext, page: str) -> None:
    document = Document(page)
    assert document.wrong == []
    led = {found.get("href") for tag, found in document.elements if tag == "a"}
    assert {f"#task-{id_}" for id_ in ctx.plan.tasks} <= led
    assert {f"task-{id_}" for id_ in ctx.plan.tasks} <= set(document.ids)
