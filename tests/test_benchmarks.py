"""The sites that the product is measured beside say what its pages say."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from jinja2 import Environment

ROOT = Path(__file__).parents[1]
PAGE = """<html><nav><p>menu</p></nav><article class="md-content__inner"><h1>KPIs<a>¶</a></h1><p>One <b>two</b>.</p>
<table><thead><tr><th>Name</th><th>Plan</th><th>Plan</th></tr></thead>
<tbody><tr><td>Orders</td><td>1|2</td><td>3</td></tr><tr><td>Leads</td><td>4</td></tr></tbody></table>
<svg><text>drawn</text></svg><ul><li>last</li></ul></article><footer>foot</footer></html>"""
PLAIN = """\
# KPIs

One two.

| Name | Plan | Plan |
| --- | --- | --- |
| Orders | 1/2 | 3 |
| Leads | 4 |  |

- last
"""


@pytest.fixture
def peer_sites(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("peer_sites")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A site of one page of a plan."""
    page = tmp_path / "built/plan-001/kpis/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    return tmp_path / "built"


def test_plain_and_hugo(peer_sites: ModuleType, built: Path, tmp_path: Path) -> None:
    sys.modules["sites"].write_plain(tmp_path / "plain", built)
    assert (tmp_path / "plain/docs/plan-001/kpis/index.md").read_text() == PLAIN
    peer_sites.write_hugo(tmp_path / "hugo", built)
    assert (tmp_path / "hugo/content/plan-001/kpis/_index.md").read_text().endswith(f"---\n{PLAIN}")


def test_macros_make_the_same_markdown_of_data(peer_sites: ModuleType, built: Path, tmp_path: Path) -> None:
    peer_sites.write_macros(tmp_path / "macros", built)
    page = (tmp_path / "macros/docs/plan-001/kpis/index.md").read_text()
    assert "Orders" not in page
    data = yaml.safe_load((tmp_path / "macros/data/plan_001.yml").read_text())
    made = Environment(autoescape=False).from_string(page).render(data)
    assert [line for line in made.splitlines() if line] == [line for line in PLAIN.splitlines() if line]


def test_table_reader_is_given_rows_with_names(peer_sites: ModuleType, built: Path, tmp_path: Path) -> None:
    peer_sites.write_table_reader(tmp_path / "reader", built)
    page = (tmp_path / "reader/docs/plan-001/kpis/index.md").read_text()
    assert page == '# KPIs\n\nOne two.\n\n{{ read_yaml("data/plan-001/kpis/index-0.yml") }}\n\n- last\n'
    rows = yaml.safe_load((tmp_path / "reader/data/plan-001/kpis/index-0.yml").read_text())
    assert rows == [{"Name": "Orders", "Plan": "1/2", "Plan 3": "3"}, {"Name": "Leads", "Plan": "4", "Plan 3": ""}]
