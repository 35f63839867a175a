"""Fewer mappings: each costs every fork a copy, and every end of a child its taking down.

A library is mapped in five pieces: what describes it, its code, its constants, what the linker
filled in and then closed to writing, its variables. Pieces beside each other that have the same
rights are one to the kernel. So constants become executable, as code is, and what was closed
becomes writable again; who could misuse that can ask for it just as well, being in the process.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from sandbox.worker.forks import memory
from sandbox.worker.forks.mappings import Mapping, mappings

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
        memory.protect(mapping.start, size, writable=mapping.rights == _VARIABLE)
