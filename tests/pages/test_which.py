"""Which pages a plan and a site have, in which order, at which addresses."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urljoin

import pytest

from omp_plugin.build import Options, compile_plan
from omp_plugin.compute.compiled import Compiled
from omp_plugin.model.plan import Plan
from omp_plugin.pages.addresses import published, way
from omp_plugin.pages.navigation import Entry, PlanSection, navigation
from omp_plugin.pages.plan_pages import PLAN_PAGES, pages_of
from omp_plugin.pages.site_pages import site_pages
from omp_plugin.source.folder import PlanSource

URIS = ("index.md", "a b.md", "p/index.md", "p/kpis.md", "p/campaigns/index.md", "p/campaigns/kpis.md", "q/r/s.md", "p.md")

HEAD = "omp: 1\ntitle: Spring\nperiod: 2026\nowner: ann\n"
FULL = (
    HEAD
    + """\
mission: Be there
people: {ann: {name: Ann Ash}}
hiring: {}
goals: {more: {title: More}}
kpis: {orders: {title: Orders}}
campaigns:
  search: {title: Search, formerly: [seo, search-ads]}
  mail: {title: Mail, formerly: [search]}
tasks: {a: {title: A}}
budget: {total: 100}
risks: {rain: {title: Rain}}
tools: {crm: {title: CRM}}
"""
)


def compiled(text: str, id_: str = "spring", **files: str) -> Compiled:
    """A plan from its text."""
    sources = {"plan.yml": text.encode(), **{f"{name}.yml": content.encode() for name, content in files.items()}}
    return compile_plan(PlanSource(f"plans/{id_}", sources), Options(date(2026, 6, 30)))


def plan(text: str, id_: str = "spring") -> Plan:
    """A plan as written."""
    found = compiled(text, id_).plan
    assert found
    return found


def test_a_plan_with_everything_has_every_page() -> None:
    names = [page.name for page in pages_of(compiled(FULL)) if page.is_listed]
    assert names == [
        "index", "timeline", "kpis", "budget", "goals", "changes", "strategy", "team", "risks", "reviews",
        "campaigns/index", "campaigns/search", "campaigns/mail", "one-page", "sources",
    ]  # fmt: skip
    assert {name for name, _, _ in PLAN_PAGES} == set(names) - {"campaigns/search", "campaigns/mail"}


def test_pages_without_data_are_not_there() -> None:
    assert [page.name for page in pages_of(compiled(HEAD))] == ["index", "changes", "sources"]


@pytest.mark.parametrize(
    "text,page",
    [
        ("swot: {strengths: [a]}", "strategy"),
        ("mix: {price: low}", "strategy"),
        ("objectives: {o: {title: O}}", "goals"),
        ("funnels: {f: {title: F}}", "kpis"),
        ("decisions: {d: {title: D}}", "risks"),
        ("learning: {l: {assumption: L}}", "reviews"),
        ("hiring: {h: {role: H}}", "team"),
        ("scenarios: {s: {title: S}}", "risks"),
        ("goals: {g: {title: G}}", "one-page"),
        ("campaigns: {c: {title: C}}", "one-page"),
    ],
)
def test_any_of_its_keys_brings_a_page(text: str, page: str) -> None:
    assert page in {each.name for each in pages_of(compiled(HEAD + text))}


def test_budgets_of_campaigns_bring_a_page_of_money() -> None:
    text = HEAD + "campaigns: {a: {title: A, budget: 100}, b: {title: B}}\n"
    found = {page.name: str(page.at) for page in pages_of(compiled(text))}
    assert found["budget"] == found["campaigns/index"]
    assert "budget" not in {page.name for page in pages_of(compiled(text.replace(", budget: 100", "")))}


def test_a_plan_that_cannot_be_read_has_a_page_that_says_so() -> None:
    (page,) = pages_of(compiled("omp: 2\n"))
    assert (page.name, page.template, page.title) == ("index", "unreadable", "spring")


def test_pages_know_where_their_data_is_written() -> None:
    found = {page.name: str(page.at) for page in pages_of(compiled(FULL)) if page.at}
    assert found["strategy"] == "plans/spring/plan.yml:5:10"
    assert found["campaigns/mail"] == "plans/spring/plan.yml:12:9"
    apart = compiled(FULL.replace("risks: {rain: {title: Rain}}\n", ""), risks="rain: {title: Rain}\n")
    assert str(next(page.at for page in pages_of(apart) if page.name == "risks")) == "plans/spring/risks.yml:1:1"


def test_old_ids_of_campaigns_lead_to_the_new_page() -> None:
    moved = {page.name: page.arguments["target"] for page in pages_of(compiled(FULL)) if not page.is_listed}
    assert moved == {"campaigns/seo": "search.md", "campaigns/search-ads": "search.md"}


def test_one_person_in_two_plans_has_one_page() -> None:
    other = HEAD + "people: {ann: {name: Ann}, bob: {name: Aaron B}}\n"
    names = [page.name for page in site_pages([plan(FULL), plan(other, "summer")])]
    assert names == ["portfolio", "portfolio/by-owner", "portfolio/by-status", "calendar", "people/bob", "people/ann"]
    assert site_pages([]) == ()


def test_a_portfolio_for_each_organisation_and_for_what_plans_have_in_common() -> None:
    heads = ("organisation: Žito & Co\ntype: event\n", "organisation: zito co\ntags: [a]\n", "organisation: 東京\n")
    pages = {page.name: dict(page.arguments) for page in site_pages([plan(HEAD + each, f"p{each[-2]}") for each in heads])}
    assert pages["portfolio"] == {"organisation": ""}
    assert pages["portfolio/zito-co"] == {"organisation": "zito co"} or pages["portfolio/zito-co"] == {"organisation": "Žito & Co"}
    assert {each["organisation"] for each in pages.values() if each.get("organisation")} == {"Žito & Co", "zito co", "東京"}
    assert {name for name in pages if name.startswith("portfolio/")} == {
        "portfolio/zito-co", "portfolio/zito-co-2", "portfolio/organisation", "portfolio/by-owner", "portfolio/by-type",
        "portfolio/by-tag", "portfolio/by-status",
    }  # fmt: skip
    calendars = {name: each for name, each in pages.items() if name.startswith("calendar")}
    assert set(calendars) == {"calendar", "calendar/zito-co", "calendar/zito-co-2", "calendar/organisation"}
    assert calendars["calendar"] == {"month": "", "organisation": ""}
    assert calendars["calendar/organisation"] == {"month": "", "organisation": "東京"}


def test_calendars_of_months_and_organisations_have_addresses_of_their_own() -> None:
    plans = [plan(HEAD + f"organisation: {name}\n", f"p{n}") for n, name in enumerate(("2026-11", "Acme"))]
    names = [page.name for page in site_pages(plans, {"2026-11": "November 2026"}) if page.name.startswith("calendar/")]
    assert names == ["calendar/2026-11", "calendar/2026-11-2", "calendar/acme"]
    assert not any(page.name.startswith("calendar/") for page in site_pages(plans[:1]))


def uris(entries: tuple[Entry, ...]) -> list[object]:
    """The addresses of a navigation, sections as lists below their names."""
    return [entry.uri or [entry.label, *uris(entry.entries)] for entry in entries]


def test_navigation() -> None:
    pages = pages_of(compiled(FULL))
    own = ["spring/strategy.md", "spring/extra.md", "spring/more/x.md"]
    written = ["index.md", "guide/b.md", "guide/index.md", *own, "zebra.md"]
    found = navigation([PlanSection("spring", "Spring", pages)], site_pages([plan(FULL)]), written)
    assert uris(found) == [
        "index.md",
        ["Portfolio", "portfolio.md", "calendar.md"],
        [
            "Spring",
            *(f"spring/{page.name}.md" for page in pages[:10]),
            "spring/extra.md",
            ["More", "spring/more/x.md"],
            ["Campaigns", "spring/campaigns/index.md", "spring/campaigns/search.md", "spring/campaigns/mail.md"],
            "spring/one-page.md",
            "spring/sources.md",
        ],
        ["People", "people/ann.md"],
        "zebra.md",
        ["Guide", "guide/index.md", "guide/b.md"],
    ]  # fmt: skip


def test_plans_that_are_over_stand_below_the_portfolio() -> None:
    pages, site = pages_of(compiled(FULL)), site_pages([plan(FULL)])
    old, new = PlanSection("old", "Old", pages[:1], is_over=True), PlanSection("new", "New", pages[:1])
    found = uris(navigation([old, new], site, []))
    finished = ["Finished plans", ["Old", "old/index.md"]]
    assert found[:2] == [["Portfolio", "portfolio.md", "calendar.md", finished], ["New", "new/index.md"]]
    assert uris(navigation([old], site, []))[1] == ["Old", "old/index.md"]  # a site of nothing else keeps its tab
    many = [PlanSection(f"p{n}", f"P{n}", pages[:1]) for n in range(20)]
    assert [entry.label for entry in navigation([old, *many], site, [])] == ["Portfolio", "Plans", "People"]


def test_campaigns_are_numbered() -> None:
    labels = [page.label for page in pages_of(compiled(FULL)) if page.template == "campaign"]
    assert labels == ["1. Search", "2. Mail"]


@pytest.mark.parametrize(
    "uri,folder,file",
    [
        ("index.md", "", "index.html"),
        ("okc/index.md", "okc/", "okc/index.html"),
        ("okc/kpis.md", "okc/kpis/", "okc/kpis.html"),
        ("README.md", "", "index.html"),
    ],
)
def test_where_pages_are_published(uri: str, folder: str, file: str) -> None:
    assert (published(uri), published(uri, as_folders=False)) == (folder, file)


@pytest.mark.parametrize(
    "here,there,anchor,folders,files",
    [
        ("okc/kpis.md", "okc/goals.md", "", "../goals/", "goals.html"),
        ("okc/kpis.md", "okc/kpis.md", "kpi-a", "#kpi-a", "#kpi-a"),
        ("okc/kpis.md", "okc/kpis.md", "", "./", "kpis.html"),
        ("okc/index.md", "okc/campaigns/a.md", "b", "campaigns/a/#b", "campaigns/a.html#b"),
        ("okc/campaigns/a.md", "okc/index.md", "", "../../", "../index.html"),
        ("okc/campaigns/a.md", "spring/kpis.md", "", "../../../spring/kpis/", "../../spring/kpis.html"),
        ("portfolio.md", "index.md", "", "../", "index.html"),
        ("index.md", "index.md", "", "./", "index.html"),
        ("a.md", "b c.md", "x y", "../b%20c/#x%20y", "b%20c.html#x%20y"),
    ],
)
def test_the_way_from_page_to_page(here: str, there: str, anchor: str, folders: str, files: str) -> None:
    assert way(here, there, anchor) == folders
    assert way(here, there, anchor, as_folders=False) == files


@pytest.mark.parametrize("as_folders", [True, False])
@pytest.mark.parametrize("here", URIS)
@pytest.mark.parametrize("there", URIS)
def test_a_way_leads_there(here: str, there: str, as_folders: bool) -> None:
    base = f"https://example.com/site/{quote(published(here, as_folders=as_folders))}"
    found = urljoin(base, way(here, there, as_folders=as_folders))
    assert found == f"https://example.com/site/{quote(published(there, as_folders=as_folders))}"
    assert way(here, there, "é b", as_folders=as_folders).endswith("#%C3%A9%20b")
