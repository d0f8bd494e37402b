"""A site as plain files: every page as Markdown with its components in it, its data, stylesheets and navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from omp_plugin.actuals.reach import is_data_of
from omp_plugin.build import Options
from omp_plugin.pages.front_matter import as_text_only
from omp_plugin.pages.identifiers import distinct
from omp_plugin.pages.navigation import as_configuration, without
from omp_plugin.pages.unlinking import unlinked
from omp_plugin.problems import Position
from omp_plugin.publish.site import SiteBuild
from omp_plugin.publish.target import DOCS, STYLESHEET, TEMPLATES, Configuration, navigation_text, walk
from omp_plugin.render.inlining import heading_ids, inlined
from omp_plugin.render.stylesheet import stylesheet
from omp_plugin.source.visibility import KEY
from omp_plugin.source.written import PAGES

_HEAD = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Rendering:
    """The files of a site for another generator, by their names below the rendered folder."""

    def __init__(self, configuration: Configuration, options: Options) -> None:
        self._configuration = configuration
        self._docs = configuration.settings.docs
        self._host = configuration.host_site()
        self._build = SiteBuild(self._host, options, with_data=configuration.settings.publish_data)
        self.problems = self._build.problems

    @property
    def pages(self) -> list[str]:
        """The pages, by URI."""
        written = (uri for uri in self._build.written.pages if self._is_published(uri))
        return sorted({*written, *self._build.generated})

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file once. Data of the site gives way to a file of the project's that has its name."""
        beside = dict(self._beside())
        made = dict(self._build.files(beside.__contains__))
        made |= {uri: text.encode() for uri, text in self._build.pages.stylesheets()}
        made[STYLESHEET] = stylesheet()
        yield from ((f"{DOCS}/{uri}", path.read_bytes()) for uri, path in beside.items() if uri not in made)
        yield from ((f"{DOCS}/{uri}", content) for uri, content in made.items())
        yield from ((f"{DOCS}/{uri}", self._page(uri).encode()) for uri in self.pages)
        nav, unlisted = self._navigation()
        yield "nav.yml", navigation_text(nav, unlisted).encode()
        yield "mkdocs.yml", self._configuration.rendered(nav, unlisted).encode()
        yield from ((f"{TEMPLATES}/{name}", path.read_bytes()) for name, path in self._configuration.theme_files)

    def _page(self, uri: str) -> str:
        """The Markdown of a page. Its front matter is text, never markup, as themes print it as it is."""
        generated = self._build.generated.get(uri)
        head, body = _parted(generated) if generated is not None else self._own(uri)
        at = Position(str(PurePosixPath(self._build.shown, uri)), 1, 1)
        filled = self._build.pages.answer(uri, body, at)
        ids = "".join(f'<i id="{each}">' for each in heading_ids(filled.markdown))
        markdown = unlinked(filled.markdown, uri, self._build.pages.is_hidden)
        text = inlined(markdown, distinct(ids + markdown, filled.blocks))
        sheet = self._build.pages.print_link(uri).strip()
        return f"{_head(head)}{text.rstrip()}\n" + (f"\n<div hidden>{sheet}</div>\n" if sheet else "")

    def _own(self, uri: str) -> tuple[dict[str, Any], str]:
        """The head and the body of a page that an author wrote; a head that cannot be read is left out."""
        page = self._build.written.pages[uri]
        if page.fields is None or page.body.at.path in self._build.broken_heads:
            return {}, page.body.text
        text = (self._docs / uri).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return _parted(text)[0], page.body.text

    def _navigation(self) -> tuple[Sequence[Any], list[str]]:
        """The navigation, and the pages that it need not name."""
        build, configuration = self._build, self._configuration
        if configuration.nav is not None:
            nav = without(configuration.nav, build.pages.is_hidden)
            return nav, [uri for uri in self.pages if uri in build.generated or configuration.unlisted.match_file(uri)]
        listed = [uri for uri in self.pages if not configuration.unlisted.match_file(uri)]
        nav = as_configuration(build.pages.navigation(listed))
        named = set(_uris(nav))
        return nav, [uri for uri in self.pages if uri not in named]

    def _beside(self) -> Iterator[tuple[str, Path]]:
        """What is published as it is: pictures, documents, stylesheets."""
        data = self._configuration.settings.data_folder
        for path in walk(self._docs):
            uri = self._host.uri(path)
            is_page = path.suffix.lower() in PAGES
            if not is_page and self._is_published(uri) and not is_data_of(str(data) if data else None, str(path)):
                yield uri, path

    def _is_published(self, uri: str) -> bool:
        return self._build.is_published(uri) and not self._host.is_left_out(uri)


def write(files: Iterator[tuple[str, bytes]], folder: Path) -> None:
    """Writes the files below a folder."""
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _parted(text: str) -> tuple[dict[str, Any], str]:
    """The head of a page as values, and its body."""
    match = _HEAD.match(text)
    found = yaml.load(match[1], Loader=_LOADER) if match else None  # noqa: S506 # a safe loader
    return (dict(found), text[match.end() :]) if match and isinstance(found, Mapping) else ({}, text)


def _head(fields: Mapping[str, Any]) -> str:
    said = {key: as_text_only(value) for key, value in fields.items() if key != KEY}
    return f"---\n{yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000)}---\n\n" if said else ""


def _uris(nav: Sequence[Any]) -> Iterator[str]:
    for entry in nav:
        target = next(iter(entry.values())) if isinstance(entry, dict) else entry
        yield from [target] if isinstance(target, str) else _uris(target)
