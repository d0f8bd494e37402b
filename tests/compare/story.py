"""The story of a plan in a repository: v1.0 of the Oklahoma City launch, and the commits that made v1.1 of it.

v1.1 is the example of this project. Each chapter is what one person changed and why; told backward they lead to v1.0.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.helpers import PLANS

Files = dict[str, str]
V1_0, V1_1 = "v1.0", "v1.1"
TAGGED = "2026-06-26T09:00:00+0000"

PEOPLE = {
    "OH": "Omar Haddad <omar.haddad@clickcart.example>",
    "LY": "Lily Young <lily.young@clickcart.example>",
    "BC": "Ben Carter <ben.carter@clickcart.example>",
    "NB": "Nadia Brooks <nadia.brooks@clickcart.example>",
    "GK": "Grace Kim <grace.kim@clickcart.example>",
    "SR": "Sofia Ruiz <sofia.ruiz@clickcart.example>",
}
DIRECT_MAIL = """\
---
title: Direct mail flyers
order: 7
owner: omar-haddad
status: planned
goals: [win-customers]
channels: [Mail]
audience: [older-shoppers]
message: Your store around the corner, now online.
budget: 1500
delivers: {monthly-revenue: 450}
tactics:
  flyers:
    title: Flyers in three neighborhoods
    kind: direct
    channel: Mail
    owner: omar-haddad
    flights: [2026-10-05 to 2026-10-30]
    delivers: {monthly-revenue: 450}
---
**Objective.** Reach shoppers who do not search online, with flyers in three neighborhoods.
"""
DIRECT_MAIL_LINE = """\
  # --- 7 Direct mail flyers: 1,500 ---
  direct-mail-print:
    title: Print and delivery of flyers
    campaign: direct-mail
    tactic: flyers
    category: Direct
    planned: {2026-Q4: 1500}

