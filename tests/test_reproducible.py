"""The same input gives the same bytes: a small site with all its exports, built by the host again and again.

The builds differ in their folder (and the order in which its files were made), hash seed, time zone, locale and clock.
Six of the 54 combinations, in which each value of each of the four meets several of the others, run every time;
`REPRODUCIBLE=all pytest tests/test_reproducible.py` runs all. Nothing of the site is left out of the comparison: with
`SOURCE_DATE_EPOCH`, the host dates its pages, `sitemap.xml` and `sitemap.xml.gz` by it, too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest

SEEDS = ("0", "1", "4242")
ZONES = ("UTC", "Pacific/Kiritimati", "America/Adak")
LOCALES = ("C", "C.UTF-8", "tr_TR.UTF-8")
"""Where the third is not installed, Python falls back to the first; its name still reaches whoever reads the environment."""
ALL = list(product(("a", "b b"), SEEDS, ZONES, LOCALES))
COVERING = [
    ("a", SEEDS[0], ZONES[0], LOCALES[0]), ("b b", SEEDS[1], ZONES[1], LOCALES[0]), ("a", SEEDS[2], ZONES[2], LOCALES[1]),
    ("b b", SEEDS[0], ZONES[2], LOCALES[2]), ("a", SEEDS[1], ZONES[0], LOCALES[2]), ("b b", SEEDS[2], ZONES[1], LOCALES[1]),
]  # fmt: skip
EPOCH = "1795305600"
"""2026-11-22."""
SITE = {
    "mkdocs.yml": """\
site_name: Plans
site_url: https://plans.example.org/
theme: {name: material, font: false}
plugins: [search, omp]
""",
    "docs/index.md": "# Plans\n\n{{ portfolio_table() }}\n",
    "docs/spring/plan.yml": """\
omp: 1
title: Spring
period: 2026-01-01 to 2026-12-31
owner: ann
currency: EUR
status: active
tags: [tea, coffee, cocoa]
people: {ann: {name: Ann Ash}, ben: {name: İlker Ünal}, cy: {name: Cy}}
objectives: {grow: {title: Grow, owner: ann, outcome: revenue}}
kpis:
  orders: {title: Orders, kind: lagging, owner: ann, target: 100, baseline: 10, stale_after: 400d, actual: {2026-05: 50}}
  visits: {title: Visits, kind: leading, owner: ben, target: 900, range: 500..2k}
goals:
  more: {title: More orders, objective: grow, owner: ann, kpi: orders, due: 2026-12-31}
market: {segments: {a: {title: A}, b: {title: B}}}
campaigns:
  ads: {title: Ads, owner: ben, goals: [more], budget: 700, delivers: {orders: 60}}
tasks:
  draw: {title: Draw, campaign: ads, owner: ben, duration: 3d, start: 2026-03-02}
  print: {title: Print, campaign: ads, owner: cy, duration: 1w, after: [draw]}
budget: {total: 1000, reserve: 300, lines: {ads: {campaign: ads, planned: 700}}}
""",
    "docs/spring/campaigns/fair.md": "---\ntitle: Fair\nowner: cy\ngoals: [more]\nbudget: 0\ndelivers: {orders: 45}\n---\nBe **there**.\n",
    "docs/spring/risks.csv": "id,title,owner,response\nrain,Rain,ann,Rent a tent\nfire,Fire,ben,Call\n",
    "docs/autumn/plan.yml": """\
omp: 1
title: Autumn
locale: de_DE
period: 2026
owner: zoe
as_of: 2026-10-01
people: {zoe: {name: Zoë}, yan: {name: Yan}}
kpis: {leads: {title: Leads, owner: yan, target: 30, actual: {2026-09: 12}}}
goals: {g: {title: Mehr, owner: zoe, kpi: leads}}
tasks: {fest: {title: Fest, date: 2026-10-03}}
""",
}
LATER = """\
import datetime, time

real = time.time
time.time = lambda: real() + 4e8

class Kind(type):
    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])

class date(datetime.date, metaclass=Kind):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())

class datetime_(datetime.datetime, metaclass=Kind):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)
    @classmethod
    def today(cls):
        return cls.now()

datetime.date, datetime.datetime = date, datetime_
"""
"""A clock that is twelve years ahead: Python reads it before anything else."""


def written(root: Path, *, backwards: bool = False) -> Path:
    """The sources of the site in a folder."""
    for name, text in reversed(SITE.items()) if backwards else SITE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def built(root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """A digest of every file that the host publishes of the site."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"]
    base = {"PATH": os.environ["PATH"], "HOME": str(root), "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": EPOCH}
    done = subprocess.run(command, cwd=root, env={**base, **environment}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders with the same sources, made in opposite orders; the names of one need quoting."""
    root = tmp_path_factory.mktemp("sites")
    written(root / "a")
    written(root / "b b" / "ünder", backwards=True)
    return root


@pytest.fixture(scope="module")
def first(places: Path) -> dict[str, str]:
    """The site that all others are held against."""
    return built(places / "a", {"PYTHONHASHSEED": SEEDS[0], "TZ": ZONES[0], "LC_ALL": LOCALES[0]})


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The files that only one has, or that are not the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


CHOSEN = ALL if os.environ.get("REPRODUCIBLE") == "all" else COVERING


@pytest.mark.parametrize("combination", CHOSEN, ids=" ".join)
def test_every_byte_is_the_same(places: Path, first: Mapping[str, str], combination: tuple[str, str, str, str]) -> None:
    place, seed, zone, locale = combination
    root = places / place if place == "a" else places / place / "ünder"
    other = built(root, {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale})
    assert differing(first, other) == []


def test_the_site_has_what_can_differ(first: Mapping[str, str]) -> None:
    names = {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json", "calendar.ics", "llms.txt"}
    names |= {f"spring/{name}" for name in ("plan.json", "plan.xlsx", "calendar.ics", "project.xml", "data/tasks.csv", "index.html")}
    assert names <= first.keys()


def test_the_clock_changes_nothing(places: Path, first: Mapping[str, str], tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(LATER)
    later = {"PYTHONPATH": str(tmp_path), "PYTHONHASHSEED": SEEDS[0], "TZ": ZONES[0], "LC_ALL": LOCALES[0]}
    said = subprocess.run([sys.executable, "-c", "import datetime; print(datetime.date.today().year)"], env=later, capture_output=True, check=True)
    assert int(said.stdout) >= 2038
    assert differing(first, built(places / "a", later)) == []


def test_the_epoch_does(places: Path, first: Mapping[str, str]) -> None:
    """A comparison that nothing can fail proves nothing: one plan states no `as_of`, and is computed for another day."""
    found = differing(first, built(places / "a", {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1767225600"}))
    assert "spring/plan.json" in found
    assert "autumn/plan.json" not in found


def test_every_value_is_among_those_that_always_run() -> None:
    assert [set(values) for values in zip(*COVERING, strict=True)] == [set(values) for values in zip(*ALL, strict=True)]
    assert set(COVERING) <= set(ALL)
    assert len(ALL) == 54
