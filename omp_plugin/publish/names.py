"""Which names a version of a site may have: they become folders of a web server, and addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
RESERVED = frozenset({
    "404.html", "assets", "cname", "favicon.ico", "head", "index.html", "readme.md", "robots.txt", "search",
    "sitemap.xml", "sitemap.xml.gz", "versions.css", "versions.json",
})  # fmt: skip
"""What lies beside the versions, or is looked for there; in small letters."""


class BadName(Exception):
    """A name that no version may have; the message says why."""


def check_names(version: str, aliases: Sequence[str]) -> None:
    """Raises `BadName` unless a version and its aliases can stand side by side."""
    for kind, name in (("version", version), *(("alias", alias) for alias in aliases)):
        check_name(kind, name)
    folded = [name.casefold() for name in (version, *aliases)]
    for name in aliases:
        if folded.count(name.casefold()) > 1:
            raise BadName(f'the alias "{name}" is given twice, or is the version itself')


def check_name(kind: str, name: str) -> None:
    """Raises `BadName` for what cannot be the name of a folder everywhere, or means something else."""
    shown = ascii(name)[1:-1][:80]
    if not _NAME.fullmatch(name) or ".." in name or name.endswith((".", ".lock")):
        form = "letters, digits and . _ + - only, a letter or digit first, such as v1.1"
        raise BadName(f'"{shown}" cannot name a {kind}: write {form}')
    if name.casefold() in RESERVED or _DEVICES.fullmatch(name):
        raise BadName(f'"{shown}" cannot name a {kind}: that name has a meaning of its own')


def check_beside(version: str, aliases: Sequence[str], known: Collection[str], others: Collection[str]) -> None:
    """Raises `BadName` where names clash with what is published.

    `known` are the published versions, `others` the aliases of versions but this one that must not become versions.
    Letters that differ only in size are one folder to some servers.
    """
    if version in others:
        raise BadName(f'"{version}" is the alias of another version: choose another name')
    for alias in aliases:
        if alias in known:
            raise BadName(f'the alias "{alias}" is the name of a version: choose another name')
    for name in (version, *aliases):
        for there in (*known, *others):
            if name != there and name.casefold() == there.casefold():
                raise BadName(f'"{name}" differs from "{there}", which is published, by the size of letters only')
