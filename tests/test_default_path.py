"""What a build and the commands do not import: libraries that cost more time than all of the work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_plugin import PLAN

HEAVY = ("pandas", "numpy", "matplotlib", "networkx", "duckdb", "sqlalchemy", "openpyxl", "icalendar", "PIL")
BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
build(load_config("mkdocs.yml", site_dir="site"))
"""
CHECK = """
import sys
from omp_plugin.cli import main
main(["check"])
"""
IMPORTED = f"print([name for name in {HEAVY!r} if name in sys.modules])"


@pytest.mark.parametrize("work", [BUILD, CHECK])
def test_no_heavy_library_is_imported(tmp_path: Path, work: str) -> None:
    (tmp_path / "docs" / "spring").mkdir(parents=True)
    (tmp_path / "docs" / "spring" / "plan.yml").write_text(PLAN)
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\ntheme: {name: material, font: false}\nplugins: [search, omp]\n")
    command = [sys.executable, "-W", "ignore", "-c", work + IMPORTED]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout


@pytest.mark.parametrize("name", ["markdown", "jinja2", "babel", "xlsxwriter"])
def test_a_check_does_not_import_what_pages_need(tmp_path: Path, name: str) -> None:
    (tmp_path / "docs" / "spring").mkdir(parents=True)
    (tmp_path / "docs" / "spring" / "plan.yml").write_text(PLAN)
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\n")
    command = [sys.executable, "-c", f"{CHECK}print({name!r} in sys.modules)"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    "name", ["markdown_it", "mkdocs.livereload", "multiprocessing", "omp_plugin.render.components.budget", "omp_plugin.export.feed"]
)
def test_a_site_without_plans_does_not_wait_for_what_draws_them(name: str) -> None:
    program = f"import sys, omp_plugin.plugin; print({name!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
