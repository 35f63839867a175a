"""What an instructor's button says: like `bot.codec`, in a layout of its own.

Layout: version, action letter, and the fields one after the other with dots between them; at most
64 bytes.
"""

from bot.callback_data import Codec, Dotted
from bot.draft_presses import (
    AnswerCluster,
    AskDiscard,
    AskTopic,
    Discard,
    DropPart,
    EditEntry,
    FinishPart,
    OfDraft,
    OfPart,
    OpenDraft,
    Publish,
    PutAside,
    Rebase,
    RunDraft,
    SetTopic,
    ShowDrafts,
    UnfoldDraft,
    WritePart,
)
from bot.entry_presses import (
    AskRetire,
    DismissCluster,
    MergeCluster,
    OfConflict,
    OfEntry,
    OfUnanswered,
    Restore,
    Retire,
    ReturnTo,
    Settle,
    ShowConflict,
    ShowHeld,
    ShowHistory,
    ShowUnanswered,
    ShowVersions,
    Undo,
)

VERSION = "i"
"""No data of `bot.codec` begins like that."""

CurationPress = OfUnanswered | OfEntry | OfConflict | OfDraft | OfPart

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
        "y": Publish,
        "n": Rebase,
        "j": PutAside,
        "i": AskDiscard,
        "0": Discard,
        "1": ReturnTo,
        "2": ShowVersions,
    },
    Dotted(),
)
pack = CODEC.pack
unpack = CODEC.unpack
