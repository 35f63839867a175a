"""Code in huge pages: which pieces, that a copy is the same, and that none is ever writable too."""

import asyncio
import mmap
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.linux import jail
from sandbox.supervisor.supervisor import Supervisor, supervising
from sandbox.worker.forks.mappings import HUGE, Mapping, moved_into_huge_pages
from sandbox.worker.forks.pages import chosen

CODE = Mapping(HUGE, 5 * HUGE, "r-xp", 0, "7")


@pytest.fixture
async def supervisor() -> AsyncIterator[Supervisor]:
    async with supervising(jail.probe(), spares=1) as started:
        yield started


def _rights(pid: int | str) -> list[str]:
    text = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    return [line.split()[1] for line in text.splitlines()]


def test_pieces_that_are_read_in_several_places_are_chosen_and_neighbours_go_together() -> None:
    read = [at for window in (1, 2, 4) for at in (window * HUGE, window * HUGE + 65536)]

    found = list(chosen([CODE], read))

    assert found == [(CODE, HUGE, 2 * HUGE), (CODE, 4 * HUGE, HUGE)]


def test_a_piece_that_is_read_in_one_place_only_stays_where_it_is() -> None:
    assert list(chosen([CODE], [HUGE, 3 * HUGE])) == []


def test_what_an_area_holds_in_part_only_is_not_chosen() -> None:
    short = Mapping(HUGE + 4096, 2 * HUGE, "r-xp", 0, "7")

    assert list(chosen([short], [HUGE + 8192, HUGE + 65536])) == []


def test_what_was_moved_reads_as_before_and_cannot_be_written_to(tmp_path: Path) -> None:
    written = os.urandom(4096) * (4 * HUGE // 4096)
    (tmp_path / "code").write_bytes(written)
    with (tmp_path / "code").open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
    view = memoryview(mapped)
    start = next(
        int(line.split("-")[0], 16)
        for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        if line.endswith("/code")
    )
    first = -(-start // HUGE) * HUGE

    moved = moved_into_huge_pages(first, HUGE, executable=False)

    assert bytes(view) == written
    rights = {
        line.split()[1]
        for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        if int(line.split("-")[0], 16) == first
    }
    assert not moved or rights == {"r--p"}
    view.release()
    mapped.close()


@pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")
async def test_nothing_in_a_zygote_is_writable_and_executable(supervisor: Supervisor) -> None:
    while not supervisor.health.idle:
        await asyncio.sleep(0.01)

    assert [rights for rights in _rights(supervisor.zygote_pid) if "wx" in rights] == []
