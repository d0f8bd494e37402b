"""YAML to nodes: every scalar a text, nothing resolved, nothing that costs more than its length."""

from __future__ import annotations

import pytest

from omp_plugin import limits
from omp_plugin.problems import Position
from omp_plugin.source.nodes import Mapping, Node, Scalar, Sequence, is_empty
from omp_plugin.source.yaml_reader import read_yaml


def plain(node: Node | None) -> object:
    """A node as Python's own texts, lists and mappings."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if node is not None else None


def codes(text: str) -> list[str]:
    return [problem.code for problem in read_yaml(text, "f")[1]]


@pytest.mark.parametrize(
    "written",
    ["no", "NO", "on", "yes", "12:30", "22:30:15", "1.10", "010", "0o10", "0x1F", "1e3", "1_000", "2026-02-30", "null", "~", "TRUE", ".inf", "=", "1.", "+1"],
)
def test_a_scalar_is_the_text_that_was_written(written: str) -> None:
    node, problems = read_yaml(f"a: {written}\nb: [{written}]\nc: {{{written}: x}}\n", "f")
    assert plain(node) == {"a": written, "b": [written], "c": {written: "x"}}
    assert problems == []


@pytest.mark.parametrize(
    "written,text",
    [
        ("'it''s'", "it's"),
        ('"a\\tb\\n\\u00e9"', "a\tb\né"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        (">-\n  folded\n  text\n", "folded text"),
        ("two\n  lines", "two lines"),
        ("x # comment", "x"),
        ("x#y", "x#y"),
        ("''", ""),
        ("", ""),
    ],
)
def test_styles(written: str, text: str) -> None:
    assert plain(read_yaml(f"a: {written}\n", "f")[0]) == {"a": text}


def test_places() -> None:
    node, _ = read_yaml("a:\n  - b: c\n  -  {d: [e,  f]}\n", "p/f.yml", first_line=11)
    assert isinstance(node, Mapping)
    entry = node.find("a")
    assert entry is not None
    assert entry.key.at == Position("p/f.yml", 11, 1)
    assert isinstance(entry.value, Sequence)
    second = entry.value.items[1]
    assert isinstance(second, Mapping)
    inner = second.get("d")
    assert isinstance(inner, Sequence)
    assert [item.at[1:] for item in inner.items] == [(13, 11), (13, 15)]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n"])
def test_nothing_is_nothing(text: str) -> None:
    node, problems = read_yaml(text, "f")
    assert node is None or is_empty(node)
    assert problems == []


def test_a_bomb_of_merge_keys_is_refused() -> None:
    """500 bytes that unfold to 10**9 keys in a loader."""
    lines = ["a: &a {x: 1}"]
    lines += [f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}" for before, name in zip("abcdefgh", "bcdefghi", strict=True)]
    text = "\n".join(lines)
    assert len(text) < 500
    assert set(codes(text)) == {"refused-yaml"}


@pytest.mark.parametrize(
    "text,code",
    [
        ("[" * 30_000, "too-large"),
        ("{a: " * 30_000, "too-large"),
        ("- " * 30_000 + "x", "too-large"),
        ("[" * 8_000, "too-large"),
        ("a:\n" + "".join(f"{' ' * n}b:\n" for n in range(1, 40)), "too-large"),
        ("a: &x 1\nb: *x\n", "refused-yaml"),
        ("!!python/object:os.system {}", "refused-yaml"),
        ("--- a\n--- b\n", "refused-yaml"),
        ("? {a: b}\n: c\n", "refused-yaml"),
        ("a: 1\na: 2\n", "duplicate-key"),
        ("a: 1\n'a': 2\n", "duplicate-key"),
        ("{a: 1, a: 2}", "duplicate-key"),
        ("a: 'x\n", "syntax"),
        ("a: b: c\n", "syntax"),
        ("\ta: b\n", "syntax"),
        ("a: `b`\n", "syntax"),
        ("%YAML 9.9\n---\na: b\n", "syntax"),
        ('a: "\\q"\n', "syntax"),
        ('a: "\\ud800"\n', "syntax"),
        ('a: "\\0"\n', "unsafe-text"),
        ('"\\u202e": b\n', "unsafe-text"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    assert code in codes(text)


def test_the_deepest_nesting_is_allowed() -> None:
    assert codes("[" * limits.NESTING + "]" * limits.NESTING) == []
    assert codes("[" * (limits.NESTING + 1) + "]" * (limits.NESTING + 1)) == ["too-large"]


def test_reading_stops_where_too_much_is_wrong() -> None:
    found = codes("".join(f"- &a{n} x\n" for n in range(2_000)))
    assert found == ["refused-yaml"] * limits.PROBLEMS_PER_FILE + ["too-large"]


def test_after_a_refusal_the_rest_is_still_read() -> None:
    node, problems = read_yaml("a: *x\nb: 1\nb: 2\nc: 3\n", "f")
    assert isinstance(node, Mapping)
    broken = node.get("a")
    assert isinstance(broken, Scalar)
    assert broken.broken
    assert (plain(node.get("b")), plain(node.get("c"))) == ("1", "3")
    assert [problem.code for problem in problems] == ["refused-yaml", "duplicate-key"]


@pytest.mark.parametrize(
    "text,whole",
    [
        ("{x: 2,000}", {"x": "2000"}),
        ("{x: 12,000,000}", {"x": "12000000"}),
        ("{x: USD 2,000.50}", {"x": "USD 2000.50"}),
        ("{x: 2,000, y: 1}", {"x": "2000", "y": "1"}),
        ("{x: -1,250}", {"x": "-1250"}),
        ("{x: 1,08}", {"x": "1.08"}),
        ("{x: 3,5%, y: 1}", {"x": "3.5%", "y": "1"}),
        ("{x: 1,5k EUR}", {"x": "1.5k EUR"}),
    ],
)
def test_a_number_with_separators_inside_braces(text: str, whole: dict[str, str]) -> None:
    node, problems = read_yaml(text, "f")
    assert plain(node) == whole
    assert {problem.code for problem in problems} == {"wrong-type"}


@pytest.mark.parametrize("text", ["{x: 2, y: }", "{x: 2, 08: }", "{x: 2026,2027: }", "{x: a,08: }", "{x: a, 000: }", "x: 2,000", "[2,000]"])
def test_what_only_looks_like_a_cut_number(text: str) -> None:
    assert codes(text) == []
