"""Removing what a stranger built."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sandbox import scratch
from sandbox.limits import DISK_BYTES, DISK_FILES, FILE_BYTES


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
        scratch.Room(size=DISK_BYTES - 1, files=2 * DISK_FILES),
        scratch.Room(size=2 * DISK_BYTES, files=DISK_FILES - 1),
    ],
    ids=["size", "files"],
)
def test_a_run_is_looked_at_only_where_much_room_went(taken: scratch.Room) -> None:
    before = scratch.Room(size=2 * DISK_BYTES, files=2 * DISK_FILES)

    assert taken.may_be_taken(before)
    assert not before.may_be_taken(before)


def test_after_a_look_in_vain_a_quarter_as_much_is_worth_another() -> None:
    now = scratch.Room(size=2 * DISK_BYTES, files=2 * DISK_FILES)
    later = scratch.Room(size=2 * DISK_BYTES, files=2 * DISK_FILES - DISK_FILES // 4 - 1)

    assert not now.may_be_taken(now.with_less_to_take())
    assert later.may_be_taken(now.with_less_to_take())
    assert not later.may_be_taken(now)


@pytest.mark.parametrize("files", [DISK_FILES, None])
def test_room_that_comes_back_is_room_from_the_start(files: int | None) -> None:
    then = scratch.Room(size=DISK_BYTES, files=files)

    assert then.at_least(replace(then, size=DISK_BYTES + 1)).size == DISK_BYTES + 1
    assert then.at_least(replace(then, size=DISK_BYTES - 1)) == then


def test_of_size_and_files_each_may_come_back_alone() -> None:
    then = scratch.Room(size=DISK_BYTES, files=DISK_FILES)

    assert then.at_least(scratch.Room(size=0, files=2 * DISK_FILES)) == scratch.Room(
        size=DISK_BYTES, files=2 * DISK_FILES
    )


@pytest.mark.parametrize(("files", "short"), [(2 * DISK_FILES, 2 * DISK_FILES - 1), (None, 0)])
def test_there_must_be_room_for_a_run_and_its_neighbour(files: int | None, short: int) -> None:
    enough = scratch.Room(size=2 * DISK_BYTES, files=files)

    assert not enough.is_short()
    assert replace(enough, size=2 * DISK_BYTES - 1).is_short()
    assert replace(enough, files=short).is_short()


def test_a_run_is_looked_at_where_its_files_are_not_counted() -> None:
    uncounted = scratch.Room(size=2 * DISK_BYTES, files=None)

    assert uncounted.may_be_taken(uncounted)
    assert not uncounted.is_taken(uncounted)
    assert replace(uncounted, size=DISK_BYTES - 1).is_taken(uncounted)


def test_a_folder_is_counted_by_its_descriptor_too(tmp_path: Path) -> None:
    folder = scratch.make(tmp_path / "run", None)
    (folder / "below").mkdir()
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    held = Path(f"/proc/self/fd/{opened}")
    try:
        before = scratch.is_overfull(held)
        for number in range(DISK_FILES):
            (folder / "below" / f"{number}").touch()

        assert (before, scratch.is_overfull(held)) == (False, True)
    finally:
        os.close(opened)


def _unnamed(folder: Path, size: int) -> int:
    file = os.open(folder / "x", os.O_RDWR | os.O_CREAT)
    (folder / "x").unlink()
    os.posix_fallocate(file, 0, size)
    return file


def test_what_is_held_open_under_no_name_counts(tmp_path: Path) -> None:
    held = [_unnamed(tmp_path, DISK_BYTES // 2) for _ in range(2)]
    try:
        within = scratch.is_overfull(tmp_path, os.getpid())
        held.append(_unnamed(tmp_path, 1))

        assert (within, scratch.is_overfull(tmp_path, os.getpid())) == (False, True)
        assert not scratch.is_overfull(tmp_path)
    finally:
        for file in held:
            os.close(file)


def test_what_is_only_mapped_counts_as_large_as_it_may_be(tmp_path: Path) -> None:
    """Python's own maps keep the file open, torch's do not."""
    held, seen = [], []
    folder, elsewhere = (scratch.make(tmp_path / name, None) for name in ("run", "elsewhere"))
    for _ in range(DISK_BYTES // FILE_BYTES + 1):
        (folder / "x").write_bytes(bytes(4096))
        held.append(torch.from_file(str(folder / "x"), shared=True, size=1024))
        (folder / "x").unlink()
        seen.append(scratch.is_overfull(folder, os.getpid()))

    assert not scratch.is_overfull(elsewhere, os.getpid())
    assert seen == [*[False] * (DISK_BYTES // FILE_BYTES), True]


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
