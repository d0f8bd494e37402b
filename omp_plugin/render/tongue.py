"""What a component is marked with where its plan is written in another language than the page it stands on."""

from __future__ import annotations

from functools import cache

from babel import Locale

from omp_plugin.render.patterns import known_locale

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


@cache
def _language(locale: str) -> tuple[str, str]:
    """A locale's language as pages name it, and the direction of its script."""
    known = Locale.parse(known_locale(locale))
    return known.language, known.text_direction
