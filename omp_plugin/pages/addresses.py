"""Where a page is published, and the way from one page to another."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from urllib.parse import quote


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
        return f"#{quote(anchor)}"
    path = _way(here, there, as_folders=as_folders)
    return f"{path}#{quote(anchor)}" if anchor else path


@lru_cache(maxsize=4096)
def _way(here: str, there: str, *, as_folders: bool) -> str:
    start = posixpath.dirname(published(here, as_folders=as_folders)) or "."
    target = published(there, as_folders=as_folders) or "./"
    path = posixpath.relpath(target, start)
    return quote(path + ("/" if target.endswith("/") and not path.endswith("/") else ""))
