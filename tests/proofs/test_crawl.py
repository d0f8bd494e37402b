"""A crawl of the site of the examples: every link holds, every computed figure leads to its proof, every proof holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.dates import format_date

from omp_plugin.model.plan import Plan
from tests.export.reading import EXAMPLES, example
from tests.proofs.formulas import NONE, NUMBER, is_proved
from tests.proofs.reading import Entry, Link, Seen, entries, read_site, target
from tests.proofs.schedules import days_of

PLANS = Path(__file__).parents[2] / "plans"
@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Seen]:
    """What every page of the site says."""
    return read_site(site)


@pytest.fixture(scope="module")
def proofs(pages: Mapping[str, Seen]) -> dict[str, dict[str, Entry]]:
    """The entries of all pages of sources."""
    return {name: entries(seen) for name, seen in pages.items() if name.endswith("/sources/index.html")}


def computed(pages: Mapping[str, Seen]) -> Iterator[tuple[str, Link]]:
    """Every figure that leads to its proof, with its page."""
    return ((name, link) for name, seen in pages.items() for link in seen.links if link.is_computed)


def all_entries(proofs: Mapping[str, Mapping[str, Entry]]) -> Iterator[Entry]:
    """Every entry of every plan."""
    return (entry for found in proofs.values() for entry in found.values())


def broken(site: Path, pages: Mapping[str, Seen]) -> Iterator[tuple[str, str]]:
    """Every link within the site that leads to no file, or to an anchor that its page does not have."""
    for name, seen in pages.items():
        for link in seen.links:
            file, anchor = target(name, link.href) or (name, "")
            known = pages.get(file)
            is_there = known is not None or (site / file).is_file()
            if not is_there or (anchor and (known is None or anchor not in known.ids)):
                yield name, link.href


def test_every_link_within_the_site_holds(site: Path, pages: Mapping[str, Seen]) -> None:
    assert list(broken(site, pages)) == []
    assert sum(len(seen.links) for seen in pages.values()) > 20_000


def test_every_computed_figure_leads_to_an_entry(
    pages: Mapping[str, Seen], proofs: Mapping[str, Mapping[str, Entry]]
) -> None:
    found = [(name, link, target(name, link.href)) for name, link in computed(pages)]
    assert len(found) > 1000
    wrong = [(name, link) for name, link, there in found if there is None or there[1] not in proofs.get(there[0], {})]
    assert wrong == []


def test_a_figure_is_the_value_of_its_entry(
    pages: Mapping[str, Seen], proofs: Mapping[str, Mapping[str, Entry]]
) -> None:
    """As exact as it is shown; amounts that the portfolio converts, and those of a delivery with its name, are not."""
    wrong, compared = [], 0
    for name, link in computed(pages):
        file, anchor = target(name, link.href) or ("", "")
        if name.startswith(CONVERTED) or anchor.startswith("tasks.") or ": " in link.text or "–" in link.text:
            continue
        compared += 1
        if not is_same(link.text, proofs[file][anchor].value):
            wrong.append((name, link.text, proofs[file][anchor]))
    assert wrong == []
    assert compared > 1000


CONVERTED = ("index.html", "portfolio/", "guide/gallery/site/")
"""Pages that show money of several plans in one currency."""


def is_same(shown: str, value: str) -> bool:
    """True for a number that is the other one, rounded to what is shown; for a word that is the other one."""
    one, other = NUMBER.search(shown), NUMBER.search(value)
    if one is None or other is None:
        return shown.casefold() == value.casefold() or shown in WORDS.get(value, ())
    one_exact, other_exact = (Decimal(each["digits"].replace(",", "")) for each in (one, other))
    decimals = min(max(-int(each.as_tuple().exponent), 0) for each in (one_exact, other_exact))
    return one["sign"] == other["sign"] and abs(one_exact - other_exact) <= Decimal("0.51").scaleb(-decimals)


WORDS = {"not measured": ("No data",), "unknown": ("No data", "Not judged", "Not judged yet"), "not started": ("Not judged yet",), "no actuals": ("No data", "No actuals yet"), "—none": ("not known",)}
"""What pages call a status more exactly than the sources do."""


def test_values_follow_from_their_inputs(proofs: Mapping[str, Mapping[str, Entry]]) -> None:
    found = [each for each in all_entries(proofs) if not each.path.startswith("tasks.")]
    assert [each for each in found if is_proved(each) is False] == []
    assert len(found) > 700


def test_every_formula_is_recomputed(proofs: Mapping[str, Mapping[str, Entry]]) -> None:
    """None is left out because nobody could follow it. Only what is unknown, and a judgement of nothing, has no inputs."""
    found = [each for each in all_entries(proofs) if not each.path.startswith("tasks.")]
    assert [each for each in found if is_proved(each) is None] == []
    assert [each for each in found if not each.inputs and NUMBER.match(each.value)] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_days_of_tasks_follow_from_what_is_written(pages: Mapping[str, Seen], name: str) -> None:
    """Start, finish and slack of every task, from its durations, links and the working calendar, day by day."""
    plan = example(name).plan
    assert plan
    rows = {path: cells for path, cells in pages[f"{name}/sources/index.html"].rows.items() if path.startswith("tasks.")}
    known = days_of(plan)
    assert {f"tasks.{id_}" for id_ in known} <= set(rows)
    for id_, (start, finish, slack) in known.items():
        shown = rows[f"tasks.{id_}"][1:4]
        days = [NONE if plan.tasks[id_].is_milestone else said(plan, start), said(plan, finish)]
        assert [*shown[:2], shown[2].split()[0].replace("−", "-")] == [*days, str(slack)], id_


def said(plan: Plan, day: date) -> str:
    """A day as pages of the plan write it."""
    return str(format_date(day, "medium", locale=plan.locale))


def test_tasks_say_what_fixes_their_days(proofs: Mapping[str, Mapping[str, Entry]]) -> None:
    tasks = [each for each in all_entries(proofs) if each.path.startswith("tasks.")]
    assert len(tasks) > 100
    assert [each for each in tasks if not each.formula] == []


def test_places_are_lines_of_files(proofs: Mapping[str, Mapping[str, Entry]]) -> None:
    count = 0
    for page, found in proofs.items():
        folder = PLANS / page.partition("/")[0]
        for place in {each.place for entry in found.values() for each in entry.inputs if each.place}:
            name, line = re.fullmatch(r"(.+):(\d+)", place).groups()  # type: ignore[union-attr] # fails as a test
            assert 1 <= int(line) <= len((folder / name).read_text("utf-8").splitlines()), (page, place)
            count += 1
    assert count > 300


FIELDS = {
    "on track from": ("on_track",), "at risk from": ("at_risk",), "tolerance": ("budget_tolerance",), "limit": ("budget_limit",),
    "actual + committed": ("actual", "committed"), "planned": ("planned",), "as given": ("forecast",), "monthly": ("monthly",),
    "share": ("share",), "units": ("units",), "unit cost": ("unit_cost",), "stop": ("stop",), "range": ("range",),
}  # fmt: skip
"""The fields that inputs are read from, by what the inputs are called, after the period if they have one."""


def test_a_place_is_the_line_of_the_field(proofs: Mapping[str, Mapping[str, Entry]]) -> None:
    """In YAML, the line names the field, or it is that of a period below the field's name; a default has no place."""
    seen = Counter[str]()
    for page, found in proofs.items():
        folder = PLANS / page.partition("/")[0]
        for entry in found.values():
            for each in entry.inputs:
                period, _comma, name = each.label.rpartition(", ")
                file, _colon, line = each.place.rpartition(":")
                if name in FIELDS and file.endswith(".yml") and entry.path.startswith(("budget.lines.", "kpis.", "health.budget")):
                    text = (folder / file).read_text("utf-8").splitlines()[int(line) - 1]
                    others = {field for fields in FIELDS.values() for field in fields}.difference(FIELDS[name])
                    is_below = period in text and not any(re.search(rf"\b{field}:", text) for field in others)
                    assert any(field in text for field in FIELDS[name]) or is_below, (page, entry.path, each, text)
                    seen[name] += 1
    assert {"on track from", "actual + committed", "planned", "as given"} <= set(seen)


