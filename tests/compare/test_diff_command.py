"""`omp diff`: what it prints of the story, in each format, and what it says of names that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from omp_plugin.cli import main
from tests.compare.story import Workshop
from tests.render.plans import Document


@pytest.fixture(autouse=True)
def here(story: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs in the site's folder."""
    monkeypatch.chdir(story.root)


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a call prints; it must succeed."""
    assert main(["diff", *arguments]) == 0
    return capsys.readouterr().out


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "v1.0", "v1.1")
    assert text.startswith("okc-launch: v1.0 to v1.1\n")
    assert "  Goal coverage: 107% to 112% ($16,050 to $16,800 a month)\n" in text
    assert "  Critical path: +9 d (6 tasks and 1 milestone end later; plan end unchanged)\n" in text
    assert "Campaigns (3)\n" in text
    assert "  → Moved Checkout opt-in and incentive: finish: Nov 6 → Dec 4 (+28 d)" in text
    assert text == out(capsys, "v1.0", ".", "okc-launch").replace("v1.0 to now", "v1.0 to v1.1")


def test_json_is_a_list_of_changes(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(out(capsys, "v1.0", "v1.1", "--format", "json"))
    assert {tuple(each) for each in found} == {
        ("plan", "kind", "entity", "field", "old", "new", "delta", "follows", "who", "why")
    }
    by = {(each["entity"], each["field"]): each for each in found}
    total, launch, manager = by["budget", "total"], by["tasks.loyalty-launch", "date"], by["campaigns.community-events", "owner"]
    assert (total["kind"], total["old"], total["new"], total["delta"]) == ("changed", "48000.00", "52000.00", "4000.00")
    assert (launch["kind"], launch["old"], launch["new"], launch["delta"]) == ("moved", "2027-01-11", "2027-01-20", "9")
    assert (manager["old"], manager["new"], manager["delta"], manager["who"]) == ("lily-young", "tom-whitfield", None, "Lily Young")
    assert by["campaigns.direct-mail", None]["kind"] == "removed"
    coverage = by["goals.win-customers", "coverage"]
    assert (coverage["old"], coverage["new"], coverage["delta"]) == ("1.07", "1.12", "0.05")


def test_markdown_takes_nothing_for_markup(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "v1.0", "v1.1", "--format", "markdown")
    assert "| ± Changed | Plan total | $48,000 | $52,000 | +$4,000 | Sum of the three below | Nadia Brooks |" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {8}


def test_html_stands_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    html = out(capsys, "v1.0", "v1.1", "--format", "html")
    page = Document(html[html.index("<body") : html.index("</html>")])
    assert page.wrong == []
    assert page.unsafe == []
    assert "Every change" in page.text


def test_the_same_version_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(out(capsys, "v1.1", "v1.1", "--format", "json")) == []
    assert "What is planned is the same as in v1.1." in out(capsys, "v1.1", ".")


@pytest.mark.parametrize(
    "arguments, says",
    [
        (("v1.9", "."), 'there is no version "v1.9"'),
        (("v1.0", "v1.9"), 'did you mean "v1.1" or "v1.0"?'),
        (("--", "-x", "."), '"-x" cannot name a version'),
        (("v1.0", "v1.1", "okc"), 'there is no plan "okc" in v1.1'),
        (("v1.0", ".", "okc"), 'there is no plan "okc"'),
    ],
)
def test_misuse(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str) -> None:
    assert main(["diff", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_plans_that_came_and_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shop = Workshop(tmp_path / "repo")
    head = "omp: 1\ntitle: {} *plan*\nperiod: 2026\nowner: ann\npeople: {{ann: {{name: Ann}}}}\n"
    shop.write({"plan.yml": head.format("Old")}, "plans/old")
    shop.commit("one")
    shop.tag("a")
    shop.git("rm", "-q", "-r", "plans/old")
    shop.write({"plan.yml": head.format("New")}, "plans/new")
    shop.commit("two")
    shop.tag("b")
    monkeypatch.chdir(shop.root)
    assert out(capsys, "a", "b").splitlines()[::2] == [
        "new: the plan was added between a and b", "old: the plan was removed between a and b",
    ]  # fmt: skip
    kinds = [(each["plan"], each["kind"], each["entity"]) for each in json.loads(out(capsys, "a", "b", "--format", "json"))]
    assert kinds == [("new", "added", "plan"), ("old", "removed", "plan")]
    assert r"## New \*plan\*" in out(capsys, "a", "b", "--format", "markdown")


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.yml").write_text("omp: 1\n")
    monkeypatch.chdir(tmp_path)
    assert main(["diff", "v1", "."]) == 2
    assert "git" in capsys.readouterr().err
