"""What fuzzing begins with: the kept cases of each target, pieces of the example plans, and a plain mutator of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.helpers import PLANS
from tests.test_fuzz import NASTY, PLAIN, TOKENS

CORPUS = Path(__file__).parent / "corpus"
"""One file a case, in a folder a target; a case that once broke something is named after what it broke."""
_WORDS = tuple(dict.fromkeys((*TOKENS, *PLAIN, *NASTY)))
_EXPRESSIONS = ("{a} / {b} * 2", '{{ kpi("leads") }}', "{{ goal('more').title }}", "{goals.more.coverage}", "timeline(columns=[1, 'a'])")
_ROWS = ("id,title,owner\na,A,ann\n", "line,goal,period,planned\nads,more,2026-Q3,100\n", "kpi,period,value\nleads,2026-07,5\n")


def kept(target: str) -> Iterator[Path]:
    """The kept cases of a target."""
    return iter(sorted((CORPUS / target).glob("*")))


def seeds(target: str) -> list[bytes]:
    """Where a target begins."""
    own = [path.read_bytes() for path in kept(target)]
    if target == "values":
        return own + [word.encode("utf-8", "replace") for word in (*PLAIN, *NASTY)]
    if target == "schedule":
        return own + [Random(seed).randbytes(40) for seed in range(50)]
    if target == "tables":
        files = [path.read_bytes()[:1500] for path in sorted(PLANS.glob("*/*.csv"))]
        return own + [bytes([first]) + row for first in range(6) for row in (*(each.encode() for each in _ROWS), *files)]
    if target == "expressions":
        return own + [text.encode() for text in (*_EXPRESSIONS, *(word for word in PLAIN if "{" in word))]
    if target == "exports":
        own += [b"\0" + Random(seed).randbytes(600) for seed in range(300)]
    return own + [piece.encode() for path in sorted(PLANS.glob("*/plan.yml")) for piece in _pieces(path)]


def _pieces(path: Path) -> list[str]:
    return [part[:1200] for part in re.split(r"(?m)^(?=[a-z_]+:)", path.read_text("utf-8")) if part.strip()]


def mutated(chance: Random, raw: bytes, others: list[bytes]) -> bytes:
    """The bytes with a few of them taken out, doubled, swapped for a word of the format or for a piece of another case."""
    for _ in range(chance.randint(1, 5)):
        start = chance.randint(0, len(raw))
        end = min(len(raw), start + chance.choice((0, 1, 1, 4, 30)))
        other = chance.choice(others)
        cut = chance.randint(0, len(other))
        word = chance.choice(_WORDS).encode("utf-8", "replace")
        new = chance.choice((b"", word, word, raw[start:end] * 2, other[cut : cut + 60], chance.randbytes(1)))
        raw = raw[:start] + new + raw[end:]
    return raw[:4000]


def words() -> Iterator[str]:
    """A dictionary for libFuzzer."""
    for word in _WORDS:
        if raw := word.encode("utf-8", "replace")[:60]:
            yield '"' + "".join(f"\\x{byte:02x}" for byte in raw) + '"\n'
