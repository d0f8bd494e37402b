"""A compiled plan as tables, one a collection: what was written, then what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from omp_plugin.compute.results import BudgetResults, Results, Sums
from omp_plugin.export.cells import Cell, Cells, amount, plain
from omp_plugin.model.budget import Line
from omp_plugin.model.campaigns import Campaign, Tactic
from omp_plugin.model.plan import COLLECTIONS, Plan
from omp_plugin.model.reading import Record, specs
from omp_plugin.model.structures import Entity
from omp_plugin.source.budget_csv import AMOUNTS

_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "campaigns": ("tactics", "brief"), "kpis": ("plan", "actual", "notes"), "reviews": ("log",),
    "funnels": ("stages", "conversions"), "scenarios": ("changes",), "budget": AMOUNTS,
}  # fmt: skip
"""Fields that have a table of their own, or are no value of a table."""
Computed = Callable[["_Tables", Any], dict[str, Cell]]
_ANALYSES = ("swot", "pestel", "five_forces", "mix")
Row = tuple[Cell, ...]


class Sheet(NamedTuple):
    """A table: its name (of the file and of the sheet), the names of its columns, its rows."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


def tables(plan: Plan, results: Results) -> list[Sheet]:
    """Every table that has rows; its columns are the same in all plans, but those of `plan`."""
    made = _Tables(plan, results)
    found = [Sheet("plan", ("field", "value"), list(made.plan_rows()))]
    for collection in COLLECTIONS:
        found.append(made.collection(collection))
        found += [make(made) for after, make in _AFTER if after == collection]
    return [sheet for sheet in found if sheet.rows]


