"""Counting what a stranger built: never for long, however deep it is."""

import os
import shutil
from pathlib import Path

import pytest
import torch

from sandbox.limits import DISK_BYTES, DISK_FILES, FILE_BYTES
from sandbox.supervisor import scratch
from sandbox.supervisor.disk import Tally


def is_overfull(folder: Path, holder: int | None = None) -> bool | None:
    return Tally(folder, holder).is_overfull()


def nested(folder: Path, depth: int, *beside: str) -> None:
    """Folders in folders, deeper than a path can tell; in each one more of each name `beside`."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        for name in ("d", *beside):
            os.mkdir(name, dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)


def test_it_counts_deeper_than_a_path_can_tell(tmp_path: Path) -> None:
    folder = scratch.make(tmp_path / "run", None)
    nested(folder, 2200)
    seen = is_overfull(folder)
    scratch.remove(folder)

    assert seen is False


@pytest.mark.parametrize("beside", [("a",), ("a", "z")])
def test_folders_beside_folders_count_in_any_depth_that_somebody_makes_them(
    tmp_path: Path, beside: tuple[str, ...]
) -> None:
    folder = scratch.make(tmp_path / "run", None)
    nested(folder, 200, *beside)
    seen = is_overfull(folder)
    scratch.remove(folder)

    assert seen is False


def test_so_many_folders_as_no_honest_run_makes_side_by_side_in_a_depth_are_too_odd(
    tmp_path: Path,
) -> None:
    folder = scratch.make(tmp_path / "run", None)
    nested(folder, 300, "a", "z")
    tally = Tally(folder)
    seen = tally.is_overfull()
    scratch.remove(folder)

    assert (seen, tally.is_odd) == (True, True)


def test_what_is_counted_to_be_too_much_is_not_odd(tmp_path: Path) -> None:
    for number in range(DISK_FILES + 1):
        (tmp_path / f"{number}").touch()
    tally = Tally(tmp_path)

    assert (tally.is_overfull(), tally.is_odd) == (True, False)


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_folder_that_becomes_something_else_meanwhile_is_passed_over(
    tmp_path: Path, kind: str
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    tally = Tally(tmp_path)
    first = tally.is_overfull(within_seconds=0)
    shutil.rmtree(tmp_path / "a")
    if kind == "file":
        (tmp_path / "a").touch()
    else:
        (tmp_path / "a").symlink_to(tmp_path)

    assert (first, tally.is_overfull()) == (None, False)


def test_a_count_goes_on_where_it_left_off(tmp_path: Path) -> None:
    """A look at a time, so that others need not wait for all of it."""
    for number in range(10):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "file").touch()
    tally = Tally(tmp_path)

    looks = [tally.is_overfull(within_seconds=0) for _ in range(20)]

    assert looks == [None] * 20
    assert tally.is_overfull(within_seconds=0) is False


def test_a_count_that_is_given_up_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    before = sorted(Path("/proc/self/fd").iterdir())
    tally = Tally(tmp_path)
    for _ in range(2):
        tally.is_overfull(within_seconds=0)
    during = sorted(Path("/proc/self/fd").iterdir())
    del tally

    assert len(during) > len(before)
    assert sorted(Path("/proc/self/fd").iterdir()) == before


def test_folders_that_are_moved_ahead_of_the_count_are_too_much(tmp_path: Path) -> None:
    """Three, of which there was always one to be looked into, the same ones for ever."""
    here, other, child = (tmp_path / name for name in ("here", "other", "child"))
    (here / "d").mkdir(parents=True)
    other.mkdir()
    tally, looks = Tally(here), 0
    while (seen := tally.is_overfull(within_seconds=0)) is None:
        if looks:
            (here / "d").rename(child)
            here.rename(other)
            child.rename(here)
        (here / "d").rename(child)
        child.rename(other / "d")
        other.rename(here / "d")
        looks += 1

    assert (seen, tally.is_odd) == (True, True)
    assert looks > DISK_FILES


def test_a_folder_is_counted_by_its_descriptor_too(tmp_path: Path) -> None:
    folder = scratch.make(tmp_path / "run", None)
    (folder / "below").mkdir()
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    held = Path(f"/proc/self/fd/{opened}")
    try:
        before = is_overfull(held)
        for number in range(DISK_FILES):
            (folder / "below" / f"{number}").touch()

        assert (before, is_overfull(held)) == (False, True)
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
        within = is_overfull(tmp_path, os.getpid())
        held.append(_unnamed(tmp_path, 1))

        assert (within, is_overfull(tmp_path, os.getpid())) == (False, True)
        assert not is_overfull(tmp_path)
    finally:
        for file in held:
            os.close(file)


@pytest.mark.parametrize("name", ["x", "x\ry", "x\ry (deleted)", "x\ny", "x\x1cy", "x y"])
def test_what_is_only_mapped_counts_as_large_as_it_may_be(tmp_path: Path, name: str) -> None:
    """Python's own maps keep the file open, torch's do not."""
    held, seen = [], []
    folder, elsewhere = (scratch.make(tmp_path / name, None) for name in ("run", "elsewhere"))
    for _ in range(DISK_BYTES // FILE_BYTES + 1):
        (folder / name).write_bytes(bytes(4096))
        held.append(torch.from_file(str(folder / name), shared=True, size=1024))
        (folder / name).unlink()
        seen.append(is_overfull(folder, os.getpid()))

    tally = Tally(folder, os.getpid())
    assert (tally.is_overfull(), tally.is_odd) == (True, True)
    assert not is_overfull(elsewhere, os.getpid())
    assert seen == [*[False] * (DISK_BYTES // FILE_BYTES), True]
