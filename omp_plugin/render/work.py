"""Tasks as they are shown: with dates, a status of the vocabulary and their campaign (design, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from omp_plugin.compute.homes import campaigns_of_tasks
from omp_plugin.compute.results import HEALTH, CampaignResult, ScheduledTask
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.tasks import Task
from omp_plugin.words import _, ngettext

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

State = Literal["done", "in-progress", "not-started", "blocked", "cancelled", "at-risk", "off-track"]
STAGES = {"draft": "draft", "in-review": "in-review", "approved": "approved", "planned": "not-started",
          "active": "in-progress", "on-hold": "on-hold", "done": "done", "cancelled": "cancelled"}  # fmt: skip
"""How the written status of a campaign is shown."""


@dataclass(frozen=True, slots=True)
class Work:
    """A task, when it takes place, and how it goes. `days_late` counts calendar days past its finish."""

    task: Task
    scheduled: ScheduledTask
    state: State
    days_late: int = 0

    @property
    def id(self) -> str:
        """The task's id."""
        return self.task.id

    @property
    def is_scheduled(self) -> bool:
        """True for a task whose dates are known."""
        return self.scheduled.finish is not None


@dataclass(frozen=True, slots=True)
class Group:
    """The work of a campaign; `campaign` is `None` for the work that belongs to none."""

    campaign: Campaign | None
    result: CampaignResult | None
    number: int
    works: tuple[Work, ...]

    @property
    def label(self) -> str:
        """The campaign's name."""
        return self.campaign.label if self.campaign else _("Whole plan")


def works(ctx: PlanContext) -> Mapping[str, Work]:
    """All tasks of a plan, cancelled ones too, in the author's order."""
    return ctx.once("works", partial(_works, ctx))


def _works(ctx: PlanContext) -> Mapping[str, Work]:
    schedule, tasks = ctx.results.schedule.tasks, ctx.plan.tasks
    return MappingProxyType(
        {id_: _work(ctx, task, schedule.get(id_) or ScheduledTask(id_)) for id_, task in tasks.items()}
    )


def campaign_state(ctx: PlanContext, campaign: Campaign) -> str:
    """How a campaign goes: what is planned, paused or over says so, else how its work and money stand."""
    result = ctx.results.campaigns.get(campaign.id)
    if campaign.status not in (None, "active") or result is None or result.status not in HEALTH:
        return STAGES.get(campaign.status or "", "unknown")
    return result.status


def counted_words(ctx: PlanContext, tasks: Iterable[Task]) -> str:
    """How much work there is: tasks, and apart from them milestones; what is cancelled counts nowhere (section 4)."""
    kinds = [task.is_milestone for task in tasks if not task.is_cancelled]
    tasks_, milestones = kinds.count(False), kinds.count(True)
    found = [ngettext("{n} task", "{n} tasks", tasks_).format(n=ctx.formats.number(tasks_))]
    more = ngettext("{n} milestone", "{n} milestones", milestones).format(n=ctx.formats.number(milestones))
    return ", ".join([*found * bool(tasks_ or not milestones), *[more] * bool(milestones)])


def _work(ctx: PlanContext, task: Task, scheduled: ScheduledTask) -> Work:
    late = 0
    if scheduled.overdue and scheduled.finish:
        late = (ctx.results.today.as_of - scheduled.finish).days
    return Work(task, scheduled, _state(ctx, task, scheduled), late)


def _state(ctx: PlanContext, task: Task, scheduled: ScheduledTask) -> State:
    """Cancelled, done, blocked; overdue is off track whatever the author says; else the risks, then the progress."""
    if task.is_cancelled:
        return "cancelled"
    if task.is_done:
        return "done"
    if scheduled.overdue:
        return "off-track"
    if task.status == "blocked":
        return "blocked"
    if (scheduled.deadline_slack or 0) < 0 or _waits_for_late_work(ctx, task):
        return "at-risk"
    return "in-progress" if task.progress > 0 or task.status == "doing" else "not-started"


def _waits_for_late_work(ctx: PlanContext, task: Task) -> bool:
    """True for a task that cannot go on before an overdue one is finished."""
    schedule = ctx.results.schedule.tasks
    if task.progress > 0:
        return False
    return any((found := schedule.get(link.task)) is not None and found.overdue for link in task.after)


def groups(ctx: PlanContext, campaign: str | None = None) -> tuple[Group, ...]:
    """The work by campaign in the plan's order, what belongs to none at the end; or of one campaign alone."""
    found = ctx.once("groups of work", partial(_groups, ctx))
    if campaign is None:
        return found
    return tuple(each for each in found if each.campaign and each.campaign.id == campaign)


def _groups(ctx: PlanContext) -> tuple[Group, ...]:
    plan, all_works, belongs = ctx.plan, works(ctx), campaigns_of_tasks(ctx.plan)
    by_campaign: dict[str | None, list[Work]] = {}
    for id_, work in all_works.items():
        by_campaign.setdefault(belongs.get(id_), []).append(work)
    found = [
        Group(each, ctx.results.campaigns.get(id_), number, tuple(by_campaign.get(id_, ())))
        for number, (id_, each) in enumerate(plan.campaigns.items(), 1)
    ]
    if by_campaign.get(None):
        found.append(Group(None, None, len(found) + 1, tuple(by_campaign[None])))
    return tuple(group for group in found if group.works)
