"""What every page of a site carries besides its text: the stylesheet, and under `serve` what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from omp_plugin.problems import Problem
from omp_plugin.words import _, ngettext

SHOWN = 50
"""Most problems that a page lists."""
_BANNER = Markup(
    '<details class="omp-problems failure" data-search-exclude open><summary>{}</summary><ul>{}</ul></details>\n'
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ITEM = Markup("<li><code>{}</code> {} <code>{}</code>: {}{}</li>")


@cache
def stylesheet() -> bytes:
    """All parts of the stylesheet as one file, the base first, without what only its authors read."""
    parts = [each for each in files("omp_plugin").joinpath("assets").iterdir() if each.name.endswith(".css")]
    parts.sort(key=lambda part: (part.name != "omp.css", part.name))
    return "\n".join(packed(part.read_text("utf-8")) for part in parts).encode()


def packed(css: str) -> str:
    """Rules without comments, and without space that parts nothing. Our strings have no braces, and no two spaces."""
    shown = " ".join(_COMMENT.sub("", css).split())
    for sign in "{};":
        shown = shown.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    return shown.replace(";}", "}")


def banner(problems: Iterable[Problem], folder: str | None = None) -> str:
    """The problems as a list above a page; nothing where there are none worth a look (notes are not).

    Above a page of the plan in a `folder` stand those of that plan, and how many there are besides.
    """
    found = [each for each in problems if each.level != "info"]
    if not found:
        return ""
    own = [each for each in found if folder is None or each.position.path.startswith(f"{folder}/")]
    words = ngettext("{n} problem in the plans", "{n} problems in the plans", len(found)).format(n=len(found))
    items = [_ITEM.format(each.position, each.level, each.code, each.message, _hint(each)) for each in own[:SHOWN]]
    if len(own) > SHOWN:
        items.append(Markup("<li>{}</li>").format(_("and {n} more").format(n=len(own) - SHOWN)))
    if others := len(found) - len(own):
        said = ngettext("{n} more outside this plan", "{n} more outside this plan", others).format(n=others)
        items.append(Markup("<li>{}</li>").format(said))
    return str(_BANNER.format(words, Markup("").join(items)))


def _hint(problem: Problem) -> Markup:
    return Markup("<br>{}").format(problem.hint) if problem.hint else Markup("")
