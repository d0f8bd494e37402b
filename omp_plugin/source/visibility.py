"""Who may see what: the words for it, and what reading a plan for one audience leaves (plan format, section 9)."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Lookup
from types import MappingProxyType
from typing import NamedTuple

from omp_plugin.problems import Problem, problem
from omp_plugin.source.nodes import Mapping, Node, Scalar

VISIBILITIES = ("public", "internal", "confidential")
"""The audiences, each of which sees what those before it see."""
ALL = VISIBILITIES[-1]
"""The audience that sees everything."""
OPEN = ("", "TBD")
"""Not decided yet: shown to nobody but those who see everything."""
KEY = "visibility"


class Sifted(NamedTuple):
    """What an audience sees of a plan (`None`: nothing), and what it does not.

    `hidden` are the ids that no reference may name, by what a reference names; `paths` are the places of what was left
    out, with ids as they are now, and `renamed` leads to those from former ones.
    """

    node: Mapping | None
    hidden: Lookup[str, frozenset[str]] = MappingProxyType({})
    paths: frozenset[tuple[str, ...]] = frozenset()
    renamed: Lookup[tuple[str, ...], str] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()
    audience: str = ALL


Sieve = Callable[[Mapping], Sifted]
"""Takes out of a plan what an audience must not see."""


def unsifted(node: Mapping) -> Sifted:
    """All of a plan."""
    return Sifted(node)


def is_seen(fields: Mapping | None, audience: str) -> bool | None:
    """Whether an audience sees what has these fields; `None` where that cannot be told, which nobody may see."""
    value = fields.get(KEY) if fields else None
    if value is None:
        return True
    if not isinstance(value, Scalar) or value.broken or value.text not in (*OPEN, *VISIBILITIES):
        return None
    word = ALL if value.text in OPEN else value.text
    return VISIBILITIES.index(word) <= VISIBILITIES.index(audience)


def unknown(value: Node | None) -> list[Problem]:
    """Problems: `wrong-type` for what is none of the words; nothing where the reading has reported one already."""
    if value is None or (isinstance(value, Scalar) and value.broken):
        return []
    said = f'"{" ".join(value.text.split())[:60]}"' if isinstance(value, Scalar) else "this"
    message = f"{said} is none of {', '.join(VISIBILITIES)}"
    return [problem(value.at, "wrong-type", message, "until it is one of them, nobody sees this")]
