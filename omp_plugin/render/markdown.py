"""Markdown in the fields of a plan: safe by construction, then cleaned (security: Markdown).

Pages are the host's to render; fields are not, since they come from anybody who may open a pull request.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

BRACKETS = 1_000
"""With more of them in a field none makes a link: each is looked for up to the field's end."""
_INLINE_TAGS = {"a", "br", "code", "em", "s", "strong"}
_BLOCK_TAGS = _INLINE_TAGS | {
    "blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "table": {"class"}}
SCHEMES = {"http", "https", "mailto"}
"""What links may begin with."""


def _parser(text: str) -> MarkdownIt:
    from omp_plugin.render.commonmark import parser

    return parser(has_links=text.count("[") <= BRACKETS)


@lru_cache(maxsize=2048)
def block(text: str | None) -> Markup:
    """A text of paragraphs, lists and tables."""
    return _clean(_parser(text or "").render(text or ""), _BLOCK_TAGS)


@lru_cache(maxsize=4096)
def inline(text: str | None) -> Markup:
    """A text of one line."""
    line = " ".join((text or "").split())
    return _clean(_parser(line).renderInline(line), _INLINE_TAGS)


def _clean(html: str, tags: set[str]) -> Markup:
    safe = nh3.clean(html, tags=tags, attributes=_ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener")
    return Markup(safe)  # noqa: S704 # cleaned in the line above
