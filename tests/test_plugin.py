"""The plugin in a real build: what is published, what stops a build, and what the old site is left as."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

PLAN = """\
omp: 1
title: Spring <b>launch</b> & more
period: 2026-01-01 to 2026-12-31
owner: ann
as_of: 2026-06-30
status: active
people:
  ann: {name: Ann Ash, role: Head}
objectives:
  grow: {title: Grow, owner: ann, outcome: revenue}
goals:
  more: {title: More orders, objective: grow, owner: ann, kpi: orders, due: 2026-12-31, why: it pays}
kpis:
  orders:
    {title: Orders, unit: orders, kind: lagging, owner: ann, target: 100, baseline: 10, actual: {2026-05: 50}}
checks: {campaign-without-budget: off, stale-actuals: off, not-smart: off, goal-count: off, no-leading-kpi: off, without-owner: off}
"""
CAMPAIGN = """\
---
title: Search
owner: ann
goals: [more]
delivers: {orders: 100}
formerly: [seo]
---
Be found **first**.
"""
PLAN_DATA = [
    "plan.json", "calendar.ics", "plan.xlsx", "project.xml",
    *(f"data/{name}.csv" for name in ("plan", "people", "objectives", "goals", "kpis", "kpi_values", "campaigns")),
]  # fmt: skip
SITE_DATA = ["calendar.ics", "plan.schema.json", "llms.txt", "portfolio.csv", "portfolio-totals.csv", "portfolio.xlsx"]


class Project:
    """A site's sources as texts, and its build."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site = root / "site"
        (root / "docs").mkdir(exist_ok=True)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Writes files below the docs folder; `../` leads to what stands beside it."""
        for name, content in files.items():
            path = self.root / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def config(self, **settings: Any) -> MkDocsConfig:
        """A configuration with the plugin."""
        options = {
            "site_name": "Site", "theme": {"name": "material", "font": False}, "plugins": ["search", "omp"], **settings
        }  # fmt: skip
        path, text = self.root / "mkdocs.yml", json.dumps(options)
        if not path.exists() or path.read_text() != text:  # else it would look as if it were another
            path.write_text(text)
        return load_config(str(self.root / "mkdocs.yml"), docs_dir=str(self.root / "docs"), site_dir=str(self.site))

    def build(self, *, serving: bool = False, **settings: Any) -> None:
        """One build, as `mkdocs build` or `mkdocs serve` do it."""
        config = self.config(**settings)
        config.plugins.on_startup(command="serve" if serving else "build", dirty=False)
        build(config, serve_url="http://127.0.0.1:8000/" if serving else None)

    def page(self, name: str) -> str:
        """The HTML of a page."""
        return (self.site / name / "index.html").read_text("utf-8")

    def published(self) -> set[str]:
        """The files of the site that are not the theme's."""
        files = (path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_file())
        return {file for file in files if not file.startswith(("assets/", "search/", "sitemap", "404"))}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A site with one plan of one campaign."""
    made = Project(tmp_path)
    made.write({"index.md": "# Home\n", "spring/plan.yml": PLAN, "spring/campaigns/search.md": CAMPAIGN})
    return made


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """What the build logged."""
    logger = logging.getLogger("mkdocs")
    was = logger.propagate
    logger.propagate = True
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        yield lambda: "\n".join(f"{record.levelname} {record.getMessage()}" for record in caplog.records)
    logger.propagate = was


def title_of(content: str) -> str:
    """The page's title in the browser."""
    found = re.search(r"<title>(.*?)</title>", content, re.DOTALL)
    assert found
    return found[1]


def test_every_page_of_the_plan_is_there(project: Project) -> None:
    project.build(strict=True)
    pages = {
        "index", "goals", "campaigns", "campaigns/search", "campaigns/seo", "kpis", "team", "changes", "sources",
        "one-page",
    }  # fmt: skip
    expected = {f"spring/{name}/index.html".replace("/index/", "/") for name in pages}
    others = {"index.html", "portfolio/index.html", "calendar/index.html", "people/ann/index.html"}
    others |= {"spring/omp-print.css", "spring/omp-print-landscape.css", *SITE_DATA, *(f"spring/{name}" for name in PLAN_DATA)}
    assert project.published() == expected | others


def test_one_heading_a_page(project: Project) -> None:
    project.build()
    counts = {name: project.page(name).count("<h1") for name in ("spring", "spring/kpis", "portfolio", "people/ann")}
    assert set(counts.values()) == {1}, counts


