"""The marks of a chart gathered by their look, so that a thousand rows are a few paths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from omp_plugin.render.geometry import Kind, Mark, Note

CLASSES = {"summary": "", "task": "", "milestone": " omp-mile", "repeat": " omp-rep"}


class Ink(NamedTuple):
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
    found: dict[tuple[str, bool, Kind], list[Mark]] = {}
    for mark in marks:
        item = mark.item
        found.setdefault((item.state, item.critical, item.kind), []).append(mark)
    return tuple([_ink(_look(*look), each) for look, each in found.items()])


def _look(state: str, critical: bool, kind: Kind) -> str:
    return f"omp-{state}{' omp-crit' if critical else ''}{CLASSES[kind]}"


def _ink(look: str, marks: Iterable[Mark]) -> Ink:
    ring = full = light = dark = signs = ""
    fading, notes = [], []
    for mark in marks:
        if mark.light == mark.dark:
            full += mark.light
        else:
            light += mark.light
            dark += mark.dark
        ring += mark.ring
        signs += mark.sign
        if mark.note:
            notes.append(mark.note)
        if mark.fade:
            fading.append(mark.fade)
    fades = tuple("".join(step) for step in zip(*fading, strict=True)) if fading else ()
    return Ink(look, ring, full, light, dark, fades, signs, tuple(notes))
