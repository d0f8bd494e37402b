"""Components say in which language they are where the page is in another one."""

from __future__ import annotations

import pytest

from omp_plugin.render.tongue import told_apart

HTML = '<div class="omp omp-kpi_cards">\n<div class="omp-card"></div></div>'


@pytest.mark.parametrize(
    "locale,page,root",
    [
        ("en_US", "en", '<div class="omp omp-kpi_cards">'),
        ("en_GB", "en", '<div class="omp omp-kpi_cards">'),
        ("de_DE", "de", '<div class="omp omp-kpi_cards">'),
        ("de_DE", "en", '<div lang="de" class="omp omp-kpi_cards">'),
        ("ar_EG", "en", '<div lang="ar" dir="rtl" class="omp omp-kpi_cards">'),
        ("ar_EG", "he", '<div lang="ar" class="omp omp-kpi_cards">'),
        ("en_US", "ar", '<div lang="en" dir="ltr" class="omp omp-kpi_cards">'),
        ('x"><b>', "en", '<div class="omp omp-kpi_cards">'),
    ],
)
def test_the_root_tells_its_language(locale: str, page: str, root: str) -> None:
    assert told_apart(HTML, locale, page) == HTML.replace('<div class="omp omp-kpi_cards">', root)


def test_what_is_no_component_stays() -> None:
    assert told_apart("<p>5 %</p>", "de_DE", "en") == "<p>5 %</p>"
