"""Mappings that lie beside each other become one, none of them writable code."""

import asyncio
from pathlib import Path

import pytest

from sandbox import jail
from sandbox.supervisor import supervising
from sandbox.worker.mappings import Mapping, alike

PAGE = 4096
# Read and run, written, and what begins as zeros.
PIECES_AT_MOST = 3


def _library(*rights: str, file: str = "7") -> list[Mapping]:
    """Pieces of one file, a page each."""
    return [
        Mapping(place * PAGE, (place + 1) * PAGE, right, place * PAGE, file)
        for place, right in enumerate(rights)
    ]


def _changes(known: list[Mapping]) -> list[tuple[int, str]]:
    return [(mapping.start // PAGE, mapping.rights) for mapping in alike(known)]


def test_constants_go_with_the_code_and_what_was_closed_with_the_variables() -> None:
    library = _library("r--p", "r-xp", "r--p", "r--p", "rw-p")

    assert _changes(library) == [(0, "r-xp"), (2, "r-xp"), (3, "rw-p")]


def test_data_without_code_stays_as_it_is() -> None:
    assert _changes(_library("r--p", "r--p")) == []


def test_what_is_shared_or_closed_altogether_stays_as_it_is() -> None:
    assert _changes(_library("r--s", "r-xp", "---p", "rw-p")) == []


@pytest.mark.parametrize(
    "other",
    [
        Mapping(2 * PAGE, 3 * PAGE, "rw-p", PAGE, "7"),
        Mapping(PAGE, 2 * PAGE, "rw-p", 2 * PAGE, "7"),
        Mapping(PAGE, 2 * PAGE, "rw-p", PAGE, "8"),
        Mapping(PAGE, 2 * PAGE, "rw-p", PAGE, "0"),
    ],
    ids=["elsewhere", "from elsewhere in the file", "another file", "no file"],
)
def test_only_what_goes_on_in_the_same_file_counts_as_a_neighbour(other: Mapping) -> None:
    assert _changes([*_library("r--p"), other]) == []


@pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")
async def test_a_zygote_maps_a_library_in_few_pieces() -> None:
    async with supervising(jail.probe(), spares=1) as supervisor:
        while not supervisor.health.idle:
            await asyncio.sleep(0.01)
        text = Path(f"/proc/{supervisor.zygote_pid}/maps").read_text(encoding="utf-8")

    # Too small for a huge page, which would split it.
    pieces = [line for line in text.splitlines() if "/matplotlib/ft2font" in line]
    assert 0 < len(pieces) <= PIECES_AT_MOST
