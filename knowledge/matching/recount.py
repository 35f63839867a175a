"""The statistics of changed content, from those it had before: only what changed is counted.

An instructor waits for it, and to normalise every phrasing anew takes most of a second.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.entry import Entry
from knowledge.matching.statistics import (
    Encoding,
    counted,
    statistics,
)

# Lists with one item an entry.
_BY_ENTRY = ("sentences", "wordings", "pairs", "bodies")
# Counts over all entries.
_OVERALL = ("words", "spelt")
_ALL = {*_BY_ENTRY, *_OVERALL, "strangers"}

Statistics = Mapping[str, Any]


def recounted(
    before: Sequence[Entry], stated: Statistics, after: Sequence[Entry], encoder: Encoding
) -> dict[str, Any]:
    """Return `statistics(after)`, given that `stated` is `statistics(before)`."""
    known = set(before)
    new = [entry for entry in after if entry not in known]
    if stated.keys() != _ALL or len(new) == len(after):
        return statistics(after, encoder)
    gone = list(known.difference(after))
    added, lost = counted(new), counted(gone)
    items = _items(before, stated) | _items(new, added)
    return {
        **{name: [items[entry][name] for entry in after] for name in _BY_ENTRY},
        **{name: _counts(stated[name], added[name], lost[name]) for name in _OVERALL},
        "strangers": stated["strangers"],
    }


def _items(entries: Sequence[Entry], stated: Statistics) -> dict[Entry, dict[str, Any]]:
    return {
        entry: {name: stated[name][place] for name in _BY_ENTRY}
        for place, entry in enumerate(entries)
    }


def _counts(
    stated: Mapping[str, int], added: Mapping[str, int], lost: Mapping[str, int]
) -> dict[str, int]:
    counts = Counter[str](stated)
    counts.update(added)
    counts.subtract(lost)
    return {word: count for word, count in counts.items() if count > 0}
