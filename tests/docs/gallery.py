"""The parts of the gallery: each component live, what feeds it as the plan writes it, its arguments, how to override it.

`live NAME PLAN [argument=value ...]` shows a component of an example plan and how a page of that plan asks for it,
`excerpt FILE [PATH ...]` quotes the plan, `component NAME` is written from the code; `contents PAGE`, `by-page` and
`gallery` list components, `views NAME ...` what plain tables are made of.
"""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import yaml

from omp_plugin.render import tables
from omp_plugin.render.components import BY_NAME
from omp_plugin.render.components.component import Component
from tests.docs.guide import GUIDE, ROOT, pages

PLANS = ROOT / "plans"
TEMPLATES = ROOT / "omp_plugin" / "templates" / "omp"
FOLDER = "gallery"
ORDER = (
    "overview.md", "one-page.md", "goals.md", "campaigns.md", "timeline.md", "kpis.md", "budget.md", "strategy.md",
    "people.md", "governance.md", "site.md",
)  # fmt: skip
"""The pages of the gallery, as a plan is read."""
_BLOCK = re.compile(r"{%-?\s*block (\w+)")
_REFERENCE = re.compile(r"\s*\((?:plan format|design|section|architecture)[^)]*\)")
_SHOWN = re.compile(r"<!-- computed: live (?P<name>\w+) ")


def live(name: str, plan: str, *arguments: str) -> str:
    """A component of an example plan, below what a page of that plan writes to get it."""
    asked = ", ".join(arguments)
    code = f"```markdown\n{{{{ {name}({asked}) }}}}\n```\n"
    elsewhere = ", ".join((*arguments, f'plan="{plan}"'))
    return f"{code}\n{{{{ {name}({elsewhere}) }}}}\n"


def excerpt(file: str, *paths: str) -> str:
    """A part of an example plan as it is written; out of the search index, which has the plan's own pages."""
    text = quoted(file, *paths)
    language = "csv" if file.endswith(".csv") else "markdown" if file.endswith(".md") and not paths else "yaml"
    note = f"`{file}`:\n" if language != "yaml" else ""
    head = f"# {file}\n" if language == "yaml" else ""
    return f'<div data-search-exclude markdown="1">\n\n{note}\n```{language}\n{head}{text}```\n\n</div>\n'.replace("\n\n\n", "\n\n")


def quoted(file: str, *paths: str) -> str:
    """The lines of a plan's file that hold the entries at `paths`; of a table, its head and the rows of those ids."""
    text = (PLANS / file).read_text("utf-8")
    if not paths:
        return text
    if file.endswith(".csv"):
        return _rows(text, paths)
    front = text.split("---\n", 2)[1] if file.endswith(".md") else text
    return _entries(front, paths)


def _rows(text: str, ids: tuple[str, ...]) -> str:
    lines = text.splitlines(keepends=True)
    firsts = [next(csv.reader(io.StringIO(line)), [""])[0] for line in lines]
    assert set(ids) <= set(firsts), ids
    return "".join(line for number, line in enumerate(lines) if number == 0 or firsts[number] in ids)


def _entries(text: str, paths: tuple[str, ...]) -> str:
    """The entries with the keys above them, in the order of the file."""
    lines, root = text.splitlines(), yaml.compose(text)
    spans = [span for path in paths for span in _spans(root, path.split("."))]
    shown = sorted({number for first, last in spans for number in range(first, last)})
    return "".join(f"{lines[number]}\n" for number in shown)


def _spans(node: Any, steps: list[str]) -> Iterator[tuple[int, int]]:
    """The lines of the keys on the way, then those of the entry itself, without what stands after its last value."""
    ((key, value),) = (pair for pair in node.value if pair[0].value == steps[0])
    start = key.start_mark.line
    if len(steps) > 1:
        yield start, start + 1
        yield from _spans(value, steps[1:])
    else:
        yield start, _last(value, key) + 1


def _last(value: Any, key: Any) -> int:
    """The line on which a value ends."""
    if isinstance(value, yaml.MappingNode) and value.value and not value.flow_style:
        inner_key, inner = value.value[-1]
        return _last(inner, inner_key)
    if isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
        return _last(value.value[-1], value.value[-1])
    mark = value.end_mark
    is_open = mark.column == 0 and mark.line > key.start_mark.line
    return mark.line - 1 if is_open else mark.line


def component(name: str) -> str:
    """What a component takes, what it says without data, and what stands in for it."""
    each = BY_NAME[name]
    items = [*_absent(each), _override(each)]
    return _arguments(each) + "".join(f"- {item}\n" for item in items)


def _arguments(each: Component) -> str:
    found = list(inspect.signature(each.view).parameters.values())[1:]
    if not found:
        return "- It takes no arguments.\n"
    lines = ["| Argument | Holds | Default |", "| --- | --- | --- |"]
    for argument in found:
        default = "must be given" if argument.default is argument.empty else _default(argument.default)
        assert argument.name in meanings(), f"pages.md does not say what the argument {argument.name!r} holds"
        lines.append(f"| `{argument.name}` | {meanings()[argument.name]} | {default} |")
    return "\n".join(lines) + "\n\n"


