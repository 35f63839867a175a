"""Memory that a snippet maps without a file is its own, where Python would share it.

There is nobody to share it with, and the kernel's filter lets nothing be shared that no file holds.
"""

import mmap
from typing import Any, Final, Self

_ALL: Final = mmap.PROT_READ | mmap.PROT_WRITE
# What Python asks for; it asks for a private map by ACCESS_COPY already.
_RIGHTS: Final = {mmap.ACCESS_READ: mmap.PROT_READ, mmap.ACCESS_WRITE: _ALL}
_KIND: Final = mmap.MAP_SHARED | mmap.MAP_PRIVATE


class _Map(mmap.mmap):
    """Python's own in all else, and by its name: snippets ask for its type and make more of it."""

    __slots__ = ()

    def __new__(
        cls,
        fileno: int,
        length: int,
        flags: int = mmap.MAP_SHARED,
        prot: int = _ALL,
        access: int = mmap.ACCESS_DEFAULT,
        *offset: int,
        **named: Any,
    ) -> Self:
        if fileno == -1 and flags & _KIND == mmap.MAP_SHARED:
            if access in _RIGHTS and (flags, prot) == (mmap.MAP_SHARED, _ALL):
                prot, access = _RIGHTS[access], mmap.ACCESS_DEFAULT
            if access == mmap.ACCESS_DEFAULT:
                flags = flags & ~_KIND | mmap.MAP_PRIVATE
        return super().__new__(cls, fileno, length, flags, prot, access, *offset, **named)


# The name is what a map and its errors are shown by.
_Map.__name__ = "mmap.mmap"
_Map.__qualname__ = _Map.__module__ = "mmap"
_Map.__doc__ = mmap.mmap.__doc__


def put_in_place() -> None:
    """In a spare: the zygote shares memory with what it forks."""
    known: Any = mmap
    known.mmap = _Map
