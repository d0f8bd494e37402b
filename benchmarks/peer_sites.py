"""The same pages for others: data and Jinja for macros, data for table-reader, finished HTML for the floor, Hugo's own.

Each is given what a person who knows the tool would write: rows as data, the words around them as Markdown.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import yaml
from sites import CONFIGURATION, Parts, Rows, article_of, markdown_of, pages_of

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_ROWS = """\
| {head} |
|{line}
{{% for row in {rows} -%}}
| {{{{ row | join(" | ") }}}} |
{{% endfor %}}"""
_HOOK = '''\
"""Hands the finished pages over; of many plans, a page's navigation shows the page's own, as ours does."""

from pathlib import Path

from omp_plugin.pages.narrowing import Narrowing, many_plans

MADE = Path(__file__).parent / "made"
found = {}


def on_nav(nav, config, files):
    plans = many_plans(nav.items, PLANS)
    found["narrowing"] = Narrowing(nav, plans, []) if plans is not None else None


def on_page_context(context, page, config, nav):
    if found["narrowing"]:
        context["nav"] = found["narrowing"].now()
    return context


def on_page_content(html, page, config, files):
    return (MADE / page.file.src_uri).read_text(encoding="utf-8")
'''
_HUGO = """\
baseURL = "https://plans.example/"
title = "Measured plans"
disableKinds = ["taxonomy", "term", "RSS"]
"""
_LAYOUT = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<nav><ul>{{ range .CurrentSection.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
<main>{{ .Content }}</main></body></html>
"""


def write_macros(folder: Path, built: Path) -> None:
    """Rows of all tables in one YAML file a plan, and pages that make Markdown tables of them with Jinja."""
    names: list[str] = []

    def written(name: Path, parts: Parts) -> str:
        plan = _plan_of(name)
        tables[plan] = tables.get(plan, {})
        key = name.with_suffix("").as_posix()
        tables[plan][key] = [part[1:] for part in parts if not isinstance(part, str)]
        return _with_tables(parts, lambda number, rows: _macro(rows, f'{plan}["{key}"][{number}]'))

    tables: dict[str, dict[str, list[Rows]]] = {}
    _write_pages(folder, built, written)
    for plan, pages in tables.items():
        names.append(f"data/{plan}.yml")
        _write(folder / names[-1], _yaml({plan: pages}))
    plugin = f", macros: {{include_yaml: {json.dumps(names)}}}"
    _write(folder / "mkdocs.yml", CONFIGURATION.format(plugin=plugin))


def write_table_reader(folder: Path, built: Path) -> None:
    """Every table in a YAML file of its own, and pages that read them."""

    def written(name: Path, parts: Parts) -> str:
        def table(number: int, rows: Rows) -> str:
            file = f"data/{name.with_suffix('').as_posix()}-{number}.yml"
            head = _distinct(rows[0])
            said = [dict(zip(head, row, strict=True)) for row in rows[1:]]
            _write(folder / file, _yaml(said))
            return f'{{{{ read_yaml("{file}") }}}}' if said else markdown_of([rows])

        return _with_tables(parts, table)

    _write_pages(folder, built, written)
    _write(folder / "mkdocs.yml", CONFIGURATION.format(plugin=", table-reader: {data_path: .}"))


def write_floor(folder: Path, rendered: Path, built: Path, plans: int) -> None:
    """Our finished pages, for the theme, the search and the writing alone."""
    shutil.copytree(rendered, folder)
    for page in sorted((folder / "docs").rglob("*.md")):
        name = page.relative_to(folder / "docs")
        head = page.read_text(encoding="utf-8").partition("\n---\n")[0]
        page.write_text(f"{head}\n---\n" if head.startswith("---") else "", encoding="utf-8")
        there = name.parent / ("index.html" if name.stem == "index" else f"{name.stem}/index.html")
        _write(folder / "made" / name, article_of(built / there))
    _write(folder / "hook.py", _HOOK.replace("PLANS", str(plans)))
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [hook.py]\n")


def write_hugo(folder: Path, built: Path) -> None:
    """The words and tables of *plain*, with a layout that lists a section's pages."""
    for name, parts in pages_of(built):
        place = name.with_name("_index.md") if name.name == "index.md" else name
        title = name.parent.name or "Plans"
        _write(folder / "content" / place, f"---\ntitle: {title}\n---\n{markdown_of(parts)}")
    for kind in ("single", "list"):
        _write(folder / f"layouts/_default/{kind}.html", _LAYOUT)
    _write(folder / "hugo.toml", _HUGO)


def _write_pages(folder: Path, built: Path, written: Callable[[Path, Parts], str]) -> None:
    for name, parts in pages_of(built):
        _write(folder / "docs" / name, written(name, parts))


def _with_tables(parts: Parts, table: Callable[[int, Rows], str]) -> str:
    """A page whose tables are asked for by their numbers."""
    found, number = [], 0
    for part in parts:
        found.append(part if isinstance(part, str) else table(number, part))
        number += not isinstance(part, str)
    return "\n\n".join(found) + "\n"


def _macro(rows: Rows, name: str) -> str:
    return _ROWS.format(head=" | ".join(rows[0]), line=" --- |" * len(rows[0]), rows=name)


def _plan_of(name: Path) -> str:
    """The data of a page's plan; those of the whole site have theirs together."""
    first = name.parts[0]
    return first.replace("-", "_") if first.startswith("plan-") else "site"


def _distinct(head: list[str]) -> list[str]:
    """Heads that can be the keys of a row."""
    return [text if text and head.index(text) == at else f"{text} {at + 1}".strip() for at, text in enumerate(head)]


def _yaml(data: object) -> str:
    return str(yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
