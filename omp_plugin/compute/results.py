"""The computed values of a plan, apart from what was written; every mapping is by id, in the author's order.

Ratios and KPI values are exact (`Fraction`), money is `Decimal` in the plan's currency, days are `date`; `None` is
unknown, never zero. Rounding is a matter of output.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import add
from types import MappingProxyType
from typing import Literal, NamedTuple

from omp_plugin.model.amounts import Range
from omp_plugin.model.dates import Period
from omp_plugin.model.tasks import Task
from omp_plugin.problems import Position, Problem

Status = Literal[
    "on-track", "at-risk", "off-track", "below-range", "above-range",
    "stale", "not-started", "no-actuals", "not-measured", "unknown",
]  # fmt: skip
HEALTH: Mapping[str, int] = {"on-track": 0, "at-risk": 1, "off-track": 2, "below-range": 2, "above-range": 2}
"""The statuses that say how well something goes, from good to bad; the others say that nobody knows."""


def worst(statuses: list[Status]) -> Status:
    """The worst of those that are known; `unknown` where none is. Range misses count as off track."""
    known = [HEALTH[status] for status in statuses if status in HEALTH]
    if not known:
        return "unknown"
    words: tuple[Status, ...] = ("on-track", "at-risk", "off-track")
    return words[max(known)]


class Driver(NamedTuple):
    """What fixes a date: another task, by a link with its lag in working or elapsed days; or something written."""

    other: Task | None
    words: str
    at: Position | None = None
    link: tuple[str, int, bool] = ("FS", 0, False)

    @property
    def task(self) -> str | None:
        """The id of that other task."""
        return self.other.id if self.other else None

    @property
    def why(self) -> str:
        """The reason as the end of a sentence that begins with "because"."""
        if self.other is None:
            return self.words
        type_, lag, elapsed = self.link
        days = f"{lag:+d}{'ed' if elapsed else 'd'}" if lag else ""
        return f'{self.words} "{self.other.label}" ({type_}{days})'


class ScheduledTask(NamedTuple):
    """When a task takes place. Days are inclusive; a milestone starts and finishes on its day.

    `duration_days` counts working days (0 for a milestone; one occurrence of a repeat). `slack_days` are the working
    days by which it can be late without moving the network's finish; `deadline_slack` those left to its deadline
    (negative: missed). Unscheduled and cancelled tasks have no dates.
    """

    id: str
    start: date | None = None
    finish: date | None = None
    duration_days: int | None = None
    slack_days: int | None = None
    critical: bool = False
    overdue: bool = False
    deadline_slack: int | None = None
    driver: Driver | None = None
    occurrences: tuple[date, ...] = ()


class Schedule(NamedTuple):
    """All tasks (cancelled ones without dates), the critical ones in order, and the last day of the network."""

    tasks: Mapping[str, ScheduledTask]
    critical_path: tuple[str, ...]
    start: date | None
    finish: date | None
    status: Status
    problems: tuple[Problem, ...]


class KpiPoint(NamedTuple):
    """One period of a KPI: measured and expected value in the KPI's unit (percentages as ratios)."""

    period: Period
    actual: Fraction | None
    expected: Fraction | None
    at: Position | None = None


class KpiResult(NamedTuple):
    """A KPI at its latest period with an actual; `previous` is the measured point before it."""

    id: str
    series: tuple[KpiPoint, ...]
    status: Status
    period: Period | None = None
    actual: Fraction | None = None
    expected: Fraction | None = None
    attainment: Fraction | None = None
    diagnosis: str | None = None
    previous: KpiPoint | None = None
    target: Fraction | None = None
    baseline: Fraction | None = None
    due: date | None = None
    stop_passed: bool = False


class StageCount(NamedTuple):
    """A stage of a funnel with the latest value of its KPI in the funnel's period."""

    id: str
    title: str
    kpi: str | None
    value: Fraction | None


class ConversionResult(NamedTuple):
    """The rate between two neighbouring stages against its range."""

    from_: str
    to: str
    conversion: Fraction | None
    range: Range | None
    status: Status
    diagnosis: str | None = None


class FunnelResult(NamedTuple):
    """A funnel at the latest period for which its stages have values."""

    id: str
    period: Period | None
    stages: tuple[StageCount, ...]
    conversions: tuple[ConversionResult, ...]


