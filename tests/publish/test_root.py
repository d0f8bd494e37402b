"""What lies beside the versions: which one is current, whose pages say so, and where the front door leads."""

from __future__ import annotations

import pytest

from omp_plugin.publish.root import Published, Unreadable, current, front_door, read_versions, root_files

V2, V1, V0, DEV = Published("v2", ("latest",)), Published("v1"), Published("0.9", ("old",)), Published("main")


def test_the_current_version() -> None:
    assert current([DEV, V2, V1]) == V2
    assert current([Published("v3"), V2, V1]) == V2, "a newer one may be a proposal"
    assert current([DEV, V1, V0]) == V1
    assert current([DEV]) == DEV
    assert current([]) is None


def test_older_versions_say_so() -> None:
    files = dict(root_files([DEV, Published("v3"), V2, V1, V0], None))
    shown = [line for line in files["versions.css"].splitlines() if "display: block !important" in line]
    assert [line.split("]")[0] for line in shown] == ['.omp-older[data-version="v1"', '.omp-older[data-version="0\\2e 9"']
    assert 'url=latest/"' in files["index.html"]


def test_no_name_ends_the_rule() -> None:
    files = dict(root_files([V2, Published('a"] { } body { display: none } [x="')], None))
    assert files["versions.css"].count('"') == 2


def test_somebodys_own_front_door_is_kept() -> None:
    assert "index.html" not in dict(root_files([V2], "<h1>Welcome</h1>"))
    assert "index.html" in dict(root_files([V2], front_door("v1")))
    assert 'href="v1/"' in dict(root_files([V1, V0], front_door("v0")))["index.html"]


@pytest.mark.parametrize("text", ["", "{}x", "[1]", '[{"version": "v1"}]', '{"v": 1}', '[{"version": "v1", "aliases": 3}]'])
def test_a_list_that_cannot_be_read(text: str) -> None:
    if text == "":
        assert read_versions(text) == read_versions(None) == []
        return
    with pytest.raises(Unreadable):
        read_versions(text)
