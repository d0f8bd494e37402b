"""Every key of the format is read, kept, may be open, and is guessed where it is misspelt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from omp_plugin.model.budget import BudgetKind, Line
from omp_plugin.model.governance import Raw
from omp_plugin.model.kpis import Actuals, DataSource
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Fields, Record, specs
from omp_plugin.model.structures import Collection, Items, ListOf, Table, TableOf
from tests.helpers import HEAD, ROOT, compiled, errors

MAXIMAL = (ROOT / "tests" / "goldens" / "maximal.yml").read_text("utf-8")
# The table of the format, section 2, and the lists of sections 4 to 6, as they stand there.
CONTRACT = ["omp", "title", "organisation", "type", "level", "parent", "tags", "period", "owner", "sponsor", "status", "version", "approved.by", "approved.on", "currency", "rates.*.rate", "rates.*.on", "rates.*.source", "locale", "fiscal_year_start", "as_of", "actuals_through", "calendar.workdays", "calendar.holidays", "calendar.off", "calendar.work", "summary", "mission", "vision", "value_proposition.problem", "value_proposition.benefit", "value_proposition.why_us", "positioning", "market.facts.*.claim", "market.facts.*.source", "market.facts.*.as_of", "market.segments.*.title", "market.segments.*.size", "market.segments.*.needs", "market.competitors.*.title", "market.competitors.*.offer", "market.competitors.*.price", "market.competitors.*.strengths", "market.competitors.*.weaknesses", "market.competitors.*.difference", "market.personas.*.title", "market.personas.*.goals", "market.personas.*.pains", "market.personas.*.channels", "market.personas.*.decides_by", "market.personas.*.quote", "market.personas.*.demographics", "swot.strengths", "swot.weaknesses", "swot.opportunities", "swot.threats", "pestel.political", "pestel.economic", "pestel.social", "pestel.technological", "pestel.environmental", "pestel.legal", "five_forces.rivalry", "five_forces.new_entrants", "five_forces.substitutes", "five_forces.buyer_power", "five_forces.supplier_power", "mix.product", "mix.price", "mix.place", "mix.promotion", "mix.people", "mix.process", "mix.physical_evidence", "mix.consumer", "mix.cost", "mix.convenience", "mix.communication", "people.*.name", "people.*.role", "people.*.team", "people.*.email", "people.*.allocation", "people.*.from", "people.*.until", "people.*.backup", "people.*.external", "hiring.*.role", "hiring.*.department", "hiring.*.count", "hiring.*.status", "objectives.*.title", "objectives.*.owner", "objectives.*.outcome", "goals.*.title", "goals.*.objective", "goals.*.owner", "goals.*.kpi", "goals.*.target", "goals.*.due", "goals.*.why", "goals.*.smart.specific", "goals.*.smart.measurable", "goals.*.smart.achievable", "goals.*.smart.relevant", "goals.*.smart.time_bound", "goals.*.milestones", "funnels.*.title", "funnels.*.stages.*.id", "funnels.*.stages.*.title", "funnels.*.stages.*.kpi", "funnels.*.conversions.*.range", "funnels.*.conversions.*.low", "funnels.*.conversions.*.high", "campaigns.*.title", "campaigns.*.owner", "campaigns.*.goals", "campaigns.*.objective", "campaigns.*.status", "campaigns.*.start", "campaigns.*.finish", "campaigns.*.channels", "campaigns.*.audience", "campaigns.*.message", "campaigns.*.offer", "campaigns.*.budget", "campaigns.*.delivers", "campaigns.*.brief", "campaigns.*.assets.*.title", "campaigns.*.assets.*.url", "campaigns.*.learnings", "campaigns.*.tactics.*.title", "campaigns.*.tactics.*.kind", "campaigns.*.tactics.*.channel", "campaigns.*.tactics.*.owner", "campaigns.*.tactics.*.flights", "campaigns.*.tactics.*.delivers", "campaigns.*.tactics.*.budget", "campaigns.*.tactics.*.min_run", "risks.*.title", "risks.*.likelihood", "risks.*.impact", "risks.*.owner", "risks.*.response", "risks.*.due", "risks.*.status", "risks.*.links", "assumptions.*.title", "assumptions.*.owner", "assumptions.*.review_by", "assumptions.*.evidence", "assumptions.*.status", "constraints.*.title", "constraints.*.kind", "constraints.*.owner", "decisions.*.title", "decisions.*.why", "decisions.*.owner", "decisions.*.due", "decisions.*.status", "decisions.*.taken_on", "next_steps.*.title", "next_steps.*.owner", "next_steps.*.due", "next_steps.*.status", "reviews.*.title", "reviews.*.cadence", "reviews.*.day", "reviews.*.owner", "reviews.*.attendees", "reviews.*.agenda", "reviews.*.kpis", "reviews.*.log.*.on", "reviews.*.log.*.so_what", "reviews.*.log.*.actions", "presence.*.question", "presence.*.answer", "presence.*.evidence", "presence.*.owner", "quality.*.title", "quality.*.standard", "quality.*.owner", "quality.*.status", "tools.*.title", "tools.*.purpose", "tools.*.owner", "tools.*.cost", "tools.*.guide", "learning.*.assumption", "learning.*.evidence", "learning.*.impact", "learning.*.change", "learning.*.on", "scenarios.*.title", "scenarios.*.note", "scenarios.*.changes", "links.*.title", "links.*.url", "facts.*.title", "facts.*.states", "facts.*.is", "facts.*.within", "tasks.*.title", "tasks.*.campaign", "tasks.*.tactic", "tasks.*.owner", "tasks.*.raci.responsible", "tasks.*.raci.consulted", "tasks.*.raci.informed", "tasks.*.start", "tasks.*.finish", "tasks.*.duration", "tasks.*.after", "tasks.*.before", "tasks.*.done", "tasks.*.status", "tasks.*.milestone", "tasks.*.date", "tasks.*.deadline", "tasks.*.repeat", "tasks.*.except", "tasks.*.deliverable", "tasks.*.acceptance", "tasks.*.evidence", "tasks.*.effort", "tasks.*.region", "tasks.*.notes", "kpis.*.title", "kpis.*.unit", "kpis.*.kind", "kpis.*.better", "kpis.*.stage", "kpis.*.owner", "kpis.*.source", "kpis.*.cadence", "kpis.*.judge_from", "kpis.*.baseline", "kpis.*.target", "kpis.*.due", "kpis.*.plan", "kpis.*.actual", "kpis.*.range", "kpis.*.low", "kpis.*.high", "kpis.*.stop", "kpis.*.if_missed", "kpis.*.formula", "kpis.*.stale_after", "kpis.*.total", "kpis.*.actual.file", "kpis.*.actual.query", "kpis.*.actual.connection", "thresholds.on_track", "thresholds.at_risk", "thresholds.budget_tolerance", "thresholds.budget_limit", "budget.total", "budget.reserve", "budget.reserve_drawn", "budget.revenue", "budget.lines.*.title", "budget.lines.*.campaign", "budget.lines.*.tactic", "budget.lines.*.goal", "budget.lines.*.category", "budget.lines.*.supplier", "budget.lines.*.planned", "budget.lines.*.committed", "budget.lines.*.actual", "budget.lines.*.forecast", "budget.lines.*.units", "budget.lines.*.unit_cost", "budget.lines.*.share", "budget.lines.*.of", "budget.lines.*.monthly", "budget.lines.*.from", "budget.lines.*.until", "budget.lines.*.cap", "budget.lines.*.split", "health.status", "health.note", "health.by", "health.on", "baseline", "visibility", "goals.*.visibility", "goals.*.formerly", "checks", "publish_data"]


def inner(kind: Any) -> Iterator[tuple[str, Any]]:
    """The records that a kind holds, with how a path to their fields goes on."""
    if isinstance(kind, Collection):
        yield ".*", kind.fields.record
    elif isinstance(kind, Fields):
        yield "", kind.record
    elif isinstance(kind, Actuals):
        yield "", kind.source.record
    elif isinstance(kind, ListOf):
        yield from ((".0" + more, record) for more, record in inner(kind.kind))
    elif isinstance(kind, TableOf):
        yield from ((".*" + more, record) for more, record in inner(kind.value))


def all_fields(record: Any = Plan, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every field of the format: its path with `*` for ids and `0` for items of lists, its record, its declaration."""
    for key, spec in specs(record).items():
        yield f"{path}{key}", record, spec
        for more, nested in inner(spec.kind):
            yield from all_fields(nested, f"{path}{key}{more}.")


