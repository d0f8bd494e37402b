"""What a component knows: a plan with its results, how to write figures, and where its pages are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from omp_plugin.compute.compiled import Compiled
from omp_plugin.compute.results import Results
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Record
from omp_plugin.render.formats import Formats

Href = Callable[[str, str], str | None]
"""The address of a page of the plan (`kpis`, `campaigns/paid-search`) and an anchor on it, from the page being made."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody as pages show them: name, initials, and the address of their entry where there is one."""

    id: str
    name: str
    initials: str
    href: str | None = None
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class PlanContext:
    """One plan as one page sees it; `site` holds all plans of the site, this one included."""

    plan: Plan
    results: Results
    formats: Formats
    address: Href = field(default=lambda page, anchor: None)
    site: SiteContext | None = None
    compiled: Compiled | None = None

    def href(self, page: str, anchor: str = "") -> str | None:
        """The address of a page of this plan from the page being made; `None` for a page that does not exist."""
        return self.address(page, anchor)

    def person(self, id_: str) -> PersonView:
        """Somebody by id; an id that is nobody's stands for itself."""
        person = self.plan.people.get(id_)
        name = person.label if person else id_
        external = bool(person and person.external)
        return PersonView(id_, name, initials(name), self.href("team", f"person-{id_}"), external)

    def is_open(self, record: Record, name: str) -> bool:
        """True for a field that says TBD."""
        return name in record.open


@dataclass(frozen=True, slots=True)
class SiteContext:
    """All plans of the site that can be read, in the order of their ids."""

    plans: tuple[PlanContext, ...]


def initials(name: str) -> str:
    """Two letters for a name: Omar Haddad is OH, Redbud Media (agency) is RM."""
    words = [word for word in name.replace("(", " ").replace("-", " ").split() if word[0].isalnum()]
    letters = (words[0][0] + words[1][0]) if len(words) > 1 else name[:2]
    return letters.upper()


def plan_context(
    compiled: Compiled, address: Href | None = None, site: SiteContext | None = None
) -> PlanContext | None:
    """The context of a compiled plan; `None` for one that cannot be read."""
    plan, results = compiled.plan, compiled.results
    if plan is None or results is None:
        return None
    formats = Formats(plan.locale, plan.currency, plan.period, frozenset(plan.rates.values))
    return PlanContext(plan, results, formats, address or (lambda page, anchor: None), site, compiled)