"""


@dataclass(frozen=True)
class Chapter:
    """One commit: who made it, when, its message, and its edits: a file, the text before it and the text after it.

    A text before or after of `None` stands for the whole file, which is not there then.
    """

    who: str
    on: str
    message: str
    edits: tuple[tuple[str, str | None, str | None], ...]


def chapters(now: Files) -> tuple[Chapter, ...]:
    """The commits from v1.0 to v1.1, the progress of the months between them apart; `now` are the sources of v1.1."""
    tasks, money, kpis = now["tasks.yml"], now["budget.yml"], now["kpis.yml"]
    pilot_tasks = tasks[tasks.index("# --- 7 Business") :]
    pilot_lines = money[money.index("  # --- 7 Business") :]
    pilot_kpis = kpis[kpis.index("mql-to-sql:\n") : kpis.index("# Counts behind the business funnel")]
    return (
        Chapter("OH", "2026-10-26T10:00:00", "Drop direct mail\n\nPlan-Note: Printer quote 40% over plan\n", (
            ("campaigns/direct-mail.md", DIRECT_MAIL, None),
            ("budget.yml", DIRECT_MAIL_LINE, ""),
        )),
        Chapter("LY", "2026-10-27T10:00:00", "Hand the events over\n\nPlan-Note: New hire started Oct 5\n", (
            ("campaigns/community-events.md", "owner: lily-young", "owner: tom-whitfield"),
            ("tasks.yml", "community-events\n  owner: lily-young", "community-events\n  owner: tom-whitfield"),
            ("tasks.yml", "festivals\n  owner: lily-young", "festivals\n  owner: tom-whitfield"),
            ("tasks.yml", "holiday-market\n  owner: lily-young", "holiday-market\n  owner: tom-whitfield"),
            ("tasks.yml", "partner-brands\n  owner: lily-young", "partner-brands\n  owner: tom-whitfield"),
        )),
        Chapter("OH", "2026-10-28T10:00:00", (
            "Add a pilot for business accounts\n\nPlan-Note: 96 business inquiries since July\n"
            "Plan-Note: kpis.mql-to-sql: Business accounts pilot\n"
            "Plan-Note: kpis.business-accounts: Business accounts pilot\n"
        ), (
            ("campaigns/business-pilot.md", None, now["campaigns/business-pilot.md"]),
            ("tasks.yml", "", pilot_tasks),
            ("budget.yml", "", pilot_lines),
            ("kpis.yml", "", pilot_kpis),
            ("plan.yml", "    kpi: TBD\n", "    kpi: business-accounts\n"),
            ("plan.yml", "title: Accounts}", "title: Accounts, kpi: business-accounts}"),
            ("plan.yml", "repeat-rate]", "repeat-rate, mql-to-sql]"),
        )),
        Chapter("BC", "2026-10-28T15:00:00", (
            "Raise paid search for the holidays\n\nPlan-Note: Holiday demand; return is 2.1× on a 2.0× plan\n"
        ), (
            ("campaigns/paid-search.md", "budget: 13000", "budget: 16000"),
            ("budget.yml", "2026-Q3: 1600, 2026-Q4: 1900, 2027-Q1: 2100, 2027-Q2: 2100",
             "2026-Q3: 1600, 2026-Q4: 2400, 2027-Q1: 2600, 2027-Q2: 2600"),
            ("budget.yml", "2026-Q3: 500, 2026-Q4: 900, 2027-Q1: 900, 2027-Q2: 900",
             "2026-Q3: 500, 2026-Q4: 1100, 2027-Q1: 1200, 2027-Q2: 1200"),
            ("budget.yml", "planned: {2026-Q4: 1100}", "planned: {2026-Q4: 1800}"),
            ("budget.yml", "Paid search and shopping: 13,000", "Paid search and shopping: 16,000"),
        )),
        Chapter("BC", "2026-10-29T09:00:00", "Search does better\n\nPlan-Note: Search return is ahead of plan\n", (
            ("kpis.yml", "  target: 40\n", "  target: 38\n"),
        )),
        Chapter("NB", "2026-10-29T12:00:00", "Approve the larger budget\n\nPlan-Note: Sum of the three below\n", (
            ("budget.yml", "total: 48000", "total: 52000"),
            ("plan.yml", "No more than $48,000", "No more than $52,000"),
        )),
        Chapter("GK", "2026-10-30T09:00:00", "A larger list\n\nPlan-Note: Loyalty launch needs a larger list\n", (
            ("kpis.yml", "  target: 3000\n", "  target: 4000\n"),
            ("plan.yml", "      2027-06: 3000\n", "      2027-06: 4000\n"),
        )),
        Chapter("GK", "2026-10-30T11:00:00", (
            "The vendor contract is late\n\nPlan-Note: tasks.loyalty-launch: Vendor contract closed late\n"
            "Plan-Note: tasks.loyalty-vendor: Second security review\n"
            "Plan-Note: tasks.loyalty-integration: Pushed by the contract\n"
        ), (
            ("tasks.yml", "after: [loyalty-design]\n  duration: 13d", "after: [loyalty-design]\n  duration: 20d"),
            ("tasks.yml", "after: [loyalty-vendor]\n  duration: 42d", "after: [loyalty-vendor]\n  duration: 41d"),
            ("tasks.yml", "after: [loyalty-integration]\n  duration: 11ed", "after: [loyalty-integration]\n  duration: 6d"),
            ("tasks.yml", "after: [loyalty-email-launch]\n  duration: 98d", "after: [loyalty-email-launch]\n  duration: 92d"),
        )),
        Chapter("GK", "2026-10-30T14:00:00", (
            "The opt-in waits for a developer\n\nPlan-Note: Developer moved to platform fixes\n"
        ), (
            ("tasks.yml", "after: [welcome-series FS+2w]\n  duration: 25d", "after: [welcome-series FS+2w]\n  duration: 43d"),
        )),
        Chapter("SR", "2026-10-30T16:00:00", "Third creator wave\n\nPlan-Note: Follows the loyalty launch\n", (
            ("tasks.yml", "  start: 2027-01-18\n  finish: 2027-02-19\n", "  after: [loyalty-launch FS+2d]\n  duration: 24d\n"),
        )),
        Chapter("OH", "2026-11-02T09:00:00", (
            "Version 1.1\n\nPlan-Note: plan: Budget rises by $4,000 to fund a business accounts pilot and a larger holiday\n"
            "  search push. Direct mail is dropped. The loyalty launch moves nine days to Jan 20; the plan still ends\n"
            "  Jun 30, 2027.\n"
        ), (
            ("plan.yml", "version: v1.0\n", "version: v1.1\n"),
            ("plan.yml", "on: 2026-06-26}\n", "on: 2026-11-02}\n"),
            ("plan.yml", "as_of: 2026-06-26\n", "as_of: 2026-11-22\n"),
            ("plan.yml", "**$15,000 a month by June 2027**, with seven campaigns and a budget of $48,000.",
             "**$15,000 a month by June 2027**, with seven campaigns and a budget of $52,000."),
        )),
    )  # fmt: skip


def sources() -> Files:
    """The example as it is: v1.1."""
    folder = PLANS / "okc-launch"
    paths = [path for pattern in ("*.yml", "*.csv", "campaigns/*.md") for path in sorted(folder.glob(pattern))]
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    # The example names the commit of this project that holds its v1.0; the story has a tag for it.
    plan = re.sub(r"^baseline: .*\n", "", files["plan.yml"], flags=re.MULTILINE)
    files["plan.yml"] = plan[: plan.index("\nchecks:\n")]
    return files


def without_progress(now: Files) -> Files:
    """A plan before its first day: nothing measured, done or spent, and none of the texts that say so."""
    files = {name: text for name, text in now.items() if name != "actuals.csv"}
    files["tasks.yml"] = re.sub(r"^  (done|status|evidence|notes): .*\n", "", files["tasks.yml"], flags=re.MULTILINE)
    files["budget.yml"] = re.sub(r"^ +(actual|committed|forecast|reserve_drawn): .*\n|^reserve_drawn.*\n", "", files["budget.yml"], flags=re.MULTILINE)
    plan = files["plan.yml"].replace("actuals_through: 2026-10-31\n", "").replace(", december-search]", "]")
    for key in ("decisions", "next_steps", "learning", "health", "scenarios", "facts"):
        plan = re.sub(rf"^(# .*\n)?{key}:\n((  .*)?\n)+", "", plan, flags=re.MULTILINE)
    files["plan.yml"] = re.sub(r"^    log:\n(      .*\n)+", "", plan, flags=re.MULTILINE)
    return files


def before(files: Files, chapter: Chapter) -> Files:
    """The sources before a chapter."""
    found = dict(files)
    for name, old, new in chapter.edits:
        if new is None:
            assert old is not None
            found[name] = old
        elif old is None:
            del found[name]
        else:
            found[name] = _edited(name, found[name], old, new)
    return found


def _edited(name: str, text: str, old: str, new: str) -> str:
    """One edit undone; a text that came out of nothing is taken out, one that went away is put before the next part."""
    if not new:
        place = "  # --- 7 Business" if "  # --- 7 Business" in text else None
        return text.replace(place, old + place) if place else text + old
    assert new in text, (name, new)
    return text.replace(new, old)


def snapshots() -> list[tuple[Chapter | None, Files]]:
    """The sources of v1.0, and after each chapter; the last one is v1.1 with the progress of four months."""
    now = sources()
    told = chapters(without_progress(now))
    states = [without_progress(now)]
    for chapter in reversed(told):
        states.insert(0, before(states[0], chapter))
    work = Chapter("OH", "2026-11-20T09:00:00", "Progress until November\n", ())
    return [(None, states[0]), *zip(told, states[1:], strict=True), (work, now)]


class Workshop:
    """A git repository made for a test, with no settings but its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, **more: str) -> str:
        """Runs git here."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env = {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **more}
        done = subprocess.run(["git", *arguments], cwd=self.root, env=env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self, files: Mapping[str, str], folder: str = "plans/okc-launch") -> None:
        """Makes a folder hold these files and no others."""
        top = self.root / folder
        for path in sorted(top.rglob("*"), reverse=True):
            if path.is_file():
                path.unlink()
        for name, text in files.items():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            (top / name).write_text(text, encoding="utf-8")

    def commit(self, message: str, who: str = "OH", on: str = TAGGED) -> str:
        """Commits everything, and gives the commit's id."""
        name, _, email = PEOPLE[who].rstrip(">").partition(" <")
        when = on if on[-5] in "+-" else f"{on}+0000"
        by = {"NAME": name, "EMAIL": email, "DATE": when}
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message,
                 **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in by.items()})  # fmt: skip
        return self.git("rev-parse", "HEAD")

    def tag(self, name: str) -> None:
        """An annotated tag."""
        self.git("tag", "--annotate", name, "--message", name, GIT_COMMITTER_NAME="OH", GIT_COMMITTER_EMAIL="o@x.example")


def tell(root: Path) -> Workshop:
    """The whole story in a repository: a site with one plan, tagged v1.0 and v1.1."""
    workshop = Workshop(root)
    (root / "mkdocs.yml").write_text("site_name: ClickCart plans\ndocs_dir: plans\ntheme: {name: material, font: false}\nplugins: [search, omp]\n")
    for chapter, files in snapshots():
        workshop.write(files)
        if chapter is None:
            workshop.commit("The plan for the first year\n")
            workshop.tag(V1_0)
        else:
            workshop.commit(chapter.message, chapter.who, chapter.on)
    workshop.tag(V1_1)
    return workshop
