"""Makes a plan of a thousand tasks as a department might write it: twenty campaigns, owners, links, progress."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

TODAY = date(2027, 1, 18)
FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)
CAMPAIGNS, STEPS = 20, 50
MILESTONE_EVERY = 25

PEOPLE = (
    "Priya Nair", "Ben Carter", "Sofia Ruiz", "Grace Kim", "Tom Whitfield", "Omar Haddad", "Lily Young", "Nadia Brooks",
    "Redbud Media (agency)", "Ana Lindqvist", "Jonas Weber", "Chloe Martin", "Diego Santos", "Mei Tanaka",
)  # fmt: skip
THEMES = (
    "Search and content", "Paid search and shopping", "Social and local creators", "Email lifecycle",
    "Community events", "Loyalty program", "Business accounts pilot", "Website relaunch", "Brand film",
    "Partner marketing", "Spring collection", "Customer stories", "Trade fair Hannover", "App store presence",
    "Newsletter redesign", "Referral rewards", "Podcast series", "Retail displays", "Product launch Juno",
    "Analytics and consent",
)  # fmt: skip
VERBS = (
    "Brief", "Research", "Draft", "Design", "Write", "Review", "Translate", "Produce", "Test", "Book", "Negotiate",
    "Set up", "Publish", "Measure", "Revise",
)  # fmt: skip
THINGS = (
    "landing page", "audience segments", "ad set", "photo shoot", "press list", "welcome email", "store window",
    "price comparison", "keyword list", "tracking plan", "video cut", "survey", "offer terms", "media schedule",
    "event stand", "creator contracts", "case study", "product feed", "checkout banner", "sales script",
    "quarterly report", "consent texts", "gift guide", "catalog pages", "partner kit", "launch checklist",
)  # fmt: skip


GOALS = (
    "objectives: {growth: {title: Grow online sales, owner: lily-young, outcome: Profit by 2028}}",
    "kpis:",
    "  monthly-revenue: {title: Monthly revenue, unit: EUR, owner: omar-haddad, baseline: 2100, target: 12000,"
    " source: Store, cadence: month, kind: lagging, actual: {2026-11: 5180, 2026-12: 6020}}",
    "goals:",
    "  revenue: {title: Reach the monthly revenue, objective: growth, kpi: monthly-revenue, target: 12000,"
    " due: 2027-06-30, owner: omar-haddad, smart: {specific: Store orders, measurable: Order records,"
    " achievable: Twenty campaigns, relevant: Pays for the team, time_bound: By June 2027}}",
)


@dataclass(frozen=True)
class Step:
    """A task while the plan is being made: its dates are those of a year of five-day weeks."""

    campaign: int
    place: int
    id: str
    title: str
    start: date
    finish: date


def large_plan(seed: int = 1, campaigns: int = CAMPAIGNS) -> dict[str, bytes]:
    """The files of a plan with fifty tasks in each campaign; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 # the same plan every time
    lines = [*_head(), *GOALS, "campaigns:", *_campaigns(campaigns), "tasks:"]
    before: list[str] = []
    for number in range(campaigns):
        steps = list(_steps(number, chance))
        lines += [_task(step, steps, before, chance) for step in steps]
        before = [step.id for step in steps]
    return {"plan.yml": "\n".join(lines).encode()}


def _id(name: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


def _head() -> Iterator[str]:
    yield from ("omp: 1", "title: Department plan", "version: v2.0", "status: active", "currency: EUR")
    yield from (f"period: {FIRST} to {LAST}", f"as_of: {TODAY}", f"owner: {_id(PEOPLE[5])}", "people:")
    yield from (f"  {_id(name)}: {{name: {name}}}" for name in PEOPLE)


def _campaigns(count: int) -> Iterator[str]:
    for number, theme in enumerate(THEMES[:count]):
        owner, share = _id(PEOPLE[number % len(PEOPLE)]), 400 + 25 * number
        what = f"goals: [revenue], budget: {3000 + 250 * number}, delivers: {{monthly-revenue: {share}}}"
        yield f"  {_id(theme)}: {{title: {theme}, owner: {owner}, {what}}}"


def _steps(campaign: int, chance: random.Random) -> Iterator[Step]:
    """Work that begins one after another over eight to eleven months, each piece of one to five weeks."""
    day = FIRST + timedelta(days=chance.randrange(0, 60))
    stride = (LAST - day).days / (STEPS + 8)
    for place in range(STEPS):
        start = _weekday(day + timedelta(days=int(place * stride)))
        finish = _weekday(min(start + timedelta(days=chance.randrange(3, 36)), LAST))
        title = f"{VERBS[(place + campaign) % len(VERBS)]} {THINGS[(place * 7 + campaign * 3) % len(THINGS)]}"
        yield Step(campaign, place, f"{_id(THEMES[campaign])}-{place + 1}", title, start, max(start, finish))


def _weekday(day: date) -> date:
    """The day, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _task(step: Step, steps: list[Step], before: list[str], chance: random.Random) -> str:
    owner = _id(PEOPLE[(step.campaign + step.place % 3) % len(PEOPLE)])
    fields = [f"title: {step.title}", f"campaign: {_id(THEMES[step.campaign])}", f"owner: {owner}", *_dates(step)]
    links = _links(step, steps)
    if before and chance.random() < 0.05 and step.place > STEPS // 2:
        links.append(before[chance.randrange(0, STEPS // 4)])
    if links:
        fields.append(f"after: [{', '.join(links)}]")
    fields += _progress(step, chance)
    if chance.random() < 0.2:
        fields.append(f"deliverable: Approved {step.title.rpartition(' ')[2]}")
    return f"  {step.id}: {{{', '.join(fields)}}}"


def _dates(step: Step) -> list[str]:
    if step.place % MILESTONE_EVERY == MILESTONE_EVERY - 1:
        return ["milestone: yes", f"date: {step.finish}"]
    return [f"start: {step.start}", f"finish: {step.finish}"]


def _links(step: Step, steps: list[Step]) -> list[str]:
    """The last piece of work that ends before this one begins; a milestone waits for the one before it."""
    ended = [each for each in steps[: step.place] if each.finish < step.start]
    return [ended[-1].id] if ended and step.place % 4 else []


def _progress(step: Step, chance: random.Random) -> list[str]:
    """Past work is done but for a little, work under way is partly done."""
    if step.finish < TODAY:
        return ["status: done"] if chance.random() < 0.97 else ["done: 80%"]
    if step.start > TODAY:
        return []
    share = (TODAY - step.start).days / max(1, (step.finish - step.start).days)
    return [f"done: {min(95, int(share * 20) * 5)}%"]
