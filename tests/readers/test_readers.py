"""The reading of exports by other programs: it tells what differs, and how to get what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from omp_plugin.compute.compiled import Compiled
from tests.readers import __main__ as readers

READ = {"name": "Send", "start": "2026-07-01T08:00:00.0", "finish": "2026-07-02T17:00:00.0", "percent_complete": 40.0}


def test_a_task_is_taken_as_it_is_read() -> None:
    links = [{"predecessor_task_unique_id": 7}]
    assert readers.project_task({**READ, "predecessors": links}, {7: "write"}) == ("Send", "2026-07-01", "2026-07-02", 40, {"write"})
    assert readers.project_task(READ, {}) == ("Send", "2026-07-01", "2026-07-02", 40, set())


def test_what_differs_is_said() -> None:
    assert list(readers.differing("budget", 1, 1)) == []
    assert list(readers.differing("budget", 1, 2)) == ["budget: read 1, written 2"]


def test_a_difference_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def reader(plan: Compiled, files: Mapping[str, bytes], _folder: Path) -> Iterator[str]:
        assert "plan.json" in files
        yield from readers.differing(plan.id, 1, 2 if plan.id == "okc-launch" else 1)

    monkeypatch.setattr(readers, "READERS", {"all": reader})
    monkeypatch.setattr(readers.sys, "argv", ["readers"])
    assert readers.main() == 1
    said = capsys.readouterr().out
    assert said.count("1 differences") == said.count("okc-launch: read 1, written 2") == 1


@pytest.mark.parametrize("kind, package", [("calendars", "nodejs"), ("workbooks", "libreoffice"), ("projects", "")])
def test_what_is_missing_is_said(
    kind: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(readers, "mpxj", lambda: tmp_path)
    monkeypatch.setattr(readers.sys, "argv", ["readers", kind])
    assert readers.main() == 2
    assert f"apt-get install {package or 'default-jre-headless'}" in capsys.readouterr().err
