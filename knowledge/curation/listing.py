"""Which drafts are listed, and which of them may be published without another look. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256

from knowledge.curation.draft import Draft, editing, edition, missing


class Which(StrEnum):
    """What a list of drafts is narrowed down to."""

    ALL = "all"
    NOTED = "noted"
    READY = "ready"


def notes(draft: Draft) -> tuple[str, ...]:
    """What an import noticed, and what the last proof did."""
    return (*draft.findings, *draft.problems)


def is_ready(draft: Draft) -> bool:
    """Claim that nothing is missing and nothing was noticed; its code is run at the end."""
    return missing(draft) is None and not notes(draft) and not _changes_nothing(draft)


def _changes_nothing(draft: Draft) -> bool:
    """Whether it is an entry's edit in which nothing has been written."""
    if (entry := draft.original) is None:
        return False
    unwritten = replace(draft, example="", aliases=None, topic=None)
    return edition(draft) == edition(editing(unwritten, entry, draft.expected, draft.base))


def narrowed(drafts: Iterable[Draft], which: Which) -> tuple[Draft, ...]:
    """Those that a list shows, in their order."""
    match which:
        case Which.ALL:
            return tuple(drafts)
        case Which.NOTED:
            return tuple(draft for draft in drafts if notes(draft))
        case Which.READY:
            return tuple(filter(is_ready, drafts))


def editions(drafts: Sequence[Draft]) -> int:
    """A number above 0 for these drafts as they stand: what is asked is done to no others."""
    said = " ".join(f"{draft.id}:{edition(draft)}" for draft in drafts)
    return int.from_bytes(sha256(said.encode()).digest()[:5]) + 1
