"""What stands at the foot of printed pages, and how they lie: a small stylesheet for each plan (design, section 13).

Chromium prints the margin boxes of `@page`. Their texts can only come from a stylesheet, and inline ones are not
allowed: so each plan has files of its own, which its pages link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from omp_plugin.words import _

if TYPE_CHECKING:
    from omp_plugin.render.context import PlanContext

UPRIGHT, ACROSS = "omp-print.css", "omp-print-landscape.css"
"""The stylesheets of a plan, below its folder: for pages that stand upright, and for those that lie across."""
LIE_ACROSS = ("timeline", "one-page")
"""The pages of a plan that are wider than high."""
_FONT = "font: 8pt var(--md-text-font, Helvetica), -apple-system, Helvetica, Arial, sans-serif; color: #555;"
_PAGE = "@page { @bottom-left { content: %s; %s } @bottom-right { content: %s; %s } }\n"
_PLACES = {"{page}": "counter(page)", "{pages}": "counter(pages)"}


def stylesheets(ctx: PlanContext) -> Mapping[str, str]:
    """The stylesheets of a plan by name: its title, version and day at the left, the page's number at the right."""
    as_of = _("as of {date}").format(date=ctx.formats.date(ctx.results.today.as_of))
    parts = [ctx.plan.label, ctx.plan.version, as_of]
    numbering = _numbering(_("Page {page} of {pages}"))
    upright = _PAGE % (css_string(" · ".join(filter(None, parts))), _FONT, numbering, _FONT)
    return {UPRIGHT: upright, ACROSS: f"@page {{ size: landscape; margin: 10mm 11mm 13mm }}\n{upright}"}


def stylesheet_of(page: str) -> str:
    """The stylesheet that a page of a plan is printed with."""
    return ACROSS if page in LIE_ACROSS else UPRIGHT


def link(href: str) -> Markup:
    """The element that asks for a stylesheet when a page is printed."""
    return Markup('\n<link rel="stylesheet" media="print" href="{}">').format(href)


def css_string(text: str) -> str:
    """A text as a string of a stylesheet: what is no letter, digit or space is written by its number, so that no text
    can end the string."""
    letters = (letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in text)
    return f'"{"".join(letters)}"'


def _numbering(words: str) -> str:
    """The number of a page within a sentence, as strings and counters."""
    pieces = re.split(r"(\{pages?\})", words)
    return " ".join(_PLACES.get(piece) or css_string(piece) for piece in pieces if piece)
