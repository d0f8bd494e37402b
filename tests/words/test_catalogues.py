"""The catalogues translate every message, with the places that are filled in; `make words` brings them up to date."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.words.catalogues import PACKAGE, catalogue, languages, messages, path, template, update

PLACES = re.compile(r"\{\w*\}|%\(\w+\)s|%%")
all_languages = pytest.mark.parametrize("language", languages())


@cache
def shipped(language: str) -> Catalog:
    return catalogue(path(language), language)


def forms(message: str | tuple[str, ...] | list[str]) -> list[str]:
    """A message in all its forms: one with a number has several."""
    return [message] if isinstance(message, str) else list(message)


def test_messages_are_found_wherever_they_are_marked() -> None:
    found = {(message, context) for _, _, message, context in messages()}
    assert ("Timeline of {what}", None) in found  # _
    assert (("{n} task", "{n} tasks"), None) in found  # ngettext
    assert ("None", "tasks that are overdue") in found  # pgettext
    assert ("Every {weekday}", None) in found  # marked
    assert ("Skip to the task table", None) in found  # a template
    assert (("One more month is not shown.", "%(n)s more months are not shown."), None) in found  # its trans tag
    assert ("Files are those of <code>%(folder)s</code>", None) in found
    assert ("Review meetings", None) in found  # a template of pages


def test_every_mark_names_its_message_in_letters() -> None:
    """A mark whose message is not written out is found by no extraction: `_(table[key])` needs `marked` in the table."""
    pieces = re.compile(r"""(?<![\w.])(?:_|marked|ngettext|pgettext)\(\s*f["']""")
    assert [file.name for file in PACKAGE.rglob("*.py") if pieces.search(file.read_text("utf-8"))] == []


def test_a_message_with_a_number_has_one_plural() -> None:
    """The singular is what a catalogue finds a message by, so it cannot stand for two."""
    plurals: dict[tuple[str, str | None], set[tuple[str, ...]]] = {}
    for _file, _line, message, context in messages():
        singular, *more = forms(message)
        plurals.setdefault((singular, context), set()).add(tuple(more))
    assert {key: found for key, found in plurals.items() if len(found) > 1} == {}


def test_an_update_keeps_translations_and_no_days(tmp_path: Path) -> None:
    update("de", tmp_path)
    file = path("de", tmp_path)
    first = file.read_bytes()
    assert b"-Date:" not in first
    assert b"Generated-By" not in first
    assert b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in first
    plain = b'msgid "Plan milestones"\nmsgstr ""\n'
    assert plain in first
    file.write_bytes(first.replace(plain, b'msgid "Plan milestones"\nmsgstr "Meilensteine"\n\nmsgid "Gone"\nmsgstr "Weg"\n'))
    update("de", tmp_path)
    assert file.read_bytes() == first.replace(plain, b'msgid "Plan milestones"\nmsgstr "Meilensteine"\n')


@all_languages
def test_every_message_is_translated_and_no_other(language: str) -> None:
    due = {(each.context, str(each.id)) for each in template() if each.id}
    known = {(each.context, str(each.id)) for each in shipped(language) if each.id}
    assert known == due
    assert [each.id for each in shipped(language) if each.id and not all(forms(each.string or ""))] == []
    assert [each.id for each in shipped(language) if each.id and each.fuzzy] == []


@all_languages
def test_messages_with_a_number_have_the_forms_of_the_language(language: str) -> None:
    found = shipped(language)
    with_number = [each for each in found if each.id and not isinstance(each.id, str)]
    assert [each.id for each in with_number if len(forms(each.string)) != found.num_plurals] == []


@all_languages
def test_translations_have_the_places_of_their_messages(language: str) -> None:
    for each in shipped(language):
        if each.id:
            due = [set(PLACES.findall(form)) for form in forms(each.id)]
            for form in forms(each.string):
                # A form for one may say "one" in words.
                assert set(PLACES.findall(form)) in (due[-1], due[0]), each.id


@all_languages
def test_translations_begin_and_end_like_their_messages(language: str) -> None:
    for each in shipped(language):
        if each.id:
            said = forms(each.id)[0]
            for form in forms(each.string):
                assert (said[:1].isspace(), said[-1:].isspace()) == (form[:1].isspace(), form[-1:].isspace()), said
                assert said.count("<") == form.count("<"), said


@all_languages
def test_a_catalogue_is_as_its_update_writes_it(language: str, tmp_path: Path) -> None:
    file = path(language, tmp_path)
    file.parent.mkdir(parents=True)
    file.write_bytes(path(language).read_bytes())
    update(language, tmp_path)
    assert file.read_bytes() == path(language).read_bytes(), "run make words"