def _written(record: type[Record], without: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The key and attribute of the fields that are columns."""
    skipped = {*without, "title", "visibility", "formerly"}
    return tuple((key, spec.name) for key, spec in specs(record).items() if key not in skipped)


class _Tables:
    """The tables of one plan."""

    def __init__(self, plan: Plan, results: Results) -> None:
        self.plan = plan
        self.results = results
        self.cells = Cells(plan)

    def collection(self, name: str) -> Sheet:
        """A collection: id, title, the fields as written, and computed ones in their place or after them."""
        entities: Mapping[str, Entity] = getattr(self.plan, name)
        kind = next((type(each) for each in entities.values()), Entity)
        return self.entities(name, kind, entities.values(), _COMPUTED.get(name, _nothing))

    def entities(self, name: str, kind: type[Record], entities: Iterable[Any], computed: Computed) -> Sheet:
        """A table of entities of one kind."""
        fields = _written(kind, _ELSEWHERE.get(name, ()))
        names = [attribute for _, attribute in fields]
        columns: dict[str, None] = dict.fromkeys(("id", "title", *(key for key, _ in fields)))
        rows = []
        for each in entities:
            follows = computed(self, each)
            columns.update(dict.fromkeys(follows))
            values = dict(zip((key for key, _ in fields), self.cells.row(each, names), strict=True))
            rows.append({"id": plain(each.id), "title": plain(each.label), **values, **follows})
        return Sheet(name, tuple(columns), [tuple(map(row.get, columns)) for row in rows])

    def money(self, sums: Sums | None) -> dict[str, Cell]:
        """Planned, committed, actual and forecast money."""
        return {state: amount(getattr(sums, state), self.plan.currency) if sums else None for state in AMOUNTS}

    def plan_rows(self) -> Iterator[Row]:
        """The plan's own fields, its status and its totals."""
        skipped = {*COLLECTIONS, *_ANALYSES, "market", "budget", "checks", "rates", "title", "health", "calendar"}
        today = self.results.today
        yield "id", plain(self.plan.id)
        yield "title", plain(self.plan.label)
        for key, spec in specs(type(self.plan)).items():
            value = self.cells.cell(getattr(self.plan, spec.name)) if key not in skipped else None
            if value is not None and key not in ("as_of", "actuals_through"):
                yield key, value
        yield "as_of", today.as_of
        yield "actuals_through", today.actuals_through
        yield from (("health" if key == "status" else f"health.{key}", each) for key, each in _facets(self.results))
        if self.results.budget:
            yield from self._totals(self.results.budget)

    def _totals(self, budget: BudgetResults) -> Iterator[Row]:
        sums = self.money(budget.sums)
        currency = self.plan.currency
        totals = {"total": budget.reference, "reserve": budget.reserve}
        yield from ((f"budget.{name}", amount(value, currency)) for name, value in totals.items())
        yield from ((f"budget.{name}", sums[name]) for name in ("planned", "committed", "actual"))
        yield "budget.available", amount(budget.sums.available, currency)
        yield "budget.forecast", amount(budget.forecast, currency)
        yield "budget.variance", amount(budget.variance, currency)


def _facets(results: Results) -> Iterator[tuple[str, str]]:
    yield from zip(results.health._fields, results.health, strict=True)


def _nothing(made: _Tables, each: Any) -> dict[str, Cell]:
    return {}


def _goal(made: _Tables, each: Any) -> dict[str, Cell]:
    goal = made.results.goals.goals.get(each.id)
    if goal is None:
        return {}
    target, planned = made.cells.in_unit(goal.kpi, goal.target), made.cells.in_unit(goal.kpi, goal.planned)
    return {"target": target, "planned": planned, "coverage": goal.coverage, "status": goal.status}


def _kpi(made: _Tables, each: Any) -> dict[str, Cell]:
    kpi = made.results.kpis.kpis.get(each.id)
    if kpi is None:
        return {}
    values = {name: made.cells.in_unit(kpi.id, getattr(kpi, name)) for name in ("target", "actual", "expected")}
    period = plain(kpi.period.text) if kpi.period else None
    return {**values, "period": period, "attainment": kpi.attainment, "status": kpi.status}


def _campaign(made: _Tables, each: Any) -> dict[str, Cell]:
    found = made.results.campaigns.get(each.id)
    if found is None:
        return {}
    days: dict[str, Cell] = {"start": found.start, "finish": found.finish, "progress": found.progress}
    return {**days, **made.money(found.sums), "health": found.status}


def _task(made: _Tables, each: Any) -> dict[str, Cell]:
    task = made.results.schedule.tasks[each.id]
    return {
        "start": task.start, "finish": task.finish, "done": made.cells.cell(each.progress), "status": each.state,
        "milestone": _yes(each.is_milestone), "duration_days": task.duration_days, "slack_days": task.slack_days,
        "critical": _yes(task.critical), "overdue": _yes(task.overdue), "deadline_slack_days": task.deadline_slack,
        "occurrences": len(task.occurrences) or None,
    }  # fmt: skip


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _risk(made: _Tables, each: Any) -> dict[str, Cell]:
    return {"score": each.score, "rating": each.rating}


_COMPUTED: Mapping[str, Computed] = {
    "goals": _goal, "kpis": _kpi, "campaigns": _campaign, "tasks": _task, "risks": _risk,
}  # fmt: skip


def _kpi_values(made: _Tables) -> Sheet:
    rows: list[Row] = []
    for id_, kpi in made.results.kpis.kpis.items():
        notes = made.plan.kpis[id_].notes
        for point in kpi.series:
            values = made.cells.in_unit(id_, point.actual), made.cells.in_unit(id_, point.expected)
            period, note = point.period, made.cells.cell(notes.get(point.period))
            rows.append((plain(id_), plain(period.text), period.first, period.last, *values, note))
    return Sheet("kpi_values", ("kpi", "period", "first", "last", "actual", "expected", "note"), rows)


def _conversions(made: _Tables) -> Sheet:
    rows: list[Row] = [
        (
            plain(id_), plain(each.from_), plain(each.to), each.conversion,
            plain(each.range.text) if each.range else None, each.status, made.cells.cell(each.diagnosis),
        )
        for id_, funnel in made.results.kpis.funnels.items()
        for each in funnel.conversions
    ]  # fmt: skip
    return Sheet("conversions", ("funnel", "from", "to", "conversion", "range", "status", "diagnosis"), rows)


def _tactics(made: _Tables) -> Sheet:
    owners = [(each, campaign) for campaign in made.plan.campaigns.values() for each in campaign.tactics.values()]
    sheet = made.entities("tactics", Tactic, (each for each, _ in owners), _nothing)
    rows: list[Row] = [(plain(of.id), *row) for (_, of), row in zip(owners, sheet.rows, strict=True)]
    return Sheet("tactics", ("campaign", *sheet.columns), rows)


def _budget(made: _Tables) -> Sheet:
    """Lines with their sums; a campaign's own budget stands among them where it is one."""
    budget = made.results.budget
    fields = _written(Line, _ELSEWHERE["budget"])
    columns = ("id", "title", *(key for key, _ in fields), *AMOUNTS, "available", "variance")
    rows: list[Row] = []
    for id_, line in budget.lines.items() if budget else ():
        written = made.plan.budget.lines.get(id_) if made.plan.budget else None
        nothing: list[Cell] = [None] * len(fields)
        cells = made.cells.row(written, [name for _, name in fields]) if written else nothing
        if written is None and line.shares:
            cells[0] = plain(next(iter(line.shares)))
        rest = amount(line.sums.available, made.plan.currency), amount(line.sums.variance, made.plan.currency)
        label = _line_label(made, written, id_)
        rows.append((plain(id_), label, *cells, *made.money(line.sums).values(), *rest))
    return Sheet("budget", columns, rows)


def _line_label(made: _Tables, written: Line | None, id_: str) -> str:
    campaign: Campaign | None = made.plan.campaigns.get(id_)
    return plain(written.label if written else campaign.label if campaign else id_)


def _budget_periods(made: _Tables) -> Sheet:
    lines = made.results.budget.lines if made.results.budget else {}
    rows: list[Row] = [
        (plain(id_), plain(period.text), period.first, period.last, *made.money(sums).values())
        for id_, line in lines.items()
        for period, sums in line.by_period.items()
    ]
    return Sheet("budget_periods", ("line", "period", "first", "last", *AMOUNTS), rows)


def _review_log(made: _Tables) -> Sheet:
    rows: list[Row] = [
        (plain(each.id), *made.cells.row(entry, ("on", "so_what", "actions")))
        for each in made.plan.reviews.values()
        for entry in each.log
    ]
    return Sheet("review_log", ("review", "on", "so_what", "actions"), rows)


def _market(name: str) -> Callable[[_Tables], Sheet]:
    def make(made: _Tables) -> Sheet:
        found = getattr(made.plan.market, name, {})
        kind = next((type(each) for each in found.values()), Entity)
        return made.entities(name, kind, found.values(), _nothing)

    return make


def _market_facts(made: _Tables) -> Sheet:
    facts = made.plan.market.facts if made.plan.market else ()
    rows: list[Row] = [tuple(made.cells.row(each, ("claim", "source", "as_of"))) for each in facts]
    return Sheet("market_facts", ("claim", "source", "as_of"), rows)


def _analyses(made: _Tables) -> Sheet:
    rows: list[Row] = []
    for name in _ANALYSES:
        record: Record | None = getattr(made.plan, name)
        for key, spec in specs(type(record)).items() if record else ():
            rows += [(name, key, made.cells.cell(text)) for text in getattr(record, spec.name)]
    return Sheet("analyses", ("analysis", "part", "text"), rows)


_AFTER: tuple[tuple[str, Callable[[_Tables], Sheet]], ...] = (
    ("people", _market("segments")), ("people", _market("personas")), ("people", _market("competitors")),
    ("people", _market_facts), ("people", _analyses), ("kpis", _kpi_values), ("funnels", _conversions),
    ("campaigns", _tactics), ("tasks", _budget), ("tasks", _budget_periods), ("reviews", _review_log),
)  # fmt: skip
"""Tables that are no top-level collection, after the one that they stand behind."""