def _default(value: object) -> str:
    return "none" if value in (None, "") else f"`{json.dumps(value)}`"


def _absent(each: Component) -> list[str]:
    said = str(inspect.signature(each.view).return_annotation)
    return [f"Without data it says: “{each.absent}”"] if "None" in said else []


@cache
def meanings() -> Mapping[str, str]:
    """What each argument holds, as the page on components says."""
    text = (GUIDE / "pages.md").read_text("utf-8").partition("### Arguments")[2]
    rows = re.findall(r"^\| (`.*?`) \| (.*?) \|$", text.partition("\n## ")[0], re.MULTILINE)
    return {name: said for names, said in rows for name in re.findall(r"`(\w+)`", names)}


def _override(each: Component) -> str:
    lead, alternatives = f"`overrides/omp/{each.name}.html` stands in for it. Its `view` is", views_of(each)
    is_listed = str(inspect.signature(each.view).return_annotation).startswith("tuple")
    said = " ".join(f"{'Or it is' if number else lead} {_kind(view, is_listed)}" for number, view in enumerate(alternatives))
    return f"{said}{_blocks(each.name)}"


def _kind(view: type[Any], is_listed: bool) -> str:
    article = "a list of" if is_listed else "an" if view.__name__[0] in "AEIOU" else "a"
    if view is tables.TableView:
        return f"{article} `{view.__name__}`, as for every [plain table](../overrides.md#plain-tables)."
    doc = _REFERENCE.sub("", " ".join((view.__doc__ or "").split()))
    return f"{article} `{view.__name__}` with {', '.join(f'`{field}`' for field in _fields(view))}. {doc}"


def views_of(each: Component) -> list[type[Any]]:
    """The types that a component's view can have."""
    said = str(inspect.signature(each.view).return_annotation)
    names = [name for name in re.findall(r"\w+", said) if name not in {"None", "tuple"}]
    return [vars(sys.modules[each.view.__module__])[name] for name in names]


def _fields(view: type[Any]) -> list[str]:
    return [field.name for field in fields(view)] if is_dataclass(view) else list(view._fields)  # type: ignore[attr-defined]


def _blocks(name: str) -> str:
    found = _BLOCK.findall((TEMPLATES / f"{name}.html").read_text("utf-8"))
    words = "Its block is" if len(found) == 1 else "Its blocks are"
    return f" {words} {', '.join(f'`{each}`' for each in found)}." if found else ""


def views(*names: str) -> str:
    """The types that a plain table is made of."""
    lines = ["| Type | Has | Is |", "| --- | --- | --- |"]
    for name in names:
        view = vars(tables)[name]
        doc = _REFERENCE.sub("", " ".join((view.__doc__ or "").split()))
        lines.append(f"| `{name}` | {', '.join(f'`{each}`' for each in _fields(view))} | {doc} |")
    return "\n".join(lines) + "\n"


def shown() -> Mapping[str, list[str]]:
    """The pages of the gallery on which each component is shown."""
    found: dict[str, list[str]] = {}
    for page, text in pages().items():
        for name in dict.fromkeys(_SHOWN.findall(text)) if page.startswith(f"{FOLDER}/") else ():
            found.setdefault(name, []).append(page)
    return found


def by_page() -> str:
    """The pages of the gallery with their components."""
    lines = ["| Page | Components |", "| --- | --- |"]
    for name in ORDER:
        page = f"{FOLDER}/{name}"
        title = re.findall(r"^# (.+)$", pages()[page], re.MULTILINE)[0]
        links = (f"[{each}]({name}#{each})" for each, found in shown().items() if page in found)
        lines.append(f"| [{title}]({name}) | {', '.join(links)} |")
    return "\n".join(lines) + "\n"


def index() -> str:
    """Every component, and what it shows."""
    lines = ["| Component | Shows |", "| --- | --- |"]
    for each in sorted(BY_NAME.values(), key=lambda one: one.name):
        page = shown()[each.name][0].removeprefix(f"{FOLDER}/")
        lines.append(f"| [{each.name}]({page}#{each.name}) | {each.doc[:1].upper()}{each.doc[1:]}. |")
    return "\n".join(lines) + "\n"


def contents(page: str) -> str:
    """The components of one page of the gallery."""
    names = dict.fromkeys(_SHOWN.findall(pages()[f"{FOLDER}/{page}.md"]))
    return f"On this page: {' · '.join(f'[{name}](#{name})' for name in names)}\n"


PARTS: Mapping[str, Callable[..., str]] = {
    "live": live, "excerpt": excerpt, "component": component, "contents": contents, "by-page": by_page,
    "gallery": index, "views": views,
}  # fmt: skip
"""The parts of the gallery by name."""
