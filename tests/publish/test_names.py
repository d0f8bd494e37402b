"""Names of versions: folders and addresses everywhere, and none that is taken."""

from __future__ import annotations

import pytest

from omp_plugin.publish.names import BadName, check_beside, check_names


@pytest.mark.parametrize("name", ["v1.0", "1", "2026-Q4", "main", "v1.0+eu", "a_b", "V2", "2026.11"])
def test_good(name: str) -> None:
    check_names(name, ["latest", "current"])
    check_names("v0", [name])


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "a\\b", ".v1", "-v1", "--push", "v 1", "v1 ", "a..b", "v1.", "v1.lock", "v1\n", "v1\0", "é",
     "\u202ev1", "x" * 65, "index.html", "versions.json", "Versions.CSS", "assets", "HEAD", "404.html", "con", "COM1", "nul.txt",
     "<b>", "v1?x", "v1#x", "%2e%2e", "~", "v1*", "a:b", "v\"1"],
)  # fmt: skip
def test_bad(name: str) -> None:
    with pytest.raises(BadName):
        check_names(name, [])
    with pytest.raises(BadName):
        check_names("v1", [name])


@pytest.mark.parametrize("aliases", [["v1"], ["V1"], ["latest", "latest"], ["latest", "Latest"]])
def test_an_alias_is_another_name(aliases: list[str]) -> None:
    with pytest.raises(BadName):
        check_names("v1", aliases)


@pytest.mark.parametrize(
    "version,aliases,says",
    [
        ("v2", ["v1"], "is the name of a version"),
        ("latest", [], "is the alias of another version"),
        ("V1", [], "size of letters"),
        ("v2", ["LATEST"], "size of letters"),
        ("v2", ["V1"], "size of letters"),
    ],
)
def test_beside_what_is_published(version: str, aliases: list[str], says: str) -> None:
    with pytest.raises(BadName, match=says):
        check_beside(version, aliases, ["v1"], ["latest"])


def test_a_version_again_and_an_alias_that_moves() -> None:
    check_beside("v1", ["new"], ["v1"], ["latest"])
    check_beside("v2", ["latest"], ["v1"], ["latest"])
