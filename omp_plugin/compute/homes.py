"""Where a task or budget line is at home: in its own campaign, else in that of its tactic (plan format, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from omp_plugin.compute.goals import campaigns_of_tactics
from omp_plugin.model.budget import Line
from omp_plugin.model.plan import Plan
from omp_plugin.model.tasks import Task


def campaign_of(record: Task | Line, of_tactic: Mapping[str, str]) -> str | None:
    """The campaign of a task or line as written, be it in the plan or not; `of_tactic` has that of each tactic."""
    return record.campaign or of_tactic.get(record.tactic or "")


def campaigns_of_tasks(plan: Plan) -> Mapping[str, str]:
    """The campaign of each task that has one in the plan."""
    of_tactic = campaigns_of_tactics(plan)
    found = {id_: campaign_of(task, of_tactic) for id_, task in plan.tasks.items()}
    return {id_: campaign for id_, campaign in found.items() if campaign and campaign in plan.campaigns}


def lines_by_campaign(plan: Plan) -> Iterator[tuple[str, Line]]:
    """Every budget line with each campaign that it pays for: its own, those that share it, or its tactic's."""
    of_tactic = campaigns_of_tactics(plan)
    for line in plan.budget.lines.values() if plan.budget else ():
        campaign = campaign_of(line, of_tactic)
        campaigns = line.split.values if line.split and not line.campaign else [campaign] if campaign else ()
        yield from ((id_, line) for id_ in campaigns)
