"""The tagged versions of a plan in turn: on its page, as the way of its milestones, and in the feeds of a site."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from omp_plugin.build import Options, compile_plan, sameness
from omp_plugin.compare.versions import in_turn
from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.feed import feeds
from omp_plugin.export.feed_links import feed_links
from omp_plugin.export.published import Settings
from omp_plugin.model.dates import Period
from omp_plugin.problems import Position
from omp_plugin.render.context import plan_context
from omp_plugin.render.past import past_turns, slips
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.disk import load_plan
from omp_plugin.source.history import History
from tests.compare.story import Workshop, tell
from tests.render.plans import Document

SHOWN = "plans/okc-launch"
SETTINGS = Settings("ClickCart plans", "https://plans.clickcart.example/site/", "plans.clickcart.example")
ATOM = "{http://www.w3.org/2005/Atom}"
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def compile_past(root: Path, shown: str = SHOWN) -> Compiled:
    """The plan as it is, with all its tagged versions."""
    with History({shown: root / shown}, with_past=True) as history:
        return compile_plan(load_plan(root / shown, shown), Options(date(2026, 12, 1)), history=history)


def vendor(shop: Workshop, old: str, new: str) -> None:
    """Lets the choice of the vendor take another time."""
    tasks = shop.root / SHOWN / "tasks.yml"
    text = tasks.read_text("utf-8")
    assert f"after: [loyalty-design]\n  duration: {old}" in text
    tasks.write_text(text.replace(f"[loyalty-design]\n  duration: {old}", f"[loyalty-design]\n  duration: {new}"), encoding="utf-8")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The story goes on: v1.2 is five working days later, and what came since takes three of them back."""
    shop = tell(tmp_path_factory.mktemp("turns"))
    shop.git("tag", "v1.1-again")  # the same plan: no version of its own
    vendor(shop, "20d", "25d")
    shop.commit("Later again\n\nPlan-Note: The vendor is <b>ill</b> & slow\n", "GK", "2026-11-25T09:00:00")
    shop.tag("v1.2")
    vendor(shop, "25d", "22d")
    shop.commit("A bit earlier", "GK", "2026-11-28T09:00:00")
    return shop


@pytest.fixture(scope="module")
def past(shop: Workshop) -> Compiled:
    """The plan with its past."""
    return compile_past(shop.root)


@pytest.fixture(scope="module")
def pages(past: Compiled) -> SitePages:
    """A site of this one plan."""
    return SitePages({"okc-launch": past}, [], data={"okc-launch": {"plan.json": b""}})


def test_each_version_beside_the_one_before_it(past: Compiled) -> None:
    found = in_turn(past)
    assert [(each.earlier.version.name, each.name) for each in found] == [("v1.2", ""), ("v1.1", "v1.2"), ("v1.0", "v1.1")]
    moves = [next(each for each in turn.comparison.changes if each.entity == "tasks.loyalty-launch") for turn in found]
    assert [isinstance(each.new, Period) and each.new.text for each in moves] == ["2027-01-22", "2027-01-27", "2027-01-20"]
    assert [each.delta for each in moves] == [-5, 7, 9]
    whys = [reason.why for turn in found[:2] for reason in turn.reasons if reason]
    assert set(whys) == {"A bit earlier", "The vendor is <b>ill</b> & slow"}


def test_the_page_shows_those_that_it_has_not_shown(past: Compiled, pages: SitePages) -> None:
    ctx = plan_context(past)
    assert ctx
    assert [turn.anchor for turn in past_turns(ctx)] == ["version-v1.2", "version-v1.1"]
    uri = "okc-launch/changes.md"
    text = pages.text(uri)
    assert re.search(r"\[Feed of changes .*Atom.*\]\(changes\.xml\)", text)
    assert "changes.xml" not in SitePages({"okc-launch": past}, []).text(uri)  # where the plan's data is not published
    filled = pages.answer(uri, text, Position(uri, 1, 1))
    page = Document("".join(filled.blocks))
    assert page.wrong == []
    assert {"version-v1.2", "version-v1.1"} <= set(re.findall(r'id="([^"]+)"', "".join(filled.blocks)))
    assert "The vendor is <b>ill</b> & slow" in page.text
    ids = re.findall(r'\bid="([^"]+)"', "".join(filled.blocks))
    assert len(ids) == len(set(ids))


def test_the_way_of_a_milestone(past: Compiled) -> None:
    ctx = plan_context(past)
    assert ctx
    table = slips(ctx)
    assert table
    assert [each.label for each in table.columns] == [
        "Milestone", "v1.0 (Jun 26, 2026)", "v1.1 (Nov 20, 2026)", "v1.2 (Nov 25, 2026)", "now", "In all",
    ]  # fmt: skip
    (launch,) = [row for row in table.rows if row.cells[0].text == "Loyalty program launch"]
    assert [(cell.text, cell.sub) for cell in launch.cells[1:]] == [
        ("Jan 11, 2027", ""), ("Jan 20, 2027", "+9 d"), ("Jan 27, 2027", "+7 d"), ("Jan 22, 2027", "−5 d"), ("+11 d", ""),
    ]  # fmt: skip


def test_a_plan_without_tags_has_no_past(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "repo")
    shop.write({"plan.yml": "omp: 1\ntitle: T\nperiod: 2026\nowner: ann\npeople: {ann: {name: Ann}}\n"}, "plans/x")
    assert compile_past(shop.root, "plans/x").past == ()  # nothing is committed
    shop.commit("one")
    found = compile_past(shop.root, "plans/x")
    assert (found.past, in_turn(found)) == ((), ())
    assert feeds(SitePages({"x": found}, []), ["x"], SETTINGS) == {}


