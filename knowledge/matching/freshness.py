"""Whether the matcher was fitted to what the entries say today."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from knowledge.entry import Entry
from knowledge.matching.statistics import negatives

# Fits carry over to entries that are new or reworded; beyond this share of them they are stale.
TOLERATED = 0.05
STRANGERS = "negatives"


def fingerprints(entries: Sequence[Entry]) -> dict[str, str]:
    """Name what a fit learns from: each entry's phrasings, and the messages not to answer."""
    texts = {entry.slug: entry.phrasings for entry in entries} | {STRANGERS: negatives()}
    return {name: _short("\n".join(group)) for name, group in texts.items()}


def changed(entries: Sequence[Entry], fitted: Mapping[str, str]) -> tuple[str, ...]:
    """Return the slugs whose phrasings are not those of the fit, those that have gone included."""
    today = fingerprints(entries)
    return tuple(sorted({slug for slug, _ in today.items() ^ fitted.items()}))


def advice(entries: Sequence[Entry], fitted: Mapping[str, str]) -> str | None:
    """Say that a new fit is due; None while most of what it learnt from still holds."""
    moved = set(changed(entries, fitted))
    if len(moved) <= TOLERATED * len(entries) and STRANGERS not in moved:
        return None
    return (
        f"the matcher was fitted before {len(moved)} of {len(entries)} entries or negatives "
        "changed their wordings; it works, and `make fit` makes it better"
    )


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]