class KpiResults(NamedTuple):
    """All KPIs and funnels, and the plan's KPI facet."""

    kpis: Mapping[str, KpiResult]
    funnels: Mapping[str, FunnelResult]
    status: Status
    problems: tuple[Problem, ...]


class GoalResult(NamedTuple):
    """What the campaigns plan to deliver for a goal; `contributions` by campaign, in the KPI's unit."""

    id: str
    kpi: str | None
    target: Fraction | None
    planned: Fraction | None
    coverage: Fraction | None
    coverage_status: Status
    status: Status
    contributions: Mapping[str, Fraction]


class GoalResults(NamedTuple):
    """All goals, and the plan's goals facet."""

    goals: Mapping[str, GoalResult]
    status: Status


class Sums(NamedTuple):
    """Money in the plan's currency, by state. `planned_low` differs from `planned` where estimates are in it."""

    planned: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)
    forecast: Decimal = Decimal(0)
    planned_low: Decimal = Decimal(0)

    @property
    def available(self) -> Decimal:
        """Planned money neither ordered nor invoiced."""
        return self.planned - self.committed - self.actual

    @property
    def variance(self) -> Decimal:
        """Forecast minus planned: plus means over."""
        return self.forecast - self.planned

    def __add__(self, other: Sums) -> Sums:  # type: ignore[override] # sums are added up, not put in a row
        return Sums(*map(add, self, other))

    def times(self, share: Decimal) -> Sums:
        """That part of every state."""
        return Sums(*[amount * share for amount in self])


class LineResult(NamedTuple):
    """A budget line: its sums, by period as written (the whole plan is the plan's period), and whom it pays for."""

    id: str
    sums: Sums
    by_period: Mapping[Period, Sums]
    shares: Mapping[str, Decimal]
    """The campaigns that it pays for, with their shares (1 for a single one; empty without a campaign)."""


class BudgetResults(NamedTuple):
    """The budget: `sums` are the lines', the reserve apart. `forecast` is lines plus the reserve not drawn.

    `reference` is what the forecast is held against: the stated total, else reserve plus planned.
    """

    lines: Mapping[str, LineResult]
    sums: Sums
    by_period: Mapping[Period, Sums]
    by_campaign: Mapping[str, Sums]
    by_category: Mapping[str, Sums]
    status: Status
    problems: tuple[Problem, ...]
    total: Decimal | None = None
    total_low: Decimal | None = None
    reserve: Decimal = Decimal(0)
    reserve_drawn: Decimal = Decimal(0)
    revenue: Decimal | None = None
    is_reserve_known: bool = True
    """False where the reserve is open: then none is counted, and none drawn."""

    @property
    def reference(self) -> Decimal:
        """The stated total, else reserve plus planned."""
        return self.total if self.total is not None else self.reserve + self.sums.planned

    @property
    def forecast(self) -> Decimal:
        """Forecast at finish."""
        return self.sums.forecast + max(self.reserve - self.reserve_drawn, Decimal(0))

    @property
    def variance(self) -> Decimal:
        """Forecast at finish minus the reference: plus means over."""
        return self.forecast - self.reference


class CampaignResult(NamedTuple):
    """A campaign: dates (its own, else those of its tasks and tactics), mean progress of its work, money, figures.

    `delivers` is by KPI: the campaign's own figure, else the sum of its tactics'. `status` is the worst of its tasks
    and its budget, as for a plan.
    """

    id: str
    start: date | None
    finish: date | None
    progress: Fraction | None
    sums: Sums | None
    delivers: Mapping[str, Fraction]
    status: Status
    tasks: tuple[str, ...] = ()


class Health(NamedTuple):
    """The plan's status and its four facets."""

    status: Status
    goals: Status
    kpis: Status
    schedule: Status
    budget: Status


class Today(NamedTuple):
    """The days that computations depend on, passed in: nothing here reads a clock."""

    as_of: date
    actuals_through: date


class Results(NamedTuple):
    """Everything computed from a plan."""

    today: Today
    schedule: Schedule
    kpis: KpiResults
    budget: BudgetResults | None
    goals: GoalResults
    campaigns: Mapping[str, CampaignResult]
    health: Health
    scenarios: Mapping[str, Results] = MappingProxyType({})
