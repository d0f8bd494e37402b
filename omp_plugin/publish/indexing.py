"""The index that Pagefind makes of a built site. A merge of shards makes one, too: no plan or page is known here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

SCRIPT = "assets/omp-search.js"
"""What asks the index; a site that is to be indexed has it."""
FOLDER = "pagefind"
"""Where the index is, below the site."""
MISSING = 'search: pagefind needs Pagefind: pip install "omp-plugin[search]"'
_LEFT_OUT = (
    "[data-search-exclude]", "[aria-hidden=true]", ".omp-guest", ".headerlink", ".md-content__button", ".omp-foot",
)  # fmt: skip
"""What a page shows that is of another page, is a drawing, or is said elsewhere."""
_MARK = b"data-pagefind-body"
_SIDE_BY_SIDE = re.compile(rb"(</[a-z][a-z0-9]*>(?=<)|[^\s>](?=<(?:a|b|dd|dt|small|span|strong|table|td|th)[\s>]))")
"""Where one thing ends and the next begins: a reader sees them apart, and Pagefind would read one word."""
_PATIENCE, _PATIENCE_A_PAGE = 60.0, 0.05
"""Seconds that Pagefind may take, for a site and for each of its pages; it needs a hundredth of that."""
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")
"""Pagefind's own boxes and marks, which are not used."""


class NotSearchable(Exception):
    """Why a site cannot be indexed."""


def check_place(folder: Path) -> None:
    """Raises `NotSearchable` where the project has files in the place of the index."""
    if os.path.lexists(folder / FOLDER):
        raise NotSearchable(f"search: pagefind: {folder / FOLDER} is in the place of the index: rename it")


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
    check_place(site)
    with tempfile.TemporaryDirectory() as folder:
        pages = _to_read(site, Path(folder, "pages"))
        place = str(site.resolve() / FOLDER)
        settings = {"site": "pages", "output_path": place, "exclude_selectors": _LEFT_OUT, "silent": True}
        Path(folder, "pagefind.json").write_text(json.dumps(settings), encoding="utf-8")
        _run(str(program), folder, pages)
    for pattern in _UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()


def _to_read(site: Path, folder: Path) -> int:
    """Copies the pages that are to be indexed, their words apart that stand in elements side by side; their number."""
    folder.mkdir()
    count = 0
    for path in sorted(site.rglob("*.html")):
        content = path.read_bytes()
        if _MARK in content:
            count += 1
            place = folder / path.relative_to(site)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(_SIDE_BY_SIDE.sub(rb"\1 ", content))
    return count


def _run(program: str, folder: str, pages: int) -> None:
    patience = _PATIENCE + pages * _PATIENCE_A_PAGE
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("PAGEFIND_")}
    try:
        done = subprocess.run(
            [program], cwd=folder, env=environment, timeout=patience,
            capture_output=True, check=False, text=True, errors="replace",
        )  # fmt: skip
    except OSError as error:
        raise NotSearchable(f"search: pagefind: Pagefind cannot be run: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        said = f"{pages} pages took Pagefind longer than {patience:.0f} seconds"
        raise NotSearchable(f"search: pagefind: {said}") from None
    if done.returncode:
        raise NotSearchable(f"search: pagefind: Pagefind failed: {done.stderr.strip() or done.returncode}")
