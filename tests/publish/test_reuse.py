"""A build that takes over what is the same from the build before makes what a build from nothing makes, byte for byte."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from omp_plugin.build import Options
from omp_plugin.pages.expressions import Expression
from omp_plugin.problems import Position
from omp_plugin.publish.cache import Cache
from omp_plugin.publish.site import HostSite, SiteBuild
from omp_plugin.render import reuse, site_pages
from omp_plugin.render.answers import component_answer
from omp_plugin.render.context import PlanContext
from omp_plugin.render.environment import Renderer
from omp_plugin.render.reuse import Made, Tools
from tests.helpers import TODAY
from tests.many.sites import many_plans

WRITTEN = {
    "index.md": '# Home\n\n{{ portfolio_table() }}\n\nWe have {{ kpi("visits", plan="region-001").actual }}.\n',
    "region-002/kpis.md": "# Ours\n\n{{ kpi_table() }}\n\n{{ plan_family() }}\n\n{{ nothing() }}\n",
    "region-003/notes.md": 'By {{ plan.owner }}: {{ goal_table(plan="region-002") }}\n',
}
START = Position("x.md", 1, 1)
STEPS = 5


class Site:
    """A site on disk, as its host knows it."""

    def __init__(self, root: Path) -> None:
        self.root, self.language, self.as_folders = root, "en", True
        for name, text in {**many_plans(3), **WRITTEN}.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Writes a file below the docs folder."""
        path = self.root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Changes the text of a file."""
        self.write(name, change((self.root / "docs" / name).read_text(encoding="utf-8")))

    def build(
        self, before: SiteBuild | None = None, cache: Cache | None = None, options: Options | None = None
    ) -> SiteBuild:
        """The plugin's part of a build."""
        site = HostSite(
            self.root / "docs", self.root, "Site", "https://plans.example/", self.language, frozenset,
            self.root / "overrides", self.as_folders, lambda uri: False, cache,
        )  # fmt: skip
        return SiteBuild(site, options or Options(TODAY), before=before, processes=1)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Three plans, pages that authors wrote, and no templates of the project's own."""
    return Site(tmp_path)


def whole(build: SiteBuild) -> dict[str, object]:
    """Everything that a build gives its host."""
    pages = build.pages
    texts = {**build.generated, **{uri: page.body.text for uri, page in build.written.pages.items()}}
    filled = {uri: pages.answer(uri, text, build.written.pages[uri].body.at if uri in build.written.pages else START)
              for uri, text in texts.items()}  # fmt: skip
    return {
        "texts": texts, "filled": filled, "files": dict(build.files(lambda name: False)), "problems": build.problems,
        "navigation": pages.navigation(sorted(texts)), "styles": list(pages.stylesheets()), "links": pages.links(),
        "places": {uri: build.place(uri) for uri in texts}, "print": {uri: pages.print_link(uri) for uri in texts},
    }  # fmt: skip


def digits(text: str, chance: random.Random) -> str:
    """One figure of a plan is another."""
    return _at_random(text, r"(?<=[ {])\d+(?=[,}\n])", lambda number: str(int(number) + chance.randrange(1, 9)), chance)


def words(text: str, chance: random.Random) -> str:
    """One title is another."""
    return _at_random(text, r"(?<=title: )[A-Z]\w+", lambda word: f"{word}{chance.choice('xyz&<')}", chance)


def lines(text: str, chance: random.Random) -> str:
    """One line is gone: a task, a field, or what holds the file together."""
    kept = text.splitlines(keepends=True)
    del kept[chance.randrange(1, len(kept))]
    return "".join(kept)


def language(text: str, chance: random.Random) -> str:
    """The plan speaks another language."""
    return f"{text}locale: {chance.choice(('de_DE', 'fr_FR', 'es_ES'))}\n" if "locale:" not in text else text


def _at_random(text: str, pattern: str, change: Callable[[str], str], chance: random.Random) -> str:
    found = list(re.finditer(pattern, text))
    match = chance.choice(found) if found else None
    return text[: match.start()] + change(match[0]) + text[match.end() :] if match else text


