"""All pages of a site: those that are generated, and the answers to the expressions of every page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from omp_plugin.compute.compiled import Compiled
from omp_plugin.model.plan import Plan
from omp_plugin.pages.addresses import addresses, published, way, way_to_file
from omp_plugin.pages.expressions import Expression
from omp_plugin.pages.filling import Answer, Block, Filled, fill
from omp_plugin.pages.markdown import scan
from omp_plugin.pages.navigation import Entry, PlanSection, navigation
from omp_plugin.pages.page import Page
from omp_plugin.pages.site_pages import site_pages
from omp_plugin.problems import Position, Problem, did_you_mean, problem
from omp_plugin.render.answers import component_answer, is_of_the_site, without_plan
from omp_plugin.render.calendar_months import month_pages
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.context import Lazy, PlanContext, SiteContext, plan_context
from omp_plugin.render.day_words import month_name
from omp_plugin.render.foot import FOOT, foot
from omp_plugin.render.layout import LAYOUT
from omp_plugin.render.paper import link, stylesheet_of, stylesheets
from omp_plugin.render.reuse import Made, tools
from omp_plugin.render.site_plan import SitePlan, site_plan
from omp_plugin.render.tongue import told_apart, unsearched
from omp_plugin.render.values import VALUES, value_answer
from omp_plugin.words import speaking

KNOWN = frozenset(BY_NAME) | frozenset(VALUES)
KNOWN_TO_GENERATED = KNOWN | LAYOUT.keys() | {FOOT}
CALENDAR = "calendar.md"
SITE_FILES = {"calendar": ("calendar.ics",), "portfolio": ("portfolio.xlsx", "portfolio.csv", "portfolio-totals.csv")}
"""The files that hold data of all plans, by the pages that link to them."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A page that is generated: its file in the site, what it is, its plan (`None`: the site's), its Markdown."""

    uri: str
    page: Page
    plan: SitePlan | None