def test_sources_lead_to_pages_that_lead_back(
    pages: Mapping[str, Seen], proofs: Mapping[str, Mapping[str, Entry]]
) -> None:
    led = {(name, target(name, link.href)) for name, link in computed(pages)}
    wrong, count = [], 0
    for page in proofs:
        for row, hrefs in pages[page].shown_on.items():
            subjects = (f"{subject_of(row)}.", *(["health.budget."] if row.startswith("budget.") else []))
            for file, _anchor in filter(None, (target(page, href) for href in hrefs)):
                count += 1
                paths = (path for path in proofs[page] if f"{path}.".startswith(subjects))
                if not any((file, (page, path)) in led for path in paths):
                    wrong.append((page, row, file))
    assert wrong == []
    assert count > 300


def subject_of(path: str) -> str:
    """What a number is of: its goal, KPI or campaign; the budget; the task itself."""
    return path if path.startswith("tasks.") else path.rpartition(".")[0].removesuffix(".delivers")


def test_every_page_of_a_plan_leads_to_its_sources(pages: Mapping[str, Seen], proofs: Mapping[str, object]) -> None:
    plans = [page.partition("/")[0] for page in proofs]
    for name, seen in pages.items():
        plan = name.partition("/")[0]
        if plan in plans and name not in proofs and seen.has_components:
            there = {found[0] for link in seen.links if link.text and (found := target(name, link.href))}
            assert f"{plan}/sources/index.html" in there, name


def test_a_wrong_value_is_seen(proofs: Mapping[str, Mapping[str, Entry]]) -> None:
    """A twentieth and one more than what follows from the inputs is found in every entry that is recomputed."""
    entry = proofs["okc-launch/sources/index.html"]["budget.forecast"]
    assert is_proved(entry)
    assert is_proved(entry._replace(value=f"${amount(entry) + 1}")) is False
    numbers = [each for each in all_entries(proofs) if not each.path.startswith("tasks.") and NUMBER.match(each.value)]
    proved = [each for each in numbers if is_proved(each)]
    assert len(proved) > 200
    assert [each for each in proved if is_proved(each._replace(value=more(each)))] == []


def amount(entry: Entry) -> Decimal:
    """An entry's value without sign and unit."""
    found = NUMBER.match(entry.value)
    assert found
    return Decimal(found["digits"].replace(",", ""))


def more(entry: Entry) -> str:
    """A value that is too large."""
    sign, percent = ("−" if entry.value.startswith("−") else ""), ("%" if entry.value.endswith("%") else "")
    return f"{sign}{amount(entry) * Decimal('1.05') + 1}{percent}"


def test_broken_links_are_seen(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/index.html").write_text('<p id="here"><a href="../">up</a><a href="#here">a</a><a href="#no">b</a>')
    (tmp_path / "index.html").write_text('<a href="plan/#here">a</a><a href="plan/#no">b</a><a href="no/">c</a>')
    found = list(broken(tmp_path, read_site(tmp_path)))
    assert found == [("index.html", "plan/#no"), ("index.html", "no/"), ("plan/index.html", "#no")]
