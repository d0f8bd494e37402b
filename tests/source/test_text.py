"""Bytes to text."""

from __future__ import annotations

import pytest

from omp_plugin import limits
from omp_plugin.source.text import decode


@pytest.mark.parametrize(
    "raw,text",
    [
        (b"", ""),
        ("é\n".encode(), "é\n"),
        (b"\xef\xbb\xbfa", "a"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\tb\rc\r\r\nd", "a\tb\nc\n\nd"),
        ("a\u00a0\u00adb\u200b\u200d".encode(), "a\u00a0\u00adb\u200b\u200d"),
    ],
)
def test_harmless(raw: bytes, text: str) -> None:
    assert decode(raw, "f") == (text, [])


@pytest.mark.parametrize("character", "\x00\x07\x08\x0b\x0c\x1b\x7f\x80\x9f\u061c\u200e\u200f\u2028\u202a\u202e\u2066\u2069\ufeff\uffff")
def test_a_character_that_hides_text_is_reported_and_replaced(character: str) -> None:
    text, problems = decode(f"one\ntw{character}o {character}\n".encode(), "f")
    assert text == "one\ntw\ufffdo \ufffd\n"
    assert [(each.code, str(each.position)) for each in problems] == [("unsafe-text", "f:2:3")]
    assert f"U+{ord(character):04X}" in problems[0].message


def test_one_report_a_line_and_a_limit() -> None:
    _, problems = decode(b"\x01\x02\x01\n" * 2_000, "f")
    assert len(problems) == limits.PROBLEMS_PER_FILE
    assert [each.position.line for each in problems[:3]] == [1, 2, 3]


@pytest.mark.parametrize("size,codes", [(limits.PLAN_FILE_BYTES, []), (limits.PLAN_FILE_BYTES + 1, ["too-large"])])
def test_size(size: int, codes: list[str]) -> None:
    _, problems = decode(b"#" * size, "f")
    assert [each.code for each in problems] == codes


@pytest.mark.parametrize("raw,place", [(b"\xff", "1:1"), (b"a\nb\xc3", "2:2"), ("é\n日本".encode() + b"\x80", "2:3")])
def test_not_utf8(raw: bytes, place: str) -> None:
    text, problems = decode(raw, "f")
    assert text is None
    assert [(each.code, str(each.position)) for each in problems] == [("syntax", f"f:{place}")]
