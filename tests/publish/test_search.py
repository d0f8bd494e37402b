"""The fast way to the entries of Material's search finds what Material finds, and leaves to it what is not plain."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
from material.plugins.search import plugin as material

from omp_plugin.publish.search import KNOWN, Held, fingerprint, quicken
from omp_plugin.publish.sections import NotPlain, sections

PLAIN = (
    "<h1 id='top'>Plan <a class=\"headerlink\" href=\"#top\">¶</a></h1>\n<p>One &amp; two&nbsp;&lt;three&gt;</p>",
    '<p>Before</p><h2 id="a">A</h2><div><h3 id="b">B</h3><p>in</p></div><p>after <code> x\n y</code></p>',
    '<div data-search-exclude><div>no</div> still no</div><p>yes</p>',
    '<h2 id="x" data-search-exclude>Left out</h2><p>text</p><h2>no id</h2><p></p><ul><li> </li><li>x</li></ul>',
    '<svg viewBox="0 0 1 1"><title>Spark</title><path d="M0 0"/><text>12</text></svg><br><img src="a.png"/>end',
    "<pre><code>a\n\n  b</code></pre> \n <p>a </p> \n\n<p>b</p></div>",
    '<table class="linenodiv"><tr><td>1</td></tr></table><DIV ID="q"><P>Big</P></DIV>',
    "text alone", "", "<p>&copy 2026 &#39;x&#39;</p>", "<!-- note --><p>x<!-- in a line -->y</p>", "<!-- alone -->", "<!-- a-b: x=\"1\" -->",
    '<path d="M0 0"/><circle r="1"/>a<use href="#b"/> <i>b</i><line/><rect/>\n<h2 id="c">c<use/></h2>',
)  # fmt: skip
ODD = (
    "<p>a < b</p>", "<!-- a--b --><p>x</p>", "<!-->x<!-- -->", "<!doctype html>", "<script>if (a<b) {}</script>", "<p class=bare>x</p>", "<title><b>x</b></title>",
    "<style>p {}</style>", "<object>x</object>", "<p", '<p title="a"b">x</p>', "<?php ?>", "<path data-search-exclude><path/>", "<textarea><p></textarea>",
)  # fmt: skip


def _theirs(html: str) -> list[tuple[object, ...]]:
    parser = material.Parser()
    parser.feed(html)
    parser.close()
    return [(each.id, each.title, each.text, each.is_excluded()) for each in parser.data]


def _ours(html: str) -> list[tuple[object, ...]]:
    return [(each.id, each.title, each.text, each.is_excluded) for each in sections(html)]


@pytest.mark.parametrize("html", PLAIN)
def test_plain_pages_have_the_same_sections(html: str) -> None:
    assert _ours(html) == _theirs(html)


@pytest.mark.parametrize("html", ODD)
def test_what_is_not_plain_is_left_to_material(html: str) -> None:
    with pytest.raises(NotPlain):
        sections(html)


def test_any_order_of_tags_has_the_same_sections_or_is_left_to_material() -> None:
    pieces = (
        "<div>", "</div>", "<p>", "</p>", '<h2 id="s">', "</h2>", "<ul><li>", "</li></ul>", "<pre>", "</pre>", " ", "\n",
        "word", "<div data-search-exclude>", '<a class="headerlink">', "</a>", "<br>", "<i/>", "<div/>", "<path/><use/>", "<path>", "</path>", "<!-- x -->", "<span>", "</span>", "&amp;", "<h1 id='t'>", "</h1>",
    )  # fmt: skip
    chance, read = random.Random(7), 0
    for _ in range(4000):
        html = "".join(chance.choices(pieces, k=chance.randrange(1, 25)))
        try:
            found = _ours(html)
        except NotPlain:
            continue
        read += 1
        assert found == _theirs(html), html
    assert read > 3000


def test_the_installed_material_is_known() -> None:
    assert fingerprint(material.SearchIndex) in KNOWN


def test_the_entries_of_pages_are_the_same() -> None:
    pages = [
        SimpleNamespace(content=html, meta={"title": "T"}, title="T", url=f"{number}/", toc=[])
        for number, html in enumerate((*PLAIN, *ODD))
    ]
    pages.append(SimpleNamespace(content="<p>x</p>", meta={"search": {"exclude": True}}, title="T", url="x/", toc=[]))
    slow, fast = material.SearchIndex(), material.SearchIndex()
    quicken([object(), SimpleNamespace(search_index=fast)])
    assert "add_entry_from_context" in vars(fast)
    for page in pages:
        slow.add_entry_from_context(page)
        fast.add_entry_from_context(page)
    assert fast.entries == slow.entries


def test_another_search_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omp_plugin.publish.search.KNOWN", frozenset())
    index = material.SearchIndex()
    quicken([SimpleNamespace(search_index=index), SimpleNamespace(search_index=object())])
    assert "add_entry_from_context" not in vars(index)


@pytest.mark.parametrize(
    "html",
    ["<p>words</p>", '<p data-search-exclude="x">words</p><p data-search-boost="2">more</p>', "<p data-search-exclude>x</p>"],
)
def test_a_page_that_is_held_is_given_back_as_material_leaves_it(html: str) -> None:
    plugins, pages = [], []
    for held in (None, Held()):
        plugin = material.SearchPlugin()
        plugin.load_config({})
        plugin.search_index = material.SearchIndex()
        quicken([plugin], held=held)
        page = SimpleNamespace(content=html, meta={}, title="T", url="x/", toc=[])
        plugin.on_page_context({}, page=page, config={}, nav=None)
        if held:
            assert page.content == ("" if '="' not in html else page.content)
            held.give_back(page)
        plugins.append(plugin)
        pages.append(page.content)
    assert pages[0] == pages[1]
    assert plugins[0].search_index.entries == plugins[1].search_index.entries
