"""Plans to begin from hold together as they are, and nothing that is there is overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from omp_plugin.cli import main
from omp_plugin.problems import LEVELS
from omp_plugin.starters.plans import STARTERS, next_quarter, person_id
from tests.helpers import compiled

NAMES = ["Ana Ruiz", 'Zoë "Z" Ångström: $owner', "田中", "#1"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to begin in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", STARTERS)
@pytest.mark.parametrize("owner", NAMES)
def test_starters_hold_together(here: Path, name: str, owner: str) -> None:
    assert main(["new", "docs/spring", "--from", name, "--owner", owner, "--period", "2027-Q1", "--title", f"{owner} & co"]) == 0
    found = compiled({"plan.yml": (here / "docs/spring/plan.yml").read_bytes()})
    assert {problem.code for problem in found.problems} <= {"open-value", "goal-count", "coverage-unknown"}
    assert all(LEVELS[problem.code] == "info" for problem in found.problems)
    assert found.plan is not None
    assert found.results is not None
    assert found.plan.title == f"{owner} & co"
    assert found.plan.people[found.plan.owner or ""].name == owner
    assert found.results.health.schedule == "on-track"


def test_what_is_there_stays(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "docs/spring", "--site"]) == 0
    (here / "docs/index.md").write_text("# Ours\n")
    before = (here / "docs/spring/plan.yml").read_bytes(), (here / "mkdocs.yml").read_bytes()
    assert main(["new", "docs/spring", "--from", "launch", "--site"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["new", "docs/summer", "--site"]) == 0
    assert ((here / "docs/spring/plan.yml").read_bytes(), (here / "mkdocs.yml").read_bytes()) == before
    assert (here / "docs/index.md").read_text() == "# Ours\n"


def test_a_new_site_has_a_first_page(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "docs/spring", "--site", "--title", "Spring & more"]) == 0
    assert "at the address /spring/" in capsys.readouterr().out
    build(load_config(str(here / "mkdocs.yml"), strict=True))
    assert '<a href="spring/">Spring &amp; more</a>' in (here / "site/index.html").read_text("utf-8")
    assert (here / "site/spring/index.html").is_file()


@pytest.mark.parametrize(
    "arguments,says",
    [
        (["docs/Spring 1"], "cannot be the id of a plan"),
        (["docs/spring", "--period", "soon"], '"soon" is not a date'),
        (["docs/spring", "--title", "a\nb"], "one line of text"),
        (["docs/spring", "--owner", " "], "one line of text"),
    ],
)
def test_what_cannot_be_begun(here: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert not (here / "docs").exists()


def test_names_and_quarters() -> None:
    assert [person_id(each) for each in ("Zoë Ångström", "田中", "O'Neil, Pat")] == ["zoe-angstrom", "owner", "o-neil-pat"]
    assert [next_quarter(date(2026, month, 1)) for month in (1, 6, 12)] == ["2026-Q2", "2026-Q3", "2027-Q1"]
