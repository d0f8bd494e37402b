"""Names of pages that a host cannot publish, at which it fails when the old site is gone: refused before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from omp_plugin.source.written import read_written
from tests.helpers import HEAD


def write(root: Path, *names: str) -> None:
    for name in ("x/plan.yml", "x/data/orders.csv", "logo.png", *names):
        path = os.fsencode(root) + b"/" + os.fsencode(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(HEAD.encode() if name.endswith("plan.yml") else b"text\n")


def codes(root: Path) -> list[str]:
    return [each.code for each in read_written(root, "docs").problems]


@pytest.mark.parametrize("name", ["a\nb.md", "a\tb.md", "a\x1b[31m.md", "a\u202eb.md", "\udcff.md", "\udcff.png", "\u2066/a.md", "\udcff/y/plan.yml"])
def test_names_with_hidden_characters(name: str, tmp_path: Path) -> None:
    write(tmp_path, name)
    found = read_written(tmp_path, "docs")
    assert [each.code for each in found.problems] == ["unsafe-text"]
    assert (found.unsafe, found.pages) == ({name}, {})


@pytest.mark.parametrize(
    "name",
    ["index.html.md", "a/index.html.md", "sitemap.xml.md", "404.html.markdown", "logo.png.md", "x/plan.json.md", "x/data/orders.csv.md",
     "search/search_index.json.md", "assets/images/favicon.png.md", "calendar.ics.md"],
)  # fmt: skip
def test_pages_in_the_way_of_files(name: str, tmp_path: Path) -> None:
    write(tmp_path, name)
    assert codes(tmp_path) == ["unsafe-path"]


def test_other_names_are_names(tmp_path: Path) -> None:
    write(tmp_path, "node.js.md", "package.json.md", "v1.0.md", "x/node.js.md", "index.md", "404.md", "Größe 日本.md", "שלום.md", "a'b\"c&d.md", "[x](y).md", "assets/a.md", "a b.md")
    assert codes(tmp_path) == []
