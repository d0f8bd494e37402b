"""Nothing above a build's audience is in any byte of its site, and changing it changes no byte (plan format, 9)."""

from __future__ import annotations

import functools
import gzip
import json
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from omp_plugin.build import Options, compile_plan
from omp_plugin.export.plan_json import plan_json
from omp_plugin.model.plan import Plan
from omp_plugin.source.folder import PlanSource
from omp_plugin.source.visibility import VISIBILITIES
from tests.audiences.canaries import NESTED, Variant, site
from tests.helpers import TODAY

KINDS = ("people", "hiring", "objectives", "goals", "kpis", "campaigns", "tasks", "risks", "assumptions", "constraints", "decisions",
         "next_steps", "reviews", "presence", "quality", "tools", "learning", "links", "facts", *NESTED)  # fmt: skip


@functools.cache
def built(audience: str, variant: Variant) -> dict[str, bytes]:
    """Every file of the site for an audience, unpacked, by name."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in site(variant).items():
            path = root / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        options = {"site_name": "Site", "site_url": "https://example.org/", "theme": {"name": "material", "font": False},
                   "plugins": ["search", {"omp": {"audience": audience}}]}  # fmt: skip
        (root / "mkdocs.yml").write_text(json.dumps(options))
        build(load_config(str(root / "mkdocs.yml"), docs_dir=str(root / "docs"), site_dir=str(root / "site")))
        files = (path for path in sorted((root / "site").rglob("*")) if path.is_file())
        return {path.relative_to(root / "site").as_posix(): unpacked(path) for path in files}


def unpacked(path: Path) -> bytes:
    """What a file says; the time of the build, which the host writes into its list of pages, is none of it."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return re.sub(rb"<lastmod>[^<]*</lastmod>", b"", content) if "sitemap" in path.name else content


def above(audience: str) -> tuple[str, ...]:
    return VISIBILITIES[VISIBILITIES.index(audience) + 1 :]


def said(files: dict[str, bytes], level: str) -> set[str]:
    """The words of a level that stand in names or contents of files."""
    whole = [*(name.encode() for name in files), *files.values()]
    return {word.decode() for text in whole for word in re.findall(rb"zq%b[a-z0-9]*" % level.encode(), text.lower())}


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_no_byte_of_the_site_is_above_the_audience(audience: str) -> None:
    files = built(audience, Variant())
    assert {level: said(files, level) for level in above(audience)} == {level: set() for level in above(audience)}


@pytest.mark.parametrize("audience", VISIBILITIES)
def test_what_the_audience_may_see_is_there(audience: str) -> None:
    files = built(audience, Variant())
    assert f"plans/open/campaigns/zq{audience}a-filed/index.html" in files
    assert f"zq{audience}apage/index.html" in files
    assert f"plans/zq{audience}a-plan/picture.png" in files
    assert len(said(files, audience)) > 60


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_changing_what_is_above_the_audience_changes_no_byte(audience: str) -> None:
    one, other = built(audience, Variant()), built(audience, Variant("b", audience))
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_the_canaries_differ_in_what_may_be_seen() -> None:
    one, other = (built("confidential", variant) for variant in (Variant(), Variant("b", "public")))
    assert one["plans/open/plan.json"] != other["plans/open/plan.json"]


def source(variant: Variant) -> PlanSource:
    """The open plan."""
    names = {name.removeprefix("plans/open/"): text for name, text in site(variant).items() if name.startswith("plans/open/")}
    return PlanSource("plans/open", {name: text.encode() for name, text in names.items() if "campaigns/" in name or not name.endswith(".md")})


@functools.cache
def plan_for(audience: str) -> Plan:
    """The open plan as an audience has it."""
    plan = compile_plan(source(Variant()), Options(TODAY, {}, audience)).plan
    assert plan
    return plan


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("audience", VISIBILITIES)
def test_every_kind_of_entity_stands_at_every_level(audience: str, kind: str) -> None:
    plan = plan_for(audience)
    campaigns = plan.campaigns.values()
    nested = {"tactics": lambda: {id_ for each in campaigns for id_ in each.tactics}, "budget lines": lambda: plan.budget.lines}
    found = nested[kind]() if kind in nested else getattr(plan.market if kind in NESTED else plan, kind)
    seen = {id_.removeprefix("zq").split("-")[0].removesuffix("a") for id_ in found if id_.startswith("zq")}
    assert seen == {*VISIBILITIES} - {*above(audience)}


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_engine_says_the_same_whatever_is_above(audience: str) -> None:
    one, other = (compile_plan(source(each), Options(TODAY, {}, audience)) for each in (Variant(), Variant("b", audience)))
    assert one.problems == other.problems
    assert plan_json(one) == plan_json(other)
