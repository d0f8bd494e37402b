"""The rows of the table of attacks that no other test holds, each with what is refused and what is allowed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from omp_plugin.build import check_pages
from omp_plugin.export.problems import as_text
from omp_plugin.pages.navigation import without
from omp_plugin.pages.unlinking import unlinked
from omp_plugin.source.disk import load_plan
from omp_plugin.source.written import read_written
from tests.helpers import HEAD, codes, compiled, said

SECONDS = 6.0
"""Of processor time, the limit of the promise."""

BOMBS = {
    "a-huge-text": "{{ 'a' * 10**9 }}",
    "a-power": "{{ 9**9**9**9 }}",
    "a-loop": "{% for a in range(10**9) %}{% for b in range(10**9) %}x{% endfor %}{% endfor %}",
    "a-macro": "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "deep": "{{ " + "(" * 50_000 + ")" * 50_000 + " }}",
    "deep-in-lists": "{{ kpi(" + "[" * 50_000 + ") }}",
    "many": "{{ kpi('a') }} " * 60_000,
    "filters": "{{ 1" + "|abs" * 100_000 + " }}",
    "attributes": "{{ kpi('a')" + ".a" * 100_000 + " }}",
    "open": "{{ " * 100_000,
    "escape": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "escape-by-format": "{{ '{0.__class__}'.format(1) }}",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_no_expression_of_a_page_does_more_than_ask(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text)
    (tmp_path / "b.md").write_text("{{ nothing() }}")
    began = time.process_time()
    found = check_pages(tmp_path, "docs")
    assert time.process_time() - began < SECONDS
    assert {said(each).split(":")[0] for each in found} == {"docs/a.md", "docs/b.md"}
    assert {each.code for each in found} <= {"unknown-component", "syntax", "too-large"}


def test_a_question_about_the_plan_is_answered(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('{{ kpi("a").actual }} and\n\n{{ timeline() }}\n')
    assert check_pages(tmp_path, "docs") == []


@pytest.mark.parametrize(
    "key", ["pаid", "paid\u200b", "pa\u0301id", "Paid", "paid search", "../paid", "ｐaid", "paid\u202e", "-paid", "paid/x", "paid\x7f"]
)
def test_ids_that_look_like_others(key: str) -> None:
    found = compiled(f'{HEAD}campaigns: {{paid: {{title: A}}, "{key}": {{title: B}}}}\n')
    assert {"bad-id", "unsafe-text", "syntax"} & codes(found)
    assert as_text(found.problems).replace("\n", "").isprintable() or "\u0301" in key


def test_an_id_is_letters_digits_and_dashes() -> None:
    assert not {"bad-id", "unsafe-text"} & codes(compiled(f"{HEAD}campaigns: {{paid-search-2: {{title: A}}, 7up: {{title: B}}}}\n"))


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u2066", "\u200f", "\x9b"])
@pytest.mark.parametrize("form", ["title: a{}b", 'title: "a{}b"'])
def test_signs_that_cannot_be_seen(sign: str, form: str) -> None:
    escaped = form.format(f"\\u{ord(sign):04x}" if '"' in form else sign)
    found = compiled(HEAD.replace("title: T", escaped))
    assert {"unsafe-text", "syntax"} & codes(found)
    assert sign not in "".join(each.message + each.hint for each in found.problems)
    assert not found.plan or sign not in (found.plan.title or "")


def test_signs_of_other_scripts_are_text() -> None:
    found = compiled(HEAD.replace("title: T", "title: Größe 日本 שלום 🎯"))
    assert found.plan
    assert found.plan.title == "Größe 日本 שלום 🎯"
    assert "unsafe-text" not in codes(found)


@pytest.mark.parametrize("target", ["../secret.md", "/etc/hosts", "../../secret.md", "../plans-2/x.md"])
def test_links_that_lead_out_are_neither_read_nor_published(target: str, tmp_path: Path) -> None:
    docs = tmp_path / "plans"
    for folder in (docs / "x", tmp_path / "plans-2"):
        folder.mkdir(parents=True)
    for path in (tmp_path / "secret.md", tmp_path / "plans-2" / "x.md"):
        path.write_text("---\ntitle: [\n---\nSECRET")
    (docs / "page.md").symlink_to(target)
    (docs / "x" / "plan.yml").write_text(HEAD)
    (docs / "x" / "tasks.csv").symlink_to("../" + target if target.startswith(".") else target)
    found = read_written(docs, "plans")
    assert found.unsafe >= {"page.md"}
    assert [each.code for each in found.problems] == ["unsafe-path"]
    source = load_plan(docs / "x", "plans/x")
    assert sorted(source.files) == ["plan.yml"]
    assert [said(each) for each in source.problems] == ["tasks.csv:1:1 unsafe-path"]


def test_a_link_within_the_site_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A")
    (tmp_path / "b.md").symlink_to("a.md")
    found = read_written(tmp_path, "docs")
    assert (sorted(found.pages), found.problems) == (["a.md", "b.md"], ())


def test_a_pipe_is_no_page(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    found = read_written(tmp_path, "docs")
    assert (found.unsafe, [each.code for each in found.problems]) == ({"a.md"}, ["unsafe-path"])


def test_a_navigation_leads_to_nothing_hidden() -> None:
    nav = ["index.md", {"Deal": "deal.md"}, {"Plans": [{"Deal": "deal/index.md"}]}, {"More": ["a.md", {"B": "deal/b.md"}]}, {"Web": "https://x.org"}]
    assert without(nav, lambda uri: uri.startswith("deal")) == ["index.md", {"More": ["a.md"]}, {"Web": "https://x.org"}]
    assert without(nav, lambda uri: False) == nav


def test_links_to_what_is_hidden_are_words() -> None:
    text = 'See [the deal](../deal/index.md#a "Deal"), [B](b.md), [C](../deal/c%20d.md), [web](https://x.org/deal/x.md) and ![p](../deal/p.png)'
    shown = 'See the deal, [B](b.md), C, [web](https://x.org/deal/x.md) and ![p](../deal/p.png)'
    assert unlinked(text, "open/a.md", lambda uri: uri.startswith("deal/")) == shown
    assert unlinked(text, "open/a.md", lambda uri: False) == text


def test_unlinking_takes_no_time() -> None:
    began = time.process_time()
    for text in ("[" * 500_000, "[x](" * 200_000, "[x](a.md " * 100_000, "](" * 300_000, "[x](" + "a" * 500_000):
        unlinked(text, "a.md", lambda uri: True)
    assert time.process_time() - began < SECONDS
