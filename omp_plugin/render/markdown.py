"""Markdown in the fields of a plan: safe by construction, then cleaned (security: Markdown).

Pages are the host's to render; fields are not, since they come from anybody who may open a pull request.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape

TOP = 3
"""The level of a field's highest headings: the page has its title, and a section above every field."""
BRACKETS = 1_000
"""With more of them in a field none makes a link: each is looked for up to the field's end."""
_INLINE_TAGS = {"a", "br", "code", "em", "s", "strong"}
_BLOCK_TAGS = _INLINE_TAGS | {
    "blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "table": {"class"}}
_SCHEMES = {"http", "https", "mailto"}


class _Parser(MarkdownIt):
    """CommonMark with tables, without HTML; links lead to the web or to a mailbox, nowhere else."""

    def validateLink(self, url: str) -> bool:
        scheme, colon, rest = url.partition(":")
        host = re.split(r"[/?#\\]", rest.lstrip("/\\"), maxsplit=1)[0]
        is_plain = "@" not in host or scheme.lower() == "mailto"  # a password, or another host in disguise
        return bool(colon and rest.strip("/")) and scheme.lower() in _SCHEMES and is_plain


def _parser(text: str) -> MarkdownIt:
    return _made(has_links=text.count("[") <= BRACKETS)


@lru_cache(maxsize=2)
def _made(*, has_links: bool) -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])
    parser.core.ruler.push("below_the_page", _fit_in)
    parser.add_render_rule("image", _as_text)
    if not has_links:
        parser.disable(["link", "image", "reference"])
    return parser


def _fit_in(state: StateCore) -> None:
    """Headings begin below those of the page, whatever level an author begins with; tables get their style."""
    levels = [int(token.tag[1]) for token in state.tokens if token.type == "heading_open"]
    shift = TOP - min(levels, default=TOP)
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + shift, 6)}"
        elif token.type == "table_open":
            token.attrSet("class", "omp-t")


def _as_text(renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    """An image is its description: pages load nothing from elsewhere."""
    return str(escape(tokens[index].content))


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
    safe = nh3.clean(html, tags=tags, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener")
    return Markup(safe)  # noqa: S704 # cleaned in the line above
