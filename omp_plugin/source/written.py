"""The pages that authors wrote in a site: which may be read, whether their front matter can be, and their text."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import yaml

from omp_plugin import limits
from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.audible import HINT, UNREADABLE
from omp_plugin.source.disk import NEARLY_PLAN
from omp_plugin.source.folder import PLAN_FILE
from omp_plugin.source.front_matter import Document, read_document
from omp_plugin.source.hidden_plans import is_below
from omp_plugin.source.lost_heads import lost_head, misspelt
from omp_plugin.source.nodes import Mapping as Mapping_
from omp_plugin.source.nodes import Scalar, Sequence, is_empty
from omp_plugin.source.opening import read_inside
from omp_plugin.source.text import HIDDEN, decode
from omp_plugin.source.visibility import ALL, KEY, is_seen, unknown

PUBLISHED = (
    ".md", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".pdf", ".mp4", ".webm", ".mp3", ".pptx", ".docx",
)  # fmt: skip
"""What a plan's folder may hand to readers: pages, pictures and documents, nothing that a browser runs, no data."""
PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What hosts make pages of."""
_MADE = (".json", ".xlsx", ".csv", ".ics", ".xml", ".css")
"""The kinds of files that are made in a plan's folder and its `data`."""
_OF_HOST = (
    "404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json",
    "calendar.ics", "llms.txt", "plan.schema.json", "portfolio.xlsx", "portfolio.csv", "portfolio-totals.csv",
)  # fmt: skip
"""The files that are made for every site."""
_FORMS: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(("title", "description", "author", "template", "icon", "status", "subtitle"), (Scalar, "one text")),
    "hide": (Sequence, "a list"),
    "search": (Mapping_, "a mapping"),
}
"""What hosts and themes take for granted of front matter."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Written(NamedTuple):
    """The Markdown pages of a site by URI, and the files and folders (by URI too) that must not be published."""

    pages: Mapping[str, Document]
    unsafe: frozenset[str]
    problems: tuple[Problem, ...]
    hidden: frozenset[str] = frozenset()


def read_written(root: Path, shown: str, audience: str = ALL, closed: Collection[str] = ()) -> Written:
    """All pages under `root`; `shown` is its name in messages. Campaigns in plan folders are plans' sources, not pages.

    Pages above the audience (`visibility` in their front matter) are `hidden`, and nothing is said of what is wrong in
    them; what lies in folders that are `closed` (by URI) is not looked at. Front matter that cannot be read hides its
    page from all but those who see everything.

    Problems: `unsafe-path` for links that lead out of the site or round in a circle and for what is no ordinary file;
    `unsafe-text` for names with hidden characters; for pages `too-large`, `syntax`, `unsafe-text`, and those of front
    matter, which hosts drop without a word.
    """
    pages: dict[str, Document] = {}
    unsafe: set[str] = set()
    hidden: set[str] = set()
    problems: list[Problem] = []
    for path in _walk(root):
        uri = path.relative_to(root).as_posix()
        if is_below(uri, closed):
            continue
        at = Position(f"{shown}/{uri}" if shown != "." else uri, 1, 1)
        misnamed = _misnamed(uri, at)
        if found := misnamed or _unfit(path, root, at):
            unsafe.add(uri)
            problems += [found] if misnamed or not _is_source(path) else []  # which the reading of the plan reports
        elif _is_misnamed_plan(path, root):
            unsafe.add(PurePosixPath(uri).parent.as_posix() if "/" in uri else uri)
            message = f'the file of a plan is called "{PLAN_FILE}": what lies beside "{path.name}" is read by nobody'
            problems.append(problem(at, "unknown-key", message, f'rename it to "{PLAN_FILE}"'))
        elif path.suffix.lower() in PAGES and path.is_file() and not _is_campaign(path):
            document = _read(path, root, at)
            seen = _is_seen(document, audience)
            if not seen:
                hidden.add(uri)
            else:
                pages[uri] = document
            problems += document.problems if seen else _unknown(document, audience) if seen is None else []
    problems += _in_the_way(pages, root, shown)
    return Written(pages, frozenset(unsafe), tuple(problems), frozenset(hidden))


def _is_seen(document: Document, audience: str) -> bool | None:
    """Whether an audience sees a page; `None` where nobody can tell."""
    is_unread = document.fields is None and document.problems
    return None if is_unread and audience != ALL else is_seen(document.fields, audience)


def _unknown(document: Document, audience: str) -> list[Problem]:
    """What is wrong with a page of which nobody knows who may see it."""
    found = unknown(document.fields.get(KEY) if document.fields else None)
    if found or audience == ALL:
        return [*document.problems, *found]
    return [each._replace(message=UNREADABLE, hint=HINT) for each in document.problems]


def without_template(written: Written, known: Callable[[], Collection[str]]) -> Iterator[Problem]:
    """Pages that ask for a template or an icon that is not among those of the theme, which fails while a site is built.

    A theme has thousands of icons: `known` lists all that only where a page asks for one.
    """
    asked = [
        (key, form.format(node.text), node)
        for page in written.pages.values()
        for key, form in (("template", "{}"), ("icon", ".icons/{}.svg"))
        if isinstance(node := page.fields.get(key) if page.fields else None, Scalar) and node.text
    ]
    names = known() if asked else ()
    for key, name, node in asked:
        if name not in names:
            yield problem(node.at, "wrong-type", f'the theme has no {key} "{node.text}"', "leave it out")


def is_published(name: str) -> bool:
    """True for a file of a plan's folder that readers may have; `name` is relative to that folder."""
    path = PurePosixPath(name.lower())
    return path.suffix in PUBLISHED and not (str(path.parent) == "campaigns" and path.suffix == ".md")


