"""`omp publish` of a small site: checks, a strict build aside, and what is said where it stops."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from omp_plugin.cli import main
from omp_plugin.cli import publish as command
from omp_plugin.publish.folder import is_site, work_room
from tests.compare.story import Workshop
from tests.publish.clones import PAGES, WHO
from tests.test_plugin import CAMPAIGN, PLAN

CONFIG = "site_name: Plans\nsite_url: https://plans.example/\ntheme: {name: mkdocs}\nplugins: [omp: {publish_data: false}]\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A site of one plan in a repository with a remote; the command runs in it."""
    made = Workshop(tmp_path / "site")
    made.write({"index.md": "# Home\n", "spring/plan.yml": PLAN, "spring/campaigns/search.md": CAMPAIGN}, "docs")
    (made.root / "mkdocs.yml").write_text(CONFIG)
    made.commit("one")
    made.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    made.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    monkeypatch.chdir(made.root)
    for name, value in WHO.items():
        monkeypatch.setenv(name, value)
    return made


def edit(shop: Workshop, old: str, new: str) -> None:
    path = shop.root / "docs" / "spring" / "plan.yml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_to_a_folder(shop: Workshop, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "www"
    assert main(["publish", "--to", str(target)]) == 0
    assert capfd.readouterr().out.endswith(f"published to {target}\n")
    assert is_site(target)
    home = (target / "spring" / "index.html").read_text()
    assert "omp-older" not in home, "a folder holds one version only"
    edit(shop, "owner: ann\nas_of", "owner: nobody\nas_of")
    assert main(["publish", "--to", str(target)]) == 1
    assert "unknown-reference" in capfd.readouterr().out
    assert (target / "spring" / "index.html").read_text() == home
    edit(shop, "owner: nobody\nas_of", "owner: ann\nas_of")
    (shop.root / "docs" / "index.md").write_text("[lost](nowhere.md)\n")
    assert main(["publish", "--to", str(target)]) == 1
    said = capfd.readouterr().err
    assert "nowhere.md" in said
    assert said.endswith("omp: mkdocs build --strict failed (status 1)\nomp: nothing was published\n")
    assert (target / "spring" / "index.html").read_text() == home
    assert not work_room(target).exists()


def test_two_versions(shop: Workshop, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "v1.0", "--alias", "latest", "--push"]) == 0
    assert "published v1.0 (latest) on the branch gh-pages, pushed to origin\n" in capfd.readouterr().out
    page = shop.git("show", f"{PAGES}:v1.0/spring/kpis/index.html")
    assert '<link rel="canonical" href="https://plans.example/v1.0/spring/kpis/">' in page
    assert '<link rel="stylesheet" href="../../../versions.css">' in page
    assert 'data-version="v1.0" data-search-exclude hidden>' in page
    assert '<a href="../../../">Go to the current version</a>' in page
    first = shop.git("rev-parse", f"{PAGES}:v1.0")
    edit(shop, "status: active", "status: active\nversion: v1.1")
    shop.commit("two")
    assert main(["publish", "v1.1", "--alias", "latest", "--push"]) == 0
    assert shop.git("rev-parse", f"{PAGES}:v1.0") == first
    assert shop.git("ls-remote", "origin", PAGES).split()[0] == shop.git("rev-parse", PAGES)
    assert shop.git("show", f"{PAGES}:latest") == "v1.1"
    assert shop.git("status", "--porcelain") == ""
    assert main(["publish", "v1.0", "--branch", "main"]) == 1
    assert '"main" is checked out here' in capfd.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_build_and_clears_the_room(shop: Workshop, tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C reaches the command and the build that it started."""
    target, room = tmp_path / "www", work_room(tmp_path / "www")
    command = ["publish", "--to", str(target)]
    # What runs in the background of a shell is started deaf to Ctrl-C.
    hearing = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    run = [sys.executable, "-c", f"{hearing}; from omp_plugin.cli import main; sys.exit(main({command!r}))"]
    environment = {**os.environ, **WHO}
    with subprocess.Popen(run, cwd=shop.root, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True) as publisher:
        until = time.monotonic() + 60
        while not list(room.glob("next-*")) and time.monotonic() < until:
            time.sleep(0.01)
        (os.killpg if number == signal.SIGINT else os.kill)(publisher.pid, number)
        _, told = publisher.communicate(timeout=60)
    assert publisher.returncode == 128 + number
    assert "omp_plugin" not in told, "nobody wants to read where it was"
    assert not target.exists()
    assert not room.exists()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "arguments,says",
    [
        ([], "say what to publish"),
        (["v1", "--to", "www"], "say what to publish"),
        (["--to", "www", "--push"], "belong to a VERSION"),
        (["--to", "docs"], "holds something that omp has not published"),
        (["../v1"], '"../v1" cannot name a version'),
        (["v1", "--alias", "v1"], 'the alias "v1" is given twice'),
    ],
)
def test_misuse(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert main(["publish", *arguments]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.usefixtures("shop")
def test_without_what_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(command.importlib.util, "find_spec", lambda name: None if name == "mike" else found(name))
    assert main(["publish", "v1"]) == 2
    assert 'pip install "omp-plugin[publish]"' in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert main(["publish", "v1"]) == 2
    assert "there is no mkdocs.yml here or above" in capsys.readouterr().err
