"""Markdown files that open with YAML between two lines of dashes."""

from __future__ import annotations

import re
from typing import NamedTuple

from omp_plugin.problems import Position, Problem, problem
from omp_plugin.source.nodes import Mapping, Scalar
from omp_plugin.source.yaml_reader import read_yaml

_OPENED = re.compile(r"---[ \t]*\n(?P<fields>(?:[A-Za-z_][\w-]*:[^\n]*\n?|[ #-][^\n]*\n?)*)")
_FENCE = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class Document(NamedTuple):
    """A Markdown file: the mapping at its head (`None` where there is none) and the text below."""

    fields: Mapping | None
    body: Scalar
    problems: tuple[Problem, ...]


def read_document(text: str, path: str) -> Document:
    """The head and the body of a Markdown text. Problems: those of the YAML, `syntax` for a head that is no mapping."""
    match = _FENCE.match(text)
    if match is None:
        return Document(None, _body(text, 0, path), ())
    node, problems = read_yaml(match["yaml"], path, first_line=2)
    body = _body(text, match.end(), path)
    if node is None or isinstance(node, Mapping):
        return Document(node if node else _nothing(path, problems), body, tuple(problems))
    message = "what stands between the two lines of dashes are no fields with values"
    found = problem(node.at, "syntax", message, 'write one field a line there, such as "title: Autumn"')
    return Document(None, body, (*problems, found))


def missing_fields(text: str, path: str) -> Problem:
    """`syntax` for the file of a campaign that has no head, or one that does not end."""
    at = Position(path, 1, 1)
    opened = _OPENED.match(text)
    if opened and opened["fields"]:
        last = len(opened.group().splitlines())
        message = 'the fields of the campaign begin with a line "---", but no other one ends them'
        return problem(at, "syntax", message, f'write a line "---" below the last of the fields (line {last})')
    hint = 'begin with a line "---", a line for each field, such as "title: Autumn sale", and a line "---"'
    return problem(at, "syntax", "this file does not begin with the fields of a campaign (front matter)", hint)


def _nothing(path: str, problems: list[Problem]) -> Mapping | None:
    return None if problems else Mapping((), Position(path, 1, 1))


def _body(text: str, start: int, path: str) -> Scalar:
    body = text[start:]
    skipped = len(body) - len(body.lstrip("\n"))
    line = text.count("\n", 0, start + skipped) + 1
    return Scalar(body.strip("\n").rstrip(), Position(path, line, 1))
