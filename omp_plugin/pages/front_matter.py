"""Front matter as themes may print it: text, never markup."""

from __future__ import annotations

import html
from typing import Any


def title_as_text(title: str) -> str:
    """A title that a heading or a file's name gives, escaped once."""
    return html.escape(html.unescape(title))


def as_text_only(value: Any) -> Any:
    """A value with all its texts escaped: themes print titles, descriptions and authors as they are."""
    if isinstance(value, str):
        return html.escape(value)
    if isinstance(value, dict):
        return {key: as_text_only(each) for key, each in value.items()}
    return [as_text_only(each) for each in value] if isinstance(value, list) else value