class SitePages:
    """The pages of a site. `plans` are its plans by folder, `written` the URIs of the pages that authors wrote.

    With `is_partial` the plans are not known in whole, and an expression that names something unknown answers nothing:
    it may be there for others to see. `hidden` are the files and folders that this site's readers must not see.
    `data` names the files that are published of each plan, by its folder. `gone` are the pages in place of plans that
    earlier versions had. `before` is what the build before made.
    """

    def __init__(
        self,
        plans: Mapping[str, Compiled],
        written: Collection[str],
        overrides: Sequence[Path] = (),
        *,
        as_folders: bool = True,
        language: str = "en",
        data: Mapping[str, Collection[str]] = MappingProxyType({}),
        is_partial: bool = False,
        hidden: Collection[str] = (),
        gone: Collection[Page] = (),
        before: Made | None = None,
    ) -> None:
        self.is_partial = is_partial
        self.hidden, self._gone = tuple(hidden), tuple(gone)
        self.plans = tuple(site_plan(folder, compiled) for folder, compiled in plans.items())
        self._by_folder = {plan.folder: plan for plan in self.plans}
        self.language, self.as_folders = language, as_folders
        self.written, self._data = frozenset(written), data
        self._tools = tools(overrides, before)
        self._before = before
        self._site: tuple[str, SiteContext] | None = None
        self._own: dict[str, PlanContext | None] = {}

    @cached_property
    def _contexts(self) -> Mapping[str, PlanContext | None]:
        """The plans, by folder, before a page sees them."""
        made = [(plan, plan_context(plan.compiled)) for plan in self.plans]
        return {plan.folder: each and each.with_versions(plan.versions, plan.turns) for plan, each in made}

    @cached_property
    def _months(self) -> tuple[date, ...]:
        """The months that have a page each."""
        with speaking(self.language):
            return month_pages(each for each in self._contexts.values() if each)

    @cached_property
    def _calendars(self) -> Mapping[str, str]:
        """The calendars of single organisations, which lead to each other: their URIs by name."""
        found = ((uri, each.page.arguments.get("organisation")) for uri, each in self.generated.items())
        return {name: uri for uri, name in found if name and uri.startswith("calendar/")}

    @cached_property
    def generated(self) -> Mapping[str, Generated]:
        """The pages that no author's page of the same name replaces, by URI."""
        with speaking(self.language):
            months = {f"{each:%Y-%m}": month_name(each, self.language) for each in self._months}
            plans = [each.compiled.plan for each in self.plans if each.compiled.plan]
            site = (*self._gone, *site_pages(plans, months))
        found = [Generated(page.uri, page, None) for page in site]
        found += [Generated(plan.uri(page.name), page, plan) for plan in self.plans for page in plan.pages]
        return {each.uri: each for each in found if each.uri not in self.written}

    @cached_property
    def made(self) -> Made:
        """What is made of the pages, with what is the same as in the build before."""
        names = {folder: tuple(each) for folder, each in self._data.items()}
        plans = tuple((each.folder, each.compiled.id, each.parent) for each in self.plans)
        how = (self.as_folders, self.language, self.is_partial, self.hidden)
        around = (*how, names, plans, self._months, self._calendars, self.written, frozenset(self.generated))
        pages = {uri: each.page for uri, each in self.generated.items()}
        made = Made(around, {each.folder: each.compiled for each in self.plans}, pages, self._tools)
        before, self._before = self._before, None
        if before:
            made.take_over(before, lambda uri: plan.folder if (plan := self.plan_of(uri)) else None)
        return made

    def text(self, uri: str) -> str:
        """The Markdown of a generated page."""
        if uri not in self.made.texts:
            self.made.texts[uri] = self._write(uri)
        return self.made.texts[uri]

    def _write(self, uri: str) -> str:
        generated = self.generated[uri]
        ctx = self._context(uri, generated.plan) if generated.plan else self._any_context(uri)
        with speaking(generated.plan.language if generated.plan else self.language):
            of_site = SITE_FILES.get(generated.page.template, ()) if self._data else ()
            data = self._data.get(generated.plan.folder, ()) if generated.plan else of_site
            return self._tools.templates.write(generated.page, ctx, data)

    def links(self) -> dict[str, list[tuple[str, str]]]:
        """The title and the address below the site of every page of the plans' navigation, by the plan's folder."""
        return {
            plan.folder: [
                (page.label, published(plan.uri(page.name), as_folders=self.as_folders))
                for page in plan.pages
                if page.is_listed
            ]
            for plan in self.plans
        }

    def answer(self, uri: str, text: str, start: Position) -> Filled:
        """A page's Markdown, which begins at `start`, with its expressions answered."""
        known = KNOWN_TO_GENERATED if uri in self.generated else KNOWN
        return fill(scan(text, start, known), lambda expression: self._answer(uri, expression))

    def stylesheets(self) -> Iterator[tuple[str, str]]:
        """The stylesheets that plans are printed with, by URI."""
        for plan in self.plans:
            ctx = plan_context(plan.compiled)
            with speaking(plan.language):
                found = stylesheets(ctx) if ctx else {}
            yield from ((plan.file(name), text) for name, text in found.items())

    def print_link(self, uri: str) -> str:
        """What a page has at its end to be printed as its plan is; empty for a page of no plan."""
        plan = self.plan_of(uri)
        if plan is None or plan.compiled.plan is None:
            return ""
        page = uri.removeprefix(f"{plan.folder}/" if plan.folder else "").removesuffix(".md")
        return str(link(way_to_file(uri, plan.file(stylesheet_of(page)), as_folders=self.as_folders)))

    def navigation(self, pages: Collection[str]) -> tuple[Entry, ...]:
        """The navigation of a site whose configuration gives none; `pages` are all its pages, by URI."""
        sections = [
            PlanSection(each.folder, each.short_label, each.pages, each.language, each.is_over) for each in self.plans
        ]
        site = [each.page for each in self.generated.values() if each.plan is None and each.page.is_listed]
        unlisted = {uri for uri, each in self.generated.items() if not each.page.is_listed}
        with speaking(self.language):
            return navigation(sections, site, set(pages) - unlisted)

    def plan_of(self, uri: str) -> SitePlan | None:
        """The plan in whose folder a file lies."""
        folder = uri
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in self._by_folder:
                return self._by_folder[folder]
        return None

    def is_hidden(self, uri: str) -> bool:
        """True for what readers must not see: such a page, what lies in such a folder or belongs to such a campaign."""
        path = PurePosixPath(uri)
        if any(path.is_relative_to(each) for each in self.hidden):
            return True
        plan = self.plan_of(uri)
        read = plan.compiled.read if plan else None
        inner = path.relative_to(plan.folder).parts if plan else ()
        is_campaigns = read is not None and len(inner) > 1 and inner[0] == "campaigns"
        return is_campaigns and read is not None and PurePosixPath(inner[1]).stem in read.hidden.get("campaigns", ())

    def _answer(self, uri: str, expression: Expression) -> Answer:
        """The answer, worked out once: a page is read when it is checked and again when it is built."""
        answers = self.made.answers.setdefault(uri, {})
        found = answers.get(key := expression.text)
        if found is None:
            found = self._work_out(uri, expression)
            if self.is_partial and isinstance(found, Problem) and found.code == "unknown-reference":
                found = "" if expression.name in VALUES else Block("")
            if not isinstance(found, Problem):
                answers[key] = found
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
        ctx = self._context(uri, plan) if plan else self._any_context(uri) if is_of_the_site(expression) else None
        if ctx is None:
            return Block("") if plan or not self.plans else without_plan(expression, self.plans[0].compiled.id)
        with speaking(self.language if is_of_the_site(expression) else ctx.plan.locale):
            if expression.name in VALUES:
                return value_answer(ctx, expression)
            if expression.name == FOOT:
                return Block(foot(self.generated[uri].page, ctx))
            answer = component_answer(self._tools.renderer, ctx, expression)
        if isinstance(answer, Block) and not is_of_the_site(expression):
            answer = Block(told_apart(answer.html, ctx.plan.locale, self.language))
        here = self.plan_of(uri)
        if named is None or plan is here or not isinstance(answer, Block):
            return answer
        with speaking(here.language if here else self.language):
            return Block(unsearched(answer.html))

    def _context(self, here: str, plan: SitePlan) -> PlanContext | None:
        """A plan as a page sees it; `None` for a plan that cannot be read."""
        if self._site is None or self._site[0] != here:
            to = partial(way, here, as_folders=self.as_folders)
            calendar = to(CALENDAR) if CALENDAR in self.written or CALENDAR in self.generated else None
            months = {each: to(f"calendar/{each:%Y-%m}.md") for each in self._months}
            calendars = {name: to(uri) for name, uri in self._calendars.items() if here.startswith("calendar")}
            every, near = Lazy(self._every_context(here)), partial(self._near, here)
            self._site = here, SiteContext(every, calendar, months, calendars, near)
            self._own = {}
        if plan is not self.plan_of(here):
            self.made.saw(here, plan.folder)
        if plan.folder not in self._own:
            found = self._plain_context(here, plan)
            self._own[plan.folder] = replace(found, site=self._site[1]) if found else None
        return self._own[plan.folder]

    def _every_context(self, here: str) -> Iterator[PlanContext]:
        self.made.saw(here, *(each.folder for each in self.plans))
        yield from (found for each in self.plans if (found := self._plain_context(here, each)))

    def _near(self, here: str, plan: Plan) -> Sequence[PlanContext]:
        """The plans right above and below one, as a page sees them."""
        found = [each for each in self.plans if each.parent == plan.id or each.compiled.id == plan.parent]
        self.made.saw(here, *(each.folder for each in found))
        return [ctx for each in found if (ctx := self._plain_context(here, each))]

    def _plain_context(self, here: str, plan: SitePlan) -> PlanContext | None:
        found = self._contexts[plan.folder]
        address, proofs = self._address(here, plan), self._proofs(here, plan)
        return found and replace(found, address=address, proofs=proofs, views={})

    def _proofs(self, here: str, plan: SitePlan) -> Collection[str]:
        """What a page can lead to on a plan's page of sources; nothing where an author has another in its place."""
        there, ctx = plan.uri("sources"), self._contexts[plan.folder]
        if ctx is None or there == here or there not in self.generated:
            return ()
        if (found := self.made.anchors.get(plan.folder)) is None:
            from omp_plugin.render.components.proofs import anchors

            found = self.made.anchors[plan.folder] = anchors(ctx)
        return found

    def _any_context(self, here: str) -> PlanContext | None:
        """The first plan that can be read, for components that show all of them."""
        self.made.saw(here, *(each.folder for each in self.plans))
        return next((found for plan in self.plans if (found := self._context(here, plan))), None)

    def _address(self, here: str, plan: SitePlan) -> Callable[[str, str], str | None]:
        def is_there(uri: str) -> bool:
            return uri in self.written or uri in self.generated

        return addresses(here, plan.uri, is_there, as_folders=self.as_folders)
