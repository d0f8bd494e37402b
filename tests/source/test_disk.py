"""What is read from a plan's folder: its own ordinary files, nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from omp_plugin import limits
from omp_plugin.source.disk import find_plans, load_plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty plan folder beside a secret."""
    (tmp_path / "secret.yml").write_text("a: 1")
    plan = tmp_path / "plans" / "x"
    (plan / "campaigns").mkdir(parents=True)
    (plan / "plan.yml").write_text("omp: 1\n")
    return plan


def unsafe(folder: Path) -> list[tuple[str, str]]:
    source = load_plan(folder, "plans/x")
    return [(each.code, each.position.path.removeprefix("plans/x/")) for each in source.problems]


def test_the_files_of_a_plan(folder: Path) -> None:
    for name in ("goals.yml", "kpis.yaml", "tasks.csv", "strategy.md", "campaigns/c.md", "campaigns/d.txt", ".nav.yml", "campaigns/.#c.md", "x.json"):
        (folder / name).write_text("x")
    (folder / "data").mkdir()
    (folder / "data" / "orders.csv").write_text("x")
    source = load_plan(folder, "plans/x")
    assert sorted(source.files) == ["campaigns/c.md", "goals.yml", "kpis.yaml", "plan.yml", "tasks.csv"]
    assert (source.id, source.folder, source.problems) == ("x", "plans/x", ())


def test_the_id_is_the_folder_s_name_however_it_is_shown(folder: Path) -> None:
    source = load_plan(folder, ".")
    assert source.id == "x"
    assert source.path("plan.yml") == "plan.yml"


@pytest.mark.parametrize("target", ["../../secret.yml", "/etc/passwd", "../x-secret/a.yml", "nowhere", "goals.yml", "/dev/zero"])
def test_a_link_that_leads_out_is_not_followed(folder: Path, target: str) -> None:
    sibling = folder.parent / "x-secret"
    sibling.mkdir()
    (sibling / "a.yml").write_text("secret")
    (folder / "goals.yml").symlink_to(target)
    assert unsafe(folder) == [("unsafe-path", "goals.yml")]
    assert "goals.yml" not in load_plan(folder).files


def test_a_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / "shared.txt").write_text("g: {}")
    (folder / "goals.yml").symlink_to("shared.txt")
    assert load_plan(folder).files["goals.yml"] == b"g: {}"


def test_a_folder_of_campaigns_that_leads_out(folder: Path) -> None:
    (folder / "campaigns").rmdir()
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "c.md").write_text("secret")
    (folder / "campaigns").symlink_to(outside)
    assert unsafe(folder) == [("unsafe-path", "campaigns/c.md")]


def test_an_ending_in_capitals_is_named(folder: Path) -> None:
    for name in ("tasks.CSV", "goals.Yml", "notes.TXT", ".x.CSV", "photo.PNG", "risks.csv"):
        (folder / name).write_text("id\n")
    source = load_plan(folder, "plans/x")
    assert [(str(each.position), each.code, each.hint) for each in source.problems] == [
        ("plans/x/goals.Yml:1:1", "unknown-key", 'rename it to "goals.yml"'),
        ("plans/x/tasks.CSV:1:1", "unknown-key", 'rename it to "tasks.csv"'),
    ]
    assert sorted(source.files) == ["plan.yml", "risks.csv"]


def test_special_files(folder: Path) -> None:
    os.mkfifo(folder / "goals.yml")
    (folder / "kpis.yml").mkdir()
    assert unsafe(folder) == [("unsafe-path", "goals.yml"), ("unsafe-path", "kpis.yml")]


def test_a_plan_file_that_is_a_pipe(folder: Path) -> None:
    (folder / "plan.yml").unlink()
    os.mkfifo(folder / "plan.yml")
    assert find_plans(folder.parent) == [folder]
    assert unsafe(folder) == [("unsafe-path", "plan.yml")]


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs tests as root may read everything, so the refusal is the system's in name only."""
    (folder / "goals.yml").write_text("g: {}")

    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    source = load_plan(folder, "plans/x")
    assert source.files == {}
    assert {each.code for each in source.problems} == {"unsafe-path"}
    assert source.problems[0].message == "this file cannot be read: Permission denied"


def test_no_more_than_the_limit_is_read(folder: Path) -> None:
    (folder / "goals.yml").write_bytes(b"#" * (limits.PLAN_FILE_BYTES * 3))
    assert len(load_plan(folder).files["goals.yml"]) == limits.PLAN_FILE_BYTES + 1


def test_plans_are_found_at_any_depth(tmp_path: Path) -> None:
    for name in ("b", "a/c", ".hidden/d", "a/c/nested", "empty"):
        (tmp_path / name).mkdir(parents=True)
        if name != "empty":
            (tmp_path / name / "plan.yml").write_text("omp: 1\n")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in find_plans(tmp_path)] == ["a/c", "a/c/nested", "b"]
