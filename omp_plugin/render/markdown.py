"""Markdown in the fields of a plan: safe by construction, then cleaned (security: Markdown).

Pages are the host's to render; fields are not, since they come from anybody who may open a pull request.
"""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_BLOCK_TAGS = {
    "p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6", "del",
}  # fmt: skip
_INLINE_TAGS = {"em", "strong", "code", "a", "br", "del"}
_ATTRIBUTES = {"a": {"href", "title"}}
_SCHEMES = {"http", "https", "mailto"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=2048)
def block(text: str | None) -> Markup:
    """A text of paragraphs, lists and tables; headings begin below those of the page."""
    html = _parser().render(text or "")
    for level in (2, 1):
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return _clean(html, _BLOCK_TAGS)


@lru_cache(maxsize=4096)
def inline(text: str | None) -> Markup:
    """A text of one line."""
    return _clean(_parser().renderInline(" ".join((text or "").split())), _INLINE_TAGS)


def _clean(html: str, tags: set[str]) -> Markup:
    safe = nh3.clean(
        html, tags=tags, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener", strip_comments=True
    )
    return Markup(safe)  # noqa: S704 # cleaned in the line above