def _walk(root: Path) -> Iterator[Path]:
    """All files, and the folders that are links; hidden ones are nobody's pages."""
    for here, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (path for name in folders if (path := Path(here, name)).is_symlink())
        yield from (Path(here, name) for name in sorted(files) if not name.startswith("."))


def _in_the_way(pages: Mapping[str, Document], root: Path, shown: str) -> Iterator[Problem]:
    """Pages for which a folder is made where a file lies: `sitemap.xml.md` is published as `sitemap.xml/index.html`."""
    for uri in pages:
        name = PurePosixPath(uri).with_suffix("")
        is_of_plan = name.suffix in _MADE and any((root / up / PLAN_FILE).is_file() for up in list(name.parents)[:2])
        is_of_host = str(name) in _OF_HOST or name.name == "index.html" or (name.parts[0] == "assets" and name.suffix)
        if is_of_plan or is_of_host or (root / name).is_file():
            at = Position(f"{shown}/{uri}" if shown != "." else uri, 1, 1)
            yield problem(at, "unsafe-path", f'this page would lie in the way of the file "{name}"', "rename it")


def _misnamed(uri: str, at: Position) -> Problem | None:
    """A name that no page can lead to, at which a host fails when the old site is gone."""
    if HIDDEN.search(uri) is None and not {"\n", "\r", "\t"}.intersection(uri):
        return None
    return problem(at, "unsafe-text", "the name of this file holds characters that cannot be seen", "rename it")


def _unfit(path: Path, root: Path, at: Position) -> Problem | None:
    hint = "replace it by the file itself"
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, RuntimeError):
        return problem(at, "unsafe-path", "this link leads nowhere", hint)
    if not real.is_relative_to(root.resolve()):
        return problem(at, "unsafe-path", "this link leads out of the site's folder", hint)
    if stat.S_ISDIR(mode) and path.parent.resolve().is_relative_to(real):
        return problem(at, "unsafe-path", "this link leads to a folder that it lies in", "delete it")
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return problem(at, "unsafe-path", "this is not an ordinary file", "replace it by a file")
    return None


def _is_source(path: Path) -> bool:
    return _is_campaign(path) or (path.suffix in (".yml", ".yaml", ".csv") and os.path.lexists(path.parent / PLAN_FILE))


def _is_misnamed_plan(path: Path, root: Path) -> bool:
    """True for a plan that is not found because of its file's name: its sources would be published as they are."""
    if path.name == PLAN_FILE or path.name.lower() not in NEARLY_PLAN or (path.parent / PLAN_FILE).exists():
        return False
    try:
        return re.search(rb"^omp[ \t]*:", _bytes(path, root), re.MULTILINE) is not None
    except OSError:
        return True  # nobody knows what it says


def _is_campaign(path: Path) -> bool:
    return path.parent.name == "campaigns" and (path.parent.parent / PLAN_FILE).is_file()


def _bytes(path: Path, root: Path) -> bytes:
    """The bytes of a file, one more than the limit at most; raises `OSError`."""
    return read_inside(path.resolve(strict=True), root.resolve(), limits.PLAN_FILE_BYTES + 1)


def _read(path: Path, root: Path, at: Position) -> Document:
    """The page; an empty one where it cannot be read."""
    try:
        text, problems = decode(_bytes(path, root), at.path)
    except OSError as error:
        message = f"this page cannot be read: {error.strerror}"
        text, problems = "", [problem(at, "unsafe-path", message, "let those who build the site read it")]
    document = read_document(text or "", at.path)
    found = [*problems, *document.problems]
    if document.fields is None and not found:
        found += lost_head(text or "", at)
    elif document.fields is not None and not found:
        found += [*_dropped(text or "", at), *_misshapen(document.fields), *misspelt(document.fields)]
    return document._replace(problems=tuple(found))


def _misshapen(fields: Mapping_) -> Iterator[Problem]:
    for entry in fields:
        form, words = _FORMS.get(entry.key.text, (object, ""))
        if not isinstance(entry.value, form) and not is_empty(entry.value):
            yield problem(entry.value.at, "wrong-type", f'"{entry.key.text}" of a page is {words}', "write it so")


def _dropped(text: str, at: Position) -> list[Problem]:
    """Front matter that holds together as text, but not for a host that types it: `date: 2026-02-30`.

    It has no anchors, as the reader before refused them, so that loading it costs no more than its length.
    """
    try:
        yaml.load(text.split("\n---", 1)[0].removeprefix("---"), Loader=_LOADER)  # noqa: S506 # a safe loader
    except (yaml.YAMLError, ValueError) as error:
        message = f"the front matter cannot be read: {' '.join(str(error).split())}"
        return [problem(at, "syntax", message, "write the value between quotes")]
    return []
