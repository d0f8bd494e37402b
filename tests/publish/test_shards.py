"""Shards of a site, and the site put together from them: byte for byte the one that a single build writes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from omp_plugin.cli import main
from omp_plugin.export.files import every_file, file_names
from omp_plugin.publish.dealing import Shard, shard_of
from omp_plugin.publish.folder import MARKER
from omp_plugin.publish.manifest import MANIFEST, SITE
from omp_plugin.publish.merging import SEARCH
from tests.helpers import PLANS, compiled
from tests.test_plugin import CAMPAIGN, PLAN

PAGES = {
    "index.md": "# Our plans\n\n[what we sell](summer/kpis.md#kpi-orders) and [what we learnt](notes/learnt.md#twice)\n",
    "notes/learnt.md": "# What we *learnt* & saw\n\n## Twice\n\nSee [the picture](sun.png).\n",
    "notes/hidden.md": "---\ntitle: Notes\nicon: material/eye\nsearch: {exclude: true}\n---\nBy the way.\n",
    "notes/sun.png": b"\x89PNG",
    "spring/story.md": 'A page without a title: {{ kpi("orders").actual }} sold. [Summer](../summer/kpis.md#kpi-orders)\n',
    "summer/story.md": "# Summer's <b>story</b>\n\n[data](../spring/data/kpis.csv), [workbook](../spring/plan.xlsx)\n",
    "summer/more/deep.md": "---\ntitle: 2026\ntags: [deep]\n---\n# Deep\n\n[all](../../calendar.ics)\n",
}
SETTINGS: dict[str, Any] = {
    "site_name": "Plans", "site_url": "https://plans.example/all/", "theme": {"name": "material", "font": False},
    "plugins": ["search", {"omp": {"as_of": "2026-06-30"}}], "markdown_extensions": ["attr_list", {"toc": {"permalink": True}}],
    "validation": {"anchors": "warn"},
}  # fmt: skip


class Sources:
    """A site of three plans in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write({f"{name}/plan.yml": PLAN.replace("Spring", name.title()) for name in ("spring", "summer", "autumn")})
        self.write({f"{name}/campaigns/search.md": CAMPAIGN for name in ("spring", "summer")})
        self.write(PAGES)
        self.configure()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.root / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def configure(self, **settings: Any) -> None:
        (self.root / "mkdocs.yml").write_text(json.dumps({**SETTINGS, **settings}))

    def whole(self, host: str = "mkdocs") -> Path:
        """The site as its host builds it."""
        site = self.root / "whole"
        command = [sys.executable, "-m", host, "build", "--quiet", "--config-file", str(self.root / "mkdocs.yml")]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run([*command, "--site-dir", str(site)], check=True, env=environment, capture_output=True)
        return site

    def shards(self, count: int, *arguments: str) -> list[Path]:
        """All shards, one after the other."""
        named = ["--config-file", str(self.root / "mkdocs.yml"), *arguments]
        for number in range(1, count + 1):
            assert main(["build", *named, "--shard", f"{number}/{count}"]) == 0
        return [self.root / f"shard-{number}-of-{count}" for number in range(1, count + 1)]

    def merged(self, count: int, *arguments: str) -> Path:
        """The site of so many shards."""
        site = self.root / "merged"
        assert main(["merge", *map(str, reversed(self.shards(count, *arguments))), "--to", str(site)]) == 0
        return site


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    monkeypatch.delenv("OMP_CACHE", raising=False)
    return Sources(tmp_path)


def tree(site: Path) -> dict[str, bytes]:
    files = (path for path in sorted(site.rglob("*")) if path.is_file() and path.name != MARKER)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def assert_same(merged: Path, whole: Path) -> None:
    one, other = tree(merged), tree(whole)
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_the_site_of_a_single_build(sources: Sources) -> None:
    whole = sources.whole()
    assert {"sitemap.xml", "sitemap.xml.gz", "404.html", SEARCH, "notes/sun.png", "summer/plan.xlsx"} <= set(tree(whole))
    for count in (1, 2, 3, 8):
        assert_same(sources.merged(count, "--strict"), whole)


