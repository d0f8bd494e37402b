"""The configuration of a rendered site: what stays of the project's own, and what is said anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from omp_plugin.publish.target import AnyName, Configuration, navigation_text


def rendered(folder: Path, text: str) -> str:
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return Configuration(folder / "mkdocs.yml").rendered(["index.md"], [])


@pytest.mark.parametrize(
    "text,said",
    [
        ("plugins: [search, omp]", {"plugins": ["search"]}),
        ("plugins: [omp]", {"plugins": []}),
        ("plugins:\n- omp:\n    audience: public\n- tags", {"plugins": ["tags"]}),
        ("plugins:\n- omp:\n- search: {lang: de}", {"plugins": [{"search": {"lang": "de"}}]}),
        ("plugins: {omp: {}, search: {lang: de}}", {"plugins": {"search": {"lang": "de"}}}),
        ("extra_css: [a.css, assets/omp.css]", {"extra_css": ["assets/omp.css", "a.css"]}),
        ("site_name: X", {"site_name": "X", "extra_css": ["assets/omp.css"]}),
        ("theme: {name: material, custom_dir: nowhere}", {"theme": {"name": "material"}}),
        ("docs_dir: plans\nsite_dir: www\nhooks: [h.py]\nnav: [a.md]\nexclude_docs: x", {}),
        ("", {}),
        ("[", {}),
    ],
)
def test_what_stays(tmp_path: Path, text: str, said: dict[str, Any]) -> None:
    found = yaml.safe_load(rendered(tmp_path, text))
    assert found == {"docs_dir": "docs", "edit_uri": "", "nav": ["index.md"], "extra_css": ["assets/omp.css"], **said}


def test_what_other_programs_read_stays_as_it_is(tmp_path: Path) -> None:
    text = "site_url: !ENV [URL, 'https://x.example/']\nmarkdown_extensions:\n- e: {f: !!python/name:a.b ''}\nextra: &x {a: '01'}\nmore: *x\n"
    found = rendered(tmp_path, text)
    assert "site_url: !ENV [URL, 'https://x.example/']" in found
    assert "!!python/name:a.b ''" in found
    assert "{a: '01'}" in found


def test_templates_of_the_theme_go_along_ours_do_not(tmp_path: Path) -> None:
    for name in ("own/main.html", "own/omp/kpi_table.html", "own/README.md", "own/.git/x", "own/assets/a.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = rendered(tmp_path, "theme: {name: material, custom_dir: own}")
    assert yaml.safe_load(found)["theme"] == {"name": "material", "custom_dir": "overrides"}
    assert [name for name, _path in Configuration(tmp_path / "mkdocs.yml").theme_files] == ["main.html", "assets/a.js"]


def test_the_site_as_its_host_describes_it(tmp_path: Path) -> None:
    text = "docs_dir: plans\nsite_name: P\nsite_url: https://p.example/\nuse_directory_urls: no\ntheme: {language: de}\nexclude_docs: |\n  *.py\n  drafts/\ndraft_docs: new.md\n"
    (tmp_path / "mkdocs.yml").write_text(text)
    site = Configuration(tmp_path / "mkdocs.yml").host_site()
    assert (site.docs, site.name, site.address, site.language) == (tmp_path / "plans", "P", "https://p.example/", "de")
    assert not site.as_folders
    assert [site.is_left_out(uri) for uri in ("a.py", "drafts/x/y.md", "new.md", "templates/a.md", "old.md")] == [True] * 4 + [False]


def test_pages_outside_the_navigation_are_named() -> None:
    found = yaml.safe_load(navigation_text([{"A": "a.md"}], ["z/é.md", "b.md"]))
    assert found == {"nav": [{"A": "a.md"}], "not_in_nav": "/b.md\n/z/é.md\n"}


def test_any_name_is_known_where_the_theme_is_not() -> None:
    assert "home.html" in AnyName()
    assert not list(AnyName())
