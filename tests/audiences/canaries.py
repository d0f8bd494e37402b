"""A site in which every kind of entity stands at every level, each with words of its own that nothing else says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from omp_plugin.model.budget import Line
from omp_plugin.model.campaigns import Tactic
from omp_plugin.model.kinds import Address, Id, Link, Text
from omp_plugin.model.market import Competitor, Persona, Segment
from omp_plugin.model.number_kinds import Amount, Percent, Value
from omp_plugin.model.plan import COLLECTIONS, Plan
from omp_plugin.model.reading import specs
from omp_plugin.model.structures import Amounts, Collection, Entity, ListOf, OneOrMore, TableOf
from omp_plugin.source.visibility import VISIBILITIES

NESTED: Mapping[str, type[Entity]] = {"tactics": Tactic, "budget lines": Line, "segments": Segment, "personas": Persona,
                                      "competitors": Competitor}  # fmt: skip
_AMOUNTS = {"public": 1000, "internal": 7000, "confidential": 90000}
_LEFT = {"unit", "visibility", "formerly", "outcome", "formula", "is", "changes", "split", "of", "tactic", "share", "from", "until",
         "cap", "units", "unit_cost", "monthly", "query", "allocation", "effort", "region", "due", "after", "before"}  # fmt: skip


class Variant(NamedTuple):
    """What is written at each level: the words of two variants differ in those above `same`."""

    name: str = "a"
    same: str = "confidential"

    def word(self, level: str, what: str) -> str:
        """A word that says at which level it stands."""
        return f"zq{level}{self._of(level)}{what.replace('-', '').replace('_', '').replace(' ', '')}"

    def id(self, level: str, of: str) -> str:
        """The id of the entity of a kind that stands at a level."""
        return f"zq{level}{self._of(level)}-{of.replace('_', '-').replace(' ', '-')}"

    def amount(self, level: str) -> int:
        """An amount that no other level states."""
        return _AMOUNTS[level] + (0 if self._of(level) == "a" else 13)

    def _of(self, level: str) -> str:
        return self.name if VISIBILITIES.index(level) > VISIBILITIES.index(self.same) else "a"


def entity(variant: Variant, level: str, of: str, declared: Any) -> dict[str, Any]:
    """Something with a word in each of its texts, which names all that it can, at all levels."""
    found: dict[str, Any] = {"visibility": level}
    for key, spec in specs(declared).items():
        if key not in _LEFT and (value := _value(variant, level, f"{of}{key}", spec.kind)) is not None:
            found[key] = value
    return found


def _value(variant: Variant, level: str, what: str, kind: Any) -> Any:
    if isinstance(kind, Text | Address):
        return variant.word(level, what)
    if isinstance(kind, Link):
        return f"https://example.org/{variant.word(level, what)}"
    if isinstance(kind, Id):
        return _ids(variant, kind.of)[-1] if kind.of in _collections() else None
    if isinstance(kind, OneOrMore | ListOf) and isinstance(kind.kind, Id | Text):
        inner = kind.kind
        return [variant.word(level, what)] if isinstance(inner, Text) else _ids(variant, inner.of)
    if isinstance(kind, Amounts | Amount):
        return variant.amount(level)
    if isinstance(kind, TableOf) and isinstance(kind.key, Id) and isinstance(kind.value, Value):
        return dict.fromkeys(_ids(variant, kind.key.of), variant.amount(level))
    return "50%" if isinstance(kind, Percent) else None


def _collections() -> set[str]:
    return {*COLLECTIONS, *NESTED, "segments or personas", "entities"}


def _ids(variant: Variant, of: str) -> list[str]:
    kind = {"segments or personas": "segments", "entities": "tasks"}.get(of, of)
    return [variant.id(level, kind) for level in VISIBILITIES]


def collection(variant: Variant, of: str, declared: Any) -> dict[str, Any]:
    """An entity of a kind at each level."""
    return {variant.id(level, of): entity(variant, level, of, declared) for level in VISIBILITIES}


def plan(variant: Variant) -> dict[str, Any]:
    """A plan that all may see, with everything in it at every level."""
    people = collection(variant, "people", specs(Plan)["people"].kind.fields.record)  # type: ignore[attr-defined]
    whole: dict[str, Any] = {
        "omp": 1, "title": "Open plan", "owner": variant.id("confidential", "people"), "period": "2026",
        "as_of": "2026-06-30", "actuals_through": "2026-05-31", "parent": variant.id("confidential", "plan"),
        "approved": {"by": variant.id("internal", "people"), "on": "2026-01-01"}, "people": people,
        "checks": {"sum-mismatch": "off"},
    }  # fmt: skip
    for key in COLLECTIONS:
        kind = specs(Plan)[key].kind
        assert isinstance(kind, Collection)
        whole[key] = collection(variant, key, kind.fields.record)
    for level in VISIBILITIES:
        _complete(whole, variant, level)
    whole["market"] = {key: collection(variant, key, NESTED[key]) for key in ("segments", "personas", "competitors")}
    lines = collection(variant, "budget lines", Line)
    whole["budget"] = {"total": 98000, "lines": lines}
    whole["scenarios"]["open"] = {"title": "Open scenario", "changes": {
        f"campaigns.{variant.id(level, 'campaigns')}.budget": 10 for level in VISIBILITIES}}  # fmt: skip
    return whole


def _complete(whole: dict[str, Any], variant: Variant, level: str) -> None:
    """What an entity needs besides texts."""
    def each(of: str) -> Any:
        return whole[of][variant.id(level, of)]

    each("campaigns")["tactics"] = {variant.id(level, "tactics"): entity(variant, level, "tactics", Tactic)}
    each("tasks").update(start="2026-03-02", finish="2026-03-06", tactic=variant.id("confidential", "tactics"))
    each("tasks")["campaign"] = variant.id("confidential", "campaigns")
    each("kpis").update(target=variant.amount(level), actual={"2026-05": variant.amount(level)})
    each("kpis").pop("baseline", None)
    each("goals").update(target=variant.amount(level))
    each("facts").update({"states": variant.amount(level), "is": f"{{kpis.{variant.id(level, 'kpis')}.actual}}"})
    each("facts").pop("within", None)
    each("funnels")["stages"] = [{"id": other, "kpi": variant.id(other, "kpis")} for other in VISIBILITIES]
    each("risks").update(likelihood=3, impact=4)
    each("next_steps")["status"] = "open"
    each("scenarios")["changes"] = {"budget.reserve": 0}


def site(variant: Variant) -> dict[str, str]:
    """The files of a site below its docs folder."""
    comment = "".join(f"# {variant.word(level, 'comment')}\n" for level in VISIBILITIES[1:])
    whole = plan(variant)
    kpis = {level: variant.id(level, "kpis") for level in VISIBILITIES}
    rows = "".join(f"{kpis[level]},2026-04,{variant.amount(level)},{variant.word(level, 'note')}\n" for level in VISIBILITIES)
    files = {
        "index.md": "# Home\n\n" + "\n\n".join(_asking(variant)) + "\n",
        "plans/open/plan.yml": comment + yaml.safe_dump(whole, sort_keys=False),
        "plans/open/actuals.csv": "kpi,period,value,note\n" + rows,
    }
    return {**files, **dict(_further(variant))}


def _asking(variant: Variant) -> Iterator[str]:
    """Expressions of a public page that name everything."""
    for level in VISIBILITIES:
        yield f'Value {{{{ kpi("{variant.id(level, "kpis")}", plan="open").actual }}}} here.'
        yield f'{{{{ campaign_brief(campaign="{variant.id(level, "campaigns")}", plan="open") }}}}'
        yield f'{{{{ kpi_table(plan="{variant.id(level, "plan")}") }}}}'
        yield f"A [page]({variant.word(level, 'page')}.md) and a [plan](plans/{variant.id(level, 'plan')}/index.md)."


def _further(variant: Variant) -> Iterator[tuple[str, str]]:
    """Pages, campaigns in files of their own, pictures and whole plans at each level."""
    for level in VISIBILITIES:
        word, id_ = variant.word(level, "page"), variant.id(level, "plan")
        yield f"{word}.md", f"---\nvisibility: {level}\ntitle: {word}\n---\n{word}\n"
        yield f"plans/open/{word}.md", f"---\nvisibility: {level}\n---\n# {word}\n"
        campaign = variant.id(level, "filed")
        brief = f"title: {variant.word(level, 'title')}\nowner: {variant.id('confidential', 'people')}"
        yield f"plans/open/campaigns/{campaign}.md", f"---\nvisibility: {level}\n{brief}\n---\nBrief **{word}**\n"
        yield f"plans/open/campaigns/{campaign}.png", word
        head = f"omp: 1\ntitle: {word}\nvisibility: {level}\nowner: a\nperiod: 2026\nas_of: 2026-06-30\n"
        yield f"plans/{id_}/plan.yml", f"{head}people: {{a: {{name: {word}}}}}\n"
        yield f"plans/{id_}/more.md", f"# {word}\n"
        yield f"plans/{id_}/picture.png", word
