"""The parser of Markdown in the fields of a plan: its library is imported when the first text is there to be parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import escape

from omp_plugin.render.markdown import SCHEMES

TOP = 3
"""The level of a field's highest headings: the page has its title, and a section above every field."""


class _Parser(MarkdownIt):
    """CommonMark with tables, without HTML; links lead to the web or to a mailbox, nowhere else."""

    def validateLink(self, url: str) -> bool:
        scheme, colon, rest = url.partition(":")
        host = re.split(r"[/?#\\]", rest.lstrip("/\\"), maxsplit=1)[0]
        is_plain = "@" not in host or scheme.lower() == "mailto"  # a password, or another host in disguise
        return bool(colon and rest.strip("/")) and scheme.lower() in SCHEMES and is_plain


@lru_cache(maxsize=2)
def parser(*, has_links: bool) -> MarkdownIt:
    """The parser, of texts with or without links."""
    made = _Parser("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])
    made.core.ruler.push("below_the_page", _fit_in)
    made.add_render_rule("image", _as_text)
    if not has_links:
        made.disable(["link", "image", "reference"])
    return made


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
