"""Programs that tests and checks start besides Python's, and packages fetched for them once."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "omp"
HOW = {
    "java": "Java 11 or newer is needed: install it (Debian: apt-get install default-jre-headless)",
    "node": "Node.js 18 or newer is needed: install it (Debian: apt-get install nodejs)",
    "npm": "npm is needed: install it (Debian: apt-get install npm)",
    "soffice": "LibreOffice is needed: install it (Debian: apt-get install libreoffice-calc-nogui)",
}


class Missing(RuntimeError):
    """A program is missing; the text says how to get it."""


def program(name: str) -> str:
    """The path of a program."""
    path = shutil.which(name)
    if path is None:
        raise Missing(HOW[name])
    return path


def run(*command: str | Path) -> str:
    """What a program prints."""
    done = subprocess.run([str(each) for each in command], check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{Path(str(command[0])).name} failed:\n{done.stderr or done.stdout}")
    return done.stdout


def from_npm(package: str, file: str) -> Path:
    """A file of an npm package (`name@version`), fetched once into a folder of the reader's cache."""
    folder = CACHE / package.replace("@", "-")
    path = folder / "node_modules" / package.partition("@")[0] / file
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--silent")
        run(program("npm"), "install", "--prefix", folder, *options, package)
    return path
