"""What a text that is no amount or percentage was meant to say: as other countries and spreadsheets write them."""

from __future__ import annotations

import re

_LONGEST = 40
"""Letters of a text that is looked at: what should be a number may be a book."""
_OPEN = frozenset(("tbd", "tba", "tbc", "n/a", "na", "n.a.", "?", "??", "???", "-", "--", "unknown", "to be decided"))
OPEN_HINT = "write TBD where it is not known yet"
# Forms are compiled when a text is first held against them: only an author's slip needs them.
_PARTS = (
    r"(?i)(?P<before>[A-Za-z]{3,5})?\s*(?P<sign>[-+]?)(?P<number>[0-9][0-9\s.,'’_]*|\.[0-9]+)"
    r"(?P<scale>k|tsd|thousand|m|mn|mio|mln|million)?\.?\s*(?P<after>[A-Za-z]{3,5})?"
)
_PERCENT = r"(?i)(?P<number>[^%A-Za-z]+)(?:%|percent|per cent|pct)"
_SPACED = r"[0-9]{1,3}(?:[\s'’_][0-9]{3})+(?![0-9])"
_READINGS = (
    (r"[0-9]+(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", "", ""),
    (r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+", ".", ","),
    (r"[0-9]{1,3}(?:\.[0-9]{3}){2,}", ".", ""),
    (r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})", "", ","),
    (r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?", ",", ""),
)
"""Forms of a number with the sign between its thousands and that of its decimals, where they are not ours."""


def is_open(text: str) -> bool:
    """True for what people write who do not know a value yet."""
    return len(text) <= _LONGEST and text.strip().lower() in _OPEN


def number_meant(text: str) -> str | None:
    """The number as the format writes it: `1.800,50` is 1800.50, `1 800` is 1800. `None` where nobody can tell."""
    plain = text.strip()
    if match := re.match(_SPACED, plain):
        plain = re.sub(r"[^0-9]", "", match.group()) + plain[match.end() :]
    plain = f"0{plain}" if plain.startswith(".") else plain.removesuffix(".")
    for form, thousands, decimals in _READINGS:
        if re.fullmatch(form, plain):
            bare = plain.replace(thousands, "") if thousands else plain
            return bare.replace(decimals, ".") if decimals else bare
    return None


def amount_meant(text: str, currency: str) -> str | None:
    """The amount as the format writes it: `1.8K` is 1.8k, `usd 1800` is USD 1800. `None` where nobody can tell."""
    match = re.fullmatch(_PARTS, text.strip()) if len(text) <= _LONGEST else None
    number = number_meant(match["number"]) if match else None
    if match is None or number is None or (match["before"] and match["after"]):
        return None
    codes = [_code(match[side], currency) for side in ("before", "after")]
    if None in codes:
        return None
    scale = (match["scale"] or "").lower()
    scale = "k" if scale[:1] in ("k", "t") else "M" if scale else ""
    minus = match["sign"].replace("+", "")
    return f"{codes[0]} {minus}{number}{scale} {codes[1]}".strip()


def _code(written: str | None, currency: str) -> str | None:
    """A currency code in capitals: empty where none is written, `None` where there is none of that name."""
    from omp_plugin.model.units import iso_codes  # only an author's slip needs it

    code = (written or "").upper()
    return code if code in ("", written, currency) or code in iso_codes() else None


def percent_meant(text: str) -> str | None:
    """The percentage as the format writes it: `3,5 %` is 3.5%. `None` where nobody can tell."""
    match = re.fullmatch(_PERCENT, text.strip()) if len(text) <= _LONGEST else None
    number = number_meant(match["number"]) if match else None
    return f"{number}%" if number else None
