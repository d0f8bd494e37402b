"""Who else has a hand in a site besides this plugin: other plugins, hooks, and a project's own templates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

KNOWN = frozenset({"omp_plugin.plugin", "material.plugins.search.plugin"})
"""The modules of plugins that make of a page nothing that another page or file needs, but for the search index."""
ELSEWHERE = re.compile(
    r"\b(?:pages|nav|homepage|parent|children|ancestors|next_page|previous_page|build_date_utc|now)\b"
)
"""What a project's own templates might take from other pages or the clock."""
_MARKS = re.compile(rb"\{[{%]")


def looks_elsewhere(template: bytes) -> bool:
    """True for a file beside a project's own templates that might show of other pages what is in them.

    A template may include files of any name; where nothing is marked for Jinja, there is text alone.
    """
    return bool(_MARKS.search(template) and ELSEWHERE.search(template.decode("utf-8", "replace")))


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
