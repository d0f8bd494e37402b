"""Markdown that says the same on many pages, converted once in a build.

Generated pages are headings and the marks of components, and those of a kind are the same in every plan. The host makes
a converter of its own for each page, which takes half as long as the theme does. (A host's internals are touched here:
what its pages set when they are converted. A page that sets anything else is converted by itself.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import partial
from typing import Any

from omp_plugin.pages.filling import MARKS
from omp_plugin.publish.others import are_texts

_SAME = re.compile(rf"(?:\s|{MARKS.pattern}|^##+ \w(?:[\w ,.?!]|&#\d+;)*$)*+", re.MULTILINE)
"""Markdown that comes to the same wherever it stands: nothing in it leads anywhere, or has to be looked up."""
_LINKS = "links_to_anchors"
_SET = ("content", "toc", "_title_from_render", "present_anchor_ids", _LINKS)
"""What the host's pages set when they are converted."""


class Converted:
    """What pages of a build came to, by their Markdown."""

    def __init__(self) -> None:
        self._config: object = None
        self._is_known = False
        self._found: dict[str, Mapping[str, Any]] = {}

    def quicken(self, page: Any, config: Any) -> None:
        """Has a page of the host ask here before it is converted. Each configuration begins with nothing."""
        if config is not self._config:
            self._config, self._found = config, {}
            self._is_known = are_texts(config.markdown_extensions)
        if self._is_known:
            page.render = partial(self._render, page, page.render)

    def _render(self, page: Any, render: Callable[[Any, Any], None], config: Any, files: Any) -> None:
        """Converts a page as the host does it, or gives it what the same Markdown came to before."""
        del page.render
        text = page.markdown
        if text in self._found:
            vars(page).update(_for(page, self._found[text]))
            return
        before = dict(vars(page))
        render(config, files)
        after = vars(page)
        changed = {key for key in after.keys() | before.keys() if after.get(key) is not before.get(key)}
        if changed.issubset(_SET) and _SAME.fullmatch(text) and _leads_only_here(page):
            self._found[text] = _for(None, {key: after[key] for key in _SET if key in after})


def _leads_only_here(page: Any) -> bool:
    """True for a page without links, but for those from its headings to themselves."""
    return all(file is page.file for file in getattr(page, _LINKS, None) or ())


def _for(page: Any, made: Mapping[str, Any]) -> dict[str, Any]:
    """What a page came to, for another page (`None`: for none yet): what may be changed there is its own."""
    own = {key: value if key == _LINKS else deepcopy(value) for key, value in made.items()}
    if own.get(_LINKS):
        (anchors,) = own[_LINKS].values()
        own[_LINKS] = {page.file if page else None: dict(anchors)}
    return own
