"""Pages and names of files that a stranger might propose: titles stay text, and nothing is published by a slip."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from omp_plugin.build import check_pages
from tests.helpers import HEAD
from tests.helpers import said as told
from tests.render.test_attacks import attacked
from tests.test_plugin import Project, project, said, title_of

__all__ = ["project", "said"]
SECRET = "zqsecret"


class _Bad(HTMLParser):
    """What runs: handlers of events, scripts with our mark, addresses that are scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or ("alert(" in (value or "") and name in ("href", "src"))]


def running(html: str) -> list[str]:
    """What would run in a browser; a title holds no elements."""
    bad = _Bad()
    bad.feed(re.sub(r"<title>[^<]*</title>", "", html))
    return bad.found


def in_search(project: Project) -> str:
    index = json.loads((project.site / "search" / "search_index.json").read_text("utf-8"))
    return "".join(each["title"] + each["text"] for each in index["docs"])


def test_names_of_files_and_headings_are_text(project: Project) -> None:
    image, vector = "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>'
    project.write({
        f"{image}.md": "text", f"{vector}/index.md": "text", f"{vector}/b.md": "# B", f"spring/{vector}.md": "text",
        "h1.md": "# &lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;\n\ntext\n", "h2.md": f"# `{image}`\n\n## `{image}`\n",
        "bare.md": f"title: {image}\nauthor: {vector}\ndescription: {vector}\nstatus: {vector}\n\ntext\n",
    })  # fmt: skip
    project.build()
    pages = sorted(project.site.rglob("*.html"))
    assert len(pages) > 10
    assert {path.relative_to(project.site).as_posix(): found for path in pages if (found := running(path.read_text("utf-8")))} == {}
    assert running(in_search(project)) == []
    assert title_of(project.page("h1")) == "&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt; - Site"
    assert title_of(project.page(image)) == f"{image.replace('<', '&lt;').replace('>', '&gt;')} - Site"


def test_signs_in_headings_are_shown(project: Project) -> None:
    project.write({"a.md": "# Profit & `loss` <em>now</em>\n", "q-a.md": "Who?\n"})
    project.build()
    assert title_of(project.page("a")) == "Profit &amp; loss now - Site"
    assert "<h1 id=" in project.page("a")
    assert title_of(project.page("q-a")) == "Q a - Site"
    assert "Profit &amp;amp;" not in project.page("")


def test_no_page_of_a_plan_runs_what_its_fields_say(project: Project) -> None:
    plan = attacked('</script></title><svg/onload=alert(1)>"onmouseover=alert(1) x="')
    source = plan.source.files["plan.yml"].decode()
    project.write({"spring/plan.yml": source})
    project.build(serving=True)
    pages = sorted(project.site.glob("spring/**/*.html"))
    assert len(pages) > 8
    assert {path.name: found for path in pages if (found := running(path.read_text("utf-8")))} == {}
    assert running(in_search(project)) == []
    assert "onmouseover" in project.page("spring")


def test_what_looks_like_an_expression_in_a_title_asks_for_nothing(project: Project) -> None:
    vector = "{{ 7 * 7 }} {% x %} {{ kpi_table() }} {#"
    plan = HEAD.replace("title: T", f"title: '{vector}'").replace("name: Ann", f"name: '{vector}'")
    plan += f"kpis: {{k: {{title: '{vector}', owner: ann, target: 9}}}}\ncampaigns: {{c: {{title: '{vector}', owner: ann}}}}\n"
    project.write({"open/plan.yml": plan, "{{ 7 * 7 }}/autumn/plan.yml": HEAD})
    project.build()
    assert "{{ 7 * 7 }} {% x %}" in title_of(project.page("open"))
    assert "{{ kpi_table() }}" in title_of(project.page("open/kpis"))
    assert project.page("open/kpis").count("<table") == 1
    assert "<code>docs/{{ 7 * 7 }}/autumn/plan.yml</code>" in project.page("{{ 7 * 7 }}/autumn").replace("&#123;", "{")


