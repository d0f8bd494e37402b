"""Templates that a wheel brings compiled are what Jinja would compile, and give way to any that says something else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from omp_plugin.render import ready
from omp_plugin.render.environment import Renderer
from omp_plugin.render.page_templates import PageTemplates

WRITE = """
import sys
from omp_plugin.render.environment import Renderer
from omp_plugin.render.page_templates import PageTemplates
from omp_plugin.render.ready import modules
for name, text in modules({".html": Renderer().environment, ".md": PageTemplates().environment}):
    print(name, text)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package of compiled templates, as an install brings it."""
    found = {".html": Renderer().environment, ".md": PageTemplates().environment}
    for name, text in ready.modules(found):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(ready, "_folders", lambda: (str(tmp_path),))
    return tmp_path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates that Jinja compiles."""
    found: list[str] = []
    whole = Environment.compile

    def counted(self: Environment, source: str, name: str | None = None, *rest: object, **more: object) -> object:
        found.append(str(name))
        return whole(self, source, name, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", counted)
    return found


@pytest.mark.usefixtures("folder")
def test_every_template_is_there(compiled: list[str]) -> None:
    environments = {".html": Renderer().environment, ".md": PageTemplates().environment}
    loaded = 0
    for suffix, environment in environments.items():
        for name in environment.list_templates():
            if name.startswith("omp/") and name.endswith(suffix):
                assert environment.get_template(name).name == name
                loaded += 1
    assert compiled == []
    assert loaded > 70


@pytest.mark.usefixtures("folder")
def test_a_project_s_own_template_is_compiled(tmp_path: Path, compiled: list[str]) -> None:
    own = tmp_path / "overrides"
    (own / "omp").mkdir(parents=True)
    (own / "omp/_note.html").write_text("<p>Ours: {{ view }}</p>", encoding="utf-8")
    environment = Renderer([own]).environment
    assert environment.get_template("omp/_note.html").render(view="<", f=None) == "<p>Ours: &lt;</p>"
    assert compiled == ["omp/_note.html"]


def test_an_edited_template_is_compiled(folder: Path, compiled: list[str]) -> None:
    for path in folder.glob("t_*.py"):
        path.unlink()
    assert Renderer().environment.get_template("omp/_note.html")
    assert compiled == ["omp/_note.html"]


def test_what_is_broken_is_compiled(folder: Path, compiled: list[str]) -> None:
    for path in folder.glob("t_*.py"):
        path.write_text("def root(:", encoding="utf-8")
    assert Renderer().environment.get_template("omp/_note.html")
    assert compiled == ["omp/_note.html"]


def test_the_same_templates_give_the_same_modules() -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", WRITE], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    (text,) = made
    assert text.count(b"\nt_") > 70
