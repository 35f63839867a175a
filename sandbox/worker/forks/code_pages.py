"""The most read code of mapped files in huge pages, since each run maps anew what it reads.

Only in the zygote, before its walls. No page is ever writable and executable at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from sandbox.worker.forks import memory
from sandbox.worker.forks.mappings import Mapping, mappings
from sandbox.worker.forks.memory import HUGE

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
        memory.moved_into_huge_pages(start, size, executable=mapping.rights == _CODE)
