"""Feeds of changes (Atom, RFC 4287): an entry for each tagged version of a plan, and one for what came since.

Dates are those of commits, ids follow from the site's host (else its name), the plan's folder and the version: the same
sources give the same bytes, and a reader of feeds meets each version once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from html import escape
from typing import NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from omp_plugin.compare.versions import Compared
from omp_plugin.export.diff import line_of
from omp_plugin.export.feed_links import NAME, plain
from omp_plugin.export.published import Settings
from omp_plugin.pages.addresses import published
from omp_plugin.render.change_summary import new_name
from omp_plugin.render.change_view import ChangesView, changes_view
from omp_plugin.render.context import PlanContext, plan_context
from omp_plugin.render.past import past_turns
from omp_plugin.render.site_pages import SitePages
from omp_plugin.render.site_plan import SitePlan
from omp_plugin.words import _, speaking

MOST_ENTRIES = 50
"""So many entries the feed of a site has, the latest ones."""


class Entry(NamedTuple):
    """A version of a plan: its id, title, the day it was made, its page below the site and the anchor on that, what it
    says (HTML), and the language of that.
    """

    id: str
    title: str
    day: date
    page: str
    anchor: str
    html: str
    language: str


def feeds(pages: SitePages, folders: Collection[str], settings: Settings) -> dict[str, bytes]:
    """The feed of each plan in `folders` that has tagged versions, and the one of all of them, by file."""
    found = [(plan, list(_entries(plan, pages, settings))) for plan in pages.plans if plan.folder in folders]
    made = {plan.file(NAME): _plan_feed(plan, entries, settings) for plan, entries in found if entries}
    every = sorted((each for _, entries in found for each in entries), key=lambda each: each.day, reverse=True)
    if every:
        with speaking(pages.language):
            title = _("{plan}: what changed").format(plan=settings.name)
        made.setdefault(NAME, _feed("", title, every[:MOST_ENTRIES], settings, (pages.language, settings.name)))
    return made


def feed_names(pages: SitePages, folders: Collection[str]) -> tuple[str, ...]:
    """The files of `feeds`, without what is in them."""
    plans = [each for each in pages.plans if each.folder in folders and each.compiled.past]
    names = tuple(plan.file(NAME) for plan in plans if plan_context(plan.compiled))
    return (*names, NAME) if names else ()


def _plan_feed(plan: SitePlan, entries: Iterable[Entry], settings: Settings) -> bytes:
    assert plan.compiled.plan, "entries are those of a plan that can be read"
    written = plan.compiled.plan
    with speaking(plan.language):
        title = _("{plan}: what changed").format(plan=written.label)
    return _feed(plan.folder, title, list(entries), settings, (plan.language, written.organisation or settings.name))


def _entries(plan: SitePlan, pages: SitePages, settings: Settings) -> Iterator[Entry]:
    """The versions of a plan, the latest first; the first one has nothing before it."""
    ctx, past = plan_context(plan.compiled), plan.compiled.past
    if ctx is None or not past:
        return
    ctx = ctx.with_versions(plan.versions, plan.turns)
    page = published(plan.uri("changes"), as_folders=pages.as_folders)
    anchors = {turn.found.name: f"#{quote(turn.anchor)}" for turn in past_turns(ctx)}
    with speaking(plan.language):
        for found in plan.turns:
            view = changes_view(ctx, found)
            name = f"changes/{found.name}" if found.name else f"since/{found.earlier.version.name}"
            title = f"{ctx.plan.label}: {_('{old} to {new}').format(old=view.old, new=new_name(found))}"
            anchor, id_ = anchors.get(found.name, ""), _id(settings, plan.folder, name)
            yield Entry(id_, title, _day(found, ctx), page, anchor, _html(view), plan.language)
        first = past[0].version
        said = f"<p>{escape(_('This is the first version.'))}</p>"
        title = f"{ctx.plan.label}: {first.name}"
        id_ = _id(settings, plan.folder, f"changes/{first.name}")
        yield Entry(id_, title, first.on, page, "", said, plan.language)


def _day(found: Compared, ctx: PlanContext) -> date:
    """The day of a version's commit; of the plan as it is, that of the last commit that touched it."""
    past = ctx.compiled.past if ctx.compiled else ()
    tagged = next((each.version.on for each in past if each.version.name == found.name), None)
    steps = found.earlier.version.steps
    return tagged or max([found.earlier.version.on, *(step.commit.on for step in steps)])


def _html(view: ChangesView) -> str:
    """A comparison as a reader of feeds shows it: in short, in figures, then every change by subject."""
    parts = [f"<p>{escape(plain(view.short))}</p>"] if view.short else []
    figures = [f"{stat.label}: {stat.value} ({stat.note})" for stat in view.stats]
    parts += _list([*figures, *(f"{each.what}: {each.old} → {each.new}" for each in view.outcomes)])
    for group in view.groups:
        parts += [f"<h3>{escape(group.title)} ({group.count})</h3>", *_list([line_of(row) for row in group.rows])]
    return "\n".join([*parts, *([f"<p>{escape(view.unlisted)}</p>"] if view.unlisted else [])])


def _list(lines: list[str]) -> list[str]:
    items = "".join(f"<li>{escape(plain(line))}</li>" for line in lines)
    return [f"<ul>{items}</ul>"] if items else []


def _id(settings: Settings, folder: str, name: str) -> str:
    """The id of a feed or entry, which stays when the site is built again or another way."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{settings.host or settings.name}/{folder}/{name}')}"


def _address(address: str, folder: str, settings: Settings) -> str:
    """An address below the site, from the feed in `folder` where that of the site is not known."""
    if settings.url:
        return settings.url.rstrip("/") + "/" + quote(address)
    return quote(address.removeprefix(f"{folder}/" if folder else "")) or "./"


def _feed(folder: str, title: str, entries: list[Entry], settings: Settings, of: tuple[str, str]) -> bytes:
    """The feed of a folder; `of` is its language, and who writes it."""
    language, author = of
    feed = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": _tag(language)})
    _text(feed, "id", _id(settings, folder, NAME))
    _text(feed, "title", title)
    _text(feed, "updated", _time(max(each.day for each in entries)))
    _text(ElementTree.SubElement(feed, "author"), "name", author)
    here = f"{folder}/{NAME}" if folder else NAME
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": _address(here, folder, settings)})
    for each in entries:
        entry = ElementTree.SubElement(feed, "entry", {"xml:lang": _tag(each.language)})
        _text(entry, "id", each.id)
        _text(entry, "title", each.title)
        _text(entry, "updated", _time(each.day))
        there = _address(each.page, folder, settings) + each.anchor
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": there})
        _text(entry, "content", each.html, type="html")
    ElementTree.indent(feed)
    text: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    said = "\n".join(map(plain, text.split("\n")))
    ElementTree.SubElement(parent, name, attributes).text = said


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _tag(locale: str) -> str:
    """A locale as XML names a language: `de-DE`."""
    return locale.replace("_", "-")
