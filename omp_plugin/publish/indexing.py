"""The index that Pagefind makes of a built site. A merge of shards makes one, too: no plan or page is known here."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
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
    """Writes the index of a site that is there in whole. Raises `NotSearchable`.

    Pagefind is run as a program of its own: its service for Python answers before what it writes is written, and is
    killed then, which leaves empty files on a machine that is busy. It reads its settings where it is run.
    """
    try:
        from pagefind_bin import get_executable

        program = get_executable()
    except (ImportError, FileNotFoundError):
        raise NotSearchable(MISSING) from None
    place = site.resolve()
    settings = {"site": str(place), "output_path": str(place / FOLDER), "exclude_selectors": _LEFT_OUT, "silent": True}
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("PAGEFIND_")}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pagefind.json").write_text(json.dumps(settings), encoding="utf-8")
        try:
            done = subprocess.run(
                [program], cwd=folder, env=environment, capture_output=True, check=False, text=True, errors="replace"
            )
        except OSError as error:
            raise NotSearchable(f"search: pagefind: Pagefind cannot be run: {error.strerror}") from None
    if done.returncode:
        raise NotSearchable(f"search: pagefind: Pagefind failed: {done.stderr.strip() or done.returncode}")
    for pattern in _UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
