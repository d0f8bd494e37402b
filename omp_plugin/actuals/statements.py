"""What a plan may ask of a site's database: one SELECT, which the database then runs in a read-only transaction."""

from __future__ import annotations

import re

from omp_plugin.actuals.answers import Refused

_BEGINS = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/|\()*(select|with)\b", re.IGNORECASE | re.DOTALL)
_TEXT = re.compile(r"'[^'\\$]*'|\"[^\"\\$]*\"|`[^`]*`")
_COMMENT = re.compile(r"--|/\*|#")
_WRITES = re.compile(
    r"\b(alter|attach|backup|call|copy|create|delete|deny|detach|drop|exec|execute|grant|insert|into|kill|lock|merge|pragma"
    r"|restore|revoke|shutdown|truncate|update|vacuum|waitfor)\b",
    re.IGNORECASE,
)
"""Words of statements that do more than read; one database takes several statements without a `;` between them."""


def check_select(query: str) -> None:
    """Refuses what is not one SELECT.

    The words of SQL that change something are refused wherever they stand outside of texts and quoted names, and so is
    `;` before the end even there: databases differ in where texts and comments end.
    """
    text = query.strip()
    text = text[:-1].rstrip() if text.endswith(";") else text
    if not _BEGINS.match(text):
        raise Refused("wrong-type", "this is not a SELECT", "a query of a connection begins with SELECT or WITH")
    if ";" in text:
        raise Refused("wrong-type", "this may be more than one statement", "write one SELECT, without ;")
    found = _WRITES.search(text if _COMMENT.search(text) else _TEXT.sub("''", text))
    if found:
        message = f'the query says "{found[0].lower()}", which a query that only reads does not'
        raise Refused("wrong-type", message, "write one SELECT; quote the names of columns that are called like that")
