"""Texts that programs could run or stumble over, in what commands print and in what shows changes.

Each plan has all of them, every one in other fields than the plan before.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from omp_plugin.build import Options
from omp_plugin.cli import main
from omp_plugin.publish.site import HostSite, SiteBuild
from tests.export.reading import events_of
from tests.export.test_payloads import CONTROL, PAYLOADS, PLAN
from tests.render.plans import Document

DAYS = ("2026-12-01", "2026-11-20")
HARMFUL = re.compile(r"<(evil|script)|href=[\"']?\s*(javascript|http://evil)", re.IGNORECASE)
SPACES = re.compile(r"[\r\n\t]")
ASKED = [
    ("diff", "v1", "."), ("diff", "v1", ".", "--format", "markdown"), ("impact", "v1"), ("alerts",), ("alerts", "--format", "markdown"),
]  # fmt: skip
PLANS = 6


def plan(number: int, payloads: list[str]) -> str:
    """The plan with texts in turn."""
    first, *parts = PLAN.replace("{{", "{").replace("}}", "}").split("{x}")
    texts = (json.dumps(payloads[(each + 4 * number) % len(payloads)]) for each in range(len(parts)))
    return first + "".join(text + part for text, part in zip(texts, parts, strict=True)) + "checks: {duplicate-plan-title: off}\n"


def made(root: Path, payloads: list[str]) -> Path:
    """A repository of plans with the texts, twice: with a tag, and then with later days and higher amounts."""
    def write(change: Callable[[str], str], message: Callable[[str], str]) -> None:
        for number in range(PLANS):
            path = root / f"plan-{number}" / "plan.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(change(plan(number, payloads)), "utf-8")
        git("add", "--all")
        git("commit", "--quiet", "--cleanup=verbatim", "--message", message("\n\n".join(payloads)))

    def git(*arguments: str) -> None:
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Ana"), ("EMAIL", "ana@x.example"))}
        subprocess.run(["git", *arguments], cwd=root, check=True, env={**os.environ, **who})

    root.mkdir()
    git("init", "--quiet")
    write(lambda text: text, lambda _payload: "First")
    git("tag", "v1")
    write(lambda text: text.replace(*DAYS).replace("budget: 100", "budget: 170").replace("planned: 100", "planned: 170"), lambda payload: payload.replace("\0", ""))
    return root


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans with the payloads."""
    return made(tmp_path_factory.mktemp("payloads") / "hostile", PAYLOADS)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with words in place of them."""
    return made(tmp_path_factory.mktemp("payloads") / "harmless", [f"word {n}" for n in range(len(PAYLOADS))])


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints in a folder."""
    def run(folder: Path, *arguments: str) -> str:
        monkeypatch.chdir(folder)
        assert main([*arguments, *(["--as-of", "2026-11-22"] if arguments[0] != "diff" else [])]) in (0, 3)
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_commands_print_the_same_lines_and_nothing_that_controls(
    asked: tuple[str, ...], hostile: Path, harmless: Path, printed: Callable[..., str]
) -> None:
    text, plain = printed(hostile, *asked), printed(harmless, *asked)
    assert not CONTROL.search(text.replace("\n", ""))
    assert text.count("\n") == plain.count("\n") > 5 * PLANS


@pytest.mark.parametrize("asked", [each for each in ASKED if "markdown" in each or each[0] == "impact"], ids=" ".join)
def test_markdown_has_the_same_elements(
    asked: tuple[str, ...], hostile: Path, harmless: Path, printed: Callable[..., str]
) -> None:
    def elements(text: str) -> Iterator[str]:
        for token in MarkdownIt("commonmark").enable("table").parse(text):
            yield token.type
            yield from (each.type for each in token.children or () if each.type not in ("text", "text_special"))

    text = printed(hostile, *asked)
    found, plain = list(elements(text)), list(elements(printed(harmless, *asked)))
    assert found == plain
    assert not {"link_open", "html_inline", "html_block", "image"} & set(found)


@pytest.mark.parametrize("asked", [("diff", "v1", ".", "--format", "json"), ("alerts", "--format", "json")], ids=" ".join)
def test_json_has_the_same_keys(asked: tuple[str, ...], hostile: Path, harmless: Path, printed: Callable[..., str]) -> None:
    texts = [printed(folder, *asked) for folder in (hostile, harmless)]
    found, plain = map(json.loads, texts)
    assert [sorted(each) for each in found] == [sorted(each) for each in plain]
    assert not CONTROL.search(texts[0].replace("\n", ""))


def test_the_page_of_a_difference_has_the_same_elements(hostile: Path, harmless: Path, printed: Callable[..., str]) -> None:
    texts = [printed(folder, "diff", "v1", ".", "--format", "html") for folder in (hostile, harmless)]
    found, plain = (Document(text[text.index("<body") : text.index("</html>")]) for text in texts)
    assert not CONTROL.search(SPACES.sub("", texts[0]))
    assert not HARMFUL.search(texts[0])
    assert (found.wrong, found.unsafe) == ([], [])
    assert [tag for tag, _ in found.elements] == [tag for tag, _ in plain.elements]


def built(root: Path) -> SiteBuild:
    site = HostSite(root, root, "Plans", "https://plans.example/", "en", frozenset(), None, True, lambda _uri: False)
    return SiteBuild(site, Options(date(2026, 11, 22)))


def test_what_the_site_publishes_for_all_plans_has_the_same_parts(hostile: Path, harmless: Path) -> None:
    found, plain = (dict(built(root).files(lambda _uri: False)) for root in (hostile, harmless))
    assert set(found) == set(plain)
    assert {"calendar.ics", "changes.xml", "llms.txt", "portfolio.csv", "plan-0/changes.xml", "plan-0/mediaplan.json"} <= set(found)
    events, known = (events_of(each["calendar.ics"]) for each in (found, plain))
    assert {uid: sorted(event) for uid, event in events.items()} == {uid: sorted(event) for uid, event in known.items()}
    for name in found:
        if name.endswith(".xml"):
            roots = [ElementTree.fromstring(each[name]) for each in (found, plain)]
            assert len({tuple(element.tag for element in root.iter()) for root in roots}) == 1, name
            texts = [element.text or "" for element in roots[0].iter()]
            assert not CONTROL.search(SPACES.sub("", "".join(texts))), name
            assert not HARMFUL.search("".join(each.text or "" for each in roots[0].iter() if each.get("type") == "html")), name
        elif name.endswith(".json") and "schema" not in name:
            assert not CONTROL.search(found[name].decode().replace("\n", "")), name
        elif name.endswith(".txt"):
            assert found[name].count(b"\n") == plain[name].count(b"\n")
