"""What `omp merge` refuses, and that it leaves everything as it was then."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from omp_plugin.cli import main
from omp_plugin.publish import merging
from omp_plugin.publish.indexing import SCRIPT
from omp_plugin.publish.manifest import MANIFEST, SITE, Unfit, names_below
from omp_plugin.publish.merging import SEARCH, joined

INPUTS = {"plans": "p", "day": "2026-11-22"}
PAGES = ["", "a/", "b/"]
INDEX = {"config": {"lang": ["en"]}, "docs": [{"location": "", "title": "Home", "text": "x", "boost": 1e3}]}


def shard(folder: Path, number: int, of: int, files: dict[str, bytes], **said: Any) -> Path:
    """A shard as `omp build` writes it, with `said` in its manifest."""
    made = folder / f"shard-{number}"
    for name, content in files.items():
        path = made / SITE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sums = {name: [len(content), hashlib.sha256(content).hexdigest()] for name, content in files.items()}
    (made / SITE).mkdir(parents=True, exist_ok=True)
    manifest = {"format": 1, "shard": [number, of], "inputs": INPUTS, "pages": PAGES, "files": sums, **said}
    (made / MANIFEST).write_text(json.dumps(manifest))
    return made


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    """Two shards that belong together."""
    first = shard(tmp_path, 1, 2, {"index.html": b"home", "a/index.html": b"a", "same.js": b"s"})
    return [first, shard(tmp_path, 2, 2, {"b/index.html": b"b", "same.js": b"s"})]


def merge(folders: list[Path], to: Path) -> int:
    return main(["merge", *map(str, folders), "--to", str(to)])


def edited(folder: Path, **said: Any) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, **said}))


def test_only_a_site_that_asks_for_it_is_indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page's author may give a file any name; how the site is searched is the configuration's to say."""
    indexed: list[Path] = []
    monkeypatch.setattr(merging, "index_site", indexed.append)
    for asked, count in (({}, 0), ({"search": "theme"}, 0), ({"search": "pagefind"}, 1)):
        only = shard(tmp_path / str(asked), 1, 1, {SCRIPT: b"import 'x'"}, inputs={**INPUTS, **asked})
        assert merge([only], tmp_path / "www") == 0
        assert len(indexed) == count


