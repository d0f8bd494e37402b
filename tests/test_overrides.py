"""A project's own templates in a build: one component replaced, one block of another changed, a page extended."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from omp_plugin.render.components import BY_NAME
from omp_plugin.render.components.component import Component

TEMPLATES = Path(__file__).parents[1] / "omp_plugin" / "templates" / "omp"

PLAN = """\
omp: 1
title: Spring launch
period: 2026-01-01 to 2026-12-31
as_of: 2026-06-30
owner: ann
people:
  ann: {name: Ann Ash}
next_steps:
  call: {title: Call <the> printer, owner: ann, due: 2026-07-01}
budget: none
checks: {without-owner: off, missing-key: off, goal-count: off, not-smart: off, no-lagging-kpi: off, no-leading-kpi: off}
"""

OVERRIDES = {
    # A whole component.
    "next_steps.html": "<ol>{% for row in view.rows %}<li>{{ row.cells[0].text }}</li>{% endfor %}</ol>",
    # One block of another, with what stood there, and one that uses what the component's own template imports.
    "title_block.html": (
        '{% extends "omp-default/title_block.html" %}'
        "{% block facts %}{{ super() }}<div><dt>Room</dt><dd>{{ ctx.plan.label|upper }}</dd></div>{% endblock %}"
    ),
    "health.html": (
        '{% extends "omp-default/health.html" %}{% from "omp/_macros.html" import status %}'
        '{% block facets %}<p class="ours">{{ status("on-track") }}</p>{% endblock %}'
    ),
    # A page.
    "pages/index.md": '{% include "omp-default/pages/index.md" %}\nAsk the **press office**.\n',
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The overview of a small plan, built with all of the overrides."""
    root = tmp_path_factory.mktemp("overrides")
    for name, text in {"docs/index.md": "# Site\n", "docs/launch/plan.yml": PLAN}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name, text in OVERRIDES.items():
        path = root / "overrides" / "omp" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    theme = {"name": "material", "font": False, "custom_dir": str(root / "overrides")}
    settings = {"site_name": "Site", "theme": theme, "plugins": ["omp"], "docs_dir": str(root / "docs")}
    (root / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    return (root / "site" / "launch" / "index.html").read_text("utf-8")


def test_a_component_is_replaced(page: str) -> None:
    assert "<ol><li>Call &lt;the&gt; printer</li></ol>" in page
    assert '<table class="omp-t omp-stack"' not in page


def test_a_block_is_added_to(page: str) -> None:
    facts = re.findall(r'<dl class="omp-facts">(.*?)</dl>', page, re.DOTALL)[0]
    assert "<dt>Period</dt>" in facts
    assert facts.endswith("<div><dt>Room</dt><dd>SPRING LAUNCH</dd></div>")
    assert page.count("SPRING LAUNCH") == 1
    assert re.search(r"<h1[^>]*>Spring launch", page)


def test_a_block_is_replaced_and_the_rest_stays(page: str) -> None:
    health = re.findall(r'<div class="omp omp-health">.*?</section>', page, re.DOTALL)[0]
    assert '<p class="ours"><span class="omp-status omp-s-on-track">' in health
    assert "Plan health" in health
    assert "omp-facet-head" not in health


def test_a_page_is_extended(page: str) -> None:
    assert "Ask the <strong>press office</strong>." in page
    assert "omp-health" in page


@pytest.mark.parametrize("component", BY_NAME.values(), ids=lambda each: each.name)
def test_every_component_has_blocks_to_extend(component: Component) -> None:
    text = (TEMPLATES / f"{component.name}.html").read_text("utf-8")
    blocks = re.findall(r"{%-?\s*block (\w+)", text)
    assert blocks[0] == "content"
    assert len(blocks) == len(set(blocks)) == len(re.findall(r"{%-?\s*endblock", text))
