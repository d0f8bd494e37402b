"""What a component knows: a plan with its results, how to write figures, and where its pages are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import TypeVar, cast, overload

from omp_plugin.compare.matching import matched
from omp_plugin.compare.versions import Compared
from omp_plugin.compute.compiled import Compiled, Earlier
from omp_plugin.compute.results import Results
from omp_plugin.model.plan import Plan
from omp_plugin.model.reading import Record
from omp_plugin.render.formats import Formats

T = TypeVar("T")
Href = Callable[[str, str], str | None]
"""The address of a page of the plan (`kpis`, `campaigns/paid-search`) and an anchor on it, from the page being made."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody as pages show them: name, initials, and the address of their entry where there is one."""

    id: str
    name: str
    initials: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class PlanContext:
    """One plan as one page sees it; `site` holds all plans of the site, this one included.

    `earlier` are the first and last day of each task in the version that pages compare with, by the task's present id
    (`None` for one that had no dates), and `earlier_name` is what that version is called; both are empty where there is
    no such version. `versions` are the comparisons with all its baselines, `turns` those of its tagged
    versions in turn; `None` where nobody made them yet. `proofs` are the anchors of the plan's figures on its page of
    sources. `views` are what components will show, where somebody has looked whether it is anything, `kept` what `once`
    worked out.
    """

    plan: Plan
    results: Results
    formats: Formats
    address: Href = field(default=lambda page, anchor: None)
    site: SiteContext | None = None
    compiled: Compiled | None = None
    earlier: Mapping[str, tuple[date, date] | None] = field(default_factory=dict)
    earlier_name: str = ""
    versions: tuple[Compared, ...] | None = None
    turns: tuple[Compared, ...] | None = None
    proofs: Collection[str] = frozenset()
    views: dict[tuple[object, ...], object] = field(default_factory=dict, compare=False, repr=False)
    kept: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: object, work: Callable[[], T]) -> T:
        """What follows from the plan and its results alone, worked out once for all pages and languages."""
        if key not in self.kept:
            self.kept[key] = work()
        return cast(T, self.kept[key])

    def last(self, key: object, work: Callable[[], T]) -> T:
        """The same, where nobody asks for it again: it is kept no longer."""
        found = self.once(key, work)
        del self.kept[key]
        return found

    def with_versions(self, versions: tuple[Compared, ...], turns: tuple[Compared, ...]) -> PlanContext:
        """This context with the comparisons that were made of its plan."""
        return replace(self, versions=versions, turns=turns)

    def href(self, page: str, anchor: str = "") -> str | None:
        """The address of a page of this plan from the page being made; `None` for a page that does not exist."""
        return self.address(page, anchor)

    def proof(self, path: str) -> str | None:
        """Where a computed figure is proved, by its path; `None` where no page proves it, or this page is that one."""
        return self.address("sources", path) if path in self.proofs else None

    def person(self, id_: str) -> PersonView:
        """Somebody by id; an id that is nobody's stands for itself."""
        return PersonView(id_, *self.name(id_), self.href("team", f"person-{id_}"))

    def name(self, id_: str) -> tuple[str, str]:
        """Somebody's name and initials."""
        return self.once(("name", id_), partial(self._name, id_))

    def _name(self, id_: str) -> tuple[str, str]:
        person = self.plan.people.get(id_)
        name = person.label if person else id_
        return name, initials(name)

    def is_open(self, record: Record, name: str) -> bool:
        """True for a field that says TBD."""
        return name in record.open


@dataclass(frozen=True, slots=True)
class SiteContext:
    """All plans of the site that can be read, in the order of their ids, and the address of its calendar.

    `months` are the addresses of the calendar's months, by their first days, where each has a page; `calendars` those
    of the organisations' own calendars, by their names. `near` gives the plans right above and below one, so that a
    page that shows no others need not be made again when those change.
    """

    plans: Sequence[PlanContext]
    calendar: str | None = None
    months: Mapping[date, str] = field(default_factory=dict)
    calendars: Mapping[str, str] = field(default_factory=dict)
    near: Callable[[Plan], Sequence[PlanContext]] | None = None

    def around(self, plan: Plan) -> Sequence[PlanContext]:
        """Plans among which are those right above and below one."""
        return self.near(plan) if self.near else self.plans


class Lazy(Sequence[PlanContext]):
    """The plans of a site, made when a component asks for them: most pages show none but their own."""

    def __init__(self, plans: Iterable[PlanContext]) -> None:
        self._coming = plans

    @overload
    def __getitem__(self, index: int) -> PlanContext: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PlanContext]: ...
    def __getitem__(self, index: int | slice) -> PlanContext | Sequence[PlanContext]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> tuple[PlanContext, ...]:
        return tuple(self._coming)


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
    earlier = compiled.earlier[0] if compiled.earlier else None
    formats = Formats(plan.locale, plan.currency, plan.period, frozenset(plan.rates.values))
    return PlanContext(
        plan, results, formats, address or (lambda page, anchor: None), site, compiled,
        earlier_dates(plan, earlier) if earlier else {}, earlier.name if earlier else "",
    )  # fmt: skip


def earlier_dates(plan: Plan, earlier: Earlier) -> Mapping[str, tuple[date, date] | None]:
    """When the plan's tasks took place in an earlier version, by the ids that they have now."""
    dates = {id_: (each.start, each.finish) for id_, each in earlier.results.schedule.tasks.items()}
    pairs = [(now.id, dates.get(was.id)) for was, now in matched(earlier.plan.tasks, plan.tasks) if was and now]
    return {id_: (each[0], each[1]) if each and each[0] and each[1] else None for id_, each in pairs}
