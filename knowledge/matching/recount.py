"""The statistics of changed content, from those it had before: only what changed is counted.

An instructor waits for it, and to normalise every phrasing anew takes most of a second.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from knowledge.entry import Entry
from knowledge.matching.lexical import Counts
from knowledge.matching.statistics import Encoding, Statistics, counted, statistics

Item = TypeVar("Item")


def recounted(
    before: Sequence[Entry], stated: Statistics, after: Sequence[Entry], encoder: Encoding
) -> Statistics:
    """Return `statistics(after)`, given that `stated` is `statistics(before)`."""
    known = set(before)
    new = [entry for entry in after if entry not in known]
    if stated.keys() != Statistics.__required_keys__ or len(new) == len(after):
        return statistics(after, encoder)
    gone = list(known.difference(after))
    added, lost = counted(new), counted(gone)
    place_of = {entry: place for place, entry in enumerate((*before, *new))}
    places = [place_of[entry] for entry in after]

    def items(old: Sequence[Item], more: Sequence[Item]) -> list[Item]:
        """Those of the entries that are there now, in their order."""
        both = (*old, *more)
        return [both[place] for place in places]

    return {
        "sentences": items(stated["sentences"], added["sentences"]),
        "wordings": items(stated["wordings"], added["wordings"]),
        "pairs": items(stated["pairs"], added["pairs"]),
        "bodies": items(stated["bodies"], added["bodies"]),
        "words": _counts(stated["words"], added["words"], lost["words"]),
        "spelt": _counts(stated["spelt"], added["spelt"], lost["spelt"]),
        "strangers": stated["strangers"],
    }


def _counts(stated: Counts, added: Counts, lost: Counts) -> Counts:
    counts = Counter[str](stated)
    counts.update(added)
    counts.subtract(lost)
    return {word: count for word, count in counts.items() if count > 0}
