"""What checks need to know of a site's configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from omp_plugin.source.site import find_site


@pytest.mark.parametrize(
    "text,docs,checks,as_of",
    [
        ("", "docs", {}, None),
        ("docs_dir: plans\n", "plans", {}, None),
        ("plugins: [search, omp]\n", "docs", {}, None),
        ("plugins:\n- search\n- omp:\n    as_of: 2026-11-22\n    checks: {not-smart: off}\n", "docs", {"not-smart": "off"}, "2026-11-22"),
        ("plugins: {omp: {checks: {goal-count: error}}}\n", "docs", {"goal-count": "error"}, None),
        ("theme: !ENV THEME\nhook: !!python/name:x.y\ndocs_dir: d\n", "d", {}, None),
        ("docs_dir: [\n", "docs", {}, None),
    ],
)
def test_settings(tmp_path: Path, text: str, docs: str, checks: dict[str, str], as_of: str | None) -> None:
    (tmp_path / "mkdocs.yml").write_text(text)
    (tmp_path / "a" / "b").mkdir(parents=True)
    site = find_site(tmp_path / "a" / "b")
    assert site is not None
    assert (site.docs, dict(site.checks), site.as_of) == (tmp_path / docs, checks, as_of)


def test_the_nearest_site_counts(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "mkdocs.yml").write_text("docs_dir: outer\n")
    (tmp_path / "inner" / "mkdocs.yml").write_text("docs_dir: nearest\n")
    site = find_site(tmp_path / "inner")
    assert site is not None
    assert site.docs == tmp_path / "inner" / "nearest"
