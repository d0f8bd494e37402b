"""Measures the engine, and `omp check` from cold on example plans and on what tries to stall it, beside promises."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

from engine import compile_largest, schedule_many
from versions import compare_large, repository

ROOT = Path(__file__).parents[1]
OMP = Path(sys.executable).with_name("omp")
TIMES = 7
# An installed package has its bytecode; a checkout gets it on the first run, unless the environment forbids it.
INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
MEGABYTE = 1024 * 1024

HEAD = "omp: 1\ntitle: Long\nperiod: 2027\nowner: ana\npeople:\n  ana: {name: Ana Ruiz}\ntasks:\n"
LETTERS = "abcdefghij"
BOMB = "a: &a {x: 1}\n" + "".join(
    f"{this}: &{this} {{<<: [{', '.join([f'*{last}'] * 9)}]}}\n" for last, this in pairwise(LETTERS)
)


@dataclass(frozen=True)
class Times:
    """Seconds that one run took: on the processor, and by the clock."""

    cpu: float
    wall: float


def check(folder: Path) -> Times:
    """One cold run of `omp check`."""
    return cold(["check", str(folder)])


def cold(arguments: list[str], here: Path | None = None) -> Times:
    """One cold run of the command; only wrong usage or a crash ends the measuring."""
    before, start = os.times(), perf_counter()
    done = subprocess.run([OMP, *arguments], cwd=here, capture_output=True, text=True, check=False, env=INSTALLED)
    wall, after = perf_counter() - start, os.times()
    if done.returncode not in {0, 1} or "Traceback" in done.stderr:
        sys.exit(f"omp {' '.join(arguments)} exits {done.returncode}:\n{done.stderr}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Times(used, wall)


def hostile(folder: Path) -> Iterator[Path]:
    """Plans of one file each: just under the largest size, and one that unfolds to nine to the ninth."""
    tasks = (f"  task-{n}: {{title: Task {n}, owner: ana, after: [task-{n - 1}]}}\n" for n in range(1, 99_999))
    text = HEAD + "  task-0: {title: Task 0, owner: ana}\n"
    while len(text) < MEGABYTE - 200:
        text += next(tasks)
    for name, source in {"megabyte-of-tasks": text, "merge-key-bomb": BOMB}.items():
        (folder / name).mkdir()
        (folder / name / "plan.yml").write_text(source, encoding="utf-8")
        yield folder / name


def report(name: str, taken: list[float], promised: float) -> bool:
    """Prints a median beside its promise, and tells whether it is kept."""
    median = statistics.median(taken)
    print(f"{name:44} {median:6.3f} s  of {promised:.2f} s  {'kept' if median <= promised else 'BROKEN'}")
    return median <= promised


def yardstick() -> float:
    """Seconds of processor that five million additions take: tells a slow or busy machine from slow software."""
    start, total = process_time(), 0
    for number in range(5_000_000):
        total += number
    return process_time() - start


def main() -> int:
    """0 when every promise is kept, else 1."""
    print(f"five million additions on this machine     {statistics.median(yardstick() for _ in range(3)):7.3f} s")
    kept = [
        report("compile okc-launch, processor", compile_largest(ROOT / "plans/okc-launch", TIMES), 0.06),
        report("schedule 10,000 tasks, processor", schedule_many(TIMES), 0.4),
        report("compare 1,000 tasks, processor", compare_large(TIMES), 1.0),
    ]
    for plan in sorted(path.parent for path in (ROOT / "plans").glob("*/plan.yml")):
        check(plan)
        runs = [check(plan).cpu for _ in range(TIMES)]
        kept.append(report(f"omp check {plan.name}, processor, cold", runs, 0.5))
    with tempfile.TemporaryDirectory() as folder:
        for plan in hostile(Path(folder)):
            kept.append(report(f"omp check of {plan.name}, by the clock", [check(plan).wall for _ in range(3)], 2.0))
    with tempfile.TemporaryDirectory() as folder:
        here = repository(Path(folder))
        runs = [cold(["diff", "one", "two"], here).cpu for _ in range(TIMES)]
        kept.append(report("omp diff of 1,000 tasks, processor, cold", runs, 1.0))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
