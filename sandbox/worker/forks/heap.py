"""Making a fork of a big process cheap: what a child copies is counted in pages.

After its imports a zygote's heap is a sieve. Every small thing a child made would land in another
hole, and so copy another page; and a heap in small pages costs each fork, and each end of a child,
one entry of a page table for every 4 KiB.
"""

import ctypes
import importlib
import importlib.util
from collections.abc import Iterator
from importlib.abc import InspectLoader
from itertools import chain
from pathlib import Path
from types import CodeType
from typing import Any, Final

from sandbox.worker.forks import mappings as forks_mappings
from sandbox.worker.forks.mappings import HUGE, mappings

# What every spare writes to, made before all else, so that it lies close together.
#
# A spare copies each page it writes to, and a write breaks the huge page around it into small
# ones, which cost its fork and its end. Most of these writes count references: of names,
# functions and modules of the standard library, which would otherwise lie wherever torch first
# asked for them.

# What a run uses itself, whatever its snippet does.
_USED: Final = tuple(
    """
    ast atexit base64 ctypes io json linecache marshal mmap pathlib random re resource select
    signal socket struct tempfile threading traceback warnings weakref
    """.split()
)


def _code_of(name: str) -> CodeType | None:
    found = importlib.util.find_spec(name)
    # Not run: that would import torch. Names of one spelling are one object from here on.
    loader = found.loader if found else None
    return loader.get_code(name) if isinstance(loader, InspectLoader) else None


def make() -> tuple[CodeType | None, ...]:
    """Import what runs use, and read the names in our own code. What is returned must be kept."""
    for name in _USED:
        importlib.import_module(name)
    sandbox = Path(__file__).parents[2]
    ours = sorted(path.relative_to(sandbox.parent) for path in sandbox.glob("*/**/*.py"))
    return tuple(_code_of(".".join(path.with_suffix("").parts)) for path in ours)


# From large to small, since a small piece would be cut from a large hole.
_HOLES: Final = tuple(
    chain(
        (1 << power for power in range(17, 11, -1)), range(1536, 1024, -128), range(1024, 16, -16)
    )
)
_IN_A_ROW: Final = 40


def fill_holes(largest: int = _HOLES[0]) -> None:
    """Allocate all that was freed, for good: new things then lie side by side at the end."""
    malloc = ctypes.PyDLL(None).malloc
    malloc.restype = ctypes.c_size_t
    for size in (size for size in _HOLES if size <= largest):
        last = in_a_row = 0
        # Once pieces follow each other they come from the end of the heap.
        while in_a_row < _IN_A_ROW:
            here = malloc(ctypes.c_size_t(size))
            in_a_row = in_a_row + 1 if 0 < here - last <= size + 64 else 0
            last = here


def renew(tuples: Any) -> None:
    """Replace each of a list by a copy, so that they lie close together; a loop counts them all."""
    tuples[:] = [(*one,) for one in tuples]


def _private_memory() -> Iterator[tuple[int, int]]:
    """The writable areas without a file, cut to whole huge pages."""
    for piece in mappings():
        if piece.rights == "rw-p" and not piece.is_of_file and piece.name in ("", "[heap]"):
            yield -(-piece.start // HUGE) * HUGE, piece.end // HUGE * HUGE


def use_huge_pages() -> None:
    """Gather small pages into huge ones now; where the kernel can't, all works as before."""
    for start, end in _private_memory():
        for page in range(start, end, HUGE):
            forks_mappings.gather(page, HUGE)
