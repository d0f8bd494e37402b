"""What lies beside the versions of a site and knows which is the current one: their note's stylesheet, the front door.

The pages of a version are never touched again, so what they must learn later stands in files beside their folder.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from omp_plugin.render.paper import css_string

VERSIONS, STYLESHEET, DOOR = "versions.json", "versions.css", "index.html"
CURRENT = "latest"
"""The alias of the version that readers are led to."""
_BY = '<meta name="generator" content="omp publish">'
_NUMBERED = re.compile(r"v?\d")
_HEAD = "/* Which pages say that a later version is current: written by `omp publish`. */\n"


class Published(NamedTuple):
    """A version as `versions.json` lists it."""

    version: str
    aliases: tuple[str, ...] = ()


class Unreadable(Exception):
    """`versions.json` is not what mike writes."""


def read_versions(text: str | None) -> list[Published]:
    """The versions, the newest first, as the file has them. Raises `Unreadable`."""
    try:
        return [Published(str(each["version"]), tuple(map(str, each["aliases"]))) for each in json.loads(text or "[]")]
    except (ValueError, KeyError, TypeError):
        raise Unreadable(f"{VERSIONS} on the branch cannot be read: mend it first, or versions would be lost") from None


def current(versions: Sequence[Published]) -> Published | None:
    """The version with the alias `latest`, else the newest that begins with a number, else the newest."""
    named = (each for each in versions if CURRENT in each.aliases)
    numbered = (each for each in versions if _NUMBERED.match(each.version))
    return next(named, None) or next(numbered, None) or next(iter(versions), None)


def root_files(versions: Sequence[Published], door: str | None) -> Iterator[tuple[str, str]]:
    """The files beside the versions by name; `door` is the front door that is there, which may be somebody's own."""
    yield STYLESHEET, stylesheet(versions)
    now = current(versions)
    if now and (door is None or _BY in door):
        yield DOOR, front_door(CURRENT if CURRENT in now.aliases else now.version)


def stylesheet(versions: Sequence[Published]) -> str:
    """Shows the note on the pages of versions that are older than the current one."""
    now = current(versions)
    older = [each.version for each in versions[versions.index(now) + 1 :]] if now else []
    rules = (f".omp-older[data-version={css_string(version)}] {{ display: block !important }}\n" for version in older)
    return _HEAD + "".join(rules)


def front_door(folder: str) -> str:
    """A page that leads on to a version, without a script."""
    to = html.escape(f"{folder}/")
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">{_BY}\n'
        f'<meta http-equiv="refresh" content="0; url={to}"><title>Current version</title></head>\n'
        f'<body><p><a href="{to}">Current version</a></p></body></html>\n'
    )
