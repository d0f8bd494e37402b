"""What every page of a site carries besides its text: the stylesheet, and under `serve` what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from markupsafe import Markup

from omp_plugin.problems import Problem
from omp_plugin.words import _, ngettext

SHOWN = 50
"""Most problems that a page lists."""
_BANNER = Markup(
    '<details class="omp-problems failure" data-search-exclude open><summary>{}</summary><ul>{}</ul></details>\n'
)
_ITEM = Markup("<li><code>{}</code> {} <code>{}</code>: {}{}</li>")


def stylesheet() -> bytes:
    """All parts of the stylesheet as one file, the base first."""
    parts = [each for each in files("omp_plugin").joinpath("assets").iterdir() if each.name.endswith(".css")]
    parts.sort(key=lambda part: (part.name != "omp.css", part.name))
    return b"\n".join(part.read_bytes() for part in parts)


def banner(problems: Iterable[Problem]) -> str:
    """The problems as a list above a page; nothing where there are none worth a look (notes are not)."""
    found = [each for each in problems if each.level != "info"]
    if not found:
        return ""
    words = ngettext("{n} problem in the plans", "{n} problems in the plans", len(found)).format(n=len(found))
    items = [_ITEM.format(each.position, each.level, each.code, each.message, _hint(each)) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        items.append(Markup("<li>{}</li>").format(_("and {n} more").format(n=len(found) - SHOWN)))
    return str(_BANNER.format(words, Markup("").join(items)))


def _hint(problem: Problem) -> Markup:
    return Markup("<br>{}").format(problem.hint) if problem.hint else Markup("")
