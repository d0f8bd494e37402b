"""One plan folder to one mapping: `plan.yml` with the sibling files that hold its keys (plan format, section 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Texts
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from omp_plugin.problems import Position, Problem, did_you_mean, problem
from omp_plugin.source.actuals_csv import with_actuals
from omp_plugin.source.audible import audible, audible_rows
from omp_plugin.source.budget_csv import budget_lines
from omp_plugin.source.csv_reader import Table, collection, read_table
from omp_plugin.source.front_matter import missing_fields, read_document
from omp_plugin.source.nodes import Entry, Mapping, Node, Scalar, broken, is_empty
from omp_plugin.source.text import decode
from omp_plugin.source.visibility import KEY, Sieve, Sifted, unsifted
from omp_plugin.source.yaml_reader import read_yaml

PLAN_FILE = "plan.yml"
ACTUALS_FILE = "actuals.csv"
BUDGET_FILE = "budget.csv"
_YAML_SUFFIXES = (".yml", ".yaml")


class PlanSource(NamedTuple):
    """The sources of one plan: its folder as shown in messages and its files by name relative to that folder.

    Files are `plan.yml`, its sibling `*.yml`, `*.yaml` and `*.csv`, and `campaigns/*.md`; others are not read here.
    `problems` are those met while the files were collected. Data files are not among the files: they lie in the folder
    `place` of the disk, or are what `blob` gives for their name, as many bytes as one asks for.
    """

    folder: str
    files: Texts[str, bytes]
    problems: tuple[Problem, ...] = ()
    name: str = ""
    place: Path | None = None
    blob: Callable[[str, int], bytes | None] | None = None

    @property
    def id(self) -> str:
        """The plan's id: the name of its folder, which messages may show as `.`."""
        return self.name or PurePosixPath(self.folder).name

    @property
    def is_past(self) -> bool:
        """True for sources that were read from a repository."""
        return self.blob is not None

    def path(self, name: str) -> str:
        """The path of one of the files as messages show it."""
        return str(PurePosixPath(self.folder) / name)


class Vocabulary(NamedTuple):
    """The keys that a plan can have at its top level, and those of them that are collections (may be a CSV file)."""

    keys: frozenset[str]
    collections: frozenset[str]


@dataclass(slots=True)
class _Assembly:
    source: PlanSource
    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)


def read_plan(source: PlanSource, vocabulary: Vocabulary) -> tuple[Mapping | None, list[Problem]]:
    """All of a plan, whoever may see it. Problems: see `read_sifted`."""
    read, problems = read_sifted(source, vocabulary, unsifted)
    return read.node, problems


def read_sifted(source: PlanSource, vocabulary: Vocabulary, sieve: Sieve) -> tuple[Sifted, list[Problem]]:
    """The whole plan as one mapping, or `None` where `plan.yml` cannot be read; the siblings are read all the same.

    What the sieve takes out is gone before measured values find their KPIs, and with it what is wrong in it.

    Problems: those of the files; `duplicate-key` for a key given in two places, naming both; `unknown-key` for a
    sibling file named like no key; `unknown-reference` for an actual of no KPI.
    """
    assembly = _Assembly(source, vocabulary, list(source.problems))
    at = _read_plan_file(assembly)
    for name in sorted(set(source.files) - {PLAN_FILE, ACTUALS_FILE}, key=lambda name: (name == BUDGET_FILE, name)):
        _read_sibling(assembly, name)  # the table of the budget after `budget.yml`, whose lines it is
    whole = Mapping(tuple(assembly.entries.values()), at or Position(source.path(PLAN_FILE), 1, 1))
    read = sieve(whole)
    assembly.problems = [*audible(assembly.problems, whole, read), *read.problems]
    if read.node is None:
        return read, assembly.problems
    assembly.entries = {entry.key.text: entry for entry in read.node}
    _read_actuals(assembly, read.hidden.get("kpis", frozenset()))
    node = Mapping(tuple(assembly.entries.values()), whole.at) if at else None
    return read._replace(node=node), assembly.problems


