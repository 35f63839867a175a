"""What this process has in memory, piece by piece, as the kernel lists it."""

import ctypes
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

_LIST: Final = Path("/proc/self/maps")
_NO_FILE: Final = "0"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A piece of memory, with what is in it: mostly a piece of a file, from `offset` on.

    `file` is the file's number, `name` its path. Of other memory the name is the kernel's, such as
    `[heap]`, or there is none.
    """

    start: int
    end: int
    rights: str
    offset: int
    file: str
    name: str = ""

    @property
    def is_of_file(self) -> bool:
        return self.file != _NO_FILE


def parsed(text: str) -> Iterator[Mapping]:
    """All in the kernel's list, in order. One at a time, which leaves fewer holes in the heap."""
    # Nothing else ends a line: the kernel writes all bytes of a name but this as they are.
    for line in filter(None, text.split("\n")):
        span, rights, offset, _, file, *name = line.split(maxsplit=5)
        start, end = (int(address, 16) for address in span.split("-"))
        yield Mapping(start, end, rights, int(offset, 16), file, *name)


def mappings() -> Iterator[Mapping]:
    """All of this process, as they are now."""
    return parsed(os.fsdecode(_LIST.read_bytes()))


# The zygote's own mappings: moved into huge pages, given other rights. Linux only.

HUGE: Final = 2 << 20
_READ, _WRITE, _EXECUTE = 1, 2, 4
_PRIVATE, _ANONYMOUS = 0x02, 0x20
_HUGEPAGE, _COLLAPSE = 14, 25
_MAY_MOVE_TO: Final = 3
_FAILED: Final = ctypes.c_void_p(-1).value

_libc: Final = ctypes.CDLL(None)
_address, _size, _int = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
_mmap, _munmap, _mprotect = _libc.mmap, _libc.munmap, _libc.mprotect
_madvise, _mremap = _libc.madvise, _libc.mremap
_mmap.argtypes = (_address, _size, _int, _int, _int, ctypes.c_long)
_munmap.argtypes = (_address, _size)
_mprotect.argtypes = _madvise.argtypes = (_address, _size, _int)
_mremap.argtypes = (_address, _size, _size, _int, _address)
_mmap.restype = _mremap.restype = _address


def _at_a_huge_page(size: int) -> int | None:
    """Writable memory of its own that begins at a huge page."""
    whole = size + HUGE
    given = _mmap(None, whole, _READ | _WRITE, _PRIVATE | _ANONYMOUS, -1, 0)
    if given == _FAILED:
        return None
    start = -(-given // HUGE) * HUGE
    for at, end in ((given, start), (start + size, given + whole)):
        if at < end:
            _munmap(at, end - at)
    return int(start)


def protect(start: int, size: int, *, writable: bool) -> None:
    """Make it readable and either writable or executable, never both; else it stays as it was."""
    _mprotect(start, size, _READ | (_WRITE if writable else _EXECUTE))


def gather(start: int, size: int) -> None:
    """Put small pages into huge ones at once, if the kernel can; else they stay as they were."""
    _madvise(start, size, _HUGEPAGE)
    _madvise(start, size, _COLLAPSE)


def moved_into_huge_pages(start: int, size: int, *, executable: bool) -> bool:
    """Replace what can only be read by a copy at the same place. False: nothing was changed.

    It is writable only while it is elsewhere, and executable only once it no longer is.
    """
    if (copy := _at_a_huge_page(size)) is None:
        return False
    _madvise(copy, size, _HUGEPAGE)
    ctypes.memmove(copy, start, size)
    rights = _READ | _EXECUTE if executable else _READ
    # From Linux 6.1 on, and only where there are huge pages; small copies would cost more.
    is_huge = _madvise(copy, size, _COLLAPSE) == 0 and _mprotect(copy, size, rights) == 0
    if is_huge and _mremap(copy, size, size, _MAY_MOVE_TO, start) == start:
        return True
    _munmap(copy, size)
    return False


# Fewer mappings: each costs every fork a copy, and every end of a child its taking down.
#
# A library is mapped in five pieces: what describes it, its code, its constants, what the linker
# filled in and then closed to writing, its variables. Pieces beside each other that have the same
# rights are one to the kernel. So constants become executable, as code is, and what was closed
# becomes writable again; who could misuse that can ask for it just as well, being in the process.

_CONSTANT, _CODE, _VARIABLE = "r--p", "r-xp", "rw-p"


def _goes_on_in(mapping: Mapping, other: Mapping) -> bool:
    """Whether the kernel would take both for one, had they the same rights."""
    is_next = mapping.end == other.start
    offset = mapping.offset + mapping.end - mapping.start
    return is_next and offset == other.offset and mapping.file == other.file and other.is_of_file


def _rows(known: Iterable[Mapping]) -> Iterator[list[Mapping]]:
    """Split where a mapping does not go on in the next."""
    row: list[Mapping] = []
    for mapping in known:
        if row and not _goes_on_in(row[-1], mapping):
            yield row
            row = []
        row.append(mapping)
    if row:
        yield row


def alike(known: Iterable[Mapping]) -> Iterator[Mapping]:
    """The mappings that other rights would make one with a neighbour, with these rights. Pure."""
    for row in _rows(known):
        has_code = any(mapping.rights == _CODE for mapping in row)
        for mapping, following in pairwise([*row, None]):
            if mapping is None or mapping.rights != _CONSTANT:
                continue
            if following and following.rights == _VARIABLE:
                yield replace(mapping, rights=_VARIABLE)
            elif has_code:
                yield replace(mapping, rights=_CODE)


def merge() -> None:
    """Make one of what lies beside each other; where the system refuses, it stays as it was."""
    for mapping in alike(mappings()):
        size = mapping.end - mapping.start
        protect(mapping.start, size, writable=mapping.rights == _VARIABLE)