def test_titles_are_text(project: Project) -> None:
    head = "title: <img src=x onerror=alert(1)>\nauthor: a <script>\ndescription: '\"><i>'"
    project.write({"x.md": f"---\n{head}\n---\ntext"})
    project.build()
    assert title_of(project.page("spring")) == "Spring &lt;b&gt;launch&lt;/b&gt; &amp; more - Site"
    page = project.page("x")
    assert title_of(page) == "&lt;img src=x onerror=alert(1)&gt; - Site"
    assert "<img src=x" not in page
    assert 'content="a &lt;script&gt;"' in page
    assert 'content="&quot;&gt;&lt;i&gt;"' in page


def test_sources_and_data_stay_at_home(project: Project) -> None:
    names = ["raw.csv", "data/a.parquet", "a.xlsx", "b.json", "c.db", "d.sqlite", "e.html", "f.svg", "g.js", "h"]
    project.write({f"spring/{name}": "" for name in names})
    project.write({"spring/photo.png": b"png", "elsewhere.js": "1", "spring/tools.yaml": "crm: {title: CRM}\n"})
    project.build()
    published = project.published()
    assert {"spring/photo.png", "elsewhere.js"} <= published
    assert not [file for file in published if file.endswith(tuple(names))]
    assert not [file for file in published if file.endswith((".yml", ".yaml"))]


def test_an_author_page_replaces_the_generated_one(project: Project) -> None:
    project.write({"spring/kpis.md": "# Ours\n\n{{ kpi_table() }}\n", "spring/extra.md": "# Extra\n"})
    project.build(strict=True)
    assert "Ours" in project.page("spring/kpis")
    assert "Orders" in project.page("spring/kpis")
    assert "extra/" in project.page("spring")


def test_data_can_be_kept_back(project: Project) -> None:
    data = {*SITE_DATA, *(f"spring/{name}" for name in PLAN_DATA)}
    project.build()
    assert data <= project.published()
    assert "plan.xlsx" in project.page("spring/sources")
    assert 'href="../calendar.ics"' in project.page("calendar")
    project.build(plugins=["search", {"omp": {"publish_data": False}}])
    assert not data & project.published()
    assert "plan.xlsx" not in project.page("spring/sources")
    project.write({"spring/plan.yml": PLAN + "publish_data: no\n"})
    project.build()
    assert not data & project.published()


def test_a_plan_that_keeps_its_data_back_is_in_none_of_the_site(project: Project) -> None:
    plan = PLAN.replace("Spring <b>launch</b> & more", "Autumn") + "publish_data: no\ntasks: {go: {title: Secret, date: 2026-09-01}}\n"
    project.write({"autumn/plan.yml": plan})
    project.build(site_url="https://plans.example.com/marketing/")
    llms, calendar = ((project.site / name).read_text("utf-8") for name in ("llms.txt", "calendar.ics"))
    assert "Autumn" not in llms + calendar
    assert "Secret" not in calendar
    assert "[Overview](https://plans.example.com/marketing/spring/)" in llms
    assert "UID:spring.goal.more@plans.example.com" in calendar


def test_the_projects_own_files_stand(project: Project) -> None:
    project.write({"llms.txt": "ours", "spring/data/people.csv": "name\nsecret\n"})
    project.build()
    assert (project.site / "llms.txt").read_text() == "ours"
    assert "secret" not in (project.site / "spring/data/people.csv").read_text()


def test_a_failed_check_leaves_the_published_site_alone(project: Project, said: Callable[[], str]) -> None:
    project.build()
    before = {path: path.stat().st_mtime_ns for path in project.site.rglob("*") if path.is_file()}
    project.write({"spring/plan.yml": PLAN.replace("owner: ann\nas_of", "owner: nobody\nas_of")})
    with pytest.raises(Abort):
        project.build()
    assert {path: path.stat().st_mtime_ns for path in project.site.rglob("*") if path.is_file()} == before
    assert 'ERROR docs/spring/plan.yml:4:8: error unknown-reference: there is no person "nobody"' in said()
    assert "ERROR omp: 1 error; the site was left as it was" in said()


def test_errors_are_told_last(project: Project, said: Callable[[], str]) -> None:
    plan = PLAN.replace("owner: ann\n", "owner: nobody\n") + "tools: {site: {title: Site, cost: TBD}}\n"
    project.write({"spring/plan.yml": plan.replace("not-smart: off", "not-smart: warning")})
    with pytest.raises(Abort):
        project.build()
    levels = [line.partition(" ")[0] for line in said().splitlines() if "docs/spring/plan.yml:" in line]
    assert levels == ["INFO", "WARNING", "ERROR"]


