"""The messages that the sources mark for translation, and the catalogues that translate them.

`python -m tests.words.catalogues` brings the catalogues up to date: translations stay, what is new is added without one,
what is gone is taken out. `... catalogues nl` begins a further language.
"""

from __future__ import annotations

import sys
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[2] / "omp_plugin"
KEYWORDS = {"_": None, "gettext": None, "marked": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
METHODS = [("**.py", "python"), ("templates/omp/**.html", "jinja2"), ("templates/omp/**.md", "jinja2")]
OPTIONS = {pattern: {"trimmed": "true", "silent": "false"} for pattern, method in METHODS if method == "jinja2"}
HEADERS = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")
"""What a catalogue says of itself; days and tools would differ from one update to the next."""
Found = tuple[str, int, str | tuple[str, ...], str | None]


@cache
def messages() -> tuple[Found, ...]:
    """File, line, message (singular and plural where it has a number) and context of all that is marked, in order."""
    found = extract_from_dir(str(PACKAGE), METHODS, OPTIONS, KEYWORDS)  # type: ignore[arg-type] # a context is "c"
    each = [(Path(file).as_posix(), line, message, context) for file, line, message, _comments, context in found]
    return tuple(sorted(each, key=lambda one: (one[0], one[1], str(one[2]))))


def template() -> Catalog:
    """Every message of the sources, with the files that have it."""
    catalogue = Catalog(project="omp", charset="utf-8")
    for file, line, message, context in messages():
        catalogue.add(message, locations=[(file, line)], context=context)
    return catalogue


def path(language: str, root: Path = PACKAGE / "locale") -> Path:
    """Where the catalogue of a language lies."""
    return root / language / "LC_MESSAGES" / "omp.po"


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(each.parents[1].name for each in (PACKAGE / "locale").glob("*/LC_MESSAGES/omp.po")))


def catalogue(file: Path, language: str) -> Catalog:
    """The catalogue in a file; an empty one where there is none yet."""
    if not file.exists():
        return Catalog(language, project="omp", charset="utf-8")
    with file.open("rb") as opened:
        return read_po(opened, language)


def updated(known: Catalog) -> bytes:
    """A catalogue with what is new in the sources, untranslated, and without what is gone."""
    known.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    known.obsolete.clear()
    known.fuzzy = False
    name = Locale.parse(str(known.locale)).english_name
    known.header_comment = f"# The words of the interface: {name}. `make words` keeps them in step with the sources."
    written = BytesIO()
    write_po(written, known, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return b"".join(_without_days(written.getvalue()))


def _without_days(text: bytes) -> list[bytes]:
    """The lines of a catalogue without the headers that speak of days, people and tools."""
    head, gap, rest = text.partition(b"\n\n")
    kept = tuple(f'"{name}'.encode() for name in HEADERS)
    lines = [line for line in head.splitlines(keepends=True) if not line.startswith(b'"') or line.startswith(kept)]
    return [*lines, b"" if lines[-1].endswith(b"\n") else b"\n", gap[1:], rest]


def update(language: str, root: Path = PACKAGE / "locale") -> None:
    """Brings the catalogue of a language up to date."""
    file = path(language, root)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(updated(catalogue(file, language)))


if __name__ == "__main__":
    for name in sys.argv[1:] or languages():
        update(name)
        left = [each for each in catalogue(path(name), name) if each.id and not (each.string and all(each.string))]
        print(f"{name}: {len(left)} to translate")
