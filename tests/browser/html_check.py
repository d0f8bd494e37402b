"""`make html-check`: what the Nu HTML checker says of the example site that it does not say of the same site without omp."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.programs import Missing, from_npm, program

ROOT = Path(__file__).parents[2]
CHECKER = "vnu-jar@26.9.27"

Messages = dict[str, list[str]]
"""What the checker says, with the places where it says it."""


def checker() -> Path:
    """The checker."""
    return from_npm(CHECKER, "build/dist/vnu.jar")


def make_site(folder: Path, *, with_omp: bool) -> None:
    """The site of the examples, or what the theme makes of the same pages without the plugin."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder))
    if not with_omp:
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), plugins=["search"])
    build(config)


def messages(folder: Path) -> Messages:
    """What the checker says of the pages below a folder."""
    command = [program("java"), "-jar", str(checker()), "--skip-non-html", "--format", "json", "--stdout", str(folder)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    found: Messages = {}
    for each in json.loads(answer.stdout)["messages"]:
        said = f"{each.get('subType', each['type'])}: {each['message']}"
        found.setdefault(said, []).append(place(folder, each))
    return found


def place(folder: Path, message: Mapping[str, Any]) -> str:
    """The page and line of a message, with some of its HTML."""
    page = message.get("url", "").removeprefix("file:").removeprefix(str(folder)).lstrip("/")
    return f"{page}:{message.get('lastLine', 0)}: {' '.join(message.get('extract', '').split())[:120]}"


def new(ours: Messages, theirs: Messages) -> Messages:
    """What is said of our pages only."""
    return {said: places for said, places in ours.items() if said not in theirs}


def main() -> int:
    """Prints what is new; 1 if anything is, 2 where the checker cannot be had."""
    try:
        program("java")
        checker()
    except Missing as error:
        print(f"html-check: {error}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        made = {name: Path(folder) / name for name in ("with", "without")}
        for name, site in made.items():
            make_site(site, with_omp=name == "with")
        ours, theirs = (messages(made[name]) for name in ("with", "without"))
        pages = sum(1 for _ in made["with"].rglob("*.html"))
    found = new(ours, theirs)
    for said, places in found.items():
        print(f"{said} ({len(places)}x)", *(f"  {each}" for each in places[:5]), sep="\n")
    print(f"html-check: {pages} pages, {len(found)} new messages, {len(ours) - len(found)} that the theme has without omp")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