def edited(site: Site, chance: random.Random) -> str:
    """Changes something of a site; gives what it was."""
    kind, plan = chance.randrange(9), f"region-00{chance.randrange(1, 4)}"
    if kind < 6:
        change = (digits, digits, words, words, lines, language)[kind]
        site.edit(f"{plan}/plan.yml", lambda text: change(text, chance))
        return f"{change.__name__} of {plan}"
    name, text = chance.choice((
        (f"{plan}/timeline.md", "# Mine\n\n{{ timeline() }}\n"), (f"{plan}/extra.md", "{{ plan.title }}\n"),
        ("region-004/plan.yml", many_plans(4)["region-004/plan.yml"]), ("calendar.md", "{{ calendar(every_plan=true) }}"),
        ("../overrides/omp/summary.html", f"<p>{chance.randrange(99)}</p>"),
    ))  # fmt: skip
    path = site.root / "docs" / name
    if path.exists():
        path.unlink()
        return f"without {name}"
    site.write(name, text)
    return f"with {name}"


def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates of the same source are compiled once for all builds of a test, which takes most of its time else."""
    made: dict[object, Tools] = {}

    def tools(overrides: Sequence[Path], before: Made | None) -> Tools:
        stamp = reuse._stamp(overrides)
        if stamp not in made:
            made[stamp] = Tools(overrides)
        return made[stamp]

    monkeypatch.setattr(site_pages, "tools", tools)


def test_edits_one_after_the_other_give_what_a_clean_build_gives(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled_once(monkeypatch)
    chance, said = random.Random(20261122), []
    build = site.build()
    for _ in range(STEPS):
        said.append(edited(site, chance))
        build = site.build(build)
        clean = whole(site.build())
        for how, now in (("before", build), ("cache", site.build(cache=Cache(tmp_path / "cache")))):
            found = whole(now)
            for part, expected in clean.items():
                assert found[part] == expected, f"{part} from the {how} after {', '.join(said)}"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The plans whose components are made."""
    found: list[str] = []

    def answer(renderer: Renderer, ctx: PlanContext, expression: Expression) -> object:
        found.append(ctx.plan.id)
        return component_answer(renderer, ctx, expression)

    monkeypatch.setattr(site_pages, "component_answer", answer)
    return found


def test_pages_of_other_plans_are_not_made_again(site: Site, asked: list[str]) -> None:
    first = site.build()
    all_of_it = asked.count("region-003")
    asked.clear()
    second = site.build(first)
    assert asked == []
    site.edit("region-001/plan.yml", lambda text: text.replace("actual: {2026-10: 2100}", "actual: {2026-10: 2200}"))
    third = site.build(second)
    same = [
        uri for uri, text in third.generated.items() if second.pages.made.answers[uri] == third.pages.made.answers[uri]
    ]
    assert len([uri for uri in same if uri.startswith("region-003/")]) > 8
    assert asked.count("region-001") > all_of_it // 2
    assert asked.count("region-003") <= all_of_it // 3, "but for pages that show several plans"


def test_the_project_s_own_templates_count(site: Site) -> None:
    first = site.build()
    site.write("../overrides/omp/_note.html", "<p>Nothing yet</p>")
    second = site.build(first)
    assert second.pages.made.tools is not first.pages.made.tools
    assert whole(second) == whole(site.build())
    assert site.build(second).pages.made.tools is second.pages.made.tools


def test_what_every_page_depends_on_counts(site: Site, asked: list[str]) -> None:
    build = site.build()
    for name, value in (("language", "de"), ("as_folders", False)):
        setattr(site, name, value)
        asked.clear()
        build = site.build(build)
        assert asked.count("region-003") > 20, name


def test_a_plan_with_figures_from_elsewhere_is_made_again(site: Site, asked: list[str]) -> None:
    source = 'actual: {file: numbers.csv, query: "select 1"}'
    site.edit("region-002/plan.yml", lambda text: text.replace("actual: {2026-10: 2100}", source))
    build = site.build()
    asked.clear()
    site.build(build)
    assert set(asked) >= {"region-002"}
