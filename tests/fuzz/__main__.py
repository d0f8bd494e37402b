"""`python -m tests.fuzz TARGET [--seconds 600] [--seed 1] [--plain]`: fuzzes one target until it breaks or time is up.

With atheris (`pip install --group fuzz`, Linux and macOS), coverage guides it; without, or with `--plain`, a mutator of
bytes does it blindly. A case that breaks the target is left in `build/fuzz/`: mend the cause, then keep the case in
`tests/fuzz/corpus/TARGET/` under a name that says what it broke; `tests/fuzz/test_targets.py` runs it for good.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import mkdtemp

LEFT = Path("build/fuzz")
SLOW = 6
"""Seconds that no case may take (the promise to an author)."""
NAMES = ("exports", "expressions", "model", "plan", "reader", "schedule", "tables", "values")


def main() -> None:
    """Reads the arguments and fuzzes."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzzes one target.")
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="without atheris, even where it is installed")
    chosen = parser.parse_args()
    LEFT.mkdir(parents=True, exist_ok=True)
    guided = not chosen.plain and importlib.util.find_spec("atheris") is not None
    (_guided if guided else _blind)(chosen.target, chosen.seconds, chosen.seed)


def _guided(name: str, seconds: int, seed: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["omp_plugin"]):
        target = _target(name)
    cases = importlib.import_module("tests.fuzz.cases")
    corpus = Path(mkdtemp(prefix=f"fuzz-{name}-"))
    for number, raw in enumerate(cases.seeds(name)):
        (corpus / f"{number:05}").write_bytes(raw)
    dictionary = LEFT / "words.dict"
    dictionary.write_text("".join(cases.words()), encoding="ascii")
    options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-timeout={SLOW}", "-rss_limit_mb=1500", "-max_len=4000"]
    places = [f"-artifact_prefix={LEFT}/{name}-", f"-dict={dictionary}"]
    atheris.Setup([sys.argv[0], *options, *places, "-print_final_stats=1", str(corpus)], target)
    atheris.Fuzz()


def _blind(name: str, seconds: int, seed: int) -> None:
    cases = importlib.import_module("tests.fuzz.cases")
    target, begin, chance = _target(name), cases.seeds(name), Random(seed)
    count, slowest, end = 0, 0.0, time.monotonic() + seconds
    while time.monotonic() < end:
        raw = begin[count] if count < len(begin) else cases.mutated(chance, chance.choice(begin), begin)
        slowest = max(slowest, _seconds(target, name, raw))
        count += 1
    print(f"{name}: {count:,} executions in {seconds} s without a failure; the slowest took {slowest:.2f} s")


def _seconds(target: Callable[[bytes], None], name: str, raw: bytes) -> float:
    """How long a case takes; one that fails or takes too long is left behind."""
    start = time.process_time()
    try:
        target(raw)
        taken = time.process_time() - start
        assert taken < SLOW, f"{taken:.1f} s"
    except Exception:
        path = LEFT / f"{name}-{sha256(raw).hexdigest()[:12]}"
        path.write_bytes(raw)
        print(f"{name}: failed on {path}", file=sys.stderr)
        raise
    return taken


def _target(name: str) -> Callable[[bytes], None]:
    found: Callable[[bytes], None] = importlib.import_module("tests.fuzz.targets").TARGETS[name]
    return found


if __name__ == "__main__":
    main()
