"""Which pages a plan has: those of the format whose data is there (plan format, section 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from omp_plugin.compare.reasons import Reason
from omp_plugin.compare.versions import Compared
from omp_plugin.compute.compiled import Compiled
from omp_plugin.model.campaigns import Campaign
from omp_plugin.model.plan import Plan
from omp_plugin.pages.page import Page
from omp_plugin.words import _, marked

PLAN_PAGES = (
    # name, label in the navigation, keys of the plan of which one must be there (none: the page always is)
    ("index", marked("Overview"), ()),
    ("timeline", marked("Timeline"), ("tasks",)),
    ("kpis", marked("KPIs"), ("kpis", "funnels")),
    ("budget", marked("Budget"), ("budget",)),
    ("goals", marked("Goals map"), ("goals", "objectives")),
    ("changes", marked("What changed"), ()),
    (
        "strategy",
        marked("Strategy"),
        (
            "mission", "vision", "value_proposition", "positioning", "market", "swot", "pestel", "five_forces", "mix",
        ),
    ),
    ("team", marked("Team"), ("people", "hiring")),
    ("risks", marked("Risks"), ("risks", "assumptions", "constraints", "decisions", "scenarios")),
    ("reviews", marked("Reviews"), ("reviews", "next_steps", "learning", "presence", "quality", "tools")),
    ("campaigns/index", marked("All campaigns"), ("campaigns",)),
    ("one-page", marked("Plan on a page"), ("goals", "campaigns")),
    ("sources", marked("Sources"), ()),
)  # fmt: skip
"""The pages of a plan in the order of its navigation; one page a campaign follows the list of them."""


_TITLES = {"goals": marked("Goals"), "campaigns/index": marked("Campaigns")}
"""What a page is titled where its label in the navigation would not do."""


def pages_of(compiled: Compiled, past: Sequence[Compared] = ()) -> tuple[Page, ...]:
    """The pages of a plan in the order of its navigation; of one that cannot be read, a page that says so.

    `past` are comparisons with its earlier versions, the latest first: what they had keeps a page that tells of it.
    """
    if compiled.plan is None:
        return (Page("index", compiled.id, _("Overview"), "unreadable"),)
    has_money = compiled.results is not None and compiled.results.budget is not None
    pages = (*_pages(compiled.plan, has_money=has_money), *_moved(compiled.plan))
    return (*pages, *_removed(past, {page.name for page in pages}))


def _pages(plan: Plan, *, has_money: bool) -> Iterator[Page]:
    for name, label, keys in PLAN_PAGES:
        found = [key for key in keys if getattr(plan, key)]
        if name == "budget" and has_money:
            found = found or ["campaigns"]  # whose budgets are its lines
        if keys and not found:
            continue
        title = plan.label
        if name != "index":
            title = _("{page}: {plan}").format(page=_(_TITLES.get(name, label)), plan=plan.label)
        at = plan.where(found[0]) if found else plan.at
        if at.path.endswith(".md"):  # one campaign's file, which the page is not about
            at = plan.at
        yield Page(name, title, _(label), name.replace("campaigns/index", "campaigns"), at)
        if name == "campaigns/index":
            yield from (_campaign_page(campaign, number) for number, campaign in enumerate(plan.campaigns.values(), 1))


def _campaign_page(campaign: Campaign, number: int) -> Page:
    arguments = MappingProxyType({"campaign": campaign.id})
    label = f"{number}. {campaign.label}"
    return Page(f"campaigns/{campaign.id}", campaign.label, label, "campaign", campaign.at, arguments)


def _moved(plan: Plan) -> Iterator[Page]:
    """One page for every id that a campaign had before, so that old links keep working."""
    taken = set(plan.campaigns)
    for campaign in plan.campaigns.values():
        for old in campaign.formerly:
            if old not in taken:
                taken.add(old)
                arguments = MappingProxyType({"target": f"{campaign.id}.md"})
                at = campaign.where("formerly")
                yield Page(f"campaigns/{old}", campaign.label, campaign.label, "moved", at, arguments, is_listed=False)


def _removed(past: Sequence[Compared], taken: set[str]) -> Iterator[Page]:
    """One page for every campaign of an earlier version that is gone: when, by whom and why."""
    for found in past:
        for change in found.comparison.changes:
            collection, _dot, id_ = change.entity.partition(".")
            name = f"campaigns/{id_}"
            if collection != "campaigns" or change.kind != "removed" or change.field or name in taken:
                continue
            taken.add(name)
            title, version = found.earlier.plan.campaigns[id_].label, found.earlier.name
            arguments = removed_arguments(found.reason(change), version=version, target="../changes.md")
            yield Page(name, title, title, "removed", None, arguments, is_listed=False)


def removed_arguments(reason: Reason | None, *, version: str, target: str = "") -> Mapping[str, str]:
    """What a page tells of something that is gone; without its commit, the last version that has it."""
    said = {"on": "", "person": "", "why": ""}
    if reason:
        said = {"on": reason.commit.on.isoformat(), "person": reason.commit.author, "why": reason.why}
    return MappingProxyType({**said, "version": version, "target": target})