def records(value: object) -> Iterator[Record]:
    if isinstance(value, Record):
        yield value
        for spec in specs(type(value)).values():
            yield from records(getattr(value, spec.name))
    elif isinstance(value, Items):
        for item in value:
            yield from records(item)
    elif isinstance(value, Table | Mapping):
        for item in (value.values if isinstance(value, Table) else value).values():
            yield from records(item)


FIELDS = {path: (record, spec) for path, record, spec in all_fields()}


@pytest.mark.parametrize("path", CONTRACT)
def test_the_format_s_keys_are_keys(path: str) -> None:
    assert path in {known.replace(".0", ".*") for known in FIELDS}


def test_every_field_of_the_maximal_plan_is_read() -> None:
    plan = compiled(MAXIMAL).plan
    assert plan is not None
    read = {(type(record), name) for record in records(plan) for name in record.places}
    assert [path for path, (record, spec) in FIELDS.items() if (record, spec.name) not in read] == []


def test_the_only_errors_of_the_maximal_plan_are_of_its_data_sources() -> None:
    found = [each for each in compiled(MAXIMAL).problems if each.level == "error"]
    assert [each.code for each in found] == ["unknown-reference", "unknown-reference"], found


def test_every_field_has_a_sentence() -> None:
    assert [path for path, (_, spec) in FIELDS.items() if len(spec.doc) < 3] == []



