"""The zygote's own mappings: moved into huge pages, given other rights. Linux only."""

import ctypes
from typing import Final

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
