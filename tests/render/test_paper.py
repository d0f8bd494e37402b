"""What stands at the foot of printed pages: texts as strings of a stylesheet that nothing can end early."""

from __future__ import annotations

import re

import pytest

from omp_plugin.pages.addresses import way_to_file
from omp_plugin.render.paper import ACROSS, UPRIGHT, css_string, link, stylesheet_of, stylesheets
from tests.render.plans import context

HOSTILE = (
    '"; } body { display: none } /*',
    "\\",
    "a\nb\r\f",
    "</style><script>alert(1)</script>",
    "{{ 7 }} @import url(//x.example)",
    "Größe – 大",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_within_its_string(text: str) -> None:
    written = css_string(text)
    assert re.fullmatch(r'"(?:\w| |\\[0-9a-f]{1,6} )*"', written)
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), written[1:-1]) == text


def test_a_plan_says_which_it_is_in_which_version_and_of_which_day() -> None:
    made = stylesheets(context("version: v1.1\n"))
    assert set(made) == {UPRIGHT, ACROSS}
    foot = re.search(r'@bottom-left \{ content: "([^"]*)"', made[UPRIGHT])
    assert foot
    words = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), foot[1])
    assert words == "Spring launch · v1.1 · as of Jun 15, 2026"
    assert 'content: "Page " counter(page) " of " counter(pages);' in made[UPRIGHT]
    assert "landscape" not in made[UPRIGHT]
    assert made[ACROSS].endswith(made[UPRIGHT])
    assert "size: landscape" in made[ACROSS]


def test_a_plan_without_a_version_has_no_empty_place() -> None:
    assert css_string(" · · ") not in stylesheets(context(""))[UPRIGHT]
    assert r"launch \b7  as of" in stylesheets(context(""))[UPRIGHT]


def test_wide_pages_lie_across() -> None:
    assert stylesheet_of("timeline") == stylesheet_of("one-page") == ACROSS
    assert stylesheet_of("index") == stylesheet_of("campaigns/ads") == UPRIGHT


def test_the_link_asks_for_it_when_printing_only() -> None:
    assert str(link('a"b.css')).strip() == '<link rel="stylesheet" media="print" href="a&#34;b.css">'


@pytest.mark.parametrize(
    "here,as_folders,found",
    [
        ("okc/index.md", True, "omp-print.css"),
        ("okc/kpis.md", True, "../omp-print.css"),
        ("okc/campaigns/ads.md", True, "../../omp-print.css"),
        ("okc/campaigns/ads.md", False, "../omp-print.css"),
        ("okc/kpis.md", False, "omp-print.css"),
    ],
)
def test_the_way_to_a_file(here: str, as_folders: bool, found: str) -> None:
    assert way_to_file(here, "okc/omp-print.css", as_folders=as_folders) == found
