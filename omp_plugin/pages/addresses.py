"""Where a page is published, and the way from one page to another."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from functools import cache, lru_cache
from urllib.parse import quote


@lru_cache(maxsize=4096)
def published(uri: str, *, as_folders: bool = True) -> str:
    """The address of a page's Markdown file below the site: `okc/kpis.md` is `okc/kpis/`, or `okc/kpis.html`."""
    folder, name = posixpath.split(uri)
    stem = name.removesuffix(".md")
    if stem in ("index", "README"):
        return f"{folder}/" if as_folders and folder else posixpath.join(folder, "" if as_folders else "index.html")
    return posixpath.join(folder, f"{stem}/" if as_folders else f"{stem}.html")


def way_to_file(here: str, there: str, *, as_folders: bool = True) -> str:
    """The relative address of a file that is published as it is, for a page."""
    start = posixpath.dirname(published(here, as_folders=as_folders)) or "."
    return quote(posixpath.relpath(there, start))


def way(here: str, there: str, anchor: str = "", *, as_folders: bool = True) -> str:
    """The relative address of the page `there`, and an anchor on it, for a link on the page `here` (both as files)."""
    if here == there and anchor:
        return f"#{_quoted(anchor)}"
    path = _way(here, there, as_folders=as_folders)
    return f"{path}#{_quoted(anchor)}" if anchor else path


def addresses(
    here: str, uri: Callable[[str], str], is_there: Callable[[str], bool], *, as_folders: bool = True
) -> Callable[[str, str], str | None]:
    """The ways from a page to others, by a name of which `uri` makes a file, and an anchor; `None` where none is."""

    @cache
    def file(page: str) -> str | None:
        found = uri(page)
        return found if is_there(found) else None

    def address(page: str, anchor: str) -> str | None:
        there = file(page)
        return None if there is None else way(here, there, anchor, as_folders=as_folders)

    return address


@lru_cache(maxsize=8192)
def _quoted(anchor: str) -> str:
    return quote(anchor)


@lru_cache(maxsize=4096)
def _way(here: str, there: str, *, as_folders: bool) -> str:
    """Up to the folder that both are in, and down from there."""
    *start, _ = published(here, as_folders=as_folders).split("/")
    *folders, name = published(there, as_folders=as_folders).split("/")
    shared = len(posixpath.commonprefix([start, folders]))
    return quote("/".join([*[".."] * (len(start) - shared), *folders[shared:], name])) or "./"
