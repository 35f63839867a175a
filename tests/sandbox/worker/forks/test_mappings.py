"""Mappings are read as the kernel lists them; neighbours become one, none of them writable code."""

import asyncio
import mmap
import os
from pathlib import Path

import pytest

from sandbox.linux import jail
from sandbox.supervisor.supervisor import supervising
from sandbox.worker.forks.mappings import Mapping, alike, mappings, parsed

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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "7f00-8f00 r-xp 00002000 fe:00 190519                     /lib/a b.so (deleted)",
            Mapping(0x7F00, 0x8F00, "r-xp", 0x2000, "190519", "/lib/a b.so (deleted)"),
        ),
        (
            "55e48a2fd000-55e48a31e000 rw-p 00000000 00:00 0                          [heap]",
            Mapping(0x55E48A2FD000, 0x55E48A31E000, "rw-p", 0, "0", "[heap]"),
        ),
        ("1000-2000 rw-p 00000000 00:00 0 ", Mapping(0x1000, 0x2000, "rw-p", 0, "0")),
        (
            "1000-2000 ---s 00000000 00:05 7 /dev/zero",
            Mapping(4096, 8192, "---s", 0, "7", "/dev/zero"),
        ),
    ],
    ids=["a file with spaces in its name", "the heap", "no name", "shared"],
)
def test_a_line_of_the_kernels_list_is_one_mapping(line: str, expected: Mapping) -> None:
    assert list(parsed(f"{line}\n{line}\n")) == [expected, expected]


def test_what_is_of_a_file_is_told_by_its_number() -> None:
    heap, library = Mapping(0, 1, "rw-p", 0, "0", "[heap]"), Mapping(0, 1, "r--p", 0, "7", "/a.so")

    assert (heap.is_of_file, library.is_of_file) == (False, True)


def test_this_process_lists_its_libraries_in_order() -> None:
    found = list(mappings())

    assert [each.start for each in found] == sorted(each.start for each in found)
    assert any(each.is_of_file and ".so" in each.name for each in found)


def test_a_name_may_be_of_any_bytes(tmp_path: Path) -> None:
    """Python may lie in a folder that was named in Latin-1, or worse."""
    odd = tmp_path / os.fsdecode(b"caf\xe9 \x0c.so")
    odd.write_bytes(bytes(PAGE))
    with odd.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ):
        names = [each.name for each in mappings()]

    assert str(odd) in names


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
