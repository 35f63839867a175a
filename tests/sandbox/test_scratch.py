"""Removing what a stranger built."""

import os
from pathlib import Path

from sandbox import scratch


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
