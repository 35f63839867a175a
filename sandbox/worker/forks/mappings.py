"""What this process has in memory, piece by piece, as the kernel lists it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
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