def test_warnings_fail_a_strict_build_only(project: Project, said: Callable[[], str]) -> None:
    project.write({"spring/plan.yml": PLAN + "risks: {rain: {title: Rain, owner: ann}}\n"})
    project.build()
    assert "WARNING docs/spring/plan.yml" in said()
    project.write({"index.md": "# Other\n"})
    with pytest.raises(Abort):
        project.build(strict=True)
    assert "Home" in (project.site / "index.html").read_text()


@pytest.mark.parametrize(
    "name,text,says",
    [
        ("spring/a.md", "---\ntitle: x\n---\n# A\n\n{{ kpi_tabel() }}", "spring/a.md:6:4: error unknown-component"),
        ("spring/a.md", '{{ timeline(campaign="no") }}', '1:3: error unknown-reference: there is no campaign "no"'),
        ("a.md", "{{ kpi_table() }}", 'a.md:1:3: error unknown-component: outside a plan\'s folder "kpi_table"'),
        ("a.md", '{{ kpi_table(plan="autumn") }}', 'a.md:1:3: error unknown-reference: there is no plan "autumn"'),
        ("a.md", '{{ kpi_table(plan="spring", size=3) }}', '"kpi_table" has no argument "size"'),
        ("a.md", "---\ntitle: [\n---\n", "a.md:2:8: error syntax"),
        ("a.md", "---\ndraft: true\ndate: 2026-02-30\n---\n", "a.md:1:1: error syntax: the front matter"),
        ("a.md", "---\nhide: toc\n---\n", 'a.md:2:7: error wrong-type: "hide" of a page is a list'),
        ("a.md", "---\ntitle: [a]\n---\n", 'a.md:2:8: error wrong-type: "title" of a page is one text'),
        ("a.md", "---\ntemplate: no.html\n---\n", 'a.md:2:11: error wrong-type: the theme has no template "no.html"'),
        ("a.md", "---\nicon: ../x\n---\n", 'a.md:2:7: error wrong-type: the theme has no icon "../x"'),
        ("a.md", '{{ kpi_cards(plan="spring", limit="3") }}', '"limit" of "kpi_cards" is a number'),
        ("a.md", '{{ campaign_brief(plan="spring") }}', '"campaign_brief" cannot be called so: it needs "campaign"'),
        ("a.md", '{{ kpi_cards("a", "b", "c", "d", plan="spring") }}', '"kpi_cards" cannot be called so: too many'),
        ("a.md", "{{ portfolio_table }}", '"portfolio_table" is a component'),
        ("spring/a.md", "{{ timeline().width }}", 'the component "timeline" has nothing that could be asked for'),
        ("spring/a.md", "{{ columns() }}", 'nothing is called "columns"'),
        ("a.md", b"\xff\xfe", "a.md:1:1: error syntax: byte 0xff is not UTF-8"),
        ("a.md", "[" * 9000, "a.md:1:1: error too-large"),
        ("a.md", "a\n" * 600_000, "a.md:1:1: error too-large"),
    ],
)
def test_what_is_wrong_with_a_page_stops_the_build(
    project: Project, said: Callable[[], str], name: str, text: str | bytes, says: str
) -> None:
    project.write({name: text})
    with pytest.raises(Abort):
        project.build()
    assert says in said()
    assert not project.site.exists()


def test_a_component_outside_a_plan_names_it(project: Project) -> None:
    project.write({"a.md": '# A\n\n{{ kpi_table(plan="spring") }}\n\n`{{ not_this }}`\n'})
    project.build(strict=True)
    page = project.page("a")
    assert "Orders" in page
    assert "<code>{{ not_this }}</code>" in page
    assert 'href="../spring/' in page


