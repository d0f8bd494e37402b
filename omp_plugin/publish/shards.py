"""What the build of a shard tells the host.

Every shard compiles and checks all plans; of pages and files it makes those of its own plans, and the first one what
belongs to no plan. Of the other pages it knows what navigation shows. The host's build leaves out what `is_modified`
says no to, as builds with `--dirty` do. (A host's internals are touched here: that answer, and the events of plugins.)
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from omp_plugin.pages.front_matter import as_text_only
from omp_plugin.publish.dealing import Shard, shard_of
from omp_plugin.publish.host import HOSTS, SHARD_NAMED
from omp_plugin.publish.inputs import inputs
from omp_plugin.publish.manifest import MANIFEST, Manifest, Unfit, files_below
from omp_plugin.publish.merging import SEARCH, joined
from omp_plugin.publish.others import KNOWN, looks_elsewhere, strangers
from omp_plugin.publish.site import SiteBuild

log = logging.getLogger("mkdocs.plugins.omp")
_THEME = "material"
"""The theme whose templates show of other pages what navigation needs, and nothing else."""
_KNOWN = KNOWN | {"mkdocs.contrib.search", "properdocs.contrib.search"}
"""The modules of plugins that do not keep a site from being put together."""
_PAGES = "omp/pages"
"""The project's own templates of generated pages, whose heads are theirs."""


class Share:
    """The pages and files of a shard, as the host is told of them."""

    def __init__(self, shard: Shard) -> None:
        self.shard = shard
        self._is_lean = True
        self._pages: list[str] = []
        self._sources: list[str] = []
        self._inputs: dict[str, str] = {}

    def begin(self, config: Any) -> None:
        """Looks at who else has a hand in the pages. Raises `ValueError` for what cannot be put together again."""
        for host in HOSTS:
            logging.getLogger(f"{host}.commands.build").addFilter(_is_worth_saying)
        last = sorted(strangers(config, ["post_build"], _KNOWN))
        if last:
            named = ", ".join(last)
            raise ValueError(f"{named} makes files when all pages are there, so this site cannot be built in shards")
        others = set(strangers(config, config.plugins.events, _KNOWN))
        self._is_lean = _is_plain(config.theme) and not others and not config.extra_templates

    def leave_out(self, build: SiteBuild, config: Any, files: Any) -> None:
        """Has the host leave out the pages and files of other shards; those that must be read are left out later."""
        for uri in () if self._is_lean else build.generated:
            _complete(files.get_file_from_path(uri), build)
        for file in files:
            is_read = build.is_own(file.src_uri) or (file.is_documentation_page() and not self._is_known(file, config))
            file.is_modified = partial(bool, is_read)

    def _is_known(self, file: Any, config: Any) -> bool:
        """True for a page of another shard of which all is known that navigation shows."""
        if not self._is_lean or file.page is None:
            return self._is_lean  # without a place in the navigation, nothing is shown of it
        file.page.read_source(config)
        file.page.meta = {key: as_text_only(value) for key, value in file.page.meta.items()}
        return "title" in vars(file.page) or "title" in file.page.meta

    def complete(self, build: SiteBuild, config: Any, files: Any) -> None:
        """Before templates are written: reads the pages whose anchors own pages lead to, and leaves out the others."""
        pages = [file.page for file in files.documentation_pages()]
        self._pages, self._sources = [page.url for page in pages], [page.file.src_uri for page in pages]
        self._inputs = inputs(config, build, files, pages[0].update_date if pages else "")
        own = [file for file in files.documentation_pages() if build.is_own(file.src_uri)]
        for target in dict.fromkeys(target for file in own for target in file.page.links_to_anchors or ()):
            if target.page is not None and target.page.present_anchor_ids is None:
                _read(target, build, config, files)
        for file in files:
            file.is_modified = partial(bool, build.is_own(file.src_uri))
        if not self.shard.is_first:
            config.theme.static_templates.clear()
            config.extra_templates = []

    def finish(self, config: Any) -> None:
        """Writes beside the shard what it is; nothing where that could not be joined with others."""
        site = Path(config.site_dir)
        index = site / SEARCH
        if index.is_file() and not _is_joinable(index.read_bytes(), self._pages):
            why = next(self._twice(), "the search index of this site cannot be put together from shards")
            log.error("%s", why)
            return
        manifest = Manifest(self.shard.number, self.shard.of, self._inputs, tuple(self._pages), files_below(site))
        (site.parent / MANIFEST).write_bytes(manifest.text())

    def _twice(self) -> Iterator[str]:
        """Pages that the host writes to one place."""
        first: dict[str, str] = {}
        for url, source in zip(self._pages, self._sources, strict=True):
            if url in first:
                yield f'"{first[url]}" and "{source}" are pages of one address, "{url}": rename one of them'
            first.setdefault(url, source)


def share(named: str, config: Any, *, is_dirty: bool) -> Share:
    """The shard that is named, as in `2/8`, of a build that begins. Raises `ValueError`, as `begin` does."""
    if not is_dirty:
        raise ValueError(f"{SHARD_NAMED} is set, but shards are built with `omp build --shard`")
    found = Share(shard_of(named))
    found.begin(config)
    return found


def _is_worth_saying(record: logging.LogRecord) -> bool:
    """False for the host's warning that pages are left out, which is what is wanted."""
    return not record.getMessage().startswith("A 'dirty' build")


def _is_joinable(index: bytes, urls: Sequence[str]) -> bool:
    """False for a search index that would come out otherwise than it is."""
    try:
        return joined([index], urls) == index
    except Unfit:
        return False


def _is_plain(theme: Any) -> bool:
    """True for a theme whose templates, and the project's own, show of other pages what navigation needs."""
    own = Path(theme.custom_dir) if theme.custom_dir else None
    if theme.name != _THEME or (own and (own / _PAGES).is_dir()):
        return False
    contents = (path.read_bytes() for path in own.rglob("*") if path.is_file()) if own else ()
    return not any(map(looks_elsewhere, contents))


def _complete(file: Any, build: SiteBuild) -> None:
    """Gives a generated page of another shard, of which there is but the head, its text."""
    if file.src_uri in build.generated and not build.is_own(file.src_uri):
        file.content_string = build.pages.text(file.src_uri)


def _read(file: Any, build: SiteBuild, config: Any, files: Any) -> None:
    """Reads a page as the host does, which then knows the anchors in it."""
    _complete(file, build)
    config._current_page = page = file.page
    try:
        page = config.plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        given = {"page": page, "config": config, "files": files}
        page.markdown = config.plugins.on_page_markdown(page.markdown, **given)
        page.render(config, files)
        page.content = config.plugins.on_page_content(page.content, **given)
    finally:
        config._current_page = None
