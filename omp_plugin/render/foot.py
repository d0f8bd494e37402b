"""What stands at the end of a plan's generated page: where it is written, as of which commit, and the days of its
figures."""

from __future__ import annotations

from html import escape

from omp_plugin.pages.page import Page
from omp_plugin.render.context import PlanContext
from omp_plugin.words import _

FOOT = "page_foot"
"""What a page's template asks for it by. It goes past Markdown, so that the Markdown of many pages is the same."""


def foot(page: Page, ctx: PlanContext) -> str:
    """What the page is made of (design, section 3)."""
    today, parts = ctx.results.today, [_written(page.at.path, ctx)] if page.at else []
    parts += _committed(ctx)
    parts.append(escape(_("Actuals through {date}").format(date=ctx.formats.date(today.actuals_through))))
    parts.append(escape(_("As of {date}").format(date=ctx.formats.date(today.as_of))))
    sources = ctx.href("sources") if page.name != "sources" else None
    if sources:
        parts.append(f'<a href="{escape(sources)}">{escape(_("Sources of the figures"))}</a>')
    return f'<p class="omp-foot">{" ".join(f"<span>{part}</span>" for part in parts)}</p>'


def _written(path: str, ctx: PlanContext) -> str:
    said = _("Plan file {path}") if path == ctx.plan.path else _("Written in {path}")
    return escape(said).format(path=f"<code>{escape(path)}</code>")


def _committed(ctx: PlanContext) -> list[str]:
    """The latest commit that changed the plan; nothing of one outside git."""
    change = ctx.compiled.change if ctx.compiled else None
    if change is None:
        return []
    said = _("Changed since commit {commit} of {date}") if change.is_later else _("Commit {commit} of {date}")
    commit, day = f"<code>{escape(change.commit.id[:7])}</code>", escape(ctx.formats.date(change.commit.on))
    return [escape(said).format(commit=commit, date=day)]