def test_links_that_lead_out_are_not_followed(project: Project, said: Callable[[], str], tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.md").write_text("# The key\n")
    (project.root / "docs" / "in").symlink_to(tmp_path / "secret")
    (project.root / "docs" / "key.md").symlink_to(tmp_path / "secret" / "key.md")
    (project.root / "docs" / "same.md").symlink_to(project.root / "docs" / "index.md")
    with pytest.raises(Abort):
        project.build()
    assert "docs/in:1:1: error unsafe-path" in said()
    assert "docs/key.md:1:1: error unsafe-path" in said()
    assert "same.md" not in said()
    project.build(serving=True)
    assert not [file for file in project.published() if "key" in file or file.startswith("in/")]


def test_serving_goes_on_and_shows_what_is_wrong(project: Project) -> None:
    project.write({"spring/plan.yml": PLAN.replace("title: More", "titel: More"), "autumn/plan.yml": "omp: [\n"})
    project.build(serving=True)
    page = project.page("spring")
    assert "docs/spring/plan.yml:12:" in page
    assert "unknown key" in page
    assert "autumn" in project.page("autumn")


@pytest.mark.parametrize("head", ["title: [", "hide: 5", "template: no.html", "a: &a [*a]", "date: 2026-02-30"])
def test_serving_survives_any_front_matter(project: Project, head: str) -> None:
    project.write({"a.md": f"---\n{head}\n---\n# Still here\n"})
    project.build(serving=True)
    assert "Still here" in project.page("a")


def test_sections_stand_side_by_side(project: Project) -> None:
    project.write(
        {
            "spring/plan.yml": PLAN
            + "tasks: {go: {title: Go live, owner: ann, date: 2026-09-01}}\nrisks: {r: {title: Rain}}\n"
        }
    )
    project.build()
    page = project.page("spring")
    assert page.count('<div class="omp-columns">') == 2
    assert page.index("Next milestones</h2>") < page.index("Top risks</h2>")


def test_the_foot_says_what_a_page_is_made_of(project: Project) -> None:
    project.build()
    page = project.page("spring/kpis")
    assert "Plan file <code>docs/spring/plan.yml</code>" in page
    assert "As of Jun 30, 2026" in page


def test_old_addresses_of_campaigns_lead_on(project: Project) -> None:
    project.build()
    assert '<a href="../search/">Search</a>' in project.page("spring/campaigns/seo")


def test_values_in_sentences(project: Project) -> None:
    project.write(
        {"spring/a.md": 'We sold {{ kpi("orders").actual }} of {{ kpi("orders").target }} by {{ plan.owner }}.\n'}
    )
    project.build(strict=True)
    assert "We sold 50 of 100 by Ann Ash." in project.page("spring/a")


def test_properdocs_builds_the_same(project: Project) -> None:
    project.config()
    site = project.root / "other"
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(site)]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    project.build(strict=True)
    assert (site / "spring" / "kpis" / "index.html").is_file()
    for name in (*SITE_DATA, *(f"spring/{name}" for name in PLAN_DATA)):
        assert (site / name).read_bytes() == (project.site / name).read_bytes(), name


def test_serving_twice_starts_anew(project: Project) -> None:
    config = project.config()
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    project.write({"spring/plan.yml": PLAN.replace("Spring", "Summer")})
    build(config, serve_url="http://127.0.0.1:8000/")
    assert config.extra_css == ["assets/omp.css"]
    assert title_of(project.page("spring")).startswith("Summer")


def test_navigation_of_its_own(project: Project) -> None:
    project.build()
    names = re.findall(r'<span class="md-ellipsis">\s*(.*?)\s*</span>', project.page("spring"), re.DOTALL)
    order = ["Overview", "KPIs", "Goals map", "What changed", "Team", "All campaigns", "1. Search", "Sources"]
    assert [name for name in dict.fromkeys(names) if name in order] == order
    assert "Spring &lt;b&gt;launch&lt;/b&gt; &amp; more" in project.page("portfolio")


def test_a_navigation_that_is_given_is_kept(project: Project, said: Callable[[], str]) -> None:
    nav = [{"Start": "index.md"}, {"Numbers": "spring/kpis.md"}]
    project.build(strict=True, nav=nav, validation={"omitted_files": "warn"})
    assert "spring/team/index.html" in project.published()
    assert "Numbers" in project.page("spring/kpis")
    assert "not included in the" not in said()


def test_edit_links_lead_to_the_line(project: Project) -> None:
    theme = {"name": "material", "font": False, "features": ["content.action.edit"]}
    project.build(repo_url="https://github.com/a/b", edit_uri="edit/main/docs/", theme=theme)
    base = 'href="https://github.com/a/b/edit/main/docs/'
    assert f'{base}spring/plan.yml#L14"' in project.page("spring/kpis")
    assert f"{base}spring/campaigns/search.md#L" in project.page("spring/campaigns/search")
    assert f'{base}index.md"' in (project.site / "index.html").read_text()


def test_links_to_entities_hold(project: Project, said: Callable[[], str]) -> None:
    project.write({"spring/a.md": "[Ann](team.md#person-ann), [nobody](team.md#person-nobody)"})
    project.build(validation={"anchors": "warn"})
    assert "#person-ann" not in said()
    assert "does not contain an anchor '#person-nobody'" in said()


