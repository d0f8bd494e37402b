"""The index that Pagefind makes of a built site. A merge of shards makes one, too: no plan or page is known here."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SCRIPT = "assets/omp-search.js"
"""What asks the index; a site that is to be indexed has it."""
FOLDER = "pagefind"
"""Where the index is, below the site."""
MISSING = 'search: pagefind needs Pagefind: pip install "omp-plugin[search]"'
_LEFT_OUT = ("[data-search-exclude]", ".omp-guest", ".headerlink", ".md-content__button", ".omp-foot")
"""What a page shows that is of another page, is a drawing, or is said elsewhere."""
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")
"""Pagefind's own boxes and marks, which are not used."""


class NotSearchable(Exception):
    """Why a site cannot be indexed."""


def is_searched(names: Mapping[str, object]) -> bool:
    """True for a site, by its files, that is to be indexed."""
    return SCRIPT in names


def index_site(site: Path) -> None:
    """Writes the index of a site that is there in whole. Raises `NotSearchable`."""
    try:
        with ThreadPoolExecutor(1) as apart:  # the host may be run from a loop of its own, which would be in the way
            apart.submit(asyncio.run, _index(site)).result()
    except (ImportError, FileNotFoundError):
        raise NotSearchable(MISSING) from None
    for pattern in _UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()


async def _index(site: Path) -> None:
    from pagefind.index import IndexConfig, PagefindIndex

    place = site.resolve()
    config = IndexConfig(exclude_selectors=_LEFT_OUT, output_path=str(place / FOLDER))
    async with PagefindIndex(config=config) as index:
        await index.add_directory(str(place))
