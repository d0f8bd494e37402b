"""Templates to HTML: Jinja with autoescaping always on, a project's own templates before ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from omp_plugin.render.budget_lines import BudgetLines
from omp_plugin.render.context import PlanContext
from omp_plugin.render.drawing import axis_row, ground
from omp_plugin.render.kpi_lines import KpiLines
from omp_plugin.render.markdown import block, inline
from omp_plugin.render.pieces import Cells, Labels, TaskCells, kept
from omp_plugin.render.proof_rows import ProofRows
from omp_plugin.render.raci_rows import RaciRows
from omp_plugin.render.ready import Ready
from omp_plugin.render.state_words import said
from omp_plugin.render.timeline_boxes import Boxes, DueItems
from omp_plugin.words import _, marked, ngettext, pgettext


class Renderer:
    """Renders components. `overrides` are folders whose `omp/<component>.html` stand in for ours (trusted: they are
    the project's, like its configuration)."""

    def __init__(self, overrides: Sequence[Path] = ()) -> None:
        self.environment = Quick(
            loader=templates(overrides),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
            bytecode_cache=Ready(".html"),
        )
        speak(self.environment)
        self.environment.filters["markdown"] = block
        self.environment.filters["inline_markdown"] = inline
        self.environment.globals.update(said=said, kept=kept, Cells=Cells, Labels=Labels, TaskCells=TaskCells)
        self.environment.globals.update(Boxes=Boxes, DueItems=DueItems, axis_row=axis_row, ground=ground)
        self.environment.globals.update(BudgetLines=BudgetLines, KpiLines=KpiLines)
        self.environment.globals.update(ProofRows=ProofRows, RaciRows=RaciRows)

    def render(self, name: str, ctx: PlanContext, view: object) -> Markup:
        """The template `omp/<name>.html` with `view`, the plan's context `ctx` and its formats `f`."""
        template = self.environment.get_template(f"omp/{name}.html")
        return Markup(without_blank_lines(template.render(view=view, ctx=ctx, f=ctx.formats)))  # noqa: S704 # autoescaped

    def note(self, ctx: PlanContext, text: str) -> Markup:
        """One sentence where a component has nothing to show."""
        return self.render("_note", ctx, text)


class _Direct(Context):
    """Calls what a template calls with two questions less: what is called here is a macro, says that it wants the
    context, or is called as it is."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """What it answers. Blocks and loops add their variables, for what wants the context."""
        if hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **kwargs) if isinstance(called, Macro) else called(*args, **kwargs)


class Quick(Environment):
    """An environment whose globals are all there before its first template: what looks them up has one place to look.
    """

    context_class = _Direct

    def make_globals(self, d: Mapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Everything a template can name."""
        return {**self.globals, **(d or {})}


def templates(overrides: Sequence[Path]) -> BaseLoader:
    """A project's templates before ours; `omp-default/...` names ours whatever stands in for them, to be extended."""
    ours = PackageLoader("omp_plugin", "templates")
    default = PrefixLoader({"omp-default": PackageLoader("omp_plugin", "templates/omp")})
    return ChoiceLoader([*(FileSystemLoader(folder) for folder in overrides), ours, default])


def speak(environment: Environment) -> None:
    """Lets templates mark words for translation: `_("Budget")`, `{% trans n=count %}{{ n }} task{% pluralize %}...`."""
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals["marked"] = marked
    environment.install_gettext_callables(_, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined] # of the extension


def without_blank_lines(html: str) -> str:
    """HTML without blank lines: one of them would end an HTML block for any Markdown that meets it later."""
    return "\n".join([line for line in html.splitlines() if line.strip()])