def test_search_finds_components(project: Project) -> None:
    project.build()
    index = json.loads((project.site / "search" / "search_index.json").read_text())
    text = " ".join(entry["text"] for entry in index["docs"] if entry["location"].startswith("spring/"))
    assert "Ann Ash" in text
    assert not [entry for entry in index["docs"] if entry["location"].startswith("spring/sources/")]


def test_search_finds_a_plan_on_its_own_pages_only(project: Project) -> None:
    """A page elsewhere shows the same words; its own text is found, what it shows of the plan is not."""
    project.write({"board.md": '# Board\n\n## Team\n\nOur words.\n\n{{ team_table(plan="spring") }}\n\nMore words.\n'})
    project.build(strict=True)
    assert "Ann Ash" in project.page("board")
    index = json.loads((project.site / "search" / "search_index.json").read_text())
    text = " ".join(entry["text"] for entry in index["docs"] if entry["location"].startswith("board/"))
    assert "Our words" in text
    assert "More words" in text
    assert "Ann Ash" not in text


def test_ids_are_unique_with_several_plans_on_a_page(project: Project) -> None:
    again = '{{ team_table(plan="spring") }}\n\n{{ team_table(plan="autumn") }}\n'
    project.write({"autumn/plan.yml": PLAN.replace("Spring", "Autumn"), "board.md": f"# Board\n\n{again}\n{again}"})
    project.build()
    ids = re.findall(r'\sid="([^"]+)"', project.page("board"))
    assert {"person-ann", "person-ann-2", "person-ann-3", "person-ann-4"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_as_of(project: Project, said: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    project.write({"spring/plan.yml": PLAN.replace("as_of: 2026-06-30\n", "")})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    project.build()
    assert "computed as of 2026-01-01 (SOURCE_DATE_EPOCH)" in said()
    assert json.loads((project.site / "spring" / "plan.json").read_text())["as_of"] == "2026-01-01"
    project.build(plugins=["search", {"omp": {"as_of": "2026-07-01"}}])
    assert "computed as of 2026-07-01 (as_of)" in said()


@pytest.mark.parametrize(
    "option,says",
    [
        ({"checks": {"orphan": "info"}}, 'there is no check "orphan"'),
        ({"checks": {"orphan-activity": "loud"}}, '"loud" is no level of "orphan-activity"'),
        ({"checks": ["a"]}, "checks are levels by code"),
        ({"chekcs": {}}, 'there is no option "chekcs"; did you mean "checks"?'),
        ({"audince": "public"}, 'there is no option "audince"; did you mean "audience"?'),
    ],
)
def test_options_are_checked(project: Project, option: dict[str, Any], says: str) -> None:
    config = MkDocsConfig(config_file_path=str(project.root / "mkdocs.yml"))
    config.load_dict({"site_name": "Site", "docs_dir": str(project.root / "docs"), "plugins": [{"omp": option}]})
    errors, _ = config.validate()
    assert says in str([str(error) for _, error in errors])


def test_a_plan_can_be_the_site_itself(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write({"plan.yml": PLAN, "campaigns/search.md": CAMPAIGN})
    project.build(strict=True)
    assert {"index.html", "kpis/index.html", "campaigns/search/index.html", "plan.json"} <= project.published()


def test_addresses_without_folders(project: Project) -> None:
    project.build(strict=True, use_directory_urls=False)
    page = (project.site / "spring" / "goals.html").read_text()
    assert 'href="kpis.html' in page


def test_a_project_overrides_components_and_pages(project: Project) -> None:
    project.write({
        "../overrides/omp/team_table.html": "<p>Ours: {{ ctx.plan.label }}</p>",
        "../overrides/omp/pages/changes.md": "{{ head }}\n# Ours\n\n{{ team_table() }}\n",
    })  # fmt: skip
    project.build(theme={"name": "material", "font": False, "custom_dir": str(project.root / "overrides")})
    assert "<p>Ours: Spring &lt;b&gt;launch&lt;/b&gt; &amp; more</p>" in project.page("spring/team")
    assert "<h1" in project.page("spring/changes")
    assert not [file for file in project.published() if "team_table" in file or "pages/" in file]


def test_what_is_excluded_is_no_plan(project: Project) -> None:
    project.write({"old/plan.yml": "omp: [", "index.md": "# Home"})
    project.build(exclude_docs="/old/\n")
    assert not [file for file in project.published() if file.startswith("old")]
