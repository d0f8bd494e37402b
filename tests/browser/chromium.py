"""Finds the Chromium that the browser tests drive."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

HOW = (
    "the browser tests need Chromium: install it (Debian: apt-get install chromium) so that one of "
    f"{', '.join(NAMES)} is in PATH, or name it: CHROMIUM=/path/to/chromium"
)

# Nothing here may reach beyond this machine, and the sandbox is not to be had as root.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)


class NoChromium(RuntimeError):
    """There is no Chromium; the text says how to get one."""


def find_chromium() -> str:
    """The program that $CHROMIUM names, else the first of `NAMES` in PATH."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else NAMES:
        if path := shutil.which(name):
            return path
    raise NoChromium(f'$CHROMIUM is "{named}", which is no program: {HOW}' if named else HOW)
