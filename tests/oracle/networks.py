"""Random plans for the scheduler, the same for the same seed, and plan.yml texts of them.

Links run from earlier to later names of a hidden order, so nothing is circular, and no backward task waits for itself.
Left out is what the plan format does not settle: backward tasks of elapsed days, a finish on a day off that a start
is counted back from, tasks that depend on one that does not fit, `before` beside an `after` that names only cancelled
tasks or repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.oracle.days import Calendar
from tests.oracle.schedule import Fields, Network, schedule

NAMES = (
    "brief", "venue", "design", "copy-1", "copy-2", "print-run", "landing-page", "media-plan", "booking",
    "email-series", "pr-kit", "approval", "4p-review", "launch", "debrief", "renewal",
)  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKS = ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), (0, 1, 2, 3, 4, 5, 6), (0, 1, 3, 4), (1, 2, 4, 5, 6))


@dataclass
class Draft:
    """A plan in the making."""

    chance: Random
    plan: Fields
    calendar: Calendar
    order: list[str]

    def day(self, margin: int = 0) -> date:
        """Any day of the period's first half, or later by a margin."""
        first, last = self.plan["period"]
        return date.fromordinal(first.toordinal() + self.chance.randint(margin, margin + (last - first).days // 2))


def networks(seed: int) -> Fields:
    """The plan of a seed: 1 to 14 tasks on a calendar of its own."""
    chance = Random(seed)
    while True:
        plan = calendar_and_period(chance)
        names = chance.sample(NAMES, chance.randint(1, 14))
        draft = Draft(chance, plan, calendar_of(plan), names)
        for place, name in enumerate(names):
            plan["tasks"][name] = task(draft, place)
        add_checks(draft)
        if settled(draft):
            written = chance.sample(names, len(names))
            plan["tasks"] = {name: plan["tasks"][name] for name in written}
            return plan


def calendar_and_period(chance: Random) -> Fields:
    """A period of ten weeks to a year, a working week of 4 to 7 days, holidays, a shutdown, extra working days."""
    first = date(2026, 1, 1) + timedelta(days=chance.randint(0, 364))
    length = chance.choice((70, 120, 200, 364))
    week = chance.choice(WEEKS)
    days = [first + timedelta(days=n) for n in range(-10, length + 40)]
    off = set(chance.sample(days, chance.choice((0, 0, 3, 12))))
    shutdown = chance.randrange(len(days))
    off |= set(days[shutdown : shutdown + chance.choice((0, 0, 4, 9))])
    free = [day for day in days if day.weekday() not in week and day not in off]
    work = set(chance.sample(free, min(len(free), chance.choice((0, 0, 1, 4)))))
    return {
        "period": (first, first + timedelta(days=length)),
        "workdays": set(week),
        "off": off,
        "work": work,
        "tasks": {},
    }


def calendar_of(plan: Fields) -> Calendar:
    off, work = (frozenset(day.toordinal() for day in plan[key]) for key in ("off", "work"))
    return Calendar(frozenset(plan["workdays"]), off, work)


# -- tasks


def task(draft: Draft, place: int) -> Fields:
    """One task; the last of the order has nothing to be before."""
    kinds: list[tuple[int, Callable[[Draft, int], Fields]]] = [
        (8, following),
        (2, following_with_start),
        (1, free),
        (1, started),
        (2, spanned),
        (1, finished),
        (2, milestone),
        (2, dated_milestone),
        (1, dropped),
        (7 if place < len(draft.order) - 1 else 0, backward),
    ]
    make = draft.chance.choices([k for _, k in kinds], [w for w, _ in kinds])[0]
    return make(draft, place)


def following(draft: Draft, place: int) -> Fields:
    return duration(draft, elapsed=True) | after(draft, place)


def following_with_start(draft: Draft, place: int) -> Fields:
    return started(draft, place) | after(draft, place)


def free(draft: Draft, place: int) -> Fields:
    return duration(draft, elapsed=True)


def started(draft: Draft, place: int) -> Fields:
    return {"start": draft.day().isoformat()} | duration(draft, elapsed=True)


def spanned(draft: Draft, place: int) -> Fields:
    """Start and finish as written, on any days between which there is work."""
    first = draft.day()
    last = draft.calendar.on_or_after(first.toordinal()) + draft.chance.randint(0, 18)
    return {"start": first.isoformat(), "finish": date.fromordinal(last).isoformat()} | sometimes_after(draft, place)


def finished(draft: Draft, place: int) -> Fields:
    """A finish to count back from: a working day, far enough from the plan's first."""
    last = draft.calendar.on_or_after(draft.day(margin=35).toordinal())
    return {"finish": date.fromordinal(last).isoformat()} | duration(draft) | sometimes_after(draft, place)


def milestone(draft: Draft, place: int) -> Fields:
    return draft.chance.choice(({"milestone": "yes"}, {"duration": "0d"})) | after(draft, place)


def dated_milestone(draft: Draft, place: int) -> Fields:
    return {"milestone": "yes", "date": draft.day().isoformat()} | sometimes_after(draft, place)


def dropped(draft: Draft, place: int) -> Fields:
    """A cancelled task or a repeat: nothing in the network follows from it."""
    if draft.chance.random() < 0.5:
        return following(draft, place) | {"status": "cancelled"}
    first = draft.day()
    return {"repeat": "weekly", "start": first.isoformat(), "finish": (first + timedelta(days=30)).isoformat()}


def backward(draft: Draft, place: int) -> Fields:
    """A task or a milestone that is only before others."""
    later = draft.order[place + 1 :]
    size = min(len(later), draft.chance.choice((1, 1, 2)))
    what = {"milestone": "yes"} if draft.chance.random() < 0.2 else duration(draft)
    return what | {"before": [lead(draft, other) for other in draft.chance.sample(later, size)]}


def duration(draft: Draft, elapsed: bool = False) -> Fields:
    roll = draft.chance.random()
    if roll < 0.15:
        return {}
    if roll < 0.3:
        return {"duration": f"{draft.chance.randint(1, 3)}w"}
    if elapsed and roll < 0.4:
        return {"duration": f"{draft.chance.randint(1, 14)}ed"}
    return {"duration": f"{draft.chance.randint(1, 12)}d"}


# -- links


def after(draft: Draft, place: int) -> Fields:
    """One to three links from tasks earlier in the order; none for the first."""
    earlier = draft.order[:place]
    if not earlier:
        return {}
    size = min(len(earlier), draft.chance.choice((1, 1, 2, 3)))
    links = [link(draft, other) for other in draft.chance.sample(earlier, size)]
    if draft.chance.random() < 0.1:
        links.append(link(draft, draft.chance.choice(earlier)))
    return {"after": links}


def sometimes_after(draft: Draft, place: int) -> Fields:
    return after(draft, place) if draft.chance.random() < 0.5 else {}


def link(draft: Draft, other: str) -> str:
    """`other`, `other SS`, `other FF+5d`, `other - 1w`."""
    kind = draft.chance.choice(("", "", " FS", " SS", " FF", " SF"))
    if draft.chance.random() < 0.5:
        return other + kind
    return other + kind + sign(draft, "+" if draft.chance.random() < 0.6 else "-", kind) + amount(draft)


def lead(draft: Draft, other: str) -> str:
    """`other`, `other - 2w`."""
    return other if draft.chance.random() < 0.4 else other + sign(draft, "-", "") + amount(draft)


def sign(draft: Draft, which: str, kind: str) -> str:
    """The sign with or without spaces; after a bare id it needs one, for ids may hold hyphens."""
    return draft.chance.choice((which if kind else f" {which}", f" {which} "))


def amount(draft: Draft) -> str:
    unit = draft.chance.choice(("d", "d", "ed", "w"))
    return f"{draft.chance.randint(1, 2 if unit == 'w' else 9)}{unit}"


def add_checks(draft: Draft) -> None:
    """`before` on some of the tasks whose dates come from elsewhere: checked, and bound in the backward pass."""
    for place, name in enumerate(draft.order[:-1]):
        fields = draft.plan["tasks"][name]
        placed = any(key in fields for key in ("start", "finish", "date")) or has_live_after(draft, fields)
        if placed and "before" not in fields and draft.chance.random() < 0.2:
            fields["before"] = [lead(draft, draft.chance.choice(draft.order[place + 1 :]))]


def has_live_after(draft: Draft, fields: Fields) -> bool:
    others = [draft.plan["tasks"][text.split()[0]] for text in fields.get("after", ())]
    return any(other.get("status") != "cancelled" and "repeat" not in other for other in others)


# -- what the format settles


def settled(draft: Draft) -> bool:
    """Whether every date follows from the format: nothing waits for itself, nothing hangs on a task that cannot fit."""
    if not all(grounded(draft.plan["tasks"], name, ()) for name in draft.order):
        return False
    network = Network(draft.plan)
    misfits = [k for k, row in schedule(draft.plan).items() if "does-not-fit" in row["problems"]]
    named = {k.other for t in network.tasks.values() for k in (*t.after, *t.before)}
    ends = [network.early(k).last for k in network.tasks if k not in misfits]
    # Wherever it is put, a task that does not fit must not be the last of the plan.
    return all(k not in named and network.placed(network.tasks[k], network.first).last <= max(ends) for k in misfits)


def grounded(tasks: Fields, name: str, waiting: tuple[str, ...]) -> bool:
    """Whether a task's dates can be found without knowing them already."""
    if name in waiting:
        return False
    fields = tasks[name]
    if "finish" in fields or "date" in fields:
        return True
    only_before = "after" not in fields and "start" not in fields
    needs = fields.get("before", []) if only_before else fields.get("after", [])
    return all(grounded(tasks, text.split()[0], (*waiting, name)) for text in needs)


# -- as an author writes it


def to_yaml(plan: Fields) -> str:
    """The plan.yml of a plan."""
    first, last = plan["period"]
    week = ", ".join(WEEKDAYS[day] for day in sorted(plan["workdays"]))
    lines = ["omp: 1", "title: Random network", f"period: {first} to {last}", "owner: ann"]
    lines += ["people:", "  ann: {name: Ann Planner}", "calendar:", f"  workdays: [{week}]"]
    lines += [f"  {key}: [{', '.join(map(str, sorted(plan[key])))}]" for key in ("off", "work") if plan[key]]
    lines.append("tasks:")
    for name, fields in plan["tasks"].items():
        lines += [f"  {name}:", f"    title: Task {name}", "    owner: ann"]
        lines += [f"    {key}: {written(value)}" for key, value in fields.items()]
    return "\n".join(lines) + "\n"


def written(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "[" + ", ".join(f'"{text}"' for text in value) + "]"
