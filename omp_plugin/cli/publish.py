"""`omp publish`: checks the plans, builds the site aside, and puts it where its readers are."""

from __future__ import annotations

import argparse
import importlib.util
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from omp_plugin.cli import check
from omp_plugin.cli.asked import Misuse, shown
from omp_plugin.source.site import CONFIG

_HOSTS = ("mkdocs", "properdocs")
_INTERRUPTED = 130


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", nargs="?", metavar="VERSION", help="publish as this version of the site, with mike")
    parser.add_argument("--to", metavar="DIR", help="publish to a folder instead, which is replaced as a whole")
    alias = "another name of the version, such as latest; may be given again"
    parser.add_argument("--alias", action="append", default=[], metavar="NAME", help=alias)
    parser.add_argument("--push", action="store_true", help="push the branch, on top of what others have pushed")
    parser.add_argument("--remote", default="origin", metavar="NAME", help="where to push (origin)")
    branch = "the branch that holds the built sites (gh-pages)"
    parser.add_argument("--branch", default="gh-pages", metavar="NAME", help=branch)
    parser.add_argument("--host", choices=_HOSTS, help="what builds the site (mkdocs where it is installed)")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    from omp_plugin.publish.branch import GitFailed
    from omp_plugin.publish.deploy import Beaten
    from omp_plugin.publish.folder import Refused
    from omp_plugin.publish.host import Failed
    from omp_plugin.publish.lock import Busy
    from omp_plugin.publish.names import BadName
    from omp_plugin.publish.root import Unreadable

    if (chosen.version is None) == (chosen.to is None):
        raise Misuse("say what to publish: a VERSION, or --to DIR")
    config = _config()
    try:
        with _ended_by_signals():
            return _to_folder(chosen, config) if chosen.to is not None else _as_version(chosen, config)
    except (BadName, Refused) as error:
        raise Misuse(str(error)) from None
    except (Failed, GitFailed, Beaten, Busy, Unreadable) as error:
        _tell(str(error))
    except OSError as error:
        _tell(f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror))
    except KeyboardInterrupt:
        _tell("interrupted")
        return _INTERRUPTED
    _tell("nothing was published")
    return 1


def _to_folder(chosen: argparse.Namespace, config: Path) -> int:
    from omp_plugin.publish.folder import check_target, publish_folder
    from omp_plugin.publish.host import build_site

    if chosen.alias or chosen.push:
        raise Misuse("--alias and --push belong to a VERSION, not to --to")
    target, host = Path(chosen.to), _host(chosen)
    check_target(target.resolve())
    if _has_problems():
        return 1
    publish_folder(
        target,
        lambda folder, lock: build_site(config, folder, host, _pass_on, kept_open=[lock]),
        lambda: _tell("waiting for another publisher"),
    )
    print(f"published to {shown(target)}")
    return 0


def _as_version(chosen: argparse.Namespace, config: Path) -> int:
    from omp_plugin.publish.branch import Branch
    from omp_plugin.publish.deploy import Deployment, deploy
    from omp_plugin.publish.host import build_site
    from omp_plugin.publish.names import check_names

    check_names(chosen.version, chosen.alias)
    if importlib.util.find_spec("mike") is None:
        raise Misuse('versions are published with mike: pip install "omp-plugin[publish]"')
    branch, host = Branch(config.parent, chosen.branch, chosen.remote), _host(chosen)
    branch.check()
    commit = branch.git("describe", "--always", "--dirty", "--exclude", "*")
    wanted = Deployment(chosen.version, tuple(chosen.alias), commit)
    if _has_problems():
        return 1
    with tempfile.TemporaryDirectory(prefix="omp-publish-") as folder:
        build_site(config, Path(folder), host, _pass_on, version=wanted.version)
        deploy(branch, wanted, Path(folder), _tell, is_pushed=chosen.push)
    names = f"{wanted.version} ({', '.join(wanted.aliases)})" if wanted.aliases else wanted.version
    there = f", pushed to {chosen.remote}" if chosen.push else ""
    print(f"published {names} on the branch {chosen.branch}{there}")
    return 0


def _config() -> Path:
    here = Path.cwd()
    found = next((each / CONFIG for each in (here, *here.parents) if (each / CONFIG).is_file()), None)
    if found is None:
        raise Misuse(f"there is no {CONFIG} here or above: run the command in the folder of the site")
    return found


def _host(chosen: argparse.Namespace) -> str:
    from omp_plugin.publish.host import installed_host

    host: str | None = chosen.host or installed_host()
    if host is None or importlib.util.find_spec(host) is None:
        raise Misuse(f"{host or 'MkDocs'} is not installed here")
    return host


def _has_problems() -> bool:
    """True where the strict build would stop, warnings included; they are printed."""
    parser = argparse.ArgumentParser()
    check.add(parser)
    if check.run(parser.parse_args(["--strict"])) == 0:
        return False
    _tell("nothing was published: a strict build stops at errors and at warnings")
    return True


def _tell(message: str) -> None:
    print(f"omp: {message}", file=sys.stderr)


def _pass_on(line: str) -> None:
    print(line, file=sys.stderr)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Lets `SIGTERM` end the work like an exception, so that what was begun is cleared away."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
