"""What an audience sees of a plan, what it is told is wrong with it, and what the commands say to it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from omp_plugin.build import Options, compile_plan, compile_site
from omp_plugin.cli import main
from omp_plugin.compute.compiled import Compiled
from omp_plugin.source.visibility import VISIBILITIES
from omp_plugin.source.written import read_written
from tests.helpers import HEAD, TODAY, Files, said, source_of

QUIET = "checks: {without-owner: off, goal-count: off, not-smart: off, campaign-without-budget: off, orphan-activity: off}\n"


def seen(files: Files, audience: str = "public", siblings: frozenset[str] = frozenset()) -> Compiled:
    """A plan as an audience has it compiled."""
    return compile_plan(source_of(files), Options(TODAY, {}, audience), siblings)


def told(files: Files, audience: str = "public") -> list[str]:
    """The errors that an audience is told of, as `file:line:column code`."""
    return [said(each) for each in seen(files, audience).problems if each.level == "error"]


@pytest.mark.parametrize(
    "word,who",
    [("public", VISIBILITIES), ("internal", VISIBILITIES[1:]), ("confidential", VISIBILITIES[2:]), ("TBD", VISIBILITIES[2:]),
     ('""', VISIBILITIES[2:]), ("secret", ()), ("Internal", ()), ("[public]", ()), ("{public: yes}", ())],
)  # fmt: skip
def test_who_sees_what(word: str, who: tuple[str, ...]) -> None:
    plans = {audience: seen(f"{HEAD}risks: {{r: {{visibility: {word}}}, s: {{}}}}\n", audience) for audience in VISIBILITIES}
    assert [audience for audience, each in plans.items() if each.plan and "r" in each.plan.risks] == [*who]
    assert all(each.plan and "s" in each.plan.risks for each in plans.values())
    assert all(("wrong-type" in {found.code for found in each.problems}) == (not who) for each in plans.values())


def test_children_inherit_the_stricter() -> None:
    text = f"{HEAD}campaigns: {{c: {{visibility: internal, tactics: {{t: {{visibility: public}}}}}}}}\nrisks: {{r: {{links: [t, c]}}}}\n"
    for audience, found in (("public", []), ("internal", ["t", "c"])):
        plan = seen(text, audience).plan
        assert plan
        assert list(plan.risks["r"].links) == found
        assert list(plan.campaigns) == found[1:]


REFERENCES = {
    "one": "tasks: {t: {owner: bob}}",
    "the-plan's": "sponsor: bob\ntasks: {t: {}}",
    "a-list": "tasks: {t: {raci: {responsible: [bob, ann]}}}",
    "one-of-a-list": "tasks: {t: {raci: {responsible: bob}}}",
    "a-dependency": "tasks: {t: {after: [b, 'b SS+2d'], before: [c]}, b: {start: 2026-08-03, visibility: internal}, c: {start: 2027-05-03, visibility: internal}}",
    "a-table": "campaigns: {t: {delivers: {b: 5}}}\nkpis: {b: {unit: x, visibility: internal}}",
    "a-split": "budget: {lines: {t: {planned: 5, split: {b: 100%}}}}\ncampaigns: {b: {visibility: internal}}",
    "a-share": "budget: {lines: {t: {share: 5%, of: [b]}, b: {planned: 5, visibility: internal}}}",
    "a-formula": "kpis: {t: {unit: x, formula: '{b} / 2'}, b: {unit: x, visibility: internal}}",
    "a-fact": "facts: {t: {states: 5, is: '{kpis.b.actual}'}}\nkpis: {b: {unit: x, visibility: internal}}",
    "a-scenario": "scenarios: {t: {changes: {campaigns.b.budget: 5}}}\ncampaigns: {b: {budget: 1, visibility: internal}}",
    "a-scenario's-value": "scenarios: {t: {changes: {tasks.x.owner: bob}}}\ntasks: {x: {}}",
    "a-funnel": "funnels: {t: {stages: [{id: a, kpi: b}, {id: c}]}}\nkpis: {b: {unit: x, visibility: internal}}",
    "any-entity": "risks: {t: {links: [bob]}}",
}


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES)
def test_what_is_hidden_is_named_nowhere(text: str) -> None:
    whole = HEAD.replace("{ann: {name: Ann}}", "{ann: {name: Ann}, bob: {visibility: internal}}") + QUIET + text + "\n"
    assert told(whole) == []
    assert "bob" not in str(vars(seen(whole).plan)).replace("ann, bob", "")
    assert told(whole, "internal") == []


def test_a_name_of_nobody_is_still_an_error_and_no_hint_offers_the_hidden() -> None:
    text = f"{HEAD}kpis: {{orders: {{unit: x, visibility: internal}}}}\nfunnels: {{f: {{stages: [{{id: a, kpi: order}}]}}}}\n"
    (found,) = [each for each in seen(text).problems if each.code == "unknown-reference"]
    assert "orders" not in found.hint + found.message
    (found,) = [each for each in seen(text, "internal").problems if each.code == "unknown-reference"]
    assert "orders" in found.hint


@pytest.mark.parametrize("value", ["tasks.x.after: ['b SS+2d']", "tasks.y: {owner: bob}", "campaigns.c.delivers: {k: 5}"])
def test_what_a_scenario_names_is_not_looked_up_for_those_who_do_not_see_all(value: str) -> None:
    hidden = "tasks: {x: {}, b: {visibility: internal}}\nkpis: {k: {unit: x, visibility: internal}}\ncampaigns: {c: {}}\n"
    whole = HEAD.replace("{ann: {name: Ann}}", "{ann: {name: Ann}, bob: {visibility: internal}}") + QUIET + hidden
    assert told(f"{whole}scenarios: {{t: {{changes: {{{value}}}}}}}\n") == []


def test_lines_stay_those_of_the_file_and_what_is_wrong_inside_the_hidden_is_not_told() -> None:
    text = HEAD + "risks:\n  r:\n    visibility: internal\n    bogus: 1\n    title: a\n    title: b\n  s: {bogus: 1}\n"
    assert told(text) == ["plan.yml:12:7 unknown-key"]
    assert told(text, "internal") == ["plan.yml:9:5 unknown-key", "plan.yml:11:5 duplicate-key", "plan.yml:12:7 unknown-key"]


def test_measured_values_of_a_hidden_kpi_are_not_known() -> None:
    files = {"plan.yml": HEAD + "kpis: {k: {unit: x, visibility: internal}, n: {unit: x}}\n",
             "actuals.csv": "kpi,period,value\nk,2026-07,5\nk,,5,9\nk,2026-07,x\nn,2026-07,1\nm,2026-07,1\n"}  # fmt: skip
    assert told(files) == ["actuals.csv:6:1 unknown-reference"]
    assert len(told(files, "internal")) == 4
    (found,) = [each for each in seen(files).problems if each.code == "unknown-reference"]
    assert '"k"' not in found.hint


def test_tables_state_visibility_too() -> None:
    files = {"plan.yml": HEAD + "budget: {total: 5}\n", "tasks.csv": "id,title,visibility\na,A,internal\nb,B,\n",
             "budget.csv": "line,planned,visibility\nl,5,confidential\nm,7,\n"}  # fmt: skip
    plan, whole = seen(files).plan, seen(files, "confidential").plan
    assert plan
    assert plan.budget
    assert (list(plan.tasks), list(plan.budget.lines)) == (["b"], ["m"])
    assert whole
    assert list(whole.tasks) == ["a", "b"]


@pytest.mark.parametrize(
    "files",
    [{"plan.yml": HEAD + "risks: {r: {visibility: public, visibility: internal}}\n"},
     {"plan.yml": HEAD, "budget.csv": "line,planned,visibility\nr,5,public\nr,,internal\n"}],
)  # fmt: skip
@pytest.mark.parametrize("audience", VISIBILITIES)
def test_two_words_on_who_may_see_it_are_none(files: Mapping[str, str | bytes], audience: str) -> None:
    found = seen(files, audience)
    assert found.plan
    assert "r" not in {**found.plan.risks, **(found.plan.budget.lines if found.plan.budget else {})}
    assert "duplicate-key" in {each.code for each in found.problems} or audience != "confidential"


def test_what_cannot_be_read_is_seen_by_those_who_see_all_only() -> None:
    files = {"plan.yml": HEAD, "campaigns/spring.md": "---\ntitle: [secret\n---\nBrief\n"}
    (found,) = [each for each in seen(files).problems if each.level == "error"]
    assert (found.code, found.message) == ("syntax", "this file cannot be read")
    assert "spring" not in str(seen(files).plan.campaigns)  # type: ignore[union-attr] # asserted by the line before


def test_a_kpi_may_be_called_visibility() -> None:
    text = HEAD + "kpis: {visibility: {unit: x}}\ncampaigns: {c: {delivers: {visibility: 500}}}\n"
    plan = seen(text).plan
    assert plan
    assert list(plan.campaigns["c"].delivers) == ["visibility"]


def test_parts_say_nothing_of_what_may_be_missing() -> None:
    text = f"{HEAD}campaigns: {{c: {{budget: 5}}}}\nbudget: {{total: 9, lines: {{l: {{campaign: c, planned: 4}}}}}}\n"
    assert not {"sum-mismatch", "orphan-activity"} & {each.code for each in seen(text).problems}
    assert {"sum-mismatch", "orphan-activity"} <= {each.code for each in seen(text, "confidential").problems}


def site(audience: str) -> tuple[list[str], list[str]]:
    """The plans of a site that an audience knows, and its errors."""
    hidden = source_of(HEAD + "visibility: internal\nbogus: 1\n", "plans/deal")
    below = source_of(HEAD, "plans/deal/part")
    child = source_of(HEAD.replace("title: T", "title: C") + "parent: deal\n", "plans/child")
    found = compile_site([hidden, below, child], Options(TODAY, {}, audience))
    return [each.id for each in found.plans], [said(each) for each in found.problems if each.level == "error"]


def test_a_hidden_plan_and_all_in_its_folder_are_not_known() -> None:
    assert site("public") == (["child"], [])
    assert site("internal") == (["child", "deal", "part"], ["plans/deal/plan.yml:7:1 unknown-key"])


def test_a_plan_that_nobody_can_place_is_left_out() -> None:
    for audience in VISIBILITIES:
        assert seen(HEAD + "visibility: secret\n", audience).plan is None
        assert told(HEAD + "visibility: secret\n", audience) == ["plan.yml:6:13 wrong-type"]


def test_pages_of_authors(tmp_path: Path) -> None:
    pages = {"a.md": "# A", "b.md": "---\nvisibility: internal\nhide: x\n---\n", "c.md": "---\nvisibility: secret\n---\n",
             "d.md": "---\nx: [\n---\n", "e.md": "---\nvisibility: TBD\n---\n"}  # fmt: skip
    for name, text in pages.items():
        (tmp_path / name).write_text(text)
    found = read_written(tmp_path, "docs", "public")
    assert (sorted(found.pages), sorted(found.hidden)) == (["a.md"], ["b.md", "c.md", "d.md", "e.md"])
    assert [said(each) for each in found.problems] == ["docs/c.md:2:13 wrong-type", "docs/d.md:2:4 syntax"]
    assert sorted(read_written(tmp_path, "docs").pages) == ["a.md", "b.md", "d.md", "e.md"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with an open plan, in which a risk was public once, and a hidden one."""
    for name, text in {
        "mkdocs.yml": "site_name: S\nplugins: [omp]\n",
        "docs/open/plan.yml": HEAD + "baseline: v1\nrisks: {gone: {title: Old}, deal: {title: Deal}, calm: {title: Calm}}\n",
        "docs/takeover/plan.yml": HEAD.replace("title: T", "title: Merger"),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Plan the merger"], ["tag", "v1"]):
        subprocess.run([*git, *command], check=True)
    text = HEAD + "baseline: v1\nrisks: {secret: {title: Merger, formerly: [deal], visibility: internal}, calm: {title: Calmer}}\n"
    (tmp_path / "docs/open/plan.yml").write_text(text)
    (tmp_path / "docs/takeover/plan.yml").write_text(HEAD.replace("title: T", "title: Merger") + "visibility: internal\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [["check"], ["check", "--format", "json"], ["show", "open"], ["show", "open", "--format", "json"], ["impact", "v1"],
     *(["diff", "v1", ".", "--format", form] for form in ("text", "markdown", "json", "html"))],
)  # fmt: skip
@pytest.mark.parametrize("by_site", [True, False])
def test_commands_know_what_their_audience_knows(
    project: Path, capsys: pytest.CaptureFixture[str], command: list[str], by_site: bool
) -> None:
    if by_site:
        (project / "mkdocs.yml").write_text("site_name: S\nplugins: [omp: {audience: public}]\n")
    main([*command, *([] if by_site else ["--audience", "public"])])
    out = "".join(capsys.readouterr()).lower()
    assert not {word for word in ("merger", "deal", "takeover", "secret") if word in out}


def test_commands_tell_those_who_see_everything(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["diff", "v1", ".", "--format", "json"])
    kinds = {(each["kind"], each["entity"]) for each in json.loads(capsys.readouterr().out) if each["entity"].startswith("risks")}
    assert {("removed", "risks.gone"), ("renamed", "risks.secret")} <= kinds
    main(["diff", "v1", ".", "--format", "json", "--audience", "public"])
    found = json.loads(capsys.readouterr().out)
    assert {each["entity"] for each in found if each["kind"] == "removed"} == {"risks.gone"}


@pytest.mark.parametrize("command", [["show", "takeover"], ["show", "docs/takeover"], ["check", "takeover"], ["check", "docs/takeover"], ["why", "takover", "t"]])
def test_a_hidden_plan_cannot_be_asked_for(project: Path, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert main([*command, "--audience", "public"]) == 2
    out = "".join(capsys.readouterr())
    assert "open" in out
    assert "takeover" not in out.replace(command[1], "")


def test_an_audience_that_does_not_exist_is_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "mkdocs.yml").write_text("site_name: S\nplugins: [omp: {audience: everyone}]\n")
    assert main(["check"]) == 2
    assert '"everyone"' in capsys.readouterr().err
