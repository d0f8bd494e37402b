"""Ids of a page's components: once each, with everything that names them."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from omp_plugin.pages.identifiers import distinct, ids_in

BAR = (
    '<svg aria-labelledby="bar-title bar-desc"><title id="bar-title">T</title><desc id="bar-desc">D</desc>'
    '<pattern id="hatch"></pattern><rect fill="url(#hatch)"/></svg><a href="#bar-title">up</a>'
)


def test_ids_are_those_of_elements() -> None:
    assert ids_in('<tr id="task-a"><td data-id="no"> id="text" </td></tr><p class="c" id="b">') == [
        "task-a", "b",
    ]  # fmt: skip


def test_the_first_keeps_its_ids() -> None:
    first, second, third = distinct("", [BAR, "<p>between</p>", BAR])
    assert (first, second) == (BAR, "<p>between</p>")
    assert third == (
        '<svg aria-labelledby="bar-title-2 bar-desc-2"><title id="bar-title-2">T</title><desc id="bar-desc-2">D</desc>'
        '<pattern id="hatch-2"></pattern><rect fill="url(#hatch-2)"/></svg><a href="#bar-title-2">up</a>'
    )


def test_the_pages_own_headings_come_first() -> None:
    assert distinct('<h2 id="tasks">Tasks</h2>', ['<table id="tasks">']) == ('<table id="tasks-2">',)


def test_a_number_that_is_taken_is_passed_over() -> None:
    assert distinct('<h2 id="a">', ['<p id="a-2"><p id="a">', '<p id="a">']) == (
        '<p id="a-2"><p id="a-3">', '<p id="a-4">',
    )  # fmt: skip


def test_what_names_another_component_stays() -> None:
    assert distinct("", ['<p id="a">', '<p id="b"><a href="#a">', '<p id="b"><a href="#a">'])[2] == (
        '<p id="b-2"><a href="#a">'
    )


def test_texts_and_other_pages_stay() -> None:
    html = '<p id="a"><a href="../x/#a" title="#a">id="a" url(#a)</a></p>'
    assert distinct("", [html, html])[1] == html.replace('<p id="a">', '<p id="a-2">')


IDS = st.sampled_from(["a", "b", "a-2", "a-3", "b-2", "a-2-2"])


@given(st.lists(IDS), st.lists(st.lists(IDS, unique=True)))
def test_every_id_occurs_once(headings: list[str], blocks: list[list[str]]) -> None:
    own = dict.fromkeys(headings)
    page = "".join(f'<h2 id="{id_}">' for id_ in own)
    found = distinct(page, ["".join(f'<p id="{id_}">' for id_ in each) for each in blocks])
    ids = [*own, *(id_ for block in found for id_ in ids_in(block))]
    assert len(ids) == len(set(ids))


def test_ids_are_those_that_a_reader_of_tags_finds() -> None:
    pieces = ("<a", "<1", "</a", ">", ' id="x"', ' id="y"', ' data-id="z"', ' class="c"', "id=", " ", '"', "text", "\n")
    whole, chance = re.compile(r'<[A-Za-z][^<>]*?\sid="([^"]*)"'), random.Random(3)
    for _ in range(3000):
        html = "".join(chance.choices(pieces, k=chance.randrange(1, 16)))
        assert ids_in(html) == whole.findall(html), html
