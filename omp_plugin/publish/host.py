"""The strict build of a site by its own host, in a process of its own."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

HOSTS = ("mkdocs", "properdocs")
VERSION = "OMP_SITE_VERSION"
"""The variable that tells the plugin which version of the site is being built."""
SHARD_NAMED = "OMP_SHARD"
"""The variable that tells the plugin which shard of the site is being built: `2/8`."""
LINE_HOSTS = ("github", "gitlab", "gitea", "codeberg", "forgejo")
"""Hosts of repositories whose pages show the line that an address ends with."""
_PATIENCE = 5.0
"""Seconds that a build has to end when it is told to."""


class Failed(Exception):
    """The site could not be built; the host has said why."""


def installed_host() -> str | None:
    """The host that is here, MkDocs before ProperDocs."""
    return next((name for name in HOSTS if importlib.util.find_spec(name)), None)


def build_site(
    config: Path, folder: Path | None, host: str, tell: Callable[[str], None], *,
    version: str = "", shard: str = "", is_strict: bool = True, kept_open: Sequence[int] = (),
) -> None:  # fmt: skip
    """Builds the site of a configuration into a folder (`None`: its own), as one of its versions if one is named, or a
    shard of it; warnings fail a build that `is_strict`.

    `tell` is given the lines that the host says, but for its progress. Descriptors `kept_open` are the child's, too. A
    build whose caller is interrupted is ended first. Raises `Failed`.
    """
    called = ["build", *(["--strict"] if is_strict else [])]  # with --quiet, warnings would not count
    command = [sys.executable, "-m", host, *called, "--config-file", str(config)]
    command += ["--site-dir", str(folder.resolve())] if folder else []
    command += ["--dirty"] if shard else []
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", SHARD_NAMED: shard}
    if version:  # the second is what the plugin `mike` goes by, where a site has it
        environment |= {VERSION: version, "MIKE_DOCS_VERSION": version}
    with subprocess.Popen(
        command, cwd=config.parent, env=environment, pass_fds=tuple(kept_open),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            _pass_on(process, tell)
            status = process.wait()
        except BaseException:
            _end(process)
            raise
    if status != 0:
        raise Failed(f"{' '.join([host, *called])} failed (status {status})")


def _pass_on(process: subprocess.Popen[bytes], tell: Callable[[str], None]) -> None:
    assert process.stdout
    is_told = True
    for line in process.stdout:
        if not line.startswith(b" "):  # else it goes on with what the line before began
            is_told = not line.startswith((b"INFO", b"DEBUG"))
        if line.strip() and is_told:
            tell(line.decode("utf-8", "replace").rstrip())


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def versioned(site_url: str | None, version: str, extra: MutableMapping[str, Any], *, has_mike: bool) -> str | None:
    """The address of one version of a site, for which the theme is told to offer the others.

    The plugin `mike` joins the address by itself.
    """
    extra.setdefault("version", {"provider": "mike"})
    return urljoin(site_url, f"{version}/") if site_url and not has_mike else site_url


def at_line(edit_url: str | None, place: tuple[str, int] | None, repo_url: str | None) -> str | None:
    """An edit link that leads to the line of a place, where the repository's host can show one."""
    host = urlsplit(repo_url or edit_url or "").hostname or ""
    if edit_url and place and any(name in host for name in LINE_HOSTS):
        return f"{edit_url}#L{place[1]}"
    return edit_url
