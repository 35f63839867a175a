"""Fewer mappings: each costs every fork a copy, and every end of a child its taking down.

A library is mapped in five pieces: what describes it, its code, its constants, what the linker
filled in and then closed to writing, its variables. Pieces beside each other that have the same
rights are one to the kernel. So constants become executable, as code is, and what was closed
becomes writable again; who could misuse that can ask for it just as well, being in the process.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from sandbox.worker import memory

_CONSTANT, _CODE, _VARIABLE = "r--p", "r-xp", "rw-p"
_NO_FILE: Final = "0"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A piece of a file in memory; `offset` is where in the file it begins."""

    start: int
    end: int
    rights: str
    offset: int
    file: str

    def goes_on_in(self, other: "Mapping") -> bool:
        """Whether the kernel would take both for one, had they the same rights."""
        is_next = self.end == other.start and self.offset + self.end - self.start == other.offset
        return is_next and self.file == other.file != _NO_FILE


def mappings() -> tuple[Mapping, ...]:
    """Those of this process, in order."""
    found = []
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        span, rights, offset, _, file, *_ = line.split(maxsplit=5)
        start, end = (int(address, 16) for address in span.split("-"))
        found.append(Mapping(start, end, rights, int(offset, 16), file))
    return tuple(found)


def _rows(known: Iterable[Mapping]) -> Iterator[list[Mapping]]:
    """Split where one does not go on in the next."""
    row: list[Mapping] = []
    for mapping in known:
        if row and not row[-1].goes_on_in(mapping):
            yield row
            row = []
        row.append(mapping)
    if row:
        yield row


def alike(known: Iterable[Mapping]) -> Iterator[Mapping]:
    """Those that need other rights to become one with a neighbour, with these rights. Pure."""
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
        memory.protect(mapping.start, size, writable=mapping.rights == _VARIABLE)
