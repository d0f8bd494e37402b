"""What the YAML parser complains of, in an author's words: it speaks of tokens, authors of lines and signs."""

from __future__ import annotations

from collections.abc import Sequence

_SAID: Sequence[tuple[str, str, str]] = (
    (
        "mapping values are not allowed",
        'there is a ": " that stands behind no key of its own',
        'put a text that holds ": " in quotes; begin each key on a line of its own, right below the keys beside it',
    ),
    (
        "cannot start any token",
        "a text cannot begin with this sign",
        "indent with spaces, not tabs; put texts that begin with @, ` or % in quotes",
    ),
    (
        "could not find expected ':'",
        'this line has no ": ", so it says nothing of any key',
        'write "key: value", or indent the line below the text that it goes on with',
    ),
    (
        "did not find expected key",
        "what stands here goes with nothing before it",
        "close the quotes and brackets just before ('it''s' is it's in quotes); indent what belongs together alike",
    ),
    (
        "did not find expected ',' or '}'",
        'a "," or a closing "}" is missing',
        "put a comma between the entries and close the bracket; put a text that holds a comma or a bracket in quotes",
    ),
    (
        "did not find expected ',' or ']'",
        'a "," or a closing "]" is missing',
        "put a comma between the items and close the bracket; put a text that holds a comma or a bracket in quotes",
    ),
    (
        "did not find expected '-' indicator",
        'an item of the list above would begin with "- " here',
        'begin the line with "- ", or indent it like the key that it belongs to',
    ),
    (
        "block sequence entries are not allowed",
        'no list can begin with "- " here',
        'write the items below the key, each on a line that begins with "- "',
    ),
    ("block mapping entries are not allowed", "no key can stand here", "write it on a line of its own"),
    ("found unexpected end of stream", "quotes were opened and never closed", 'close them: "a text stands between"'),
    ("found unexpected document indicator", 'quotes were opened and not closed before "---"', "close them"),
    (
        "found unknown escape character",
        "\\ in double quotes stands before a sign that it does not go with",
        "use 'single quotes', or write \\\\ for \\",
    ),
    (
        "did not find expected <document start>",
        "what stands here goes with nothing before it",
        "begin all keys of the file below each other, without spaces before them; close quotes and brackets once",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "a text cannot begin with & or *",
        "put it in quotes",
    ),
    (
        "did not find expected node content",
        "something is missing between these signs",
        "check commas and brackets; put texts that begin with , ] } in quotes",
    ),
    (
        "found a tab character",
        "a tab stands where the line is indented",
        "indent with spaces: two for each step",
    ),
)


def in_words(said: str, context: str) -> tuple[str, str]:
    """A complaint of the parser and what usually is behind it; one that nobody has seen yet stays in its own words."""
    for part, message, hint in _SAID:
        if part in said:
            return message, hint
    message = f"{said} ({context})" if context else said
    return message, "check quotes, brackets and indentation just above"
