"""The ground of the browser tests: a Chromium is found or asked for, and its pages reach this machine only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import NoChromium, find_chromium


def program(folder: Path, name: str) -> str:
    """An empty program of this name."""
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_named_chromium_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "chromium")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", program(tmp_path, "my-chromium"))
    assert find_chromium() == str(tmp_path / "my-chromium")


def test_any_usual_name_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    expected = program(tmp_path, "google-chrome")
    assert find_chromium() == expected


@pytest.mark.parametrize("named", ["", "/nowhere/chromium"])
def test_without_one_it_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", named)
    with pytest.raises(NoChromium, match="apt-get install chromium") as caught:
        find_chromium()
    assert named in str(caught.value)


def test_a_page_reaches_this_machine_only(
    tmp_path: Path, serve: Callable[[Path], str], open_page: Callable[..., Page], refused: list[str]
) -> None:
    (tmp_path / "here.css").write_text("h1 { color: rgb(1, 2, 3) }", encoding="utf-8")
    far = "https://far.invalid/font.css"
    (tmp_path / "index.html").write_text(
        f"<!doctype html><link rel=stylesheet href=here.css><link rel=stylesheet href={far}><h1>Plan</h1>",
        encoding="utf-8",
    )
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(serve(tmp_path))
    assert page.get_by_role("heading", name="Plan").evaluate("h => getComputedStyle(h).color") == "rgb(1, 2, 3)"
    assert refused == [far]
