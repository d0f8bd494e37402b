"""How the KPIs stand against expectation, range and stop limit, and the KPI facet (plan format, section 5)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple, Protocol

from omp_plugin.compute.expected import Expectations, due_day, expectations
from omp_plugin.compute.funnels import compute_funnels
from omp_plugin.compute.measure import measure, passes, place, sentence, value_of
from omp_plugin.compute.results import HEALTH, KpiPoint, KpiResult, KpiResults, Status, Today
from omp_plugin.model.dates import Duration, Period, in_time
from omp_plugin.model.kpis import DataSource, Kpi
from omp_plugin.model.plan import Plan

GRACE_DAYS = 10
"""Days that a value may be late before it is out of date, on top of one cadence period."""
_CADENCES = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "quarter": (3, 0)}


class WorkingDays(Protocol):
    """What is asked of the working calendar."""

    def working_days(self, duration: Duration, /) -> int:
        """The working days of a duration in `d` or `w`."""

    def add_working(self, instant: int, count: int, /) -> int:
        """The instant `count` working days on; instants are counted like the ordinals of the days that they begin."""


class _Setting(NamedTuple):
    """What every KPI is judged with."""

    plan: Plan
    today: Today
    calendar: WorkingDays


def compute_kpis(plan: Plan, today: Today, calendar: WorkingDays) -> KpiResults:
    """All KPIs at their latest period, the funnels and the facet. Problems: `formula-cycle`, `too-large`."""
    actuals, problems = measure(plan)
    setting = _Setting(plan, today, calendar)
    kpis = {id_: _result(setting, kpi, actuals[id_]) for id_, kpi in plan.kpis.items()}
    funnels = compute_funnels(plan, actuals, today.actuals_through)
    return KpiResults(kpis, funnels, _facet(plan, kpis), tuple(problems))


def _facet(plan: Plan, kpis: Mapping[str, KpiResult]) -> Status:
    """Off track with half or more of the goals' KPIs, at risk with any KPI, over those that have a known status."""
    known = {id_: HEALTH[result.status] for id_, result in kpis.items() if result.status in HEALTH}
    if not known:
        return "not-measured"
    of_goals = [known[id_] for id_ in {goal.kpi for goal in plan.goals.values() if goal.kpi} if id_ in known]
    if of_goals and 2 * of_goals.count(HEALTH["off-track"]) >= len(of_goals):
        return "off-track"
    return "at-risk" if any(known.values()) else "on-track"


def _result(setting: _Setting, kpi: Kpi, actuals: Mapping[Period, Fraction]) -> KpiResult:
    plan = setting.plan
    series = _series(kpi, actuals, expectations(kpi, plan))
    measured = _counted(series, setting.today.actuals_through)
    latest = measured[-1] if measured else None
    attainment = _attainment(kpi, latest) if latest else None
    status = _status(setting, kpi, latest, attainment)
    due = due_day(kpi, plan) if kpi.due or kpi.target else None
    return KpiResult(
        kpi.id,
        series,
        status,
        period=latest.period if latest else None,
        actual=latest.actual if latest else None,
        expected=latest.expected if latest else None,
        attainment=attainment,
        diagnosis=_diagnosis(plan, kpi, latest) if latest and status in HEALTH else None,
        previous=measured[-2] if len(measured) > 1 else None,
        target=value_of(plan, kpi, kpi.target),
        baseline=value_of(plan, kpi, kpi.baseline),
        due=due.last if due else None,
        stop_passed=_is_stopped(plan, kpi, latest),
    )


def _series(kpi: Kpi, actuals: Mapping[Period, Fraction], expectation: Expectations) -> tuple[KpiPoint, ...]:
    """All periods that have a value, measured or planned, in order of their days."""
    written = {} if isinstance(kpi.actual, DataSource) else kpi.actual.value_places
    derived = kpi.where("formula")
    at = {**dict.fromkeys(kpi.plan), **dict.fromkeys(actuals, derived), **written}
    return tuple(KpiPoint(period, actuals.get(period), expectation.at(period), at[period]) for period in in_time(at))


def _counted(series: Sequence[KpiPoint], through: date) -> list[KpiPoint]:
    """The measured points whose period is complete, the latest at the end."""
    counted = [point for point in series if point.actual is not None and point.period.last <= through]
    return sorted(counted, key=lambda point: (point.period.last, point.period.first))


def _attainment(kpi: Kpi, point: KpiPoint) -> Fraction | None:
    """How much of what was expected is reached: 1 is all of it; `None` where nothing can be divided."""
    if point.actual is None or point.expected is None:
        return None
    lower = kpi.direction == "lower"
    value, divisor = (point.expected, point.actual) if lower else (point.actual, point.expected)
    return value / divisor if divisor else None


def _status(setting: _Setting, kpi: Kpi, latest: KpiPoint | None, attainment: Fraction | None) -> Status:
    if _is_stopped(setting.plan, kpi, latest):
        return "off-track"
    day = latest.period.last if latest else setting.today.actuals_through
    if kpi.judge_from and day < kpi.judge_from.first:
        return "not-started"
    if latest is None:
        return "no-actuals"
    if setting.today.as_of.toordinal() > _fresh_until(setting.calendar, kpi, latest.period):
        return "stale"
    if kpi.direction == "within":
        return place(setting.plan, latest.actual, kpi.range, kpi.unit)
    return _judged(setting.plan, attainment)


def _is_stopped(plan: Plan, kpi: Kpi, latest: KpiPoint | None) -> bool:
    return latest is not None and passes(plan, kpi, kpi.stop, latest.actual)


def _judged(plan: Plan, attainment: Fraction | None) -> Status:
    """The attainment, exact, against the plan's thresholds."""
    if attainment is None:
        return "unknown"
    limits = plan.limits
    if attainment >= Fraction(limits.on_track):
        return "on-track"
    return "at-risk" if attainment >= Fraction(limits.at_risk) else "off-track"


def _diagnosis(plan: Plan, kpi: Kpi, latest: KpiPoint) -> str | None:
    """What a value outside the range means, in the author's words."""
    if kpi.direction != "within":
        return None
    return sentence(place(plan, latest.actual, kpi.range, kpi.unit), kpi.low, kpi.high)


def _fresh_until(calendar: WorkingDays, kpi: Kpi, latest: Period) -> int:
    """The last day, as an ordinal, on which the latest value is not yet out of date."""
    last = latest.last.toordinal()
    age = kpi.stale_after
    if age is None:
        return _cadence_after(kpi, latest) + GRACE_DAYS
    if age.unit == "ed":
        return last + age.count
    return calendar.add_working(last + 1, calendar.working_days(age)) - 1


def _cadence_after(kpi: Kpi, latest: Period) -> int:
    """The last day of one cadence period after the latest, by default one as long as that."""
    months, days = _CADENCES[kpi.cadence] if kpi.cadence else _length(latest)
    if not months:
        return latest.last.toordinal() + days
    following = latest.last + timedelta(days=1)
    year, month = divmod(following.year * 12 + following.month - 1 + months, 12)
    day = min(following.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day).toordinal() - 1


def _length(period: Period) -> tuple[int, int]:
    """A period's length in whole months, else in days: `2026-Q4` is as long as `2026-10-01 to 2026-12-31`."""
    following = period.last + timedelta(days=1)
    if period.first.day == following.day == 1:
        return (following.year - period.first.year) * 12 + following.month - period.first.month, 0
    return 0, period.days
