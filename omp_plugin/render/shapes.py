"""The shapes that charts are drawn with, as the `d` of SVG paths, and the room that a text takes."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import east_asian_width

_NARROW = frozenset("iljtfrI.,:;|!'()[] ·-")
_WIDE = frozenset("mwMWQO@%—")


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """A coordinate with one decimal at most, in its shortest form."""
    text = f"{value + 0.0:.1f}"
    return text[:-2] if text.endswith(".0") else text


def bar(x: float, y: float, width: float, height: float, corners: tuple[float, float]) -> str:
    """A bar with corners of one radius on the left and another on the right; 0 is square, half the height is round."""
    most, (near, far) = (width if width < height else height) / 2, corners
    near, far = near if near < most else most, far if far < most else most
    if not near and not far:
        return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"
    start, end = number(x + near), number(x + width - far)
    return f"M{start} {number(y)}H{end}{_side(far, height)}H{start}{_side(-near, -height)}z"


@lru_cache(maxsize=256)
def _side(radius: float, height: float) -> str:
    """One end of a bar, down the right or (both negative) up the left: square, a half circle, or two corners."""
    r, back, h = number(radius), number(-radius), number(height)
    if not radius:
        return f"v{h}"
    if abs(2 * radius) >= abs(height):
        return f"a{number(abs(radius))} {number(abs(radius))} 0 0 1 0{_apart(h)}"
    return f"q{r} 0{_apart(r)}{_apart(r)}v{number(height - 2 * radius)}q0{_apart(r)}{_apart(back)}{_apart(r)}"


def _apart(text: str) -> str:
    """A number after another; a sign keeps the two apart as a space does."""
    return text if text.startswith("-") else f" {text}"


def diamond(x: float, y: float, radius: float) -> str:
    """A square on its corner."""
    r = number(radius)
    return f"M{number(x)} {number(y - radius)}l{r} {r}-{r} {r}-{r}-{r}z"


def tick(x: float, y: float) -> str:
    """A ✓ in a diamond."""
    return f"M{number(x - 2.8)} {number(y)}l2 2 3.6-4"


def bang(x: float, y: float) -> str:
    """A ! in a diamond."""
    return f"M{number(x)} {number(y - 3.2)}v3.4m0 2.4v.4"


def rail(left: float, right: float, y: float) -> str:
    """A level line."""
    return f"M{number(left)} {number(y)}H{number(right)}"


def head(x: float, y: float, *, is_down: bool) -> str:
    """The head of an arrow whose tip is at (x, y), 6.8 px wide and 5 px long."""
    return f"M{number(x - 3.4)} {number(y - 5 if is_down else y + 5)}h6.8l-3.4 {'5' if is_down else '-5'}z"


@lru_cache(maxsize=8192)
def text_width(text: str, size: float = 11.5) -> float:
    """About how wide a text is in px, in a semibold sans-serif of that size."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.33
    if letter in _WIDE:
        return 0.88
    if east_asian_width(letter) in "WF":
        return 1.0
    return 0.66 if letter.isupper() else 0.6
