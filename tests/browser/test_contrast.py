"""Every colour token keeps its contrast, as Chromium computes it: both schemes, on paper, each of Material's primaries."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PLAN

TEXT, MARK = 4.5, 3.0

PRIMARIES = (
    *("red", "pink", "purple", "deep-purple", "indigo", "blue", "light-blue", "cyan", "teal", "green", "light-green"),
    *("lime", "yellow", "amber", "orange", "deep-orange", "brown", "grey", "blue-grey", "black", "white"),
)

GROUNDS = ("bg", "subtle", "subtle-solid")
TINTS = {"accent-text": "acc-tint", "ok": "ok-tint", "risk": "risk-tint", "off": "off-tint", "neu": "neu-tint"}
TEXTS = ("fg", "muted", "ink", *TINTS)
MARKS = ("accent", "ink", "ok-fill", "risk-fill", "off-fill", "neu-fill")

DECORATIVE = ("border", "hair", "acc-soft", "acc-mid")
"""Hairlines, and fills that an outline of the accent goes round."""

# What is to be read or told apart, on what, and by how much.
PAIRS = (
    *((text, ground, TEXT) for text in TEXTS for ground in GROUNDS),
    *((text, tint, TEXT) for text, tint in TINTS.items()),
    *((text, tint, TEXT) for text in ("fg", "ink") for tint in TINTS.values()),
    ("accent", "bg", TEXT),
    ("link", "bg", TEXT),
    ("on-accent", "accent", TEXT),
    *((mark, "bg", MARK) for mark in MARKS),
)

# The colours are those that the browser computes, laid over the page's own where they let it through. So is
# that of a link, which the theme has a colour of its own for.
MEASURE = """([primaries, pairs]) => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const box = document.body.appendChild(document.createElement("div"));
  const link = document.querySelector(".md-typeset").appendChild(document.createElement("div"));
  link.className = "omp";
  link.innerHTML = "<a href='#'>Plan</a>";
  link.firstChild.style.transition = "none";
  const computed = token => {
    if (token === "link") return getComputedStyle(link.firstChild).color;
    box.style.color = `var(--omp-${token})`;
    return getComputedStyle(box).color;
  };
  const painted = colors => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return Object.fromEntries(primaries.map(primary => {
    document.body.dataset.mdColorPrimary = primary;
    const page = computed("bg");
    return [primary, pairs.map(([front, ground]) => {
      const under = computed(ground), over = computed(front);
      const [a, b] = [painted([page, under]), painted([page, under, over])].map(light);
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    })];
  }));
}"""


def measured(page: Page) -> dict[str, list[float]]:
    """The contrast of every pair, for each primary."""
    found: dict[str, list[float]] = page.evaluate(MEASURE, [PRIMARIES, PAIRS])
    return found


@pytest.mark.parametrize("scheme, media", [("default", "screen"), ("slate", "screen"), ("slate", "print")])
def test_every_token_keeps_its_contrast(address: str, open_page: Callable[..., Page], scheme: str, media: str) -> None:
    page = open_page(java_script_enabled=False)
    page.emulate_media(media=media)
    page.goto(f"{address}{PLAN}/")
    page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", scheme)
    dark = page.evaluate("getComputedStyle(document.body).getPropertyValue('--omp-ink').trim() === '#eceef3'")
    assert dark is (scheme == "slate" and media == "screen")
    found = measured(page)
    assert list(found) == list(PRIMARIES)
    weak = [
        f"{primary}: {front} on {ground} is {ratio:.2f}, below {limit}"
        for primary, ratios in found.items()
        for (front, ground, limit), ratio in zip(PAIRS, ratios, strict=True)
        if ratio < limit
    ]
    assert weak == []


def test_the_measure_tells_good_from_bad(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{address}{PLAN}/")
    page.evaluate("document.body.dataset.mdColorScheme = 'default'")
    page.add_style_tag(content="body { --omp-fg: #000; --omp-muted: rgba(0, 0, 0, .5); --omp-bg: #fff }")
    of = dict(zip(((front, ground) for front, ground, _ in PAIRS), measured(page)["indigo"], strict=True))
    assert of["fg", "bg"] == pytest.approx(21)
    assert of["muted", "bg"] == pytest.approx(3.98, abs=0.05)


def test_every_colour_token_is_measured(site: Path) -> None:
    style = "".join(path.read_text("utf-8") for path in site.rglob("omp*.css"))
    rules = "".join(re.findall(r"(?:body|\[data-md-color)[^{}]*\{([^{}]*)\}", style))
    declared = set(re.findall(r"--omp-([a-z-]+):\s*(?:#|rgba?\(|hsla?\(|color-mix\(|var\()", rules))
    asked = {each for front, ground, _ in PAIRS for each in (front, ground)} - {"link"} | set(DECORATIVE)
    assert declared == asked
