"""The marks of a chart gathered by their look, so that a thousand rows are a few paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from omp_plugin.render.geometry import Mark, Note

CLASSES = {"summary": "", "task": "", "milestone": " omp-mile", "repeat": " omp-rep"}


@dataclass(frozen=True, slots=True)
class Ink:
    """All marks of one look: `look` are its classes, the others paths (empty for none).

    `full` is what is done as a whole, `light` and `dark` are the two parts of all else; `fades` are the three parts of
    bars without a finish.
    """

    look: str
    ring: str
    full: str
    light: str
    dark: str
    fades: tuple[str, ...]
    signs: str
    notes: tuple[Note, ...]


def inks(marks: Iterable[Mark]) -> tuple[Ink, ...]:
    """The marks by look, in the order in which the looks first appear."""
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        found.setdefault(_look(mark), []).append(mark)
    return tuple(_ink(look, each) for look, each in found.items())


def _look(mark: Mark) -> str:
    item = mark.item
    return f"omp-{item.state}{' omp-crit' if item.critical else ''}{CLASSES[item.kind]}"


def _ink(look: str, marks: Sequence[Mark]) -> Ink:
    parts, fading = [mark for mark in marks if mark.light != mark.dark], [mark.fade for mark in marks if mark.fade]
    return Ink(
        look,
        ring="".join(mark.ring for mark in marks),
        full="".join(mark.light for mark in marks if mark.light == mark.dark),
        light="".join(mark.light for mark in parts),
        dark="".join(mark.dark for mark in parts),
        fades=tuple("".join(step) for step in zip(*fading, strict=True)),
        signs="".join(mark.sign for mark in marks),
        notes=tuple(mark.note for mark in marks if mark.note),
    )
