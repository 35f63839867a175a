"""What an instructor's button says: like `bot.buttons.learners`, in a layout of its own.

Layout: version, action letter, and the fields one after the other with dots between them; at most
64 bytes.
"""

from dataclasses import dataclass

from bot.buttons.codec import Codec, Meaning
from bot.buttons.publishing import (
    AddWording,
    AskDiscard,
    Discard,
    EndMany,
    ListDrafts,
    OfPublishing,
    Publish,
)
from knowledge.curation.draft import Step

VERSION = "i"
"""No data of `bot.buttons.learners` begins like that."""


@dataclass(frozen=True, slots=True)
class ShowUnanswered:
    """One page of what nobody could answer."""

    page: int


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
class UndoDismissal:
    """Put these questions on the list again."""

    key: str


@dataclass(frozen=True, slots=True)
class ShowHeld:
    """Show an entry with what an instructor may do to it."""

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
class ShowVersions:
    """One page of who changed an entry."""

    page: int
    slug: str


@dataclass(frozen=True, slots=True)
class ReturnTo:
    """Let an entry whose head has this number be as it was at `target`; 0 is what ships."""

    number: int
    target: int
    slug: str


@dataclass(frozen=True, slots=True)
class ShowConflict:
    """What a release and an instructor made of the same entry."""

    slug: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Keep ours, or take what ships."""

    keep: bool
    number: int
    slug: str


@dataclass(frozen=True, slots=True)
class AnswerCluster:
    """Write an answer to these questions."""

    key: str


@dataclass(frozen=True, slots=True)
class EditEntry:
    """Begin to change an entry."""

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
class Rebase:
    """Go on from what somebody else has published meanwhile."""

    draft: int


@dataclass(frozen=True, slots=True)
class PutAside:
    """Let messages go into no draft."""


OfUnanswered = ShowUnanswered | MergeCluster | DismissCluster | UndoDismissal
OfEntry = ShowHeld | AskRetire | Retire | Restore | Undo | ReturnTo | ShowHistory | ShowVersions
OfConflict = ShowConflict | Settle
OfDraft = AnswerCluster | EditEntry | ShowDrafts | OpenDraft | Rebase | PutAside
OfPart = FinishPart | WritePart | DropPart | AskTopic | SetTopic | UnfoldDraft | RunDraft
CurationPress = OfUnanswered | OfEntry | OfConflict | OfDraft | OfPart | OfPublishing

CODEC = Codec[CurationPress](
    VERSION,
    {
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
        "c": ShowConflict,
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
        "y": Meaning(Publish, {"edition": 0, "sure": False}),
        "4": Meaning(Publish, {"sure": False}),
        "n": Rebase,
        "j": PutAside,
        "i": AskDiscard,
        "0": Meaning(Discard, {"edition": 0}),
        "5": Discard,
        "1": ReturnTo,
        "2": ShowVersions,
        "3": UndoDismissal,
        "6": Meaning(Publish, {"sure": True}),
        "7": AddWording,
        "8": ListDrafts,
        "9": Meaning(EndMany, {"editions": 0}),
        "B": EndMany,
    },
)
pack = CODEC.pack
unpack = CODEC.unpack
