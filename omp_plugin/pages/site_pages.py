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
        Page("calendar", _("Marketing calendar"), _("Calendar"), "calendar", arguments=_asked()),
        *_months(months),
        *_calendars(listed, months),
        *_people(listed),
    )


def _months(months: Mapping[str, str]) -> Iterator[Page]:
    for month, name in months.items():
        title = f"{_('Marketing calendar')} · {name}"
        yield Page(f"calendar/{month}", title, name, "calendar", None, _asked(month=month), is_listed=False)


def _calendars(plans: Sequence[Plan], months: Iterable[str]) -> Iterator[Page]:
    """One calendar an organisation, where there are several."""
    names, taken = _names(plans), set(months)
    for name in names if len(names) > 1 else ():
        title, place = f"{_('Marketing calendar')} · {name}", address(name, taken)
        yield Page(f"calendar/{place}", title, name, "calendar", None, _asked(organisation=name), is_listed=False)


def _asked(month: str = "", organisation: str = "") -> Mapping[str, str]:
    """What a page of the calendar shows: all, one month, or what one organisation does."""
    return MappingProxyType({"month": month, "organisation": organisation})


def _names(plans: Iterable[Plan]) -> list[str]:
    """The organisations whose plans these are."""
    return sorted({plan.organisation for plan in plans if plan.organisation})


def _organisations(plans: Sequence[Plan]) -> Iterator[Page]:
    """One portfolio an organisation, where there are several; plans without one are in the site's alone."""
    names, taken = _names(plans), set[str]()
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