def test_versions_that_differ_in_what_readers_must_not_see_are_none(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "repo")
    plan = "omp: 1\ntitle: T\nperiod: 2026\nowner: ann\nvisibility: public\npeople: {ann: {name: Ann}}\n"
    campaigns = "campaigns: {open: {owner: ann}, secret: {title: Takeover, owner: ann, visibility: confidential, budget: %s}}\n"
    for number, text in enumerate((plan, plan + campaigns % 5, plan + campaigns % 7), 1):
        shop.write({"plan.yml": text}, "plans/x")
        shop.commit("Takeover")
        shop.tag(f"v{number}")

    def seen(audience: str) -> tuple[list[str], str]:
        with History({"plans/x": shop.root / "plans/x"}, with_past=True, sameness=sameness(audience)) as history:
            source = load_plan(shop.root / "plans/x", "plans/x")
            found = compile_plan(source, Options(date(2026, 12, 1), audience=audience), history=history)
        made = feeds(SitePages({"x": found}, []), ["x"], SETTINGS)
        return [each.version.name for each in found.past], b"".join(made.values()).decode()

    assert seen("confidential")[0] == ["v1", "v2", "v3"]
    assert "Takeover" in seen("confidential")[1]
    names, feed = seen("public")
    assert names == ["v1", "v2"]
    assert "open" in feed.lower()
    assert "Takeover" not in feed
    assert "v3" not in feed


def entries(feed: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(feed).findall(f"{ATOM}entry")


def valid(feed: bytes) -> ElementTree.Element:
    """A feed with all that RFC 4287 asks for, and each id once."""
    root = ElementTree.fromstring(feed)
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["self"]
    for element in (root, *entries(feed)):
        assert [len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert URN.fullmatch(element.findtext(f"{ATOM}id") or "")
        assert element.findtext(f"{ATOM}title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext(f"{ATOM}updated") or "")
    for entry in entries(feed):
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        (content,) = entry.findall(f"{ATOM}content")
        assert content.get("type") == "html"
        assert Document(content.text or "").wrong == []
    ids = [element.findtext(f"{ATOM}id") for element in (root, *entries(feed))]
    assert len(ids) == len(set(ids))
    return root


def test_the_feeds_have_an_entry_for_each_version(past: Compiled, pages: SitePages) -> None:
    found = feeds(pages, ["okc-launch"], SETTINGS)
    assert list(found) == ["okc-launch/changes.xml", "changes.xml"]
    own, site = (valid(feed) for feed in found.values())
    assert own.findtext(f"{ATOM}title") == "Oklahoma City launch plan: what changed"
    assert site.findtext(f"{ATOM}title") == "ClickCart plans: what changed"
    title, day = f"{ATOM}title", f"{ATOM}updated"
    said = [(each.findtext(title), (each.findtext(day) or "")[:10]) for each in entries(found["okc-launch/changes.xml"])]
    assert said == [
        said[0],
        ("Oklahoma City launch plan: v1.1 to v1.2", "2026-11-25"),
        ("Oklahoma City launch plan: v1.0 to v1.1", "2026-11-20"),
        ("Oklahoma City launch plan: v1.0", "2026-06-26"),
    ]
    assert said[0][1] == "2026-11-28"
    links = [each.find(f"{ATOM}link") for each in entries(found["changes.xml"])]
    page = "https://plans.clickcart.example/site/okc-launch/changes/"
    assert [link.get("href") for link in links if link is not None] == [page, f"{page}#version-v1.2", f"{page}#version-v1.1", page]
    content = entries(found["changes.xml"])[1].findtext(f"{ATOM}content") or ""
    assert "<li>→ Moved Loyalty program launch: Jan 20, 2027 → Jan 27, 2027 (+7 d)" in content
    assert "&lt;b&gt;ill&lt;/b&gt; &amp; slow" in content
    assert found == feeds(pages, ["okc-launch"], SETTINGS)
    assert feeds(pages, [], SETTINGS) == {}


def test_ids_stay_and_addresses_need_no_site(pages: SitePages) -> None:
    named = feeds(pages, ["okc-launch"], SETTINGS)
    moved = feeds(pages, ["okc-launch"], SETTINGS._replace(url="https://plans.clickcart.example/v2/"))
    without = feeds(pages, ["okc-launch"], SETTINGS._replace(url="", host=""))
    ids = [[each.findtext(f"{ATOM}id") for each in entries(feed["changes.xml"])] for feed in (named, moved)]
    assert ids[0] == ids[1]
    assert [valid(without[file]).find(f"{ATOM}link").get("href") for file in without] == ["changes.xml", "changes.xml"]
    hrefs = [each.find(f"{ATOM}link").get("href") for each in entries(without["okc-launch/changes.xml"])]
    assert hrefs == ["changes/", "changes/#version-v1.2", "changes/#version-v1.1", "changes/"]
    assert entries(without["changes.xml"])[1].find(f"{ATOM}link").get("href") == "okc-launch/changes/#version-v1.2"


def test_pages_name_the_feeds(pages: SitePages) -> None:
    found = feeds(pages, ["okc-launch"], SETTINGS)
    assert re.findall(r'href="([^"]+)"', feed_links("okc-launch/kpis.md", found, pages)) == ["../changes.xml", "../../changes.xml"]
    assert re.findall(r'href="([^"]+)"', feed_links("index.md", found, pages)) == ["changes.xml"]
    assert feed_links("index.md", {}, pages) == ""
