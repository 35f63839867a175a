"""A database that refuses: which setting leads there, where it lies, and what its disk says."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from database.engine import Refusal
from unsqueeze.current import migrated
from unsqueeze.faults import SetupFault, explained_by_setting
from unsqueeze.settings import Settings

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")


@contextmanager
def _disk(folder: Path) -> Iterator[Settings]:
    """A disk of 1 MiB with a database on it."""
    mount = ["mount", "-t", "tmpfs", "tmpfs", str(folder), "-o", "size=1m"]
    subprocess.run(mount, check=True)
    try:
        settings = Settings(data_dir=folder)
        migrated(settings)
        yield settings
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(folder: Path) -> None:
    with suppress(OSError), (folder / "fill").open("wb", 0) as file:
        while True:
            file.write(bytes(4096))


def _protect(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


@needs_root
@pytest.mark.parametrize(
    ("spoil", "said"), [(_fill, "0 KiB are free there"), (_protect, "that disk is read-only")]
)
def test_a_disk_that_refuses_is_told_as_one(
    tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    """SQLite calls a full one broken, and of a read-only one that it can't open the file."""
    with _disk(tmp_path) as settings:
        spoil(tmp_path)
        with pytest.raises(SetupFault) as fault:
            migrated(settings)

    assert str(fault.value).startswith("UNSQUEEZE_DATA_DIR: ")
    assert str(fault.value).endswith(f" ({tmp_path}/unsqueeze.sqlite: {said})")


def test_where_nothing_is_wrong_with_the_disk_only_the_path_is_told(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "unsqueeze.sqlite").touch()

    with pytest.raises(SetupFault) as fault, explained_by_setting(settings):
        raise Refusal("database is locked")

    assert str(fault.value) == (
        f"UNSQUEEZE_DATA_DIR: database is locked ({tmp_path}/unsqueeze.sqlite)"
    )


def test_of_a_damaged_file_a_backup_is_asked_for(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    migrated(settings)
    path = tmp_path / "unsqueeze.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(100)
        file.write(bytes(4096))

    with pytest.raises(SetupFault, match=r"malformed .*: restore a backup"):
        migrated(settings)


@needs_root
def test_a_disk_on_which_no_database_can_be_made_is_told(tmp_path: Path) -> None:
    """A new one is not opened before it is made."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(tmp_path), "-o", "ro"], check=True)
    try:
        with pytest.raises(SetupFault, match=r"UNSQUEEZE_DATA_DIR: .*: that disk is read-only\)"):
            migrated(Settings(data_dir=tmp_path))
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def test_a_server_has_no_path() -> None:
    settings = Settings(database_url="postgresql://user:canary@host/name")

    with pytest.raises(SetupFault) as fault, explained_by_setting(settings):
        raise Refusal("it is read-only")

    assert str(fault.value) == "UNSQUEEZE_DATABASE_URL: it is read-only"
