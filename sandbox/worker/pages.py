"""The pages that every run touches: learned from one rehearsal, then had before the snippet comes.

A child shares the zygote's memory until it writes, and then copies page by page, a fault each:
some thousand of them would be most of a short run. The kernel's page map tells which they are.
"""

import ctypes
import mmap
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sandbox import kernel

_PAGE: Final = mmap.PAGESIZE
_ENTRY: Final = struct.Struct("=Q")
# Bits of an entry of the page map.
_PRESENT, _OF_FILE, _OURS_ALONE = 1 << 63, 1 << 61, 1 << 56
# The kernel takes so many pieces in one call, and maps at least so many pages around a read one.
_AT_ONCE, _AROUND = 1024, 16

_Area = tuple[int, int]


class _Piece(ctypes.Structure):
    _fields_ = (("at", ctypes.c_void_p), ("size", ctypes.c_size_t))


def _areas() -> Iterator[_Area]:
    """Start and end of what can be read, but for what the kernel itself put there."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        span, rights, *_ = line.split()
        if rights.startswith("r") and "[v" not in line:
            start, end = span.split("-")
            yield int(start, 16), int(end, 16)


def _rehearsed(areas: list[_Area], rehearsal: Callable[[], None]) -> bytes:
    """The page map of a child that went through the rehearsal; empty where there is none."""
    room = mmap.mmap(-1, sum(end - start for start, end in areas) // _PAGE * _ENTRY.size)
    view, child = memoryview(room), kernel.fork()
    if child == 0:
        at = 0
        try:
            page_map = os.open("/proc/self/pagemap", os.O_RDONLY)
            rehearsal()
            for start, end in areas:
                size = (end - start) // _PAGE * _ENTRY.size
                os.preadv(page_map, [view[at : at + size]], start // _PAGE * _ENTRY.size)
                at += size
        finally:
            os._exit(at == 0)
    _, status = os.waitpid(child, 0)
    return bytes(view) if status == 0 else b""


def _is_here(page_map: int, page: int) -> bool:
    (entry,) = _ENTRY.unpack(os.pread(page_map, _ENTRY.size, page // _PAGE * _ENTRY.size))
    return bool(entry & _PRESENT)


def _to_map(pages: list[int]) -> list[int]:
    """Those of the pages that a child must read to have them all; each read maps neighbours, too.

    How many is the kernel's secret, so a child tries.
    """
    room = mmap.mmap(-1, len(pages) + 1)
    child = kernel.fork()
    if child == 0:
        try:
            page_map = os.open("/proc/self/pagemap", os.O_RDONLY)
            for place, page in enumerate(pages):
                if not _is_here(page_map, page):
                    ctypes.string_at(page, 1)
                    room[place] = 1
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return [page for place, page in enumerate(pages) if room[place]]


def _pieces(pages: Iterable[int]) -> "ctypes.Array[_Piece]":
    found = [_Piece(page, 1) for page in pages]
    return (_Piece * len(found))(*found)


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses to write to, and to read from: a byte each stands for its page."""

    written: "ctypes.Array[_Piece]"
    read: "ctypes.Array[_Piece]"
    sink: "ctypes.Array[ctypes.c_char]"

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


def learn(rehearsal: Callable[[], None]) -> Pages:
    """Send a child through the rehearsal and see what it touched."""
    areas = list(_areas())
    entries = _rehearsed(areas, rehearsal)
    numbers = (page for start, end in areas for page in range(start, end, _PAGE))
    written: list[int] = []
    read: dict[int, int] = {}
    for page, (entry,) in zip(numbers, _ENTRY.iter_unpack(entries), strict=False):
        if entry & _PRESENT and entry & _OF_FILE:
            read[page // _PAGE // _AROUND] = page
        elif entry & _PRESENT and entry & _OURS_ALONE:
            written.append(page)
    groups = _to_map(list(read.values()))[:_AT_ONCE]
    return Pages(_pieces(written), _pieces(groups), ctypes.create_string_buffer(_AT_ONCE))
