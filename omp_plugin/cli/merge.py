"""`omp merge`: one site of the shards that several machines have built. No plan is read, and nothing of one is run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from omp_plugin.cli.asked import Misuse, shown


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shards", nargs="+", metavar="DIR", help="the folders that omp build --shard has written")
    parser.add_argument("--to", metavar="DIR", required=True, help="the folder to write, which is replaced as a whole")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """1 for shards that make no site: nothing is written then."""
    from omp_plugin.publish.folder import MERGED, Refused, publish_folder
    from omp_plugin.publish.lock import Busy
    from omp_plugin.publish.manifest import Unfit
    from omp_plugin.publish.merging import Merge

    target = Path(chosen.to)
    try:
        merge = Merge([Path(each) for each in chosen.shards])
        publish_folder(target, lambda made, _lock: merge.write(made), _wait, MERGED)
    except Refused as error:
        raise Misuse(str(error)) from None
    except (Unfit, Busy) as error:
        from omp_plugin.export.problems import visible  # a manifest may say anything

        print(f"omp: {visible(str(error))}", file=sys.stderr)
        return 1
    shards = f"{merge.count} shard{'s' if merge.count != 1 else ''}"
    print(f"{merge.pages} pages of {shards} merged to {shown(target)}", file=sys.stderr)
    return 0


def _wait() -> None:
    print("omp: waiting for another publisher", file=sys.stderr)
