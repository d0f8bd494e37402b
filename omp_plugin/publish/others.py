"""Who else has a hand in a site besides this plugin: other plugins, hooks, extensions of Markdown, own templates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

KNOWN = frozenset({"omp_plugin.plugin", "material.plugins.search.plugin"})
"""The modules of plugins that make of a page nothing that another page or file needs, but for the search index."""
ELSEWHERE = re.compile(
    r"\b(?:pages|nav|homepage|parent|children|ancestors|next_page|previous_page|build_date_utc|now)\b"
)
"""What a project's own templates might take from other pages or the clock."""
_MARKS = re.compile(rb"\{[{%]")
_TEXT = re.compile(
    r"(?:markdown\.extensions\.\w+|pymdownx\.(?!snippets|b64|pathconverter)\w+|abbr|admonition|attr_list|codehilite|"
    r"def_list|extra|fenced_code|footnotes|legacy_\w+|md_in_html|meta|nl2br|sane_lists|smarty|tables|toc|wikilinks)"
)
"""The extensions of Markdown that make of a page's text what is in it, and read no other files."""


def looks_elsewhere(template: bytes) -> bool:
    """True for a file beside a project's own templates that might show of other pages what is in them.

    A template may include files of any name; where nothing is marked for Jinja, there is text alone.
    """
    return bool(_MARKS.search(template) and ELSEWHERE.search(template.decode("utf-8", "replace")))


def are_texts(extensions: Iterable[object]) -> bool:
    """True for extensions of Markdown that make of a text the same on every page and in every build."""
    return all(isinstance(each, str) and _TEXT.fullmatch(each) for each in extensions)


def strangers(config: Any, events: Collection[str], known: Collection[str] = KNOWN) -> Iterator[str]:
    """The modules of plugins and hooks, other than those known, that have something to do in these events."""
    for event in events:
        for handler in config.plugins.events[event]:
            module = _module(handler)
            if module not in known:
                yield module


def _module(handler: Any) -> str:
    owner = getattr(handler, "__self__", None)
    return str(type(owner).__module__ if owner is not None else getattr(handler, "__module__", "a hook"))