# --- open values ---

NEEDED = {
    "omp": "1", "period": "2026", "owner": "a", "rate": "1", "id": "a", "title": "T", "url": "https://a.example", "claim": "C", "on": "2026", "states": "1",
    "is": "1",
}  # fmt: skip
STRUCTURES = (Collection, Fields, BudgetKind, Raw)
BESIDE = {"units": {"unit_cost": "5"}, "unit_cost": {"units": "2"}, "share": {"of": "total"}, "of": {"share": "5%"}, "query": {"file": "TBD"}}
"""What must stand beside a field."""
OPTIONAL = [path for path, (_, spec) in FIELDS.items() if not isinstance(spec.kind, STRUCTURES) and not spec.required]


def with_field(path: str, value: object) -> str:
    """A plan in which that field is written, beside what its record and every plan needs."""
    record, spec = FIELDS[path]
    whole: Any = {each.key: NEEDED[each.key] for each in specs(record).values() if each.required} | {spec.key: value}
    whole |= BESIDE.get(spec.key, {}) if record in (Line, DataSource) else {}
    for key in reversed(path.split(".")[:-1]):
        whole = [whole] if key == "0" else {"a" if key == "*" else key: whole}
    return json.dumps({"omp": "1", "title": "T", "period": "2026", "owner": "a", "people": {"a": {}}} | whole)


@pytest.mark.parametrize("path", OPTIONAL)
def test_every_optional_value_may_be_open(path: str) -> None:
    """`TBD` is no problem of form, is remembered as open, and stands for nothing."""
    record, spec = FIELDS[path]
    result = compiled(with_field(path, "TBD"))
    assert {each.split()[1] for each in errors(result)} <= {"unknown-reference"}, result.problems
    assert "TBD" not in "".join(each.message for each in result.problems)
    assert result.plan is not None
    found = [each for each in records(result.plan) if type(each) is record and spec.name in each.open]
    assert found
    assert getattr(found[0], spec.name) != "TBD"


@pytest.mark.parametrize("path", [path for path, (_, spec) in FIELDS.items() if spec.required and path != "omp"])
def test_no_required_value_may_be_open(path: str) -> None:
    result = compiled(with_field(path, "TBD"))
    assert any("is required and cannot be TBD" in each.message for each in result.problems)


@pytest.mark.parametrize("path", [path for path, (record, _) in FIELDS.items() if record is not DataSource])
def test_a_misspelt_key_is_guessed(path: str) -> None:
    _, spec = FIELDS[path]
    word = spec.key + "x" if len(spec.key) > 2 else spec.key * 2
    text = with_field(path, "TBD").replace(f'"{spec.key}": "TBD"', f'"{word}": "TBD"')
    found = [each for each in compiled(text).problems if each.code == "unknown-key"]
    assert len(found) == 1, text
    assert f'"{spec.key}"' in found[0].hint or len(spec.key) <= 2


# --- from the outside ---


def test_order_of_collections_is_the_author_s() -> None:
    plan = compiled(HEAD + "goals: {z: {}, a: {}, m: {}}\n").plan
    assert plan is not None
    assert list(plan.goals) == ["z", "a", "m"]


def test_labels_where_nothing_is_written() -> None:
    plan = compiled(HEAD + "goals: {more-sales: {}}\npeople2: {}\nhiring: {two-writers: {}}\npresence: {web-site: {}}\nlearning: {l-1: {}}\n").plan
    assert plan is not None
    labels = [each.label for each in (*plan.goals.values(), *plan.hiring.values(), *plan.presence.values(), *plan.learning.values())]
    assert labels == ["More sales", "Two writers", "Web site", "L 1"]


@pytest.mark.parametrize("likelihood,impact,score,rating", [(5, 5, 25, "high"), (3, 5, 15, "high"), (2, 7, None, None), (2, 4, 8, "medium"),
                                                            (7, 2, None, None), (4, 3, 12, "medium"), (1, 5, 5, "low"), (3, 2, 6, "low")])  # fmt: skip
def test_the_score_of_a_risk(likelihood: int, impact: int, score: int | None, rating: str | None) -> None:
    plan = compiled(HEAD + f"risks: {{r: {{likelihood: {likelihood}, impact: {impact}}}}}\n").plan
    assert plan is not None
    assert (plan.risks["r"].score, plan.risks["r"].rating) == (score, rating)


def test_campaigns_in_the_order_that_they_state() -> None:
    """Files of a folder come by name; `order` says otherwise, and those without it come last as written."""
    text = "campaigns: {a: {title: A}, b: {title: B, order: 2}, c: {title: C}, d: {title: D, order: 1}}\n"
    plan = compiled(f"omp: 1\ntitle: X\nperiod: 2026\n{text}").plan
    assert plan is not None
    assert list(plan.campaigns) == ["d", "b", "a", "c"]
    assert plan.short_label == "X"