def _read_plan_file(assembly: _Assembly) -> Position | None:
    node = _read_yaml_file(assembly, PLAN_FILE)
    if isinstance(node, Mapping):
        assembly.entries.update({entry.key.text: entry for entry in node})
        return node.at
    if node is not None and not _is_broken(node):
        message = "a plan is a mapping of keys to values"
        assembly.problems.append(problem(node.at, "syntax", message, 'begin with "omp: 1" and "title: ..."'))
    return None


def _is_broken(node: Node) -> bool:
    return isinstance(node, Scalar) and node.broken


def _text(assembly: _Assembly, name: str) -> str | None:
    text, problems = decode(assembly.source.files[name], assembly.source.path(name))
    assembly.problems += problems
    return text


def _read_yaml_file(assembly: _Assembly, name: str) -> Node | None:
    """The node of a YAML file; a broken one where it cannot be read, `None` only for a `plan.yml` that is missing."""
    if name not in assembly.source.files:
        return None
    start = Position(assembly.source.path(name), 1, 1)
    text = _text(assembly, name)
    if text is None:
        return broken(start)
    node, problems = _shared(text, start.path) if assembly.source.is_past else read_yaml(text, start.path)
    assembly.problems += problems
    if node is None:
        return broken(start) if problems else Scalar("", start)
    return node


