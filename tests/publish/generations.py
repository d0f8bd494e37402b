"""A publisher to be killed: publishes site after site to a folder, each of many files that all say its number.

    python -m tests.publish.generations TARGET FIRST [PAUSE]

After each site it does nothing for PAUSE seconds, in which another publisher has its turn.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from omp_plugin.publish.folder import publish_folder

FILES = 40


def write(folder: Path, number: int) -> None:
    """One site, slowly enough to be caught in the middle."""
    for each in range(FILES):
        path = folder / f"part-{each % 5}" / f"{each}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{number}\n")
        if each % 8 == 0:
            time.sleep(0.001)


def generation(folder: Path) -> int:
    """The number of the site in a folder, which must be whole and of one piece."""
    texts = [path.read_text() for path in sorted(folder.rglob("*.html"))]
    assert len(texts) == FILES, f"{len(texts)} files of {FILES}"
    assert len(set(texts)) == 1, f"a mixture of {sorted(set(texts))}"
    return int(texts[0])


def main(target: str, first: str, pause: str = "0") -> None:
    for number in range(int(first), sys.maxsize):
        publish_folder(Path(target), lambda folder, _lock, number=number: write(folder, number), lambda: None)
        print(number, flush=True)
        time.sleep(float(pause))


if __name__ == "__main__":
    main(*sys.argv[1:])
