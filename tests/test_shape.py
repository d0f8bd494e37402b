"""Holds the package to its shape: short functions, modules that fit a few screens, names of the trade."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "omp_plugin"
MEDIAN, NINE_IN_TEN, LONGEST, MODULE = 8, 20, 40, 300
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "manager", "managers", "base", "core"}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the function's end, its docstring left out."""
    last = function.end_lineno or function.lineno
    lines = last - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    doc = function.body[0]
    return lines - ((doc.end_lineno or doc.lineno) - doc.lineno + 1)


def functions(text: str) -> Iterator[tuple[int, str]]:
    """Length and name of every function and method in a module, nested ones too."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield length(node), f"{node.name} (line {node.lineno})"


def modules() -> dict[str, str]:
    """The text of each module by its path in the package."""
    return {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


@pytest.fixture(scope="module")
def lengths() -> list[tuple[int, str]]:
    """The length and place of every function of the package, shortest first."""
    found = sorted((n, f"{file}: {name}") for file, text in modules().items() for n, name in functions(text))
    assert found
    return found


def test_no_function_is_long(lengths: list[tuple[int, str]]) -> None:
    assert [(n, where) for n, where in lengths if n > LONGEST] == []


def test_nine_functions_in_ten_are_short(lengths: list[tuple[int, str]]) -> None:
    assert lengths[int(0.9 * (len(lengths) - 1))][0] <= NINE_IN_TEN, lengths[-len(lengths) // 10 :]


def test_the_median_function_is_a_glance(lengths: list[tuple[int, str]]) -> None:
    assert statistics.median(n for n, _ in lengths) <= MEDIAN


def test_no_module_is_long() -> None:
    sizes = {file: text.count("\n") for file, text in modules().items()}
    assert {file: size for file, size in sizes.items() if size > MODULE} == {}


def test_modules_are_named_for_what_they_hold() -> None:
    words = {file: set(file.removesuffix(".py").replace("/", "_").split("_")) for file in modules()}
    assert {file for file, parts in words.items() if parts & VAGUE} == set()


def test_a_sentence_heads_each_module() -> None:
    heads = {file: (ast.get_docstring(ast.parse(text)) or "").strip() for file, text in modules().items()}
    assert {file for file, head in heads.items() if not head.split("\n\n")[0].endswith((".", ":"))} == set()


def test_length_counts_neither_decorators_nor_docstrings() -> None:
    text = '@cache\ndef a(x):\n    """One.\n\n    Two.\n    """\n    def b():\n        return x\n    return b\n'
    assert list(functions(text)) == [(4, "a (line 2)"), (2, "b (line 7)")]


def test_a_method_of_only_a_docstring_is_its_line() -> None:
    assert list(functions('class A:\n    async def f(self):\n        """Does."""\n')) == [(1, "f (line 2)")]
