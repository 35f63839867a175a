"""Removing what a stranger built."""

import os
from pathlib import Path

import pytest

from sandbox.limits import DISK_BYTES, DISK_FILES
from sandbox.supervisor import disk, scratch


def test_links_are_removed_and_not_followed(tmp_path: Path) -> None:
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "gold").touch()
    folder = scratch.make(tmp_path / "run", None)
    (folder / "link").symlink_to(treasure)
    (folder / "loop").symlink_to(folder)

    scratch.remove(folder)

    assert not folder.exists()
    assert (treasure / "gold").exists()


@pytest.mark.parametrize(
    "taken",
    [
        disk.FreeSpace(size=DISK_BYTES - 1, files=2 * DISK_FILES),
        disk.FreeSpace(size=2 * DISK_BYTES, files=DISK_FILES - 1),
    ],
    ids=["size", "files"],
)
def test_a_run_is_looked_at_only_where_much_space_went(taken: disk.FreeSpace) -> None:
    before = disk.FreeSpace(size=2 * DISK_BYTES, files=2 * DISK_FILES)

    assert taken.may_be_taken(before)
    assert not before.may_be_taken(before)


def test_after_a_look_in_vain_a_quarter_as_much_is_worth_another() -> None:
    now = disk.FreeSpace(size=2 * DISK_BYTES, files=2 * DISK_FILES)
    later = disk.FreeSpace(size=2 * DISK_BYTES, files=2 * DISK_FILES - DISK_FILES // 4 - 1)

    assert not now.may_be_taken(now.with_less_to_take())
    assert later.may_be_taken(now.with_less_to_take())
    assert not later.may_be_taken(now)


@pytest.mark.parametrize("files", [DISK_FILES, None])
def test_space_that_comes_back_is_free_from_the_start(files: int | None) -> None:
    then = disk.FreeSpace(size=DISK_BYTES, files=files)

    assert then.at_least(then._replace(size=DISK_BYTES + 1)).size == DISK_BYTES + 1
    assert then.at_least(then._replace(size=DISK_BYTES - 1)) == then


def test_of_size_and_files_each_may_come_back_alone() -> None:
    then = disk.FreeSpace(size=DISK_BYTES, files=DISK_FILES)

    assert then.at_least(disk.FreeSpace(size=0, files=2 * DISK_FILES)) == disk.FreeSpace(
        size=DISK_BYTES, files=2 * DISK_FILES
    )


@pytest.mark.parametrize(("files", "short"), [(2 * DISK_FILES, 2 * DISK_FILES - 1), (None, 0)])
def test_there_must_be_space_for_a_run_and_its_neighbour(files: int | None, short: int) -> None:
    enough = disk.FreeSpace(size=2 * DISK_BYTES, files=files)

    assert not enough.is_short()
    assert enough._replace(size=2 * DISK_BYTES - 1).is_short()
    assert enough._replace(files=short).is_short()


def test_a_run_is_looked_at_where_its_files_are_not_counted() -> None:
    uncounted = disk.FreeSpace(size=2 * DISK_BYTES, files=None)

    assert uncounted.may_be_taken(uncounted)
    assert not uncounted.is_taken(uncounted)
    assert uncounted._replace(size=DISK_BYTES - 1).is_taken(uncounted)


def test_what_is_removed_is_noted_whatever_it_was_in(tmp_path: Path) -> None:
    folder = scratch.make(tmp_path / "run", None)
    (folder / "deep" / "deeper").mkdir(parents=True)
    with (folder / "deep" / "deeper" / "file").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, 1 << 20)
    size, files = disk.REMOVED.size, disk.REMOVED.files

    scratch.remove(folder)

    assert disk.REMOVED.files - files == 3
    assert (1 << 20) <= disk.REMOVED.size - size < (1 << 20) + (1 << 17)


def test_what_was_removed_is_not_left_to_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Far more of it here than others can take of the disk meanwhile."""
    removed = disk.Removed()
    removed.size, removed.files = 1 << 60, 1 << 50
    before = disk.left_to_take(tmp_path)

    monkeypatch.setattr(disk, "REMOVED", removed)
    after = disk.left_to_take(tmp_path)

    assert before.size - after.size > 1 << 59
    assert before.files is None or before.files - (after.files or 0) > 1 << 49


def test_any_depth_is_removed(tmp_path: Path) -> None:
    folder = scratch.make(tmp_path / "run", None)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(2000):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)

    scratch.remove(folder)

    assert not folder.exists()


def test_equal_names_at_several_depths_do_not_collide(tmp_path: Path) -> None:
    folder = scratch.make(tmp_path / "run", None)
    for name in ("0", "1"):
        (folder / name / "1" / "0").mkdir(parents=True)
        (folder / name / "1" / "file").touch()

    scratch.remove(folder)

    assert not folder.exists()


def test_removing_twice_is_fine(tmp_path: Path) -> None:
    folder = scratch.make(tmp_path / "run", None)

    scratch.remove(folder)
    scratch.remove(folder)

    assert not folder.exists()


def test_the_base_folder_goes_with_all_in_it() -> None:
    with scratch.base() as base:
        (base / "a" / "b").mkdir(parents=True)

    assert not base.exists()
