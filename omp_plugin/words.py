"""The words of the interface in the language of a plan: gettext catalogues under `locale/`, English where none is.

What is shown is written in English, marked with `_`, `ngettext` or `pgettext`, and looked up when it is shown. The
language is that of the component being made: `with speaking(plan.locale): ...`.
"""

from __future__ import annotations

import gettext as catalogues
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from io import BytesIO

ENGLISH = catalogues.NullTranslations()
_SPOKEN: ContextVar[catalogues.NullTranslations] = ContextVar("spoken", default=ENGLISH)
_LANGUAGE = re.compile("[a-z]{2,8}")


def _(message: str) -> str:
    """The message in the language that is spoken."""
    return _SPOKEN.get().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the message that goes with a number: `ngettext("{n} task", "{n} tasks", n).format(n=n)`."""
    return _SPOKEN.get().ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """A message whose translation depends on where it stands: `pgettext("state of a task", "Done")`."""
    return _SPOKEN.get().pgettext(context, message)


def spoken() -> object:
    """What tells the language that is spoken from others."""
    return _SPOKEN.get()


def marked(message: str) -> str:
    """A message as it is, noted for translation: for tables of words that are made before a language is spoken."""
    return message


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speaks the language of a locale (`de_DE`, `de`) for a while."""
    token = _SPOKEN.set(_catalogue(locale.replace("-", "_").partition("_")[0].lower()))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    source = files("omp_plugin").joinpath("locale", language, "LC_MESSAGES", "omp.po")
    if not _LANGUAGE.fullmatch(language) or not source.is_file():  # what an author writes may be no name of a file
        return ENGLISH
    from babel.messages.mofile import write_mo  # English needs neither
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return catalogues.GNUTranslations(compiled)
