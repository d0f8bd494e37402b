"""Position, market and analyses."""

from __future__ import annotations

import pytest

from omp_plugin.render.components.strategy import (
    competitors,
    five_forces,
    market_facts,
    mix,
    personas,
    pestel,
    positioning,
    swot,
    widths,
)
from tests.render.plans import Document, context, html

PLAN = """
mission: Make it easy
vision: TBD
value_proposition: {problem: Slow, benefit: Fast}
market:
  facts:
    - {claim: Ten shops, source: "https://census.example/shops", as_of: 2025-Q4}
    - {claim: Twenty streets}
  segments: {families: {title: Families, size: Half, needs: [Time, Rest]}}
  competitors: {mart: {title: Mart, offer: All, price: Low, strengths: [Range, Price], weaknesses: Slow}}
  personas: {dana: {title: Dana, quote: "If it comes, I buy.", goals: [Time, Rest], pains: TBD}}
swot: {strengths: [Stock, Team], weaknesses: List is short, threats: TBD}
five_forces: {rivalry: Strong}
mix: {product: Goods, price: Level, communication: [Mail, Ads]}
"""


def test_swot_shows_its_four_parts() -> None:
    made = swot(context(PLAN))
    assert made is not None
    assert [(part.title, part.points, part.is_open) for part in made.parts] == [
        ("Strengths", ("Stock", "Team"), False),
        ("Weaknesses", ("List is short",), False),
        ("Opportunities", (), False),
        ("Threats", (), True),
    ]
    document = Document(html(context(PLAN), "swot"))
    assert "TBD" in document.text
    assert document.wrong == []


def test_what_nobody_wrote_is_absent() -> None:
    empty = context("")
    views = (swot, pestel, five_forces, mix, personas, competitors, market_facts, positioning)
    assert [view(empty) for view in views] == [None] * len(views)


def test_the_mix_is_named_by_what_is_written() -> None:
    made = mix(context(PLAN))
    assert made is not None
    assert [(name, [part.title for part in parts]) for name, parts in made.groups] == [
        ("4P", ["Product", "Price"]),
        ("4C", ["Communication"]),
    ]
    seven = mix(context("mix: {product: Goods, people: Five}"))
    assert seven is not None
    assert [name for name, _ in seven.groups] == ["7P"]


def test_positioning_in_order() -> None:
    made = positioning(context(PLAN))
    assert made is not None
    assert [(each.label, each.text, each.is_open) for each in made] == [
        ("Mission", "Make it easy", False),
        ("Vision", "", True),
        ("Problem", "Slow", False),
        ("Benefit", "Fast", False),
    ]


def test_a_persona_is_a_card() -> None:
    made = personas(context(PLAN))
    assert made is not None
    (dana,) = made
    kinds = {label: cell.kind for label, cell in dana.facts}
    assert kinds == {"Wants": "list", "Troubled by": "open"}
    assert Document(html(context(PLAN), "personas")).ids == ["persona-dana"]


def test_facts_have_their_source_and_day() -> None:
    made = market_facts(context(PLAN))
    assert made is not None
    assert made.facts is not None
    assert made.segments is not None
    first, second = made.facts.rows
    assert (first.cells[1].text, first.cells[1].href) == ("census.example/shops", "https://census.example/shops")
    assert first.cells[2].text == "Q4 2025"
    assert [cell.kind for cell in second.cells] == ["text", "none", "none"]
    assert [row.anchor for row in made.segments.rows] == ["segment-families"]


def test_competitors_side_by_side() -> None:
    made = competitors(context(PLAN))
    assert made is not None
    (row,) = made.rows
    assert [cell.kind for cell in row.cells] == ["text", "text", "text", "list", "text", "none"]


@pytest.mark.parametrize(
    "name", ["swot", "five_forces", "mix", "personas", "competitors", "market_facts", "positioning"]
)
def test_html_is_whole_and_safe(name: str) -> None:
    text = PLAN.replace("Ten shops", "<script>x</script>").replace("Stock", "<b onclick=x>Stock</b>")
    document = Document(html(context(text), name))
    assert document.wrong == []
    assert document.open == []
    assert document.unsafe == []
    assert len(document.ids) == len(set(document.ids))


@pytest.mark.parametrize(
    "count, expected",
    [
        (0, ()), (1, (12,)), (2, (6, 6)), (3, (4, 4, 4)), (4, (3, 3, 3, 3)), (5, (4, 4, 4, 6, 6)), (6, (4,) * 6),
        (7, (3, 3, 3, 3, 4, 4, 4)),
    ],
)  # fmt: skip
def test_rows_of_parts_are_full(count: int, expected: tuple[int, ...]) -> None:
    assert widths(count) == expected
