"""`omp render`: pages as files that another generator shows as our own build shows them, and what is never written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from omp_plugin.cli import main
from omp_plugin.publish.folder import MARKER, work_room
from omp_plugin.render.style_parts import style_files
from omp_plugin.render.stylesheet import stylesheet
from tests.helpers import PLANS
from tests.publish.articles import article, elements, texts
from tests.test_plugin import CAMPAIGN, PLAN

CONFIG = """\
site_name: Plans
site_url: https://plans.example/
theme: {name: material, font: false, custom_dir: overrides, features: [navigation.prune]}
extra_css: [own.css]
plugins:
- search: {lang: !ENV [SEARCH_LANGUAGE, en]}
- omp: {as_of: 2026-11-22}
markdown_extensions: [admonition, attr_list, md_in_html, tables]
exclude_docs: |
  notes/
"""
HOME = """\
---
title: Our <b>plans</b>
visibility: internal
---
# Home

- {{ kpi_cards(plan="spring") }}
- [KPIs](spring/kpis.md#kpi-orders)

> {{ kpi_cards(plan="spring") }}

{% raw %}`{{ kpi("x") }}`{% endraw %} of {{ kpi("orders", plan="spring").target }}
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of two plans, one with pages of its author's; the command runs in it."""
    root = tmp_path / "site"
    files = {
        "mkdocs.yml": CONFIG, "docs/index.md": HOME, "docs/spring/plan.yml": PLAN, "docs/own.css": "p { color: red }",
        "docs/spring/campaigns/search.md": CAMPAIGN, "docs/spring/shop.png": "picture", "docs/spring/orders.csv": "a,b",
        "docs/notes/secret.md": "# Secret", "overrides/partials/footer.html": "foot",
        "overrides/omp/pages/none.md": "", "docs/.hidden/x.md": "# Hidden",
    }  # fmt: skip
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def built(config: Path, site: Path) -> Path:
    build(load_config(str(config), site_dir=str(site)))
    return site


def test_another_build_shows_the_same(shop: Path, tmp_path: Path) -> None:
    shutil.copytree(PLANS / "linkedin-presence", shop / "docs" / "linkedin-presence")
    shutil.rmtree(shop / "overrides" / "partials")
    assert main(["render", "--to", str(tmp_path / "out")]) == 0
    config = yaml.unsafe_load((tmp_path / "out" / "mkdocs.yml").read_text().replace("!ENV", ""))
    assert [*config["plugins"][0]] == ["search"]
    assert len(config["plugins"]) == 1
    ours = built(shop / "mkdocs.yml", tmp_path / "ours")
    other = built(tmp_path / "out" / "mkdocs.yml", tmp_path / "other")
    parts = {name for name, _ in style_files("assets/omp.css")}
    assert names(ours) == names(other) | parts  # others link one stylesheet, which has all parts
    assert (other / "assets/omp.css").read_bytes() == stylesheet()
    pages = sorted(path.relative_to(ours) for path in ours.rglob("index.html"))
    assert len(pages) > 25
    for page in pages:
        assert texts(article(ours / page)) == texts(article(other / page)), page
        if page != Path("index.html"):  # its components stand in lists, between paragraphs of the other generator's
            assert elements(article(ours / page)) == elements(article(other / page)), page
    same = {name for name in names(other) - parts if not name.endswith((".html", ".gz", "sitemap.xml", "search_index.json"))}
    assert {name for name in same if (ours / name).read_bytes() != (other / name).read_bytes()} == set()


def test_what_is_written(shop: Path, tmp_path: Path) -> None:
    assert main(["render", "--to", "../out"]) == 0
    found = names(tmp_path / "out")
    assert {
        MARKER, "mkdocs.yml", "nav.yml", "overrides/partials/footer.html", "docs/index.md", "docs/own.css",
        "docs/assets/omp.css", "docs/spring/index.md", "docs/spring/campaigns/search.md",
        "docs/spring/plan.json", "docs/spring/plan.xlsx", "docs/spring/calendar.ics", "docs/spring/shop.png",
        "docs/spring/omp-print.css", "docs/portfolio.md",
    } <= found  # fmt: skip
    assert not {each for each in found if each.endswith((".yml", "orders.csv"))} - {"mkdocs.yml", "nav.yml"}
    assert not {each for each in found if "secret" in each or "hidden" in each or "none.md" in each}
    home = (tmp_path / "out" / "docs" / "index.md").read_text()
    assert home.startswith("---\ntitle: Our &lt;b&gt;plans&lt;/b&gt;\n---\n\n# Home\n")
    assert '`{{ kpi("x") }}` of 100' in home
    assert "[KPIs](spring/kpis.md#kpi-orders)" in home
    assert "omp" not in str(yaml.safe_load((tmp_path / "out" / "nav.yml").read_text()))
    search = (tmp_path / "out" / "docs" / "spring" / "campaigns" / "search.md").read_text()
    assert "owner: ann" not in search
    assert "Be found <strong>first</strong>." in search
    first = {name: (tmp_path / "out" / name).read_bytes() for name in found}
    assert main(["render", "--to", "../again"]) == 0
    assert {name: (tmp_path / "again" / name).read_bytes() for name in names(tmp_path / "again")} == first


def test_a_navigation_and_addresses_as_the_configuration_states_them(shop: Path, tmp_path: Path) -> None:
    more = "use_directory_urls: false\nnav: [index.md, Spring: [spring/index.md, spring/kpis.md]]\n"
    (shop / "own.yml").write_text(CONFIG + more)
    assert main(["render", "--to", "../out", "--config-file", "own.yml"]) == 0
    stated = yaml.safe_load((tmp_path / "out" / "nav.yml").read_text())
    assert stated["nav"] == ["index.md", {"Spring": ["spring/index.md", "spring/kpis.md"]}]
    assert "/spring/goals.md\n" in stated["not_in_nav"]
    assert 'href="kpis.html' in (tmp_path / "out" / "docs" / "spring" / "index.md").read_text()


def test_data_and_what_only_some_may_see(shop: Path, tmp_path: Path) -> None:
    (shop / "own.yml").write_text(CONFIG.replace("omp: {", "omp: {publish_data: false, "))
    assert main(["render", "--to", "../out", "--config-file", "own.yml", "--audience", "public"]) == 0
    found = names(tmp_path / "out" / "docs")
    assert "index.md" not in found, "the author's page is internal"
    assert not {each for each in found if each.endswith((".json", ".xlsx", ".ics", ".csv"))}


def test_errors_stop_it(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--to", "../out"]) == 0
    before = (tmp_path / "out" / "docs" / "spring" / "index.md").read_text()
    (shop / "docs" / "spring" / "plan.yml").write_text(PLAN.replace("owner: ann\nas_of", "owner: nobody\nas_of"))
    capsys.readouterr()
    assert main(["render", "--to", "../out"]) == 1
    said = capsys.readouterr()
    assert "docs/spring/plan.yml:4:8: error unknown-reference" in said.out
    assert "omp: nothing was rendered: 1 error" in said.err
    assert (tmp_path / "out" / "docs" / "spring" / "index.md").read_text() == before
    assert main(["render", "--to", "../new"]) == 1
    assert not (tmp_path / "new").exists()
    assert not work_room(tmp_path / "new").exists()


def foreign(shop: Path) -> None:
    (shop.parent / "out").mkdir()
    (shop.parent / "out" / "thesis.md").write_text("years of work")


@pytest.mark.parametrize(
    "before,to,says",
    [
        (foreign, "../out", "holds something that omp has not rendered"),
        (lambda _shop: None, "docs/rendered", "docs/rendered lies among the pages of the site"),
        (lambda _shop: None, ".", "holds something that omp has not rendered"),
        (lambda _shop: None, "mkdocs.yml", "is no folder"),
    ],
)
def test_never_over_what_is_not_its_own(
    shop: Path, capsys: pytest.CaptureFixture[str], before: Callable[[Path], None], to: str, says: str
) -> None:
    before(shop)
    kept = names(shop.parent)
    assert main(["render", "--to", to]) == 2
    assert says in capsys.readouterr().err
    assert names(shop.parent) == kept


def test_a_published_site_is_not_its_own(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--to", "../out"]) == 0
    (tmp_path / "out" / MARKER).write_text("This folder is written by `omp publish --to`, which replaces all of it.\n")
    assert main(["render", "--to", "../out"]) == 2
    assert "has not rendered" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--config-file", "none.yml"], []])
def test_without_a_configuration(
    shop: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop / "mkdocs.yml").unlink()
    monkeypatch.chdir(shop / "docs")
    assert main(["render", "--to", "../../out", *arguments]) == 2
    assert "omp: there is no" in capsys.readouterr().err
