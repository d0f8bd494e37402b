"""What a plan has to say in a marketing calendar: milestones, deadlines, repeats, late work, flights, and reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from omp_plugin.compute.reviews import review_days
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.dates import Period
from omp_plugin.model.governance import Review
from omp_plugin.model.tasks import Task
from omp_plugin.render.month_grid import Entry
from omp_plugin.render.work import Work, works
from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

STATES = {"done": "done", "off-track": "off", "at-risk": "risk", "blocked": "off"}
TROUBLE = ("off-track", "blocked", "at-risk")
"""What a flight takes over from the work behind it, the worst first."""
RARE = ("monthly", "quarterly", "once")
"""The reviews that a calendar of months has room for; more frequent ones are in the calendar file."""
AHEAD = timedelta(days=366)


def entries(ctx: PlanContext, code: str = "") -> Iterator[Entry]:
    """Everything of a plan that has a day, but cancelled; `code` names the plan where several are shown."""
    return _Plan(ctx, code, works(ctx)).entries()


@dataclass(frozen=True, slots=True)
class _Plan:
    ctx: PlanContext
    code: str
    works: Mapping[str, Work]

    def entries(self) -> Iterator[Entry]:
        flights = self._flights_by_tactic()
        for work in self.works.values():
            if work.state != "cancelled":
                yield from self._of_task(work, flights.get(work.task.tactic or "", ()))
        for campaign in self.ctx.plan.campaigns.values():
            if campaign.status != "cancelled":
                yield from self._of_campaign(campaign)
        for review in self.ctx.plan.reviews.values():
            if review.cadence in RARE and self.ctx.plan.status != "cancelled":
                yield from self._of_review(review)

    def _of_review(self, review: Review) -> Iterator[Entry]:
        """Its days up to a year from now: those of a plan for many years would be all that its later months have."""
        today, href = self.ctx.results.today.as_of, self.ctx.href("reviews", f"review-{review.id}")
        for day in review_days(self.ctx.plan, review, today):
            if day <= today + AHEAD:
                yield Entry(review.label, day, day, False, "repeat", "", self.code, href)

    def _flights_by_tactic(self) -> dict[str, tuple[Period, ...]]:
        campaigns = (each for each in self.ctx.plan.campaigns.values() if each.status != "cancelled")
        return {tactic.id: tuple(tactic.flights) for each in campaigns for tactic in each.tactics.values()}

    def _of_campaign(self, campaign: Campaign) -> Iterator[Entry]:
        """The flights of its tactics; its own span where no tactic has any."""
        href = self.ctx.href(f"campaigns/{campaign.id}")
        tactics = [tactic for tactic in campaign.tactics.values() if len(tactic.flights)]
        for tactic in tactics:
            trouble = self._trouble(tactic.id)
            for flight in tactic.flights:
                yield self._flight(tactic.label, flight, href, trouble)
        if not tactics and campaign.start and campaign.finish:
            yield self._flight(campaign.label, Period(campaign.start.first, campaign.finish.last), href, "")

    def _trouble(self, tactic: str) -> str:
        """The worst that is said of the work behind a tactic; empty where nothing is amiss."""
        found = {work.state for work in self.works.values() if work.task.tactic == tactic}
        return next((state for state in TROUBLE if state in found), "")

    def _flight(self, title: str, days: Period, href: str | None, trouble: str) -> Entry:
        is_over = days.last < self.ctx.results.today.as_of
        status = "done" if is_over else trouble
        last = max(days.first, days.last)
        return Entry(
            title, days.first, last, days.first < last, STATES.get(status, "live"), status, self.code, href
        )

    def _of_task(self, work: Work, flights: Sequence[Period]) -> Iterator[Entry]:
        """A milestone's day, the due day of overdue work, the days of a repeat that no flight shows, a deadline."""
        task, finish, href = work.task, work.scheduled.finish, self.ctx.href("timeline", f"task-{work.id}")
        state = STATES.get(work.state, "due")
        if task.is_milestone and finish:
            yield Entry(task.label, finish, finish, False, state, work.state, self.code, href)
        elif work.days_late and finish:
            late = self.ctx.formats.number(work.days_late)
            title = _("{task} due: {n} d late").format(task=task.label, n=late)
            yield Entry(title, finish, finish, False, state, work.state, self.code, href)
        for day in work.scheduled.occurrences:
            if not _is_shown(day, flights):
                yield Entry(task.label, day, day, False, "repeat", "", self.code, href)
        if task.deadline is not None and work.state != "done":
            yield self._deadline(task, task.deadline.last, work, href)

    def _deadline(self, task: Task, day: date, work: Work, href: str | None) -> Entry:
        is_missed = (work.scheduled.deadline_slack or 0) < 0
        state, status = ("risk", "at-risk") if is_missed else ("due", work.state)
        title = _("Deadline: {task}").format(task=task.label)
        return Entry(title, day, day, False, state, status, self.code, href)


def _is_shown(day: date, flights: Iterable[Period]) -> bool:
    return any(flight.holds(day) for flight in flights)
