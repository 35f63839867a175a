"""The pages that every run touches: learned from one rehearsal, then had before the snippet comes.

A child shares the zygote's memory until it writes, and then copies page by page, a fault each:
some thousand of them would be most of a short run. The kernel's page map tells which they are.
"""

import ctypes
import mmap
import os
import signal
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

from sandbox.linux import kernel
from sandbox.worker.forks import mappings as forks_mappings
from sandbox.worker.forks.mappings import HUGE, Mapping, mappings

# The most read code of mapped files in huge pages, since each run maps anew what it reads.
#
# Only in the zygote, before its walls. No page is ever writable and executable at once.

# Copied only where a run reads so many places of a huge page; and so many at most, for its memory.
_WORTH, _AT_MOST = 2, 16
_CONSTANT, _CODE = "r--p", "r-xp"


def _of_libraries() -> tuple[Mapping, ...]:
    """What cannot be written to; each is mapped privately, so that a copy is as good."""
    return tuple(
        mapping
        for mapping in mappings()
        if mapping.is_of_file and mapping.rights in (_CONSTANT, _CODE)
    )


def _in_a_row(windows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Windows that follow each other, together: start and size of each row."""
    for _, row in groupby(enumerate(windows), lambda pair: pair[1] - pair[0] * HUGE):
        addresses = [address for _, address in row]
        yield addresses[0], len(addresses) * HUGE


def chosen(known: Iterable[Mapping], read: Iterable[int]) -> Iterator[tuple[Mapping, int, int]]:
    """What is worth a huge page, as start and size; the most read first come first. Pure."""
    counted = Counter(page // HUGE * HUGE for page in read)
    best = {at for at, times in counted.most_common(_AT_MOST) if times >= _WORTH}
    for mapping in known:
        first, last = -(-mapping.start // HUGE) * HUGE, mapping.end // HUGE * HUGE
        for start, size in _in_a_row(at for at in range(first, last, HUGE) if at in best):
            yield mapping, start, size


def enlarge(read: Iterable[int]) -> None:
    """Put the most read pieces into huge pages; where the kernel can't, all stays as it was."""
    for mapping, start, size in chosen(_of_libraries(), read):
        forks_mappings.moved_into_huge_pages(start, size, executable=mapping.rights == _CODE)


_PAGE: Final = mmap.PAGESIZE
_ENTRY: Final = struct.Struct("=Q")
_COUNTS: Final = struct.Struct("=qq")
# Bits of an entry of the page map.
_PRESENT, _OF_FILE, _OURS_ALONE = 1 << 63, 1 << 61, 1 << 56
# The kernel takes so many pieces in one call, and maps at least so many pages around a read one.
_AT_ONCE, _AROUND = 1024, 16
_WRITTEN_AT_MOST: Final = 8192
# What the heap may grow before it is looked at.
_GROWS: Final = 64 << 20

_Area = tuple[int, int]


class _Piece(ctypes.Structure):
    _fields_ = (("at", ctypes.c_void_p), ("size", ctypes.c_size_t))


def areas() -> tuple[_Area, ...]:
    """Start and end of what can be read, but for what the kernel itself put there."""
    return tuple(
        (piece.start, piece.end + _GROWS * (piece.name == "[heap]"))
        for piece in mappings()
        if piece.rights.startswith("r") and not piece.name.startswith("[v")
    )


def _page_map() -> int:
    return kernel.aside(os.open("/proc/self/pagemap", os.O_RDONLY))


def _in_child(work: Callable[[], None]) -> bool:
    """Do it in a child, and say whether that came to its end.

    The child is killed then: it may have locked itself in, where leaving is not as usual.
    """
    done, child = mmap.mmap(-1, 1), kernel.fork()
    if child == 0:
        try:
            work()
            done[0] = 1
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    came_to_its_end = bool(done[0])
    done.close()
    return came_to_its_end


def _rehearsed(known: tuple[_Area, ...], rehearsal: Callable[[], None], entries: mmap.mmap) -> None:
    """Writes down the page map of a process that has gone through the rehearsal."""
    page_map = _page_map()
    rehearsal()
    at = 0
    for start, end in known:
        size = (end - start) // _PAGE * _ENTRY.size
        # Not preadv, which is among the calls that it has given up by now.
        os.lseek(page_map, start // _PAGE * _ENTRY.size, os.SEEK_SET)
        os.readv(page_map, [memoryview(entries)[at : at + size]])
        at += size


def _to_map(pages: Iterable[int]) -> Iterator[int]:
    """The pages that a process must read so that it has all of these mapped.

    Each read maps neighbours, too; how many is the kernel's secret, so it is tried.
    """
    page_map = _page_map()
    for page in pages:
        at = page // _PAGE * _ENTRY.size
        (entry,) = _ENTRY.unpack(os.pread(page_map, _ENTRY.size, at))
        if not entry & _PRESENT:
            ctypes.string_at(page, 1)
            yield page


def _sorted_out(known: tuple[_Area, ...], entries: mmap.mmap, found: mmap.mmap) -> None:
    """Write down the pages that were written and read.

    Done in a child: here it would leave holes in the zygote's heap, for new things to land in.
    """
    numbers = (page for start, end in known for page in range(start, end, _PAGE))
    # A heap is in pieces, which overlap where each may grow.
    written: dict[int, None] = {}
    read: dict[int, int] = {}
    for page, (entry,) in zip(numbers, _ENTRY.iter_unpack(entries), strict=False):
        if entry & _PRESENT and entry & _OF_FILE:
            read[page // _PAGE // _AROUND] = page
        elif entry & _PRESENT and entry & _OURS_ALONE:
            written[page] = None
    both = (list(written)[:_WRITTEN_AT_MOST], list(_to_map(read.values()))[:_AT_ONCE])
    pieces = [_Piece(page, 1) for pages in both for page in pages]
    found.write(_COUNTS.pack(*map(len, both)) + bytes((_Piece * len(pieces))(*pieces)))


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses to write to, and to read from: a byte each stands for its page."""

    written: "ctypes.Array[_Piece]"
    read: "ctypes.Array[_Piece]"
    sink: "ctypes.Array[ctypes.c_char]"

    @property
    def places_read(self) -> tuple[int, ...]:
        return tuple(piece.at for piece in self.read)

    def have(self) -> bool:
        """Copy and map them all, in a few calls. False: this kernel won't, or none are known."""
        if not self.written:
            return False
        size = ctypes.sizeof(_Piece)
        for first in range(0, len(self.written), _AT_ONCE):
            number = min(_AT_ONCE, len(self.written) - first)
            here = ctypes.byref(self.written, first * size)
            # Each byte is written over itself.
            if not kernel.write_own_memory(here, here, number):
                return False
        into = _Piece(ctypes.addressof(self.sink), len(self.read))
        kernel.read_own_memory(ctypes.byref(into), self.read, len(self.read))
        return True


def learn(known: tuple[_Area, ...], rehearsal: Callable[[], None]) -> Pages:
    """Send a child through the rehearsal and see what it touched of the areas."""
    pages = sum(end - start for start, end in known) // _PAGE
    found_bytes = _COUNTS.size + ctypes.sizeof(_Piece) * (_WRITTEN_AT_MOST + _AT_ONCE)
    # Closed before anything foreign runs: what is shared with children, all of them could change.
    with mmap.mmap(-1, pages * _ENTRY.size) as entries, mmap.mmap(-1, found_bytes) as found:
        if _in_child(partial(_rehearsed, known, rehearsal, entries)):
            _in_child(partial(_sorted_out, known, entries, found))
        written, read = _COUNTS.unpack_from(found)
        return Pages(
            (_Piece * written).from_buffer_copy(found, _COUNTS.size),
            (_Piece * read).from_buffer_copy(found, _COUNTS.size + written * ctypes.sizeof(_Piece)),
            ctypes.create_string_buffer(_AT_ONCE),
        )