LOST = {
    "no dashes": (f"visibility: confidential\n\n# {SECRET}\n", "1:1 syntax"),
    "no dashes, second": (f"title: x\nVisibility: confidential\n\n# {SECRET}\n", "2:1 syntax"),
    "a template that is not there": ("template: no.html\n\n# A\n", "1:1 syntax"),
    "a line before": (f"\n---\nvisibility: confidential\n---\n# {SECRET}\n", "2:1 syntax"),
    "a space before": (f" ---\nvisibility: confidential\n---\n# {SECRET}\n", "1:1 syntax"),
    "four dashes": (f"----\nvisibility: confidential\n----\n# {SECRET}\n", "1:1 syntax"),
    "more behind the dashes": (f"---\nvisibility: confidential\n--- x\n# {SECRET}\n", "1:1 syntax"),
    "never closed": (f"---\nvisibility: confidential\n\n# {SECRET}\n", "1:1 syntax"),
    "a capital": (f"---\nVisibility: confidential\n---\n# {SECRET}\n", "2:1 unknown-key"),
    "a slip": (f"---\nvisiblity: confidential\n---\n# {SECRET}\n", "2:1 unknown-key"),
}
FINE = ["Note: read this.\n", "---\n\nA rule above.\n", "Title: A page\n\ntext\n", "---\ntitle: A\nicon: ''\n---\ntext\n", "- a: b\n- c\n", "Visit: us\n\nvisibility: high\n", "", "---\n"]


@pytest.mark.parametrize("name", LOST)
def test_what_looks_like_front_matter_is_none(name: str, tmp_path: Path) -> None:
    text, place = LOST[name]
    (tmp_path / "a.md").write_text(text)
    assert [told(each) for each in check_pages(tmp_path, "docs")] == [f"docs/a.md:{place}"]


@pytest.mark.parametrize("text", FINE)
def test_what_does_not_look_like_it_is_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text)
    assert check_pages(tmp_path, "docs") == []


def test_pages_of_all_endings_have_an_audience(project: Project) -> None:
    head = "---\nvisibility: {}\n---\n# {}\n"
    names = ["a.markdown", "b.mkd", "c.mdown", "d.mkdn", "e.MD", "spring/f.markdown"]
    project.write({name: head.format("confidential", SECRET) for name in names})
    project.write({f"open-{name}": head.format("public", "zqopen") for name in names[:4]})
    project.build(plugins=["search", {"omp": {"audience": "public"}}])
    whole = {path.relative_to(project.site).as_posix(): path.read_bytes() for path in project.site.rglob("*") if path.is_file()}
    assert [name for name, content in whole.items() if SECRET.encode() in content] == []
    assert [f"open-{letter}/index.html" in whole for letter in "abcd"] == [True] * 4


def test_a_plan_under_another_name_is_not_published_as_it_is(project: Project, said: Callable[[], str]) -> None:
    project.write({"deal/plan.yaml": f"omp: 1\nsummary: {SECRET}\n", "deal/tasks.csv": SECRET, "Deal/Plan.yml": f"title: {SECRET}\nomp: 1\n"})
    with pytest.raises(Abort):
        project.build()
    assert 'docs/deal/plan.yaml:1:1: error unknown-key: the file of a plan is called "plan.yml"' in said()
    assert "docs/Deal/Plan.yml:1:1: error unknown-key" in said()
    project.build(serving=True)
    assert not [path for path in project.site.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_files_that_are_called_like_a_plan_and_are_none(project: Project) -> None:
    project.write({"kitchen/plan.yaml": "cook: soup\n"})
    project.build()
    assert (project.site / "kitchen" / "plan.yaml").exists()


@pytest.mark.parametrize("name", ["partials/nav.html", "blog-post.html", "fragments/tags/default/tag.html", "../main.html"])
def test_a_template_that_is_no_page_is_refused_before_the_old_site_is_gone(project: Project, said: Callable[[], str], name: str) -> None:
    project.write({"a.md": f"---\ntemplate: {name}\n---\n# A\n"})
    with pytest.raises(Abort):
        project.build()
    assert f'docs/a.md:2:11: error wrong-type: the theme has no template "{name}"' in said()


def test_templates_of_pages_are_there(project: Project) -> None:
    project.write({"a.md": "---\ntemplate: main.html\n---\n# A\n", "b.md": "---\ntemplate: redirect.html\nlocation: https://example.org/\n---\n# B\n"})
    project.build()
    assert "<h1" in project.page("a")
