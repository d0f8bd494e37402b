"""Proves the wheel: it holds the package, nothing else, and works in an empty folder with only what it requires."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "omp_plugin"

TEMPLATES = "omp_plugin_templates"
COMPILE_NONE = """
from jinja2 import Environment
from omp_plugin.render.environment import Renderer
environment = Renderer().environment
names = [name for name in environment.list_templates() if name.startswith("omp/") and name.endswith(".html")]
Environment.compile = None
print(len([environment.get_template(name) for name in names]))
"""
MKDOCS = "site_name: Plans\ntheme: material\nplugins: [search, omp]\n"


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints on success, in an environment that knows nothing of this project or its folder."""
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd), "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} exits {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tree."""
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    """All members of the wheel."""
    return ZipFile(wheel).namelist()


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment that holds the wheel and what it requires, and nothing else."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    (site,) = home.glob("lib/python*/site-packages")
    for requirement in required(wheel):
        for path in sorted({top_level(file) for file in metadata.files(requirement) or []} - {""}):
            place(Path(str(metadata.distribution(requirement).locate_file(path))), site / path)
    pip = [sys.executable, "-m", "pip", "--python", home / "bin/python", "install", "--quiet", "--quiet"]
    run(*pip, "--no-index", "--no-deps", wheel, cwd=home)
    return home / "bin"


def required(wheel: Path) -> list[str]:
    """The distributions that the wheel requires without extras, and what those require in turn."""
    found: dict[str, None] = {}
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(name).decode().splitlines()
    waiting = [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")]
    while waiting:
        requirement = Requirement(waiting.pop())
        if requirement.name not in found and (not requirement.marker or requirement.marker.evaluate({"extra": ""})):
            found[requirement.name] = None
            waiting += metadata.requires(requirement.name) or []
    return list(found)


def top_level(file: PurePosixPath) -> str:
    """The folder or module that a distribution's file belongs to; nothing for programs and caches."""
    first = file.parts[0]
    return "" if first in {"..", "__pycache__"} else first


def place(here: Path, there: Path) -> None:
    """A link to an installed package, unless another distribution brought the same folder."""
    if not there.exists():
        there.symlink_to(here)


def sources() -> Iterator[str]:
    """Every file that the package needs at run time, by its path in the tree."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
            yield path.relative_to(ROOT).as_posix()


def test_the_wheel_holds_the_package_whole(names: list[str]) -> None:
    packaged = {name for name in names if name.startswith("omp_plugin/")}
    assert packaged == set(sources())
    assert {"omp_plugin/plugin.py", "omp_plugin/cli/__init__.py"} <= packaged
    assert any(re.fullmatch(r"omp_plugin/templates/omp/.+\.html", name) for name in packaged)
    assert any(re.fullmatch(r"omp_plugin/assets/.+\.css", name) for name in packaged)


def test_the_wheel_holds_nothing_else(names: list[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert tops - {"omp_plugin", TEMPLATES} == {top for top in tops if re.fullmatch(r"omp_plugin-[\d.]+\.dist-info", top)}


def test_the_wheel_holds_every_template_compiled(names: list[str], scripts: Path) -> None:
    compiled = [name for name in names if re.fullmatch(rf"{TEMPLATES}/t_[0-9a-f]{{24}}\.py", name)]
    templates = [path for path in (PACKAGE / "templates/omp").rglob("*") if path.is_file()]
    assert len(compiled) == len(templates)
    said = run(scripts / "python", "-c", COMPILE_NONE, cwd=scripts)
    assert int(said) == len([path for path in templates if path.suffix == ".html"])


def test_templates_are_components_and_pages_only() -> None:
    """A theme directory publishes every file that is neither, so there must be no other."""
    suffixes = {path.suffix for path in (PACKAGE / "templates").rglob("*") if path.is_file()}
    assert suffixes <= {".html", ".md"}
    assert suffixes


def test_the_command_answers_in_an_empty_folder(scripts: Path, tmp_path: Path) -> None:
    text = run(scripts / "omp", "--help", cwd=tmp_path)
    assert re.search(r"\bcheck\b", text)
    assert re.search(r"\bshow\b", text)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def readme_site(tmp_path: Path) -> Path:
    """A site with nothing but the plan that the README shows."""
    plan = re.search(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert plan
    assert plan[1].count("\n") == 20
    (tmp_path / "docs/spring").mkdir(parents=True)
    (tmp_path / "docs/spring/plan.yml").write_text(plan[1], encoding="utf-8")
    (tmp_path / "docs/index.md").write_text("# Plans\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    return tmp_path


def test_the_readme_plan_comes_out_as_a_site(scripts: Path, readme_site: Path) -> None:
    run(scripts / "python", "-m", "mkdocs", "build", cwd=readme_site)
    site = readme_site / "site"
    assert "Spring opening" in (site / "spring/index.html").read_text("utf-8")
    assert all((site / "spring" / page / "index.html").is_file() for page in ("timeline", "kpis", "budget", "goals"))
    assert not list(site.rglob("plan.yml"))


def test_the_readme_plan_holds_together(scripts: Path, readme_site: Path) -> None:
    run(scripts / "omp", "check", cwd=readme_site)
    plan = json.loads(run(scripts / "omp", "show", "spring", "--format", "json", cwd=readme_site))
    assert plan["goals"]["sell"]["coverage"] == "1.041667"
    assert plan["budget"]["available"] == "1200.00"
    assert [problem for problem in plan["problems"] if problem["level"] == "error"] == []
