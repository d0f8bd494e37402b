"""All pages of a site: those that are generated, and the answers to the expressions of every page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from omp_plugin.compute.compiled import Compiled
from omp_plugin.pages.addresses import way
from omp_plugin.pages.expressions import Expression
from omp_plugin.pages.filling import Answer, Block, Filled, fill
from omp_plugin.pages.markdown import scan
from omp_plugin.pages.navigation import Entry, PlanSection, navigation
from omp_plugin.pages.page import Page
from omp_plugin.pages.plan_pages import pages_of
from omp_plugin.pages.site_pages import site_pages
from omp_plugin.problems import Position, Problem, did_you_mean, problem
from omp_plugin.render.answers import component_answer
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.context import PlanContext, SiteContext, plan_context
from omp_plugin.render.environment import Renderer
from omp_plugin.render.page_templates import PageTemplates
from omp_plugin.render.values import VALUES, value_answer

KNOWN = frozenset(BY_NAME) | frozenset(VALUES)
LAYOUT = {
    "columns": '<div class="omp-columns">\n<div>',
    "next_column": "</div>\n<div>",
    "end_columns": "</div>\n</div>",
}
"""What generated pages can say besides components: where sections stand side by side."""
OF_THE_SITE = ("portfolio_table", "person_table")
"""The components that show all plans."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A plan of the site: its folder below the docs folder (empty: that folder itself), and its pages."""

    folder: str
    compiled: Compiled
    pages: tuple[Page, ...]

    def uri(self, page: str) -> str:
        """The Markdown file of one of its pages, by the page's name."""
        return str(PurePosixPath(self.folder, f"{page}.md"))

    def holds(self, uri: str) -> bool:
        """True for a file in the plan's folder."""
        return not self.folder or uri.startswith(f"{self.folder}/")


@dataclass(frozen=True, slots=True)
class Generated:
    """A page that is generated: its file in the site, what it is, its plan (`None`: the site's), its Markdown."""

    uri: str
    page: Page
    plan: SitePlan | None


class SitePages:
    """The pages of a site. `plans` are its plans by folder, `written` the URIs of the pages that authors wrote."""

    def __init__(
        self,
        plans: Mapping[str, Compiled],
        written: Collection[str],
        overrides: Sequence[Path] = (),
        *,
        as_folders: bool = True,
    ) -> None:
        self.plans = tuple(SitePlan(folder, compiled, pages_of(compiled)) for folder, compiled in plans.items())
        self.written = frozenset(written)
        self.as_folders = as_folders
        self._renderer = Renderer(overrides)
        self._templates = PageTemplates(overrides)
        self._answers: dict[tuple[object, ...], Answer] = {}

    @cached_property
    def generated(self) -> Mapping[str, Generated]:
        """The pages that no author's page of the same name replaces, by URI."""
        site = site_pages(each.compiled.plan for each in self.plans if each.compiled.plan)
        found = [Generated(page.uri, page, None) for page in site]
        found += [Generated(plan.uri(page.name), page, plan) for plan in self.plans for page in plan.pages]
        return {each.uri: each for each in found if each.uri not in self.written}

    def text(self, uri: str) -> str:
        """The Markdown of a generated page."""
        generated = self.generated[uri]
        ctx = self._context(uri, generated.plan) if generated.plan else self._any_context(uri)
        return self._templates.write(generated.page, ctx)

    def answer(self, uri: str, text: str, start: Position) -> Filled:
        """A page's Markdown, which begins at `start`, with its expressions answered."""
        known = KNOWN | LAYOUT.keys() if uri in self.generated else KNOWN
        return fill(scan(text, start, known), lambda expression: self._answer(uri, expression))

    def navigation(self, pages: Collection[str]) -> tuple[Entry, ...]:
        """The navigation of a site whose configuration gives none; `pages` are all its pages, by URI."""
        sections = [
            PlanSection(plan.folder, made.plan.short_label if (made := plan.compiled).plan else made.id, plan.pages)
            for plan in self.plans
        ]
        site = [each.page for each in self.generated.values() if each.plan is None]
        unlisted = {uri for uri, each in self.generated.items() if not each.page.is_listed}
        return navigation(sections, site, set(pages) - unlisted)

    def plan_of(self, uri: str) -> SitePlan | None:
        """The plan in whose folder a file lies."""
        holding = [plan for plan in self.plans if plan.holds(uri)]
        return max(holding, key=lambda plan: len(plan.folder), default=None)

    def _answer(self, uri: str, expression: Expression) -> Answer:
        """The answer, worked out once: a page is read when it is checked and again when it is built."""
        key = (uri, expression.name, expression.call, expression.path)
        found = self._answers.get(key)
        if found is None:
            found = self._work_out(uri, expression)
            if not isinstance(found, Problem):
                self._answers[key] = found
        return found

    def _work_out(self, uri: str, expression: Expression) -> Answer:
        if expression.name in LAYOUT:
            return Block(LAYOUT[expression.name])
        named = dict(expression.call.kwargs).get("plan") if expression.call else None
        if named is not None:
            plan = next((each for each in self.plans if each.compiled.id == named), None)
            if plan is None:
                hint = did_you_mean(str(named), [each.compiled.id for each in self.plans])
                return problem(expression.at, "unknown-reference", f'there is no plan "{named}"', hint)
        else:
            plan = self.plan_of(uri)
        ctx = self._context(uri, plan) if plan else self._any_context(uri) if _is_of_the_site(expression) else None
        if ctx is None:
            return Block("") if plan or not self.plans else _without_plan(expression, self.plans[0].compiled.id)
        if expression.name in VALUES:
            return value_answer(ctx, expression)
        return component_answer(self._renderer, ctx, expression)

    def _context(self, here: str, plan: SitePlan) -> PlanContext | None:
        """A plan as a page sees it; `None` for a plan that cannot be read."""
        contexts = {each.compiled.id: self._plain_context(here, each) for each in self.plans}
        site = SiteContext(tuple(each for each in contexts.values() if each))
        found = self._plain_context(here, plan)
        return replace(found, site=site) if found else None

    def _plain_context(self, here: str, plan: SitePlan) -> PlanContext | None:
        return plan_context(plan.compiled, self._address(here, plan))

    def _any_context(self, here: str) -> PlanContext | None:
        """The first plan that can be read, for components that show all of them."""
        return next((found for plan in self.plans if (found := self._context(here, plan))), None)

    def _address(self, here: str, plan: SitePlan) -> Callable[[str, str], str | None]:
        def address(page: str, anchor: str) -> str | None:
            there = plan.uri(page)
            if there not in self.written and there not in self.generated:
                return None
            return way(here, there, anchor, as_folders=self.as_folders)

        return address


def _is_of_the_site(expression: Expression) -> bool:
    """True for what shows all plans and needs none named."""
    every = dict(expression.call.kwargs).get("every_plan") if expression.call else None
    return expression.name in OF_THE_SITE or every is True


def _without_plan(expression: Expression, example: str) -> Answer:
    message = f'outside a plan\'s folder "{expression.name}" must say of which plan'
    return problem(expression.at, "unknown-component", message, f'write {expression.name}(plan="{example}")')
