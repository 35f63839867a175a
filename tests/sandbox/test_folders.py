"""Folders for runs: one that was left as it was serves again, under another name; no other does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.supervisor import scratch
from sandbox.supervisor.scratch import Folders


def _write(folder: Path) -> None:
    (folder / "left").write_text("behind")


def _write_and_remove(folder: Path) -> None:
    (folder / "left").write_text("behind")
    (folder / "left").unlink()


def _close_to_others(folder: Path) -> None:
    folder.chmod(0o500)


def _open_and_close_to_others(folder: Path) -> None:
    folder.chmod(0o777)
    folder.chmod(0o700)


def _set_the_clock_back(folder: Path) -> None:
    before = folder.stat()
    _write_and_remove(folder)
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))


def _wait_for_a_tick(file: Path, since_ns: int) -> None:
    """Some file systems tell times no finer than the kernel's clock ticks; a spare takes longer."""
    file.touch()
    while file.stat().st_ctime_ns <= since_ns:
        file.touch()


async def test_a_folder_that_its_run_left_alone_serves_another_under_another_name(
    tmp_path: Path,
) -> None:
    folders = Folders(tmp_path)
    first = folders.take(None)
    number = first.stat().st_ino
    await folders.give_back(first, None)

    second = folders.take(None)

    assert second.stat().st_ino == number
    assert second.name != first.name
    assert not first.exists()


@pytest.mark.parametrize(
    "change",
    [
        _write,
        _write_and_remove,
        _close_to_others,
        _open_and_close_to_others,
        _set_the_clock_back,
    ],
)
async def test_a_folder_that_its_run_changed_goes(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    folders = Folders(tmp_path)
    first = folders.take(None)
    _wait_for_a_tick(tmp_path / "tick", first.stat().st_ctime_ns)
    change(first)

    await folders.give_back(first, None)

    assert [path.name for path in tmp_path.iterdir()] == ["tick"]


async def test_a_new_folder_looks_new_though_it_served_before(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    first = folders.take(None)
    os.utime(first, ns=(0, first.stat().st_mtime_ns))
    await folders.give_back(first, None)

    second = folders.take(None)

    assert second.stat().st_atime_ns == second.stat().st_mtime_ns > 0
    assert second.stat().st_mode & 0o777 == 0o700


async def test_a_folder_that_could_not_be_given_stays_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk can be full for a moment."""
    folders = Folders(tmp_path)
    first = folders.take(None)
    number = first.stat().st_ino
    await folders.give_back(first, None)

    monkeypatch.setattr(Path, "rename", _fail)
    with pytest.raises(OSError, match="full"):
        folders.take(None)
    monkeypatch.undo()

    assert folders.take(None).stat().st_ino == number


def _fail(*_: object) -> None:
    raise OSError("full")


def test_a_folder_that_no_run_was_given_serves_the_next(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    first = folders.take(None)
    number = first.stat().st_ino

    folders.take_back(first, None)

    assert folders.take(None).stat().st_ino == number


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders away")
async def test_a_folder_serves_none_but_its_own_user(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    first = folders.take(10_001)
    await folders.give_back(first, 10_001)

    other, own = folders.take(10_002), folders.take(10_001)

    assert (other.stat().st_uid, own.stat().st_uid) == (10_002, 10_001)


# Ends as a service that is killed does: without a word to anybody.
KILLED = """
import os, signal
from sandbox.supervisor import scratch
with scratch.base() as folder:
    scratch.make(folder / "run", None)
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def of_the_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a killed service left."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, check=False, env=environment
    )
    return Path(ended.stdout.decode().strip())


def test_what_a_killed_service_left_goes_when_another_starts(of_the_dead: Path) -> None:
    assert (of_the_dead / "run").exists()

    with scratch.base() as folder:
        assert list(folder.parent.iterdir()) == [folder]

    assert not folder.exists()


@pytest.mark.usefixtures("of_the_dead")
def test_what_a_service_uses_stays_when_another_starts() -> None:
    with scratch.base() as first, scratch.base() as second:
        assert sorted(first.parent.iterdir()) == sorted([first, second])


def test_what_may_be_in_use_stays_when_a_service_starts(of_the_dead: Path) -> None:
    """One without a lock, as where there are none; and what a link leads to."""
    unlocked, elsewhere = map(of_the_dead.with_name, ("unsqueeze-unlocked", "elsewhere"))
    link = of_the_dead.with_name("unsqueeze-+linked")
    of_the_dead.rename(unlocked)
    elsewhere.mkdir()
    link.symlink_to(elsewhere)

    with scratch.base() as folder:
        assert sorted(folder.parent.iterdir()) == sorted([folder, unlocked, elsewhere, link])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_what_is_anothers_stays_when_a_service_starts(of_the_dead: Path) -> None:
    os.chown(of_the_dead, 65534, 65534)

    with scratch.base():
        assert (of_the_dead / "run").exists()
