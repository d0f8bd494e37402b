"""The HTML check: it tells what is new, with its place, and how to get what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import html_check


def test_only_what_the_theme_does_not_have_is_new() -> None:
    ours = {"error: Duplicate ID": ["a:1: <p>"], "warning: Section lacks heading": ["b:2: <section>"]}
    assert html_check.new(ours, {"error: Duplicate ID": ["c:3: <p>"]}) == {
        "warning: Section lacks heading": ["b:2: <section>"]
    }


def test_a_message_has_a_place() -> None:
    message = {"url": "file:/tmp/site/plan/index.html", "lastLine": 7, "extract": "<p>\n  <b>"}
    assert html_check.place(Path("/tmp/site"), message) == "plan/index.html:7: <p> <b>"


def test_what_is_missing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert html_check.main() == 2
    assert "apt-get install default-jre-headless" in capsys.readouterr().err
