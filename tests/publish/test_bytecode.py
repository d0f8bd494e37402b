"""Compiled templates are kept beside the package's own, for the same source only, and never in the way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from omp_plugin.publish.bytecode import Beside


@pytest.fixture(autouse=True)
def may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def _says(folder: Path, source: str) -> str:
    environment = Environment(loader=DictLoader({"a": source}), bytecode_cache=Beside(folder), autoescape=True)
    return environment.get_template("a").render(x=1)


def test_a_template_is_kept_and_taken_again(tmp_path: Path) -> None:
    assert _says(tmp_path, "x is {{ x }}") == "x is 1"
    (kept,) = tmp_path.iterdir()
    before = kept.stat().st_mtime_ns
    assert _says(tmp_path, "x is {{ x }}") == "x is 1"
    assert kept.stat().st_mtime_ns == before


def test_another_source_is_compiled_again(tmp_path: Path) -> None:
    _says(tmp_path, "x is {{ x }}")
    assert _says(tmp_path, "x was {{ x }}") == "x was 1"


@pytest.mark.parametrize("broken", [b"", b"nothing that anybody wrote", b"j2"])
def test_what_cannot_be_read_is_compiled_again(tmp_path: Path, broken: bytes) -> None:
    _says(tmp_path, "x is {{ x }}")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(broken)
    assert _says(tmp_path, "x is {{ x }}") == "x is 1"


def test_half_a_file_is_compiled_again(tmp_path: Path) -> None:
    _says(tmp_path, "x is {{ x }}")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-20])
    assert _says(tmp_path, "x is {{ x }}") == "x is 1"


def test_nothing_is_kept_where_python_keeps_no_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _says(tmp_path, "x is {{ x }}") == "x is 1"
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert _says(tmp_path / "file", "x is {{ x }}") == "x is 1"