def test_two_make_a_site(two: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert merge(two, tmp_path / "www") == 0
    assert capsys.readouterr().err == f"3 pages of 2 shards merged to {tmp_path / 'www'}\n"
    files = {path.relative_to(tmp_path / "www").as_posix(): path.read_bytes() for path in (tmp_path / "www").rglob("*.*") if path.is_file()}
    marker = b"This folder is written by `omp merge --to`, which replaces all of it.\n"
    expected = {"index.html": b"home", "a/index.html": b"a", "b/index.html": b"b", "same.js": b"s", ".omp-site": marker}
    assert files == expected
    assert merge(two, tmp_path / "www") == 0, "its own folder is replaced"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def link(folder: Path) -> None:
    (folder / SITE / "same.js").unlink()
    (folder / SITE / "same.js").symlink_to("/etc/hostname")


def link_to_folder(folder: Path) -> None:
    (folder / SITE / "b").rename(folder / "elsewhere")
    (folder / SITE / "b").symlink_to(folder / "elsewhere")


def link_to_site(folder: Path) -> None:
    (folder / SITE).rename(folder / "elsewhere")
    (folder / SITE).symlink_to(folder / "elsewhere")


def named(name: str) -> Callable[[Path], None]:
    """A manifest that names a file somewhere else, which is there."""

    def change(folder: Path) -> None:
        (folder.parent / "outside").write_bytes(b"o")
        files = json.loads((folder / MANIFEST).read_text())["files"]
        edited(folder, files={**files, name.format(folder.parent): [1, hashlib.sha256(b"o").hexdigest()]})

    return change


def sized(size: int) -> Callable[[Path], None]:
    """Says another size of a file."""

    def change(folder: Path) -> None:
        files = json.loads((folder / MANIFEST).read_text())["files"]
        edited(folder, files={**files, "b/index.html": [size, files["b/index.html"][1]]})

    return change


@pytest.mark.parametrize(
    "change,says",
    [
        (lambda folder: (folder / MANIFEST).unlink(), "is no shard: there is no omp-shard.json in it"),
        (lambda folder: (folder / MANIFEST).write_text("{"), "is damaged"),
        (lambda folder: (folder / MANIFEST).write_text("[" * 100_000), "is damaged"),
        (lambda folder: (folder / MANIFEST).write_bytes(b"\xff\xfe"), "is damaged"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), "is damaged"),
        (lambda folder: edited(folder, format=2), "has a format that this version of omp does not know"),
        (lambda folder: edited(folder, files={"b": [1]}), "is damaged"),
        (lambda folder: edited(folder, files=7), "is damaged"),
        (lambda folder: edited(folder, pages=[1]), "is damaged"),
        (lambda folder: edited(folder, shard=["2", 2]), "is damaged"),
        (lambda folder: edited(folder, shard=[True, 2]), "is damaged"),
        (lambda folder: edited(folder, shard=[1, 2]), "the shard 1/2 is there twice"),
        (lambda folder: edited(folder, shard=[3, 2]), "says that it is the shard 3/2"),
        (lambda folder: edited(folder, shard=[2, 3]), "these are shards of different builds: of 2 and of 3"),
        (lambda folder: edited(folder, inputs={**INPUTS, "plans": "q"}), "the shards 1/2 and 2/2 were not built from the same: plans"),
        (lambda folder: edited(folder, inputs={"day": INPUTS["day"]}), "were not built from the same: plans"),
        (lambda folder: edited(folder, pages=PAGES[:2]), "are of sites with different pages"),
        (lambda folder: (folder / SITE / "b/index.html").write_bytes(b"x"), "is not what its shard was built with"),
        (lambda folder: (folder / SITE / "b/index.html").write_bytes(b"bb"), "is not what its shard was built with"),
        (lambda folder: (folder / SITE / "b/index.html").unlink(), "the shard 2/2 lacks b/index.html"),
        (lambda folder: (folder / SITE / "more.html").write_bytes(b"x"), "has a file that it does not name: more.html"),
        (link, "is neither a file nor a folder"),
        (link_to_folder, "is neither a file nor a folder"),
        (link_to_site, "has no folder"),
        (lambda folder: os.mkfifo(folder / SITE / "pipe"), "is neither a file nor a folder"),
        (named("../outside"), "lacks ../outside"),
        (named("../../outside"), "lacks ../../outside"),
        (named("{}/outside"), "/outside"),
        (named("b/../b/index.html"), "lacks b/../b/index.html"),
        (named("x\n::warning::forged \x1b[31m"), "lacks x"),
        (sized(10**30), "is not what its shard was built with"),
        (sized(2**62), "is not what its shard was built with"),
        (sized(-1), "is damaged"),
        (lambda folder: ((folder / SITE / ".omp-site").mkdir(), named(".omp-site/x")(folder)), "which marks a published site"),
    ],
)  # fmt: skip
def test_refused(two: list[Path], tmp_path: Path, change: Callable[[Path], object], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert merge(two, tmp_path / "www") == 0
    capsys.readouterr()
    change(two[1])
    before = (tmp_path / "www/b/index.html").read_bytes()
    assert merge(two, tmp_path / "www") == 1
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert (tmp_path / "www/b/index.html").read_bytes() == before
    assert not (tmp_path / ".www.omp").exists()


@pytest.mark.parametrize(
    "files,says",
    [
        ({"index.html": b"other"}, "the shards 1/2 and 2/2 have different files of the name index.html"),
        ({"index.html/more": b"x"}, "the shards have index.html/more, and a file in the place of its folder"),
    ],
)
def test_files_that_are_in_each_others_way(tmp_path: Path, files: dict[str, bytes], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    both = [shard(tmp_path, 1, 2, {"index.html": b"home"}), shard(tmp_path, 2, 2, files)]
    assert merge(both, tmp_path / "www") == 1
    assert says in capsys.readouterr().err
    assert not (tmp_path / "www").exists()


def test_missing_shards_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert merge([shard(tmp_path, 2, 4, {})], tmp_path / "www") == 1
    assert capsys.readouterr().err == "omp: shards are missing: 1/4, 3/4, 4/4\n"
    assert merge([shard(tmp_path, 1, 10**30, {})], tmp_path / "www") == 1
    assert len(capsys.readouterr().err) < 1000


def test_the_folders_of_others_are_left_alone(two: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www/mine").write_text("mine")
    assert merge(two, tmp_path / "www") == 2
    assert "holds something that omp has not merged" in capsys.readouterr().err
    assert (tmp_path / "www/mine").read_text() == "mine"
    assert merge(two, two[0]) == 2


def test_sections_are_in_the_order_of_pages() -> None:
    def index(*urls: str) -> bytes:
        return json.dumps({"config": {"z": 1, "a": 2}, "docs": [{"location": url, "title": "é"} for url in urls]}, separators=(",", ":")).encode()

    assert joined([index("b/", "b/#x"), index("", "#top", "a/#z", "a/")], PAGES) == index("", "#top", "a/#z", "a/", "b/", "b/#x")


@pytest.mark.parametrize(
    "parts",
    [
        [b"{"],
        [b"[]"],
        [b'{"config": {}, "docs": [{}]}'],
        [b'{"config": {}, "docs": [{"location": "nowhere/"}]}'],
        [b'{"config": {}, "docs": [], "index": {}}'],
        [b'{"config": {}, "docs": []}', b'{"config": {"lang": 1}, "docs": []}'],
    ],
)
def test_an_index_that_cannot_be_joined(parts: list[bytes]) -> None:
    with pytest.raises(Unfit):
        joined(parts, PAGES)


def test_damaged_indices_stop_the_merge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = [shard(tmp_path, 1, 2, {SEARCH: json.dumps(INDEX).encode()}), shard(tmp_path, 2, 2, {SEARCH: b"{}"})]
    assert merge(both, tmp_path / "www") == 1
    assert "the search indices of the shards cannot be put together" in capsys.readouterr().err
    assert not (tmp_path / "www").exists()


def test_a_merge_knows_no_plans(two: list[Path], tmp_path: Path) -> None:
    """Who puts shards together runs nothing that a project brings: neither the host nor a plan is even imported."""
    heavy = "{'mkdocs', 'material', 'markdown', 'jinja2', 'omp_plugin.model', 'omp_plugin.build', 'omp_plugin.render'}"
    code = f"import sys; from omp_plugin.cli import main; status = main(sys.argv[1:]); print(sorted({heavy} & set(sys.modules))); sys.exit(status)"
    command = [sys.executable, "-c", code, "merge", *map(str, two), "--to", str(tmp_path / "www")]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"


def test_folders_in_folders_are_looked_through(two: list[Path]) -> None:
    levels = [two[1] / SITE / "/".join(["d"] * depth) for depth in range(1, 1201)]
    for folder in levels:
        os.mkdir(folder)
    (levels[-1] / "x.js").write_bytes(b"x")
    try:
        names = set(names_below(two[1] / SITE))
    finally:  # whoever tidies up after tests goes down by calling itself
        (levels[-1] / "x.js").unlink()
        for folder in reversed(levels):
            os.rmdir(folder)
    assert names == {"b/index.html", "same.js", "/".join([*["d"] * 1200, "x.js"])}
