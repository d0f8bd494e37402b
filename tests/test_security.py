"""The rows of the table of attacks that no other test holds, each with what is refused and what is allowed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from omp_plugin import limits
from omp_plugin.build import check_pages
from omp_plugin.export.problems import FORMATS, as_text
from omp_plugin.pages.navigation import without
from omp_plugin.pages.unlinking import unlinked
from omp_plugin.source.disk import load_plan
from omp_plugin.source.written import read_written
from tests.helpers import HEAD, codes, compiled, said
from tests.source.test_hostile import MEGABYTES, filled, within_memory

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


def omp(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder, with no more memory than the promise says."""
    command = [sys.executable, "-m", "omp_plugin.cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, preexec_fn=within_memory, check=False)


def test_pages_full_of_bombs_take_no_memory(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: S\nplugins: [omp]\n")
    (tmp_path / "docs" / "x").mkdir(parents=True)
    (tmp_path / "docs" / "x" / "plan.yml").write_text(HEAD)
    for name, text in {**BOMBS, "brackets": "[" * 500_000, "stars": "*a " * 300_000}.items():
        (tmp_path / "docs" / f"{name}.md").write_text(text)
    done = omp(tmp_path, "check", "--format", "json")
    found = {each["path"]: each["code"] for each in json.loads(done.stdout) if each["level"] == "error"}
    assert found == {f"docs/{name}.md": found[f"docs/{name}.md"] for name in (*BOMBS, "brackets")}
    assert set(found.values()) <= {"unknown-component", "syntax", "too-large"}


def task(number: int) -> str:
    return f"  t{number}: {{title: Task {number}, owner: ann, duration: 3d}}\n"


def line(number: int) -> str:
    return f"    l{number}: {{title: L {number}, planned: {{2026-07: 10, 2026-08: 20}}}}\n"


def measured(number: int) -> str:
    days = ", ".join(f"{date(2026, 1, 1) + timedelta(day)}: {day}" for day in range(60))
    return f"  k{number}: {{title: K {number}, owner: ann, target: 9, actual: {{{days}}}}}\n"


FULL = {
    "tasks": ("project.xml", lambda: HEAD + "tasks:\n" + "".join(map(task, range(limits.ENTITIES)))),
    "values of KPIs": ("data/kpi_values.csv", lambda: filled(HEAD + "kpis:\n", measured)),
    "lines": ("plan.json", lambda: HEAD + "budget:\n  lines:\n" + "".join(map(line, range(limits.ENTITIES)))),
}  # fmt: skip


@pytest.mark.parametrize("name", FULL)
def test_exports_of_as_much_as_a_plan_may_say_take_no_memory(name: str, tmp_path: Path) -> None:
    file, make = FULL[name]
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "plan.yml").write_text(make())
    done = omp(tmp_path, "export", "x", "--to", "out/")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / file).stat().st_size > 900_000


def test_more_memory_than_that_is_refused() -> None:
    command = [sys.executable, "-c", f"bytearray({MEGABYTES} * 1024**2)"]
    done = subprocess.run(command, capture_output=True, preexec_fn=within_memory, check=False)
    assert (done.returncode, done.stderr.split()[-1:]) == (1, [b"MemoryError"])


NOT_A_LINE = "x\n::error file=a::evil\n\u2028plan.yml:1:1: error y"


@pytest.mark.parametrize(
    "files",
    [
        {"plan.yml": HEAD + f"{json.dumps(NOT_A_LINE)}: 1\n" * 2},
        {"plan.yml": HEAD + f"goals: {{{json.dumps(NOT_A_LINE)}: {{}}}}\n"},
        {"plan.yml": HEAD + f"checks: {{{json.dumps(NOT_A_LINE)}: off}}\n"},
        {"plan.yml": HEAD + f"tasks: {{t: {{after: {json.dumps(NOT_A_LINE)}, start: {json.dumps(NOT_A_LINE)}}}}}\n"},
        {"plan.yml": HEAD, "tasks.csv": f'id,"{NOT_A_LINE}"\n"{NOT_A_LINE}",1\n"{NOT_A_LINE}",2\n'},
        {"plan.yml": HEAD, "actuals.csv": f'kpi,period,value\n"{NOT_A_LINE}",2026,1\n'},
        {"plan.yml": HEAD, "budget.csv": f'line,period,planned\na,"{NOT_A_LINE}",1\n"{NOT_A_LINE}",2026,"{NOT_A_LINE}"\n'},
    ],
)
def test_no_text_makes_a_line_of_a_problem(files: dict[str, str]) -> None:
    found = compiled(files)
    assert any("evil" in each.message + each.hint for each in found.problems)
    assert not any("\n" in each.message + each.hint for each in found.problems)
    for form in ("text", "github"):
        lines = FORMATS[form](found.problems).splitlines()
        assert not [line for line in lines if line.strip().startswith(("::error file=a", "plan.yml:1:1"))]


def test_messages_quote_no_books() -> None:
    book = "x" * 19_000
    found = compiled({"plan.yml": f"{HEAD}? {book}\n: 1\n? {book}\n: 2\n", "tasks.csv": f"id,{book}\n{book},{book}\n"})
    assert len(found.problems) > 2
    assert max(len(each.message + each.hint) for each in found.problems) < 1_100


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
