"""Which pages a site has besides those of its plans: portfolio, marketing calendar, one a person (section 11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from omp_plugin.model.people import Person
from omp_plugin.model.plan import Plan
from omp_plugin.pages.page import Page
from omp_plugin.words import _


def site_pages(plans: Iterable[Plan]) -> tuple[Page, ...]:
    """The pages of a site; none without a plan. One id in several plans is one person."""
    listed = tuple(plans)
    if not listed:
        return ()
    return (
        Page("portfolio", _("Portfolio"), _("Portfolio"), "portfolio"),
        Page("calendar", _("Marketing calendar"), _("Calendar"), "calendar"),
        *_people(listed),
    )


def _people(plans: Iterable[Plan]) -> Iterator[Page]:
    found: dict[str, Person] = {}
    for plan in plans:
        for id_, person in plan.people.items():
            found.setdefault(id_, person)
    for id_, person in sorted(found.items(), key=lambda item: (item[1].label.casefold(), item[0])):
        arguments = MappingProxyType({"person": id_})
        yield Page(f"people/{id_}", person.label, person.label, "person", person.at, arguments)
