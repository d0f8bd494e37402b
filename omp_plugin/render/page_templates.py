"""The Markdown of generated pages, from `templates/omp/pages`: headings where there is something below them."""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import StrictUndefined

from omp_plugin.pages.expressions import Literal
from omp_plugin.pages.filling import escape
from omp_plugin.pages.page import Page
from omp_plugin.render.answers import bound
from omp_plugin.render.components import BY_NAME, has_data
from omp_plugin.render.context import PlanContext
from omp_plugin.render.downloads import Downloads, downloads
from omp_plugin.render.environment import Quick, speak, templates
from omp_plugin.render.foot import FOOT
from omp_plugin.render.ready import Ready


class PageTemplates:
    """Writes generated pages. `overrides` are folders whose `omp/pages/<name>.md` stand in for ours.

    In a template a component's name writes the expression that asks for it: the Markdown that comes out is what an
    author could have written, and is answered like theirs.
    """

    def __init__(self, overrides: Sequence[Path] = ()) -> None:
        self.environment = Quick(  # Markdown; what authors wrote is escaped for it
            loader=templates(overrides),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_finalize,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
            bytecode_cache=Ready(".md"),
        )
        speak(self.environment)
        self.environment.globals.update({name: partial(ask_for, name) for name in BY_NAME})

    def write(self, page: Page, ctx: PlanContext | None, data: Collection[str] = ()) -> str:
        """The Markdown of a page: front matter, then text, headings and expressions. `ctx` is that of its plan.

        `data` are the files that are published of the plan, or of the site.
        """
        template = self.environment.get_template(f"omp/pages/{page.template}.md")
        return template.render(
            head=head(page),
            foot=ask_for(FOOT) if ctx else Source(""),
            heading=page.title,
            section=partial(section, ctx),
            shown=partial(shown, ctx),
            beside=beside,
            groups=partial(_groups, ctx) if ctx else None,
            plan=ctx.plan if ctx else None,
            link=_link,
            files=_files,
            day=partial(_day, ctx),
            downloads=downloads(data),
            has_feed=bool(data and ctx and ctx.compiled and ctx.compiled.past),
            **page.arguments,
        )


def _day(ctx: PlanContext | None, iso: str) -> str:
    """A day as the plan writes days."""
    return ctx.formats.date(date.fromisoformat(iso)) if ctx else iso


def _link(label: str, target: str) -> Source:
    return Source(f"[{escape(label)}]({quote(target)})")


def _finalize(value: object) -> object:
    """Only expressions and front matter are Markdown; all else is text that somebody wrote."""
    return value if isinstance(value, Source) else escape(str(value))


class Source(str):
    """Text that is Markdown already."""


def head(page: Page) -> Source:
    """Front matter: the title and no table of contents, since the page is a dashboard (design, section 3).

    A title holds no expressions, whatever it says.
    """
    search = "search:\n  exclude: true\n" if page.template in ("moved", "removed", "sources") else ""
    title = json.dumps(page.title).replace("{", "\\u007b")
    return Source(f"---\ntitle: {title}\nhide:\n  - toc\n{search}---\n")


def ask_for(name: str, *args: Literal, **kwargs: Literal) -> Source:
    """The expression that asks for a component."""
    parts = [*map(_literal, args), *(f"{key}={_literal(value)}" for key, value in kwargs.items())]
    return Source(f"{{{{ {name}({', '.join(parts)}) }}}}")


def _literal(value: Literal) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def shown(ctx: PlanContext | None, name: str, *args: Literal, **kwargs: Literal) -> Source:
    """A component; nothing where the plan has no data for it."""
    if ctx is None or not has_data(ctx, name, **bound(name, *args, **kwargs)):
        return Source("")
    return Source(f"{ask_for(name, *args, **kwargs)}\n")


def _groups(ctx: PlanContext, by: str) -> Sequence[object]:
    from omp_plugin.render.components.plan_groups import groups  # for the one page that shows all plans

    return groups(ctx, by)


def section(ctx: PlanContext | None, title: str, name: str, *args: Literal, **kwargs: Literal) -> Source:
    """A heading with a component below it; nothing where the plan has no data for it."""
    component = shown(ctx, name, *args, **kwargs)
    return Source(f"## {escape(title)}\n\n{component}") if component else component


def beside(left: Source, right: Source, wide: bool = False) -> Source:
    """Two sections side by side where the page is wide enough; one alone takes the whole width.

    The left one is the wider with `wide`.
    """
    if not (left and right):
        return Source(left + right)
    columns = ask_for("wide_columns" if wide else "columns")
    parts = (columns, left, ask_for("next_column"), right, ask_for("end_columns"))
    return Source("\n\n".join(parts) + "\n")


def _files(heading: str, found: Downloads, up: str = "") -> Source:
    """The files of a page in one line at its foot. Links in Markdown, which the site leads to where the files lie."""
    links = (_link(each.label, up + each.file) for each in (*found.whole, *found.tables))
    parts = (f"<span>{part}</span>" for part in (html.escape(heading), *links))
    return Source(f'<small class="omp-foot">{" ".join(parts)}</small>\n')
