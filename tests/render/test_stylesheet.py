"""The stylesheet: every rule of its parts, in their order, without what only its authors read."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from omp_plugin.render.style_parts import BASE, linked, parts_of, style_files, style_parts
from omp_plugin.render.stylesheet import packed, stylesheet

PARTS = sorted(
    (part for part in files("omp_plugin").joinpath("assets").iterdir() if part.name.endswith(".css")),
    key=lambda part: (part.name != "omp.css", part.name),
)


PARTS_OF_PAGES = [name for name in style_parts() if name != BASE]


def test_a_page_that_speaks_of_the_stylesheet_has_its_parts() -> None:
    said = '<meta name="description" content="see assets/omp.css">'
    html = f'{said}<link rel="stylesheet" href="../assets/omp.css"></head><section class="omp-tl"></section>'
    assert 'href="../assets/omp-timeline.css"' in linked(html, "assets/omp.css")
    assert linked(said, "assets/omp.css") == said


def test_comments_and_space_that_parts_nothing_are_left_out() -> None:
    css = '/* A; {note} */\n@media print {\n  .a :is(b, c) , .d > e { color: red; margin: 0 auto; }\n  .a::before { content: " / "; }\n}\n'
    assert packed(css) == '@media print{.a :is(b, c) , .d > e{color: red;margin: 0 auto}.a::before{content: " / "}}'


def test_all_rules_of_the_parts_are_in_it_in_their_order() -> None:
    written = "".join(re.sub(r"/\*.*?\*/", "", part.read_text("utf-8"), flags=re.DOTALL) for part in PARTS)
    assert _letters(stylesheet().decode()) == _letters(written)
    assert b"/*" not in stylesheet()


def _letters(css: str) -> str:
    return re.sub(r"\s+", "", css).replace(";}", "}")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_strings_have_nothing_that_the_packing_would_change(part: object) -> None:
    written = re.sub(r"/\*.*?\*/", "", part.read_text("utf-8"), flags=re.DOTALL)  # type: ignore[attr-defined]
    strings = re.findall(r'"[^"\n]*"|\'[^\'\n]*\'', written)
    assert [each for each in strings if re.search(r"[{};]|\s\s", each)] == []
    assert written.count('"') % 2 == 0


def _rules(css: str) -> list[str]:
    return sorted(each.strip() for each in re.findall(r"[^{};]+\{[^{}]*\}", css))


def test_the_parts_have_every_rule_once() -> None:
    css = "".join(part.decode() for part in style_parts().values())
    assert _rules(css) == _rules(stylesheet().decode())
    assert css.count("{") == css.count("}")
    base = style_parts()["omp"].decode()
    assert base.startswith("@layer omp.tokens, omp.pieces, omp.components;")
    assert len(base) < len(stylesheet()) / 3


@pytest.mark.parametrize("name", PARTS_OF_PAGES)
def test_what_no_page_can_show_without_a_part_is_in_it(name: str) -> None:
    """A rule that applies where a page has none of the part's classes would be missed there."""
    for head in re.findall(r"([^{};]+)\{[^{}]*\}", style_parts()[name].decode()):
        plain = re.sub(r":not\([^()]*\)", "", head)
        for selector in re.split(r",(?![^()]*\))", plain):
            classes = re.findall(r"omp-[\w-]+", selector)
            assert any(name in parts_of(f'<p class="{each}">') for each in classes), head


def test_a_page_links_the_parts_that_it_needs_right_after_the_base() -> None:
    head = '<link rel="stylesheet" href="../assets/omp.css"><link rel="stylesheet" href="../own.css"></head>'
    assert linked(f"{head}<p>Text</p>", "assets/omp.css") == f"{head}<p>Text</p>"
    made = linked(f'{head}<div class="omp"><b class="omp-kpi"></b></div>', "assets/omp.css")
    assert re.findall(r'href="([^"]+)"', made) == ["../assets/omp.css", "../assets/omp-kpis.css", "../own.css"]
    assert "assets/omp-kpis.css" in dict(style_files("assets/omp.css"))
    assert linked('<div class="omp-kpi">', "assets/omp.css") == '<div class="omp-kpi">'


def test_a_page_has_no_part_for_pieces_that_several_components_share() -> None:
    assert parts_of('<rect class="omp-bar-track"><rect class="omp-funnel-bar">') == []
    assert parts_of('<div class="omp omp-kpi_cards"><b class="omp-kpi-head"></b></div>') == ["kpis"]
    assert parts_of('<div class="omp omp-kpi_table"><table class="omp-kpi-rows"></table></div>') == ["kpi-table"]
