"""What an instructor's button says: like `bot.codec`, in a layout of its own.

Layout: version, action letter, and the fields one after the other with dots between them; at most
64 bytes. Data that nobody could have packed unpacks to `Stale`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.codec import Stale
from knowledge.curation.draft import Step

VERSION = "i"
"""No data of `bot.codec` begins like that."""

_LARGEST = 2**63 - 1
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShowUnanswered:
    """One page of what nobody could answer."""

    page: int


@dataclass(frozen=True, slots=True)
class AnswerCluster:
    """Write an answer to these questions."""

    key: str


@dataclass(frozen=True, slots=True)
class MergeCluster:
    """Let these questions ask for this entry; the list was at `page`."""

    page: int
    key: str
    slug: str


@dataclass(frozen=True, slots=True)
class DismissCluster:
    """Take these questions off the list, which was at `page`."""

    page: int
    key: str


@dataclass(frozen=True, slots=True)
class ShowHeld:
    """Show an entry with what an instructor may do to it."""

    slug: str


@dataclass(frozen=True, slots=True)
class EditEntry:
    """Begin to change an entry."""

    slug: str


@dataclass(frozen=True, slots=True)
class AskRetire:
    """Ask whether to retire an entry whose head has this number."""

    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class Retire:
    """Stop serving an entry."""

    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class Restore:
    """Serve a retired entry again."""

    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the change of this number."""

    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Who changed an entry, when and how."""

    slug: str


@dataclass(frozen=True, slots=True)
class ShowClash:
    """What a release and an instructor made of the same entry."""

    slug: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Keep ours, or take what ships."""

    keep: bool
    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class ShowDrafts:
    """One page of what is being written."""

    page: int


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Take up a draft where it stands."""

    draft: int


@dataclass(frozen=True, slots=True)
class FinishPart:
    """Leave the part that was asked for as it is."""

    draft: int


@dataclass(frozen=True, slots=True)
class WritePart:
    """Let the next message be this part."""

    draft: int
    step: Step


@dataclass(frozen=True, slots=True)
class DropPart:
    """Do without this part."""

    draft: int
    step: Step


@dataclass(frozen=True, slots=True)
class AskTopic:
    """Ask for a draft's topic."""

    draft: int


@dataclass(frozen=True, slots=True)
class SetTopic:
    """Put a draft under this topic."""

    draft: int
    topic: str


@dataclass(frozen=True, slots=True)
class UnfoldDraft:
    """Show more of a preview, in place."""

    draft: int
    more: bool
    pitfall: bool


@dataclass(frozen=True, slots=True)
class RunDraft:
    """Run a preview's example."""

    draft: int


@dataclass(frozen=True, slots=True)
class Publish:
    """Let a draft be an entry."""

    draft: int


@dataclass(frozen=True, slots=True)
class Rebase:
    """Go on from what somebody else has published meanwhile."""

    draft: int


@dataclass(frozen=True, slots=True)
class PutAside:
    """Let messages go into no draft."""


@dataclass(frozen=True, slots=True)
class AskDiscard:
    """Ask whether to throw a draft away."""

    draft: int


@dataclass(frozen=True, slots=True)
class Discard:
    """Throw a draft away."""

    draft: int


OfUnanswered = ShowUnanswered | MergeCluster | DismissCluster
OfEntry = ShowHeld | AskRetire | Retire | Restore | Undo | ShowHistory
OfClash = ShowClash | Settle
OfDraft = (
    AnswerCluster
    | EditEntry
    | ShowDrafts
    | OpenDraft
    | Publish
    | Rebase
    | PutAside
    | AskDiscard
    | Discard
)
OfPart = FinishPart | WritePart | DropPart | AskTopic | SetTopic | UnfoldDraft | RunDraft
CurationPress = OfUnanswered | OfEntry | OfClash | OfDraft | OfPart

_KINDS: Mapping[str, type[CurationPress]] = {
    "u": ShowUnanswered,
    "a": AnswerCluster,
    "m": MergeCluster,
    "d": DismissCluster,
    "o": ShowHeld,
    "e": EditEntry,
    "q": AskRetire,
    "r": Retire,
    "b": Restore,
    "z": Undo,
    "h": ShowHistory,
    "c": ShowClash,
    "s": Settle,
    "l": ShowDrafts,
    "w": OpenDraft,
    "f": FinishPart,
    "p": WritePart,
    "k": DropPart,
    "t": AskTopic,
    "g": SetTopic,
    "v": UnfoldDraft,
    "x": RunDraft,
    "y": Publish,
    "n": Rebase,
    "j": PutAside,
    "i": AskDiscard,
    "0": Discard,
}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


def pack(press: CurationPress) -> str:
    """Callback data for a button."""
    values = (getattr(press, each.name) for each in fields(press))
    return f"{VERSION}{_LETTERS[type(press)]}{'.'.join(map(_written, values))}"


def unpack(data: str | None) -> CurationPress | Stale:
    """What a pressed button says; any text at all may come."""
    kind = _KINDS.get((data or "")[1:2])
    if data is None or kind is None:
        return Stale()
    names = fields(kind)
    texts = data[2:].split(".") if names else []
    if len(texts) != len(names):
        return Stale()
    try:
        press = kind(*(_READERS[each.type](text) for each, text in zip(names, texts, strict=True)))
    except ValueError:
        return Stale()
    # Packing again must give the same bytes: that refuses numbers written in another way.
    return press if pack(press) == data else Stale()


def _written(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _number(text: str) -> int:
    number = int(text)
    if not 0 <= number <= _LARGEST:
        raise ValueError(text)
    return number


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(text)
    return text


_READERS: Mapping[object, Callable[[str], Any]] = {
    int: _number,
    bool: lambda text: bool(_number(text)),
    str: _name,
    Step: Step,
}