@lru_cache(maxsize=16)
def _shared(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    """A file of the past is read once for all versions and commits that have it."""
    return read_yaml(text, path)


def _read_sibling(assembly: _Assembly, name: str) -> None:
    path = PurePosixPath(name)
    if path.parent.name == "campaigns" and path.suffix == ".md":
        _read_campaign(assembly, name)
    elif path.suffix in _YAML_SUFFIXES:
        _read_key_file(assembly, name)
    elif path.suffix == ".csv":
        _read_csv_file(assembly, name)


def _read_key_file(assembly: _Assembly, name: str) -> None:
    key = PurePosixPath(name).stem
    at = Position(assembly.source.path(name), 1, 1)
    if key not in assembly.vocabulary.keys:
        _unknown_file(assembly, key, at)
        return
    node = _read_yaml_file(assembly, name)
    if node is not None:
        _add(assembly, Entry(Scalar(key, at), node))


def _unknown_file(assembly: _Assembly, key: str, at: Position) -> None:
    message = f'this file is named like no key of a plan: "{key}"'
    hint = did_you_mean(key, assembly.vocabulary.keys)
    assembly.problems.append(problem(at, "unknown-key", message, hint))


def _add(assembly: _Assembly, entry: Entry) -> None:
    before = assembly.entries.get(entry.key.text)
    if before is None:
        assembly.entries[entry.key.text] = entry
        return
    if entry.key.text == KEY:  # nobody can tell which of the two counts, so neither does
        assembly.entries[KEY] = Entry(before.key, broken(before.value.at))
    message = f'"{entry.key.text}" is given here and in {before.key.at.path}:{before.key.at.line}'
    assembly.problems.append(problem(entry.key.at, "duplicate-key", message, "keep one of the two"))


def _read_csv_file(assembly: _Assembly, name: str) -> None:
    key = PurePosixPath(name).stem
    if key != "budget" and key not in assembly.vocabulary.collections:
        # Any other CSV file may be data that a KPI reads; only a misspelt collection is worth a word.
        if _is_nearly(key, assembly.vocabulary.collections):
            _unknown_file(assembly, key, Position(assembly.source.path(name), 1, 1))
        return
    text = _text(assembly, name)
    if text is None:
        unreadable = _keyed(key, broken(Position(assembly.source.path(name), 1, 1)))
        if key == "budget":
            assembly.entries[key] = unreadable
        else:
            _add(assembly, unreadable)
        return
    table, problems = read_table(text, assembly.source.path(name))
    assembly.problems += problems
    if key == "budget":
        _add_budget(assembly, table)
        return
    node, problems = collection(table)
    assembly.problems += problems
    _add(assembly, _keyed(key, node))


def _is_nearly(word: str, known: Iterable[str]) -> bool:
    from difflib import get_close_matches  # most plans hold no other table

    return bool(get_close_matches(word, known, cutoff=0.8))


def _keyed(key: str, node: Node) -> Entry:
    return Entry(Scalar(key, node.at), node)


def _add_budget(assembly: _Assembly, table: Table) -> None:
    """`budget.csv` is the key `lines` of the budget."""
    lines, problems = budget_lines(table)
    assembly.problems += problems
    if _is_broken(lines):
        assembly.entries["budget"] = _keyed("budget", lines)  # a budget without its lines proves nothing
        return
    budget = assembly.entries.get("budget")
    if budget is None or is_empty(budget.value):
        assembly.entries["budget"] = _keyed("budget", Mapping((_keyed("lines", lines),), table.at))
        return
    if not isinstance(budget.value, Mapping):
        if not _is_broken(budget.value):
            _add(assembly, _keyed("budget", lines))
        return
    before = budget.value.find("lines")
    if before:
        message = f'"budget.lines" is given here and in {before.key.at.path}:{before.key.at.line}'
        assembly.problems.append(problem(table.at, "duplicate-key", message, "keep one of the two"))
        return
    whole = replace(budget.value, entries=(*budget.value.entries, _keyed("lines", lines)))
    assembly.entries["budget"] = Entry(budget.key, whole)


def _read_campaign(assembly: _Assembly, name: str) -> None:
    """One Markdown file is one campaign: its head holds the fields, its body is the brief."""
    id_ = PurePosixPath(name).stem
    at = Position(assembly.source.path(name), 1, 1)
    text = _text(assembly, name)
    node: Node = broken(at)
    if text is not None:
        document = read_document(text, at.path)
        assembly.problems += document.problems
        if document.fields is None:
            if not document.problems:
                assembly.problems.append(missing_fields(text, at.path))
        else:
            node = _with_brief(assembly, document.fields, document.body)
    _add_to_collection(assembly, "campaigns", Entry(Scalar(id_, at), node))


def _with_brief(assembly: _Assembly, fields: Mapping, body: Scalar) -> Mapping:
    brief = fields.find("brief")
    if not body.text:
        return fields
    if brief:
        message = f'"brief" is given here and in line {brief.key.at.line} of the front matter'
        assembly.problems.append(problem(body.at, "duplicate-key", message, "keep one of the two"))
        return fields
    return replace(fields, entries=(*fields.entries, Entry(Scalar("brief", body.at), body)))


def _add_to_collection(assembly: _Assembly, key: str, entry: Entry) -> None:
    whole = assembly.entries.get(key)
    if whole is None or is_empty(whole.value):
        assembly.entries[key] = _keyed(key, Mapping((entry,), entry.key.at))
    elif isinstance(whole.value, Mapping):
        before = whole.value.find(entry.key.text)
        if before:
            message = f'{key}.{entry.key.text} is given here and in {before.key.at.path}:{before.key.at.line}'
            assembly.problems.append(problem(entry.key.at, "duplicate-key", message, "keep one of the two"))
            return
        assembly.entries[key] = Entry(whole.key, replace(whole.value, entries=(*whole.value.entries, entry)))


def _read_actuals(assembly: _Assembly, hidden: frozenset[str]) -> None:
    """Measured values of `actuals.csv` become the `actual` and `notes` of their KPIs."""
    text = _text(assembly, ACTUALS_FILE) if ACTUALS_FILE in assembly.source.files else None
    if text is None:
        return
    table, problems = read_table(text, assembly.source.path(ACTUALS_FILE))
    assembly.problems += audible_rows(problems, table.rows, hidden)
    kpis = assembly.entries.get("kpis")
    if kpis and not isinstance(kpis.value, Mapping) and not is_empty(kpis.value):
        return  # the KPIs could not be read, which has been reported
    known = kpis.value if kpis and isinstance(kpis.value, Mapping) else Mapping((), table.at)
    merged, problems = with_actuals(known, table, hidden)
    assembly.problems += problems
    if kpis:
        assembly.entries["kpis"] = Entry(kpis.key, merged)