def test_a_shard_holds_its_plans_alone(sources: Sources) -> None:
    first, second, third = (tree(folder / SITE) for folder in sources.shards(3))
    pages = [{name.split("/")[0] for name in files if name.endswith(".html") and "/" in name} for files in (first, second, third)]
    assert pages[1:] == [{"spring"}, {"autumn"}]
    assert pages[0] >= {"summer", "portfolio", "notes", "people"}
    assert not pages[0] & {"spring", "autumn"}
    assert not [name for name in (*second, *third) if name.startswith(("assets/", "sitemap", "404", "notes", "llms"))]
    sections = [{each["location"].split("/")[0] for each in json.loads(files[SEARCH])["docs"]} for files in (second, third)]
    assert sections == [{"spring"}, {"autumn"}]


@pytest.mark.parametrize(
    "settings,files",
    [
        # Pages that list others need to know them all.
        ({"plugins": [*SETTINGS["plugins"], "tags"]}, {"tagged.md": "# Tags\n\n<!-- material/tags -->\n", "spring/one.md": "---\ntags: [deep, x]\n---\n# One\n"}),
        ({"theme": {"name": "mkdocs"}}, {"notes/hidden.md": "# No icon\n"}),
        (
            {"theme": {"name": "material", "font": False, "custom_dir": "own"}},
            {"../own/main.html": '{% extends "base.html" %}{% block footer %}{% for file in pages %}<i>{{ file.page.toc | length }} {{ file.page.title }}</i>{% endfor %}{% endblock %}'},
        ),
        ({"theme": {"name": "material", "font": False, "custom_dir": "own"}}, {"../own/omp/pages/kpis.md": '{{ head }}\n{{ title_block(page="kpis") }}\n\n## Ours\n'}),
        ({"extra_templates": ["list.txt"]}, {"list.txt": "{% for file in pages %}{{ file.page.title }}: {{ file.page.content | length }}\n{% endfor %}"}),
        ({"nav": [{"Start": "index.md"}, {"All": ["spring/index.md", "summer/story.md", {"K": "autumn/kpis.md"}]}], "use_directory_urls": False}, {}),
        ({"hooks": ["hook.py"]}, {"../hook.py": "def on_page_markdown(markdown, page, **_):\n    return markdown + '\\n\\nBy hand.\\n'\n"}),
        ({"plugins": [{"omp": {"as_of": "2026-06-30", "publish_data": False}}]}, {"summer/story.md": "# Summer\n"}),
    ],
    ids=["tags", "another theme", "templates", "pages", "extra templates", "navigation", "hook", "no data"],
)  # fmt: skip
def test_whatever_else_has_a_hand_in_it(sources: Sources, settings: dict[str, Any], files: dict[str, str]) -> None:
    sources.configure(**settings)
    sources.write(files)
    assert_same(sources.merged(2), sources.whole())


def test_two_pages_of_one_address_are_named(sources: Sources, capfd: pytest.CaptureFixture[str]) -> None:
    sources.write({"spring.md": "# Spring\n\nIn its place.\n"})
    assert main(["build", "--config-file", str(sources.root / "mkdocs.yml"), "--shard", "1/2"]) == 1
    said = capfd.readouterr().err
    assert 'are pages of one address, "spring/": rename one of them' in said
    assert '"spring.md"' in said
    assert '"spring/index.md"' in said


def test_with_properdocs(sources: Sources) -> None:
    assert_same(sources.merged(2, "--host", "properdocs"), sources.whole("properdocs"))


def test_many_plans_that_are_narrowed(sources: Sources) -> None:
    sources.write({f"region-{number:02}/plan.yml": PLAN.replace("Spring", f"Region {number}") for number in range(20)})
    whole = sources.whole()
    assert b"All plans" in (whole / "spring/index.html").read_bytes()
    assert_same(sources.merged(3), whole)


def test_tagged_versions_have_their_feeds(sources: Sources) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=Ann", "-c", "user.email=ann@plans.example"]
        subprocess.run(["git", *who, *arguments], cwd=sources.root, check=True, capture_output=True)

    for command in (["init", "--quiet"], ["add", "docs"], ["commit", "--quiet", "-m", "one"], ["tag", "v1"]):
        git(*command)
    sources.write({"spring/plan.yml": PLAN.replace("target: 100", "target: 120")})
    git("commit", "--quiet", "-am", "two")
    whole = sources.whole()
    assert {"changes.xml", "spring/changes.xml"} <= set(tree(whole))
    assert_same(sources.merged(3), whole)


