"""`omp impact`: figures before and after, problems that came and went, and nothing of an author's taken for markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from omp_plugin.cli import main
from omp_plugin.export.markdown import JOINER, inert, paragraph
from omp_plugin.export.problems import visible
from tests.compare.story import Workshop

HEAD = "omp: 1\ntitle: {}\nperiod: 2026\nowner: ann\nas_of: 2026-03-01\npeople: {{ann: {{name: Ann}}}}\n"
HOSTILE = "<img src=x onerror=alert(1)> @everyone [a](http://x.example) | `c` #12 !7 www.x.example **b** \u202e <!--"


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a call prints; it must succeed."""
    assert main(["impact", *arguments]) == 0
    return capsys.readouterr().out.replace("\xa0", " ")


def test_the_story(story: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(story.root)
    text = report(capsys, "v1.0", "v1.1")
    assert text.startswith("## Impact on the plans\n\nv1.0 to v1.1.\n\n### Oklahoma City launch plan\n\n")
    assert "| Coverage: Win new customers efficiently | 107% | 112% | +5 pt |\n" in text
    assert "| Budget | $48,000 | $52,000 | +$4,000 |\n" in text
    assert "| Status: Schedule | on track | at risk | — |\n" in text
    assert "| ◆ Loyalty program launch | Jan 11, 2027 | Jan 20, 2027 | +9 d |\n" in text
    assert "**1 new problem**\n\n- plans/okc-launch/plan.yml:" in text
    assert "**1 problem solved**\n\n- info open-value:" in text
    assert report(capsys, "v1.0", ".").splitlines()[4:] == text.splitlines()[4:]


def test_nothing_changed_is_one_line(
    story: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(story.root)
    assert report(capsys, "v1.1", "v1.1") == (
        "## Impact on the plans\n\nv1.1 to v1.1.\n\nNothing changes in Oklahoma City launch plan.\n"
    )


def test_plans_that_come_go_move_and_break(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = Workshop(tmp_path / "repo")
    for name in ("kept", "moved", "gone", "fine"):
        shop.write({"plan.yml": HEAD.format(name.title())}, f"plans/{name}")
    shop.write({"plan.yml": "omp: 1\ntitle: Mended\n"}, "plans/mended")
    shop.commit("one")
    shop.tag("a")
    shop.git("mv", "plans/moved", "plans/other")
    shop.git("rm", "-q", "-r", "plans/gone")
    shop.write({"plan.yml": HEAD.format("New")}, "plans/new")
    shop.write({"plan.yml": "# one line more\n" + HEAD.format("Kept") + "kpis: {k: {owner: nobody}}\n"}, "plans/kept")
    shop.write({"plan.yml": HEAD.format("Mended")}, "plans/mended")
    shop.write({"plan.yml": "omp: [1\n"}, "plans/fine")
    shop.commit("two")
    monkeypatch.chdir(shop.root)
    parts = report(capsys, "a", "HEAD").split("### ")
    kept = next(part for part in parts if part.startswith("Kept"))
    assert 'plans/kept/plan.yml:8: error unknown-reference: there is no person "nobody"' in kept
    assert "title" not in kept  # what was wrong before, one line further up, is no new problem
    assert any(part.startswith("New\n\nThis plan is new.") for part in parts)
    assert any(part.startswith("Gone\n\nThis plan is removed.") for part in parts)
    broken = next(part for part in parts if part.startswith("fine"))
    assert "**The plan cannot be read.**" in broken
    assert "error syntax" in broken
    assert parts[-1].rstrip().endswith("Nothing changes in Moved.")


def test_what_authors_write_stays_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = Workshop(tmp_path / "repo")
    title = HOSTILE.replace("\u202e", "")
    body = HEAD.format("'- T @all'") + f"goals: {{g: {{title: '{title}', kpi: k, target: 10}}}}\nkpis: {{k: {{target: 10}}}}\n"
    campaign = "campaigns: {{c: {{owner: ann, goals: [g], delivers: {{k: {}}}}}}}\n"
    task = f"tasks: {{{{m: {{{{title: '{title}', milestone: yes, date: 2026-0{{}}-01}}}}}}}}\n"
    shop.write({"plan.yml": body + campaign.format(5) + task.format(4)}, "plans/x")
    shop.commit("one")
    shop.write({"plan.yml": body + campaign.format(9) + task.format(5)}, "plans/x")
    monkeypatch.chdir(shop.root)
    text = report(capsys, "HEAD")
    assert text.count("everyone") >= 2
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<img" not in html
    assert "<a" not in html
    assert "<code" not in html
    assert "@everyone" not in html
    assert "://x" not in html
    assert html.count("<td") == 4 * text.count("\n| ") - 4


@given(st.text(st.sampled_from("ab @#!<>&|`*_~[]()\\/:.-+=1wWgGhH \n\t\u202e\u2060$%\"'"), max_size=40))
@example(HOSTILE)
@example("1. a")
@example("---")
@example("http://a.example www.a.example a@b.example GH-1 a/b#1")
def test_no_text_is_markup(text: str) -> None:
    """It comes out as one paragraph of the same words, whatever it is."""
    wanted = visible(" ".join(text.split()))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(paragraph(text))
    assert [token.type for token in tokens] == (["paragraph_open", "inline", "paragraph_close"] if wanted else [])
    for token in tokens[1:2]:
        assert {child.type for child in token.children or ()} <= {"text", "text_special"}
        said = "".join(child.content for child in token.children or ())
        assert said.replace(JOINER, "") == wanted
        assert "@" not in said.replace(f"@{JOINER}", "")
        assert "://" not in said
        assert "www." not in said.lower()
    assert "|" not in inert(text).replace("\\|", "")
