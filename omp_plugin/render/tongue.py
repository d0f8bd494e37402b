"""What a component is marked with where it stands on a page that is not its plan's, or in another language."""

from __future__ import annotations

from functools import cache
from html import escape

from babel import Locale

from omp_plugin.render.patterns import known_locale
from omp_plugin.words import _

_ROOT = '<div class="omp'


def told_apart(html: str, locale: str, page: str) -> str:
    """The component's root with `lang`, and `dir` where its script runs the other way than that of the page's language.

    Speech, hyphenation and quotation marks follow the language; a language is not told where it is the page's own.
    """
    own, around = _language(locale), _language(page)
    if own == around or not html.startswith(_ROOT):
        return html
    way = f' dir="{own[1]}"' if own[1] != around[1] else ""
    return f'<div lang="{own[0]}"{way} class="omp' + html.removeprefix(_ROOT)


def unsearched(html: str) -> str:
    """A component on a page outside its plan's folder: the search leads to the plan's own pages.

    The theme's search takes the next closing tag of the same name for the end, so no component may hold an `article`.
    """
    label = escape(_("From a plan"))
    return f'<article class="omp-guest" aria-label="{label}" data-search-exclude>\n{html}\n</article>'


@cache
def _language(locale: str) -> tuple[str, str]:
    """A locale's language as pages name it, and the direction of its script."""
    known = Locale.parse(known_locale(locale))
    return known.language, known.text_direction