def test_every_finding_is_some_shards(sources: Sources, capfd: pytest.CaptureFixture[str]) -> None:
    """What a strict build finds is found by a shard, and shards find nothing else."""
    sources.write({
        "index.md": "# Home\n\n[a](summer/kpis.md#no-such) [b](notes/learnt.md#never) [c](spring/data/none.csv) [d](summer/data/kpis.csv)\n",
        "spring/story.md": '[e](../autumn/goals.md#nowhere) [f](../summer/story.md#lost) {{ kpi("orders").actual }}\n\n[h](../autumn/kpis.md#kpi-orders)\n',
        "summer/story.md": "# Summer\n\n[g](#gone)\n",
    })  # fmt: skip
    one = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--config-file", str(sources.root / "mkdocs.yml")],
        check=True, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    capfd.readouterr()
    sources.shards(3)
    said = {line for line in capfd.readouterr().err.splitlines() if "Doc file" in line}
    found = {line for line in one.stderr.splitlines() if "Doc file" in line}
    assert len(found) == 6, found
    assert said == found


def test_a_strict_shard_fails_for_its_own_pages(sources: Sources, capfd: pytest.CaptureFixture[str]) -> None:
    sources.write({"spring/story.md": "---\ntitle: Story\n---\n[away](nowhere.md)\n"})
    build = ["build", "--strict", "--config-file", str(sources.root / "mkdocs.yml"), "--shard"]
    assert [main([*build, f"{number}/3"]) for number in (1, 2, 3)] == [0, 1, 0]
    assert "omp: mkdocs build --strict failed (status 1)" in capfd.readouterr().err
    assert not (sources.root / "shard-2-of-3").exists()


def test_plugins_that_end_the_build_are_refused(sources: Sources, capfd: pytest.CaptureFixture[str]) -> None:
    sources.configure(hooks=["hook.py"])
    sources.write({"../hook.py": "def on_post_build(config):\n    pass\n"})
    assert main(["build", "--config-file", str(sources.root / "mkdocs.yml"), "--shard", "1/2"]) == 1
    assert "makes files when all pages are there, so this site cannot be built in shards" in capfd.readouterr().err


def test_without_a_shard_the_host_builds(sources: Sources) -> None:
    whole = sources.whole()
    assert main(["build", "--config-file", str(sources.root / "mkdocs.yml"), "--site-dir", str(sources.root / "www")]) == 0
    assert_same(sources.root / "www", whole)
    sources.write({"index.md": "[away](nowhere.md)\n"})
    assert main(["build", "--config-file", str(sources.root / "mkdocs.yml")]) == 0
    assert (sources.root / "site/index.html").is_file()
    assert main(["build", "--strict", "--config-file", str(sources.root / "mkdocs.yml")]) == 1


@pytest.mark.parametrize("named", ["0/2", "3/2", "2", "a/b", "1/0", "-1/2", "1/99999", "１/２"])
def test_no_shard(sources: Sources, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(sources.root / "mkdocs.yml")
    assert main(["build", "--config-file", config, f"--shard={named}"]) == 2
    assert "is no shard: write 2/8" in capsys.readouterr().err


def test_folders_of_others_are_not_replaced(sources: Sources, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(sources.root / "mkdocs.yml")
    assert main(["build", "--config-file", config, "--shard", "1/2", "--site-dir", str(sources.root / "docs")]) == 2
    assert "holds something that omp has not built" in capsys.readouterr().err


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_every_plan_is_dealt_once(count: int) -> None:
    folders = [f"p{number}" for number in range(17)]
    dealt = [Shard(number, count).plans(folders) for number in range(1, count + 1)]
    assert sorted(folder for each in dealt for folder in each) == sorted(folders)
    assert max(map(len, dealt)) - len(dealt[0]) in (0, 1), "the first has the site's own pages besides"
    assert shard_of(f"1/{count}") == Shard(1, count)


@pytest.mark.parametrize("folder", [each for each in sorted(PLANS.iterdir()) if (each / "plan.yml").is_file()], ids=lambda each: each.name)
def test_names_of_files_without_making_them(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    plan = compiled(files)
    assert file_names(plan) == tuple(every_file(plan))
    assert file_names(compiled("title: [")) == ()


def test_a_name_says_where_it_is_used(sources: Sources) -> None:
    """The variable alone, without the host's way of leaving pages out, would build the whole site as a shard."""
    environment = {**os.environ, "OMP_SHARD": "1/2", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(sources.root / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1
    assert re.search(r"shards are built with .?omp build", done.stderr), done.stderr
    assert not (sources.root / MANIFEST).exists()
