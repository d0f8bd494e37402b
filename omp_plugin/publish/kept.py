"""Pages and files of plans that earlier builds made: taken where all that they were made of is the same."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from omp_plugin.compute.compiled import Compiled
from omp_plugin.export.published import Settings
from omp_plugin.pages.filling import Answer, Block
from omp_plugin.publish.cache import Cache
from omp_plugin.render.reuse import Made, MadePage, is_from_elsewhere, stated

Stamps = Mapping[str, str]
"""The plans that a page looked at besides its own: their stamps, by folder."""


class KeptPages:
    """The pages of a build in the cache, an entry for each plan and one for the site's own (`None`).

    `folder_of` gives the folder of the plan that a page belongs to.
    """

    def __init__(self, cache: Cache, made: Made, folder_of: Callable[[str], str | None]) -> None:
        self._cache, self._made, self._folder_of = cache, made, folder_of
        self._found: dict[str | None, dict[str, MadePage]] = {}

    def take(self, uris: Iterable[str]) -> None:
        """Takes the pages that were made of the same, and saw the same of other plans."""
        for folder, own in self._by_folder(uris).items():
            if folder is None or self._made.stamps[folder]:
                entry = self._cache.find("pages", self._made_of(folder, own), self._unchanged) or {}
                self._found[folder] = entry
                for page in entry.values():
                    self._made.take(page._replace(answers=dict(page.answers)))

    def keep(self, uris: Iterable[str]) -> None:
        """Keeps the pages for builds to come, where any was made anew."""
        stamps = self._made.stamps
        for folder, own in self._by_folder(uris).items():
            made = map(self._made.of, own)
            pages = {page.uri: page for page in made if all(stamps[each] for each in page.saw)}
            is_kept = folder is None or stamps[folder]
            if is_kept and pages != self._found.get(folder):
                texts = [_as_texts(page, {each: stamps[each] for each in page.saw}) for page in pages.values()]
                self._cache.keep("pages", self._made_of(folder, own), texts)

    def _by_folder(self, uris: Iterable[str]) -> dict[str | None, list[str]]:
        found: dict[str | None, list[str]] = {}
        for uri in uris:
            found.setdefault(self._folder_of(uri), []).append(uri)
        return found

    def _made_of(self, folder: str | None, uris: Iterable[str]) -> object:
        return self._made.made_of(uris, None if folder is None else self._made.stamps[folder])

    def _unchanged(self, texts: Iterable[Any]) -> dict[str, MadePage]:
        """The pages of an entry that saw of other plans what they would see now."""
        pages = [_page(each) for each in texts]
        stamps = self._made.stamps
        return {page.uri: page for page, saw in pages if all(stamps.get(each) == was for each, was in saw.items())}


def _as_texts(page: MadePage, saw: Mapping[str, str | None]) -> object:
    answers = [(asked, isinstance(each, Block), _text(each)) for asked, each in page.answers.items()]
    return page.uri, answers, page.text, saw


def _text(answer: Answer) -> str:
    return answer.html if isinstance(answer, Block) else str(answer)


def _page(texts: Any) -> tuple[MadePage, Stamps]:
    uri, answers, text, saw = texts
    found: dict[str, Answer] = {asked: Block(html) if is_block else html for asked, is_block, html in answers}
    return MadePage(uri, found, text, frozenset(saw)), dict(saw)


def kept_files(cache: Cache, plan: Compiled, settings: Settings) -> dict[str, bytes] | None:
    """The files that were made of a plan as it is."""
    if is_from_elsewhere(plan):
        return None
    return cache.find("files", (stated(plan), settings), lambda texts: {name: b64decode(each) for name, each in texts})


def keep_files(cache: Cache, plan: Compiled, settings: Settings, files: Mapping[str, bytes]) -> None:
    """Keeps the files of a plan for builds to come."""
    if not is_from_elsewhere(plan):
        texts = [(name, b64encode(each).decode()) for name, each in files.items()]
        cache.keep("files", (stated(plan), settings), texts)
