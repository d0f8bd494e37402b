"""`omp build`: the site as its host builds it, or a shard of it, which several machines make at the same time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from omp_plugin.cli.asked import Misuse, config_of, host_of, shown
from omp_plugin.source.site import CONFIG


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config-file", metavar="FILE", help=f"the site's configuration ({CONFIG} here or above)")
    to = "the folder to write (as the configuration says; for a shard, shard-2-of-8 beside the configuration)"
    parser.add_argument("--site-dir", metavar="DIR", help=to)
    parser.add_argument("--strict", action="store_true", help="fail on warnings, too")
    parser.add_argument("--shard", metavar="K/N", help="build the pages of every Nth plan only, for omp merge")
    parser.add_argument("--host", choices=("mkdocs", "properdocs"), help="what builds (mkdocs where it is installed)")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """1 where the site cannot be built: of a shard, nothing is written then."""
    from omp_plugin.publish.folder import Refused
    from omp_plugin.publish.host import Failed, build_site
    from omp_plugin.publish.lock import Busy

    config, host = config_of(chosen.config_file), host_of(chosen.host)
    folder = Path(chosen.site_dir) if chosen.site_dir else None
    try:
        if chosen.shard:
            _build_shard(chosen.shard, config, folder, host, is_strict=chosen.strict)
        else:
            build_site(config, folder, host, _pass_on, is_strict=chosen.strict)
    except (ValueError, Refused) as error:
        raise Misuse(str(error)) from None
    except (Failed, Busy) as error:
        print(f"omp: {error}", file=sys.stderr)
        return 1
    return 0


def _build_shard(named: str, config: Path, folder: Path | None, host: str, *, is_strict: bool) -> None:
    """Raises `ValueError`, `Refused`, `Failed` or `Busy`."""
    from omp_plugin.publish.dealing import shard_of
    from omp_plugin.publish.folder import SHARD, check_target, publish_folder
    from omp_plugin.publish.host import Failed, build_site
    from omp_plugin.publish.manifest import MANIFEST, SITE

    shard = shard_of(named)
    target = folder or config.parent / f"shard-{shard.number}-of-{shard.of}"
    check_target(target.resolve(), SHARD)

    def build(made: Path, lock: int) -> None:
        build_site(config, made / SITE, host, _pass_on, shard=str(shard), is_strict=is_strict, kept_open=[lock])
        if not (made / MANIFEST).is_file():
            raise Failed(f"{host} built no shard: the site in {shown(config)} has no plugin omp, or cannot be divided")

    publish_folder(target, build, lambda: _pass_on("omp: waiting for another build"), SHARD)
    print(f"shard {shard} built in {shown(target)}", file=sys.stderr)


def _pass_on(line: str) -> None:
    print(line, file=sys.stderr)
