"""What the heads of pages call pages, kinds of plans and how they go."""

from __future__ import annotations

from omp_plugin.model.plan import Plan
from omp_plugin.words import _, marked

HEADINGS = {
    "timeline": marked("Timeline"), "kpis": marked("KPIs"), "budget": marked("Budget"), "goals": marked("Goals map"),
    "changes": marked("What changed"), "strategy": marked("Strategy"), "team": marked("Team"),
    "risks": marked("Risks"), "reviews": marked("Reviews"), "campaigns": marked("Campaigns"),
    "sources": marked("Sources"),
}  # fmt: skip
KINDS = {
    "launch": (marked("Launch plan"), marked("launch plan")), "annual": (marked("Annual plan"), marked("annual plan")),
    "quarterly": (marked("Quarterly plan"), marked("quarterly plan")),
    "social": (marked("Social media plan"), marked("social media plan")),
    "content": (marked("Content plan"), marked("content plan")),
    "website": (marked("Website plan"), marked("website plan")), "event": (marked("Event plan"), marked("event plan")),
    "product": (marked("Product plan"), marked("product plan")),
}  # fmt: skip
"""What plans of a type are called, by itself and behind the word of their level."""
ANY_KIND = (marked("Marketing plan"), marked("marketing plan"))
LEVELS = {
    "strategic": marked("Strategic {kind}"), "operational": marked("Operational {kind}"),
    "tactical": marked("Tactical {kind}"),
}  # fmt: skip
PILLS = {
    "timeline": {
        "on-track": marked("Schedule on track"), "at-risk": marked("Schedule at risk"),
        "off-track": marked("Schedule off track"),
    },
    "kpis": {
        "on-track": marked("KPIs on track"), "at-risk": marked("KPIs at risk"), "off-track": marked("KPIs off track"),
    },
    "budget": {
        "on-track": marked("Within tolerance"), "at-risk": marked("Over tolerance"),
        "off-track": marked("Over the limit"),
    },
}  # fmt: skip
"""What the pill of a page says, where the status alone would leave open what it is of."""
BANNERS = {
    "draft": marked("It may change at any time."),
    "in-review": marked("It is being looked at and may still change."),
}  # fmt: skip
"""What is said of a plan that is not approved."""


def kind_of(plan: Plan) -> str:
    """A plan's type and level in words: operational launch plan."""
    level = LEVELS.get(plan.level or "")
    alone, behind = KINDS.get(plan.type or "", ANY_KIND)
    return _(level).format(kind=_(behind)) if level else _(alone)


def pill_words(page: str, status: str) -> str:
    """What the pill of a page says; empty where the word of the status says it."""
    said = PILLS.get(page, {}).get(status, "")
    return _(said) if said else ""


def banner(status: str) -> str:
    """The sentence of the banner of a plan in that status; empty where it has none."""
    return _(BANNERS[status]) if status in BANNERS else ""
