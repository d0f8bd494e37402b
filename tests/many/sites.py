"""Sites of many small plans: ten tasks, four KPIs and three campaigns each, with budgets in three currencies."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

CURRENCIES = ("USD", "EUR", "GBP")
TYPES = ("annual", "social", "launch", "event")
PEOPLE = 40
"""Somebody owns several plans: an organisation of two hundred plans has fewer people who answer for them."""
MOST_PORTFOLIO, MOST_CALENDAR, MOST_PLAN, MOST_NAVIGATION = 300_000, 400_000, 90_000, 20_000
"""Bytes that pages of a portfolio, of the calendar and of such a plan may have, and the navigation of any page."""
SETTINGS = """\
site_name: Marketing plans
site_url: https://plans.example/
docs_dir: plans
theme: {name: material, font: false, features: [navigation.tabs, navigation.sections, navigation.prune]}
plugins: [search, omp: {as_of: 2026-11-22}]
"""
HEAD = """\
omp: 1
title: Regional plan {n}
short_title: Region {n}
type: {type}
status: {status}
organisation: Bright Smile
version: "1.{n}"
period: {first} to {last}
actuals_through: 2026-11-15
owner: p{owner}
tags: [{tag}]
currency: {currency}
people:
  p{owner}: {{name: Person Number {owner}, role: Marketing manager}}
  p{other}: {{name: Person Number {other}, role: Designer}}
{rates}goals:
  grow: {{title: More bookings, kpi: bookings, target: 400, due: {last}, owner: p{owner}, smart: {{specific: a, measurable: b, achievable: c, relevant: d, time_bound: e}}}}
kpis:
  bookings: {{title: Bookings, kind: lagging, cadence: month, owner: p{owner}, baseline: 50, target: 400, actual: {{2026-10: {actual}}}}}
  visits: {{title: Visits, kind: leading, cadence: month, owner: p{other}, baseline: 900, target: 4000, actual: {{2026-10: 2100}}}}
  calls: {{title: Calls, kind: leading, cadence: month, owner: p{other}, baseline: 20, target: 90}}
  reviews: {{title: Reviews, cadence: month, owner: p{other}, baseline: 4, target: 30, actual: {{2026-10: {n}}}}}
"""


def many_plans(count: int) -> dict[str, str]:
    """The files of so many plans by their paths below the docs folder: the same ones every time."""
    return {f"region-{n:03}/plan.yml": _plan(n) for n in range(1, count + 1)}


def write_site(folder: Path, count: int) -> Path:
    """A site of so many plans; the path of its configuration."""
    for name, text in many_plans(count).items():
        path = folder / "plans" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (folder / "plans/index.md").write_text("# Plans\n", encoding="utf-8")
    settings = folder / "mkdocs.yml"
    settings.write_text(SETTINGS, encoding="utf-8")
    return settings


def build(settings: Path) -> Path:
    """The site of a configuration as the host builds it, in a process of its own."""
    site = settings.with_name("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", str(settings)]
    subprocess.run([*command, "--site-dir", str(site)], check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return site


def pages_of(site: Path, pattern: str) -> dict[str, int]:
    """The bytes of the pages in some folders, by their addresses."""
    found = (page for folder in site.glob(pattern) for page in folder.rglob("index.html"))
    return {page.parent.relative_to(site).as_posix(): page.stat().st_size for page in found}


def navigation_of(page: Path) -> str:
    """What a page of Material has at its side to lead elsewhere."""
    text = page.read_text("utf-8")
    found = text.partition('<div class="md-sidebar md-sidebar--primary"')[2].partition("md-sidebar--secondary")[0]
    assert found, page
    return f'<div class="{found.rpartition("<div")[0]}'


def _plan(n: int) -> str:
    first = date(2026, 7, 1) + timedelta(days=7 * (n % 26))
    owner, currency = n % PEOPLE, CURRENCIES[n % 3]
    rates = "rates: {USD: {rate: 0.9, on: 2026-07-01}}\n" if currency == "EUR" else ""
    head = HEAD.format(
        n=n, type=TYPES[n % len(TYPES)], status=("active", "active", "active", "draft", "done")[n % 5], first=first,
        last=first + timedelta(days=180), owner=owner, other=(owner + 7) % PEOPLE, tag=f"tag-{n % 6}",
        currency=currency, rates=rates, actual=60 + 5 * (n % 40),
    )  # fmt: skip
    return head + "campaigns:\n" + "".join(_campaign(n, k, first, owner) for k in range(3)) + _work(n, first, owner)


def _campaign(n: int, k: int, first: date, owner: int) -> str:
    start = first + timedelta(days=14 + 40 * k)
    return (
        f"  c{k}:\n    title: Campaign {n}.{k}\n    owner: p{owner}\n    goals: [grow]\n    budget: {1000 + n}\n    delivers: {{bookings: 150}}\n"
        f"    tactics: {{ads: {{title: Ads {n}.{k}, channel: Search, flights: [{start} to {start + timedelta(days=34)}]}}}}\n"
    )


def _work(n: int, first: date, owner: int) -> str:
    """Nine tasks in a row, the last a milestone, and a weekly one; a budget line for each campaign."""
    lines = ["tasks:"]
    for k in range(8):
        after = f"after: [t{k - 1}]" if k else f"start: {first}"
        done = ", done: 100%" if k < n % 6 else ""
        lines.append(f"  t{k}: {{title: Step {n}.{k}, campaign: c{k % 3}, owner: p{owner}, duration: 9d, {after}{done}}}")
    lines.append(f"  live: {{title: Region {n} is live, owner: p{owner}, milestone: yes, campaign: c2, after: [t7]}}")
    lines.append(f"  weekly: {{title: Weekly call {n}, owner: p{owner}, campaign: c0, repeat: weekly, start: {first}, finish: {first + timedelta(days=90)}}}")
    lines += ["budget:", f"  total: {3000 + 3 * n}", "  lines:"]
    spent = first + timedelta(days=31)
    lines += [f"    l{k}: {{title: Ads {k}, campaign: c{k}, planned: {{{spent:%Y-%m}: {1000 + n}}}, actual: {{{spent:%Y-%m}: {900 + n}}}}}" for k in range(3)]
    return "\n".join(lines) + "\n"
