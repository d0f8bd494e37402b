"""Funnels as they are shown: counts from zero, rates on a scale of 0 to 100% and what they mean (design, section 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from omp_plugin.compute.measure import in_unit
from omp_plugin.compute.results import ConversionResult, FunnelResult, StageCount
from omp_plugin.compute.traces_of_kpis import conversion_path
from omp_plugin.model.amounts import Quantity
from omp_plugin.render.charts import share
from omp_plugin.render.measured import Measured, measured, percent_beside
from omp_plugin.render.sparkline import Gauge, gauge
from omp_plugin.words import _, marked

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

LABELS = {
    "on-track": marked("In range"), "below-range": marked("Below range"), "above-range": marked("Above range"),
}  # fmt: skip
PLACES = {
    "on-track": marked("in {range} range"),
    "below-range": marked("below {range} range"),
    "above-range": marked("above {range} range"),
}
FINDINGS = {
    "below-range": marked("{step} is {rate}, below its range of {range}."),
    "above-range": marked("{step} is {rate}, above its range of {range}."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """The way to a stage from the one before it; `rate` is empty where it is not known, `proof` where it is proved.

    `words` say the status with the range, where there is no room for a gauge.
    """

    label: str
    rate: str
    range: str
    gauge: Gauge | None
    status: str
    status_label: str
    words: str
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage with its count (empty: not known) and the length of its bar in per cent of the largest."""

    label: str
    href: str | None
    count: str
    width: str
    step: Step | None


@dataclass(frozen=True, slots=True)
class FunnelView:
    """A funnel; `findings` are a sentence on each rate outside its range and what that means."""

    id: str
    title: str
    when: str
    stages: tuple[StageView, ...]
    findings: tuple[tuple[str, str], ...]
    is_in_range: bool


@dataclass(frozen=True, slots=True)
class FunnelsView:
    """Funnels side by side."""

    funnels: tuple[FunnelView, ...]


def funnel_views(ctx: PlanContext, funnel: str | None) -> FunnelsView | None:
    """The funnels of a plan that have stages, or one of them."""
    results, known = ctx.results.kpis.funnels, measured(ctx)
    found = [results[id_] for id_ in ctx.plan.funnels if id_ in results and funnel in (None, id_)]
    views = tuple(_funnel(ctx, each, known) for each in found if each.stages)
    return FunnelsView(views) if views else None


def _funnel(ctx: PlanContext, result: FunnelResult, kpis: Mapping[str, Measured]) -> FunnelView:
    conversions: list[ConversionResult | None] = [None, *result.conversions]
    largest = max((stage.value for stage in result.stages if stage.value is not None), default=Fraction(0))
    titles = {stage.id: stage.title for stage in result.stages}
    stages = tuple(
        _stage(ctx, stage, largest, kpis.get(stage.kpi or ""), _step(ctx, result.id, way, titles) if way else None)
        for stage, way in zip(result.stages, conversions, strict=True)
    )
    when = ctx.formats.period(result.period) if result.period else _("No counts yet")
    findings = tuple(_findings(ctx, result, titles))
    known = [way.status for way in result.conversions if way.range is not None]
    is_fine = bool(known) and set(known) == {"on-track"}
    return FunnelView(result.id, ctx.plan.funnels[result.id].label, when, stages, findings, is_fine)


def _stage(
    ctx: PlanContext, stage: StageCount, largest: Fraction, kpi: Measured | None, step: Step | None
) -> StageView:
    count = "" if stage.value is None else kpi.value(stage.value) if kpi else ctx.formats.number(stage.value)
    href = ctx.href("kpis", f"kpi-{kpi.id}") if kpi else None
    return StageView(stage.title, href, count, share(stage.value or 0, largest), step)


def _step(ctx: PlanContext, funnel: str, way: ConversionResult, titles: Mapping[str, str]) -> Step:
    low, high = _bounds(ctx, way)
    drawn = gauge(way.conversion, low, high) if way.conversion is not None else None
    is_known = way.conversion is not None and way.range is not None
    return Step(
        _name(way, titles),
        _rate(ctx, way) if way.conversion is not None else "",
        ctx.formats.range(way.range, "%") if way.range else "",
        drawn,
        way.status if is_known or way.range else "",
        _label(way) if is_known else "",
        _words(ctx, way) if is_known else "",
        ctx.proof(conversion_path(funnel, way)),
    )


def step_name(funnel: FunnelResult, way: ConversionResult) -> str:
    """From one stage to the next."""
    return _name(way, {stage.id: stage.title for stage in funnel.stages})


def _name(way: ConversionResult, titles: Mapping[str, str]) -> str:
    return _("{stage} to {next}").format(stage=titles.get(way.from_, way.from_), next=titles.get(way.to, way.to))


def _label(way: ConversionResult) -> str:
    word = LABELS.get(way.status)
    return _(word) if word else ""


def _words(ctx: PlanContext, way: ConversionResult) -> str:
    """Where a rate is, with its range: below 60–80% range."""
    shown = ctx.formats.range(way.range, "%")
    if way.range is None or way.range.low is None or way.range.high is None:
        return _("{place}: {range}").format(place=_label(way), range=shown)
    return _(PLACES.get(way.status, PLACES["below-range"])).format(range=shown)


def _bounds(ctx: PlanContext, way: ConversionResult) -> tuple[Fraction | None, Fraction | None]:
    return (_ratio(ctx, way.range.low), _ratio(ctx, way.range.high)) if way.range else (None, None)


def _ratio(ctx: PlanContext, bound: Quantity | None) -> Fraction | None:
    return in_unit(bound, "%", ctx.plan.currency)


def _rate(ctx: PlanContext, way: ConversionResult) -> str:
    low, high = _bounds(ctx, way)
    lows, highs = ([] if low is None else [low]), ([] if high is None else [high])
    return percent_beside(ctx, way.conversion, lows, highs)


def _findings(ctx: PlanContext, result: FunnelResult, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each rate outside its range as a sentence, with the author's words on what it means."""
    for way in result.conversions:
        if way.status in FINDINGS:
            values = {"step": _name(way, titles), "rate": _rate(ctx, way), "range": ctx.formats.range(way.range, "%")}
            yield _(FINDINGS[way.status]).format(**values), way.diagnosis or ""
