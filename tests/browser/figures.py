"""Where a site must show each figure of a plan's `plan.json`: its page, its row, and how the plan's locale writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from omp_plugin.model.dates import parse_date
from omp_plugin.render.formats import NONE, Formats

Json = dict[str, Any]
MONEY = ("planned", "committed", "actual", "forecast")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or day of `plan.json`, by its path there, with the page and row that show it and the ways to write it.

    A row is an element's id, or what its group and its first cell say; without one the page's text will do.
    """

    path: str
    page: str
    row: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """All figures of one plan. `locale` is the plan's: it is the one thing that its `plan.json` does not say."""

    plan: Json
    locale: str

    @cached_property
    def write(self) -> Formats:
        """The plan's formats."""
        return Formats(self.locale, self.plan["currency"])

    def __iter__(self) -> Iterator[Figure]:
        yield from self.head()
        for id_, goal in self.plan["goals"].items():
            yield from self.goal(id_, goal)
        for id_, kpi in self.plan["kpis"].items():
            yield from self.kpi(id_, kpi)
        for id_, steps in self.plan["funnels"].items():
            yield from self.funnel(id_, steps)
        for id_, campaign in self.plan["campaigns"].items():
            yield from self.campaign(id_, campaign)
        for id_, task in self.plan["tasks"].items():
            yield from self.task(id_, task)
        if self.plan["budget"]:
            yield from self.budget(self.plan["budget"])

    def head(self) -> Iterator[Figure]:
        """The plan's days, in the facts of its overview."""
        days = {"as_of": self.plan["as_of"], "actuals_through": self.plan["actuals_through"]}
        days |= {f"period.{name}": day for name, day in (self.plan["period"] or {}).items()}
        for path, day in days.items():
            yield Figure(path, "", "", self.day(day))

    def goal(self, id_: str, goal: Json) -> Iterator[Figure]:
        """Target, planned and coverage, in the goal's row."""
        unit = self.unit(goal["kpi"])
        for name in ("target", "planned"):
            yield Figure(f"goals.{id_}.{name}", "goals/", f"goal-{id_}", self.value(goal[name], unit))
        yield Figure(f"goals.{id_}.coverage", "goals/", f"goal-{id_}", self.percent(goal["coverage"]))

    def kpi(self, id_: str, kpi: Json) -> Iterator[Figure]:
        """The latest figures in the KPI's row, and every period of its series in the table of values."""
        path, unit = f"kpis.{id_}", kpi["unit"]
        for name in ("actual", "expected", "target"):
            yield Figure(f"{path}.{name}", "kpis/", f"kpi-{id_}", self.value(kpi[name], unit))
        yield Figure(f"{path}.attainment", "kpis/", f"kpi-{id_}", self.percent(kpi["attainment"]))
        for number, point in enumerate(kpi["series"]):
            row = f"{kpi['title']}|{self.write.period(parse_date(point['period']))}"
            for name in ("actual", "expected"):
                yield Figure(f"{path}.series.{number}.{name}", "kpis/", row, self.value(point[name], unit))

    def funnel(self, id_: str, steps: list[Json]) -> Iterator[Figure]:
        """Each step's rate, in one of the rows of its funnel."""
        for number, step in enumerate(steps):
            yield Figure(f"funnels.{id_}.{number}.conversion", "kpis/", "", self.percent(step["conversion"]))

    def campaign(self, id_: str, campaign: Json) -> Iterator[Figure]:
        """The campaign's own page has all of it, the table of campaigns the plan's share and what is forecast."""
        path, page = f"campaigns.{id_}", f"campaigns/{id_}/"
        for name in ("start", "finish"):
            yield Figure(f"{path}.{name}", page, "", self.day(campaign[name]))
        for name in MONEY:
            yield Figure(f"{path}.{name}", page, "", self.money(campaign[name]))
        for name in ("planned", "forecast"):
            yield Figure(f"{path}.{name}", "campaigns/", f"campaign-{id_}", self.money(campaign[name]))
        yield Figure(f"{path}.progress", "campaigns/", f"campaign-{id_}", self.percent(campaign["progress"]))
        yield Figure(f"{path}.progress", page, "", self.percent(campaign["progress"]))
        for kpi, value in campaign["delivers"].items():
            yield Figure(f"{path}.delivers.{kpi}", page, "", self.value(value, self.unit(kpi)))

    def task(self, id_: str, task: Json) -> Iterator[Figure]:
        """A task's days, length, slack and work done, in its row. A milestone is a day: it has no length to show."""
        path, row = f"tasks.{id_}", f"task-{id_}"
        is_milestone = task["duration_days"] == "0"
        yield Figure(f"{path}.finish", "timeline/", row, self.day(task["finish"]))
        yield Figure(f"{path}.slack_days", "timeline/", row, self.number(task["slack_days"]))
        yield Figure(f"{path}.start", "timeline/", row, self.day(task["finish" if is_milestone else "start"]))
        yield Figure(
            f"{path}.duration_days", "timeline/", row, ("◆",) if is_milestone else self.number(task["duration_days"])
        )
        done = {"0": ("◆",), "1": ("Done",)}.get(task["done"], ()) if is_milestone else ()
        yield Figure(f"{path}.done", "timeline/", row, (*self.percent(task["done"]), *done))

    def budget(self, budget: Json) -> Iterator[Figure]:
        """The budget's own figures, and those of its campaigns, categories and periods, each in its row."""
        for name in ("total", "reserve", "planned", "available"):
            yield Figure(f"budget.{name}", "budget/", "", self.money(budget[name]))
        for name in ("committed", "actual", "forecast"):
            for page in ("", "budget/"):
                yield Figure(f"budget.{name}", page, "", self.money(budget[name]))
        yield Figure("budget.variance", "budget/", "", self.signed(budget["variance"]))
        rows = {
            "by_campaign": lambda key: self.plan["campaigns"][key]["title"],
            "by_category": str,
            "by_period": lambda key: self.write.period(parse_date(key)),
        }
        for group, title in rows.items():
            for key, sums in budget[group].items():
                for name in (*MONEY, "available"):
                    yield Figure(f"budget.{group}.{key}.{name}", "budget/", f"|{title(key)}", self.money(sums[name]))
                row = f"|{title(key)}"
                yield Figure(f"budget.{group}.{key}.variance", "budget/", row, self.signed(sums["variance"]))

    def unit(self, kpi: str | None) -> str | None:
        """What a KPI is measured in."""
        return self.plan["kpis"][kpi]["unit"] if kpi else None

    def day(self, text: str | None) -> tuple[str, ...]:
        """A day, by itself or as one end of a period."""
        return (self.write.date(date.fromisoformat(text)),) if text else ()

    def number(self, text: str | None) -> tuple[str, ...]:
        """A count."""
        return (self.write.number(Decimal(text)),) if text is not None else ()

    def percent(self, text: str | None) -> tuple[str, ...]:
        """A ratio, as a whole percentage."""
        return (self.write.percent(Decimal(text)),) if text is not None else ()

    def money(self, text: str | None) -> tuple[str, ...]:
        """An amount, with or without cents as its table has them; nothing at all may be a dash."""
        if text is None:
            return ()
        amount = Decimal(text)
        return (self.write.money(amount, cents=True), self.write.money(amount), *((NONE,) if not amount else ()))

    def signed(self, text: str | None) -> tuple[str, ...]:
        """A difference of amounts, with its sign or with the word for it."""
        if text is None:
            return ()
        amount = Decimal(text)
        return (
            self.write.signed_money(amount, cents=True),
            self.write.signed_money(amount),
            *((NONE,) if not amount else ()),
        )

    def value(self, text: str | None, unit: str | None) -> tuple[str, ...]:
        """A KPI's value in its unit, with as many decimals as its size or its row has."""
        if text is None:
            return ()
        if self.write.is_money(unit):
            return (*self.money(text), self.write.kpi(Decimal(text), unit))
        value = Decimal(text)
        many = [self.write.kpi(value, unit)]
        if unit == "%":
            return (*many, self.write.percent(value, 1))
        sign = "×" if unit in ("x", "×") else ""
        return (
            *many,
            *(written + sign for written in (self.write.number(round(value, 1)), self.write.number(value, 1))),
        )


def numbers(value: Any, path: str = "") -> Iterator[str]:
    """The path of every number and day in a `plan.json`, but for what is no figure of the plan: `omp` and `problems`."""
    if isinstance(value, dict):
        for key, each in value.items():
            if path or key not in ("omp", "problems", "id", "title", "version", "currency"):
                yield from numbers(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from numbers(each, f"{path}.{number}")
    elif isinstance(value, str) and path.rpartition(".")[2] not in ("title", "period", "range") and is_number(value):
        yield path


def is_number(text: str) -> bool:
    """True for a number or an ISO day."""
    return text.replace("-", "").replace(".", "", 1).isdecimal()
