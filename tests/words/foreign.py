"""Pages as somebody reads them who knows no English: authors' texts in other letters, and the interface in brackets.

What is left in Latin letters outside brackets is a word of ours that nobody marked for translation.
"""

from __future__ import annotations

import gettext
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from omp_plugin.build import Options, compile_plan
from omp_plugin.check.texts import _texts
from omp_plugin.compute.compile import compute
from omp_plugin.compute.compiled import Compiled
from omp_plugin.model.plan import VOCABULARY, Plan, type_plan
from omp_plugin.model.structures import Items, Table
from omp_plugin.model.walk import walk
from omp_plugin.problems import Position
from omp_plugin.render.site_pages import SitePages
from omp_plugin.source.disk import load_plan
from omp_plugin.source.folder import PLAN_FILE, PlanSource, read_plan

TODAY = date(2026, 11, 22)
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_OTHER = "абцдефгхийклмнопярстувшжыз"
LETTERS = str.maketrans(_LATIN + _LATIN.upper(), _OTHER + _OTHER.upper())
KEPT = {"locale", "organisation_url", "url", "guide"}
READ_ALOUD = ("aria-label", "alt", "title", "content", "placeholder")
_PLACE = re.compile(r"(\{[^{}]*\}|%\(\w+\)s|%%|</?\w+>)")


class Bracketed(gettext.NullTranslations):
    """A language that puts every word in brackets; what is filled in stays outside them."""

    def gettext(self, message: str) -> str:
        return "".join(part if _PLACE.fullmatch(part) else f"⟦{part}⟧" for part in _PLACE.split(message) if part)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


def foreign_plan(folder: Path) -> Compiled:
    """A plan of that folder with every text that its authors wrote in other letters, and its locale Greek."""
    source = load_plan(folder, f"plans/{folder.name}")
    return foreign(source)


def foreign(source: PlanSource) -> Compiled:
    """The same of sources."""
    node, _ = read_plan(source, VOCABULARY)
    assert node is not None
    plan, _ = type_plan(node, source.id, source.path(PLAN_FILE))
    assert plan is not None
    _rewrite(plan)
    results, _ = compute(plan, node, TODAY)
    return Compiled(source, plan, results, compile_plan(source, Options(TODAY)).problems)


def _rewrite(plan: Plan) -> None:
    vars(plan)["locale"] = "el_GR"
    for record in walk(plan):
        declared: Any = type(record)
        for spec in _texts(declared).values():
            value = vars(record).get(spec.name)
            if value and spec.name not in KEPT:
                vars(record)[spec.name] = _other(value)
        if hasattr(record, "title") and hasattr(record, "id") and not record.title:
            vars(record)["title"] = record.id.translate(LETTERS)


def _other(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(LETTERS)
    if isinstance(value, Items):
        return Items(tuple(_other(each) for each in value.values), value.places)
    if isinstance(value, Table):
        return Table({key: _other(each) for key, each in value.values.items()}, value.places, value.value_places)
    return value


class _Words(HTMLParser):
    """The texts of HTML, those that are read aloud included; code within a text and addresses are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self._quiet = 0
        self._goes_on = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quiet += tag == "code"
        self.found += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag == "code"
        self._goes_on = tag == "code"

    def handle_data(self, data: str) -> None:
        if self._goes_on and not self._quiet:
            self.found[-1] += data
        elif not self._quiet:
            self.found.append(data)
        self._goes_on = False


def unmarked(pages: SitePages, uri: str, expression: str) -> list[str]:
    """Every text in Latin letters outside brackets of what a page is answered with."""
    filled = pages.answer(uri, expression, Position(uri, 1, 1))
    assert filled.problems == ()
    return words_of(*filled.blocks)


def words_of(*html: str) -> list[str]:
    """Every text in Latin letters outside brackets."""
    parser = _Words()
    for each in html:
        parser.feed(each)
    return [" ".join(each.split()) for each in parser.found if re.search(r"[A-Za-z]{2,}", _inside_out(each))]


ALLOWED = re.compile(
    r"\b(KPIs?|USD|EUR|GBP|CHF|JPY|ADA|TBD|SWOT|PESTEL|RACI|MQL|SQL|FS|SS|FF|SF|FY\d*|Q[1-4]|H[12]|W\d+|v\d[\w.]*|plan\.json)\b"
    r"|plans/[\w./-]+(:\d+)*|[\w-]+\.(yml|csv|md)|[\w.]+@[\w.]+|https?://\S+|\{[^}]*\}"
)


def _inside_out(text: str) -> str:
    return ALLOWED.sub("", re.sub(r"⟦[^⟧]*⟧", " ", text))
