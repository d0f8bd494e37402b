"""Finished pages from one build to the next: the theme does not write again what would come out the same.

A template may look at all that it is given, so all of it counts: the configuration, the navigation, the page, and the
theme's templates themselves. Where something cannot be compared, or another plugin has a hand in it, the theme writes
every page. (A host's internals are touched here: the class of a theme's templates, which Jinja lets one choose.)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from hashlib import sha256
from pathlib import Path, PurePath
from types import FunctionType
from typing import Any

from babel import Locale
from jinja2 import Environment, Template

from omp_plugin.publish.cache import Cache
from omp_plugin.publish.last_build import LastBuild
from omp_plugin.publish.others import looks_elsewhere, strangers

THEME = "material"
"""The theme whose templates take nothing from the clock, and from other pages what their navigation says."""
_EVENTS = ("env", "page_context")
_PLAIN = (str, bytes, int, float, date, time, PurePath, Locale, type(None))
_OF_PAGES = ("title", "url", "abs_url", "canonical_url", "edit_url", "update_date", "is_homepage")
_TEXTS = ("markdown", "content")


class NotPlain(Exception):
    """Something that cannot be compared with what it was in the build before."""


class Finished:
    """The pages of builds before, by all that they were made of: in memory, or in a cache if there is one."""

    def __init__(self) -> None:
        self._cache: Cache | None = None
        self.builds: LastBuild[bytes, str] = LastBuild()
        self._site = ""
        self._nav: tuple[object, str] = (None, "")

    def keep_for(self, environment: Environment, config: Any, cache: Cache | None = None) -> None:
        """Has the templates of a build's environment ask here first; forgets what the last build had no page of."""
        self.builds.next_build()
        self._cache = cache
        self._nav = (None, "")
        try:
            self._site = _site(config)
        except NotPlain:
            return
        environment.template_class = type("_Remembered", (_Remembering,), {"finished": self})
        if environment.cache is not None:
            environment.cache.clear()

    def written(self, name: str | None, context: Mapping[str, Any], write: Callable[[], str]) -> str:
        """What a template makes of a page: what it made before, where it was given the same."""
        try:
            key = self._key(name, context)
        except NotPlain:
            return write()
        if self._cache is None:
            return self.builds.get(key, write)
        found = self._cache.find("page", key.hex(), str)
        if found is None:
            found = write()
            self._cache.keep("page", key.hex(), found)
        return found

    def _key(self, name: str | None, context: Mapping[str, Any]) -> bytes:
        """All that a page is made of, as one number. Raises `NotPlain`."""
        page, nav = context["page"], context["nav"]
        apart = ("page", "nav", "pages", "config", "build_date_utc")
        rest = {key: value for key, value in context.items() if key not in apart}
        if nav is not self._nav[0]:
            self._nav = nav, _plain(list(_items(nav)))
        own = [getattr(page, each) for each in _OF_PAGES] + [_digest(getattr(page, each)) for each in _TEXTS]
        beside = [(each.title, each.url) if each else None for each in (page.previous_page, page.next_page)]
        parts = [page.file.src_uri, own, page.meta, list(_contents(page.toc)), beside, rest]
        return sha256("\0".join((self._site, str(name), self._nav[1], _plain(parts))).encode()).digest()


class _Remembering(Template):
    """A template that does not write again what its environment's build before has written."""

    finished: Finished

    def render(self, *args: Any, **kwargs: Any) -> str:
        """As Jinja renders it. Only pages are remembered, which are given as one mapping."""
        context = args[0] if len(args) == 1 and not kwargs else {}
        if not context.get("page") or "nav" not in context:
            return super().render(*args, **kwargs)
        return self.finished.written(self.name, context, lambda: super(_Remembering, self).render(context))


def _site(config: Any) -> str:
    """What all pages of a build share: its configuration, and the theme's templates. Raises `NotPlain`."""
    if config.theme.name != THEME or not are_known(config):
        raise NotPlain
    settings = {key: value for key, value in config.items() if key not in ("theme", "plugins", "hooks")}
    plugins = {name: dict(getattr(each, "config", {})) for name, each in config.plugins.items()}
    return _plain([settings, dict(config.theme), plugins, list(_templates(config.theme))])


def are_known(config: Any) -> bool:
    """True where no other plugin has a hand in what templates are given."""
    return not any(strangers(config, _EVENTS))


def is_comparable(config: Any) -> bool:
    """True where all that a page is made of can be compared with what it was in another build."""
    try:
        return bool(_site(config))
    except NotPlain:
        return False


def _templates(theme: Any) -> Iterator[object]:
    """The theme's templates, by what is in them. Raises `NotPlain`."""
    for folder in theme.dirs:
        is_own = folder == theme.custom_dir
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(each for each in folders if is_own or not each.startswith("."))
            paths = (Path(place, name) for name in sorted(names) if is_own or name.endswith(".html"))
            yield from (_template(path, is_own=is_own) for path in paths)


def _template(path: Path, *, is_own: bool) -> object:
    try:
        content = path.read_bytes()
    except OSError:  # it is gone meanwhile, or a link that leads nowhere
        raise NotPlain from None
    if is_own and looks_elsewhere(content):
        raise NotPlain
    return str(path), sha256(content).hexdigest()


def _digest(text: str | None) -> str | None:
    return None if text is None else sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _items(items: Any) -> Iterator[object]:
    """A navigation: what stands in it, and below what."""
    for each in items:
        meta = each.meta if each.is_page else None
        yield each.title, getattr(each, "url", None), each.is_section, meta, list(_items(each.children or ()))


def _contents(toc: Any) -> Iterator[object]:
    """A page's table of contents."""
    for each in toc:
        yield each.title, each.id, each.level, list(_contents(each.children))


def _plain(value: Any) -> str:
    """A value as a text that no other value has. Raises `NotPlain`."""
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{_plain(key)}:{_plain(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_plain, value))}]"
    if isinstance(value, _PLAIN):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, FunctionType):
        return f"{value.__module__}.{value.__qualname__}"
    raise NotPlain
