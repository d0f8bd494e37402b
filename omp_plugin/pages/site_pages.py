"""Which pages a site has besides those of its plans: portfolio, marketing calendar, one a person (section 11)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from types import MappingProxyType

from omp_plugin.model.people import Person
from omp_plugin.model.plan import Plan
from omp_plugin.pages.page import Page
from omp_plugin.words import _


def site_pages(plans: Iterable[Plan], months: Mapping[str, str] = MappingProxyType({})) -> tuple[Page, ...]:
    """The pages of a site; none without a plan. One id in several plans is one person.

    `months` are the names of the months that have a page of the calendar each, by year and month: 2026-11.
    """
    listed = tuple(plans)
    if not listed:
        return ()
    return (
        Page("portfolio", _("Portfolio"), _("Portfolio"), "portfolio", arguments={"organisation": ""}),
        *_organisations(listed),
        *_groups(listed),
        Page("calendar", _("Marketing calendar"), _("Calendar"), "calendar", arguments={"month": ""}),
        *_months(months),
        *_people(listed),
    )


def _months(months: Mapping[str, str]) -> Iterator[Page]:
    for month, name in months.items():
        title, arguments = f"{_('Marketing calendar')} · {name}", MappingProxyType({"month": month})
        yield Page(f"calendar/{month}", title, name, "calendar", None, arguments, is_listed=False)


def _organisations(plans: Sequence[Plan]) -> Iterator[Page]:
    """One portfolio an organisation, where there are several; plans without one are in the site's alone."""
    names = sorted({plan.organisation for plan in plans if plan.organisation})
    taken: set[str] = set()
    for name in names if len(names) > 1 else ():
        place = address(name, taken)
        yield Page(f"portfolio/{place}", name, name, "portfolio", None, MappingProxyType({"organisation": name}))


def address(name: str, taken: set[str]) -> str:
    """A name as a part of an address, in the letters of addresses, and unlike those that are `taken`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "organisation"
    place = next(each for each in chain([base], (f"{base}-{n}" for n in count(2))) if each not in taken)
    taken.add(place)
    return place


def _groups(plans: Sequence[Plan]) -> Iterator[Page]:
    """The plans by what they have in common, where that tells several apart."""
    if len(plans) > 1:
        yield _group("owner", _("Plans by owner"), _("By owner"))
        if len({plan.type for plan in plans}) > 1:
            yield _group("type", _("Plans by type"), _("By type"))
        if any(plan.tags for plan in plans):
            yield _group("tag", _("Plans by tag"), _("By tag"))
        yield _group("status", _("Plans by status"), _("By status"))


def _group(by: str, title: str, label: str) -> Page:
    return Page(f"portfolio/by-{by}", title, label, "portfolio-by", None, MappingProxyType({"by": by}))


def _people(plans: Iterable[Plan]) -> Iterator[Page]:
    found: dict[str, Person] = {}
    for plan in plans:
        for id_, person in plan.people.items():
            found.setdefault(id_, person)
    for id_, person in sorted(found.items(), key=lambda item: (item[1].label.casefold(), item[0])):
        arguments = MappingProxyType({"person": id_})
        yield Page(f"people/{id_}", person.label, person.label, "person", person.at, arguments)
