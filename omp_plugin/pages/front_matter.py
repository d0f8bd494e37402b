"""Front matter as themes may print it: text, never markup."""

from __future__ import annotations

import html
from typing import Any


def title_as_text(title: str) -> str:
    """A title that a heading or a file's name gives, escaped once."""
    return html.escape(html.unescape(title))


def keep_title_text(page: Any) -> None:
    """A title that is the page's heading or its file's name: some themes print it as it is, some undo its escapes.

    They do neither with a title of front matter, which ours has been escaped to be.
    """
    if "title" not in page.meta and "title" not in vars(page) and page.title:
        text = title_as_text(page.title)
        if "&" in text:
            page.meta["title"] = text


def as_text_only(value: Any) -> Any:
    """A value with all its texts escaped: themes print titles, descriptions and authors as they are."""
    if isinstance(value, str):
        return html.escape(value)
    if isinstance(value, dict):
        return {key: as_text_only(each) for key, each in value.items()}
    return [as_text_only(each) for each in value] if isinstance(value, list) else value
