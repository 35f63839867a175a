"""What a button says: callback data of at most 64 bytes, versioned, with no state elsewhere.

Layout: version, action letter, two digits (a page, or which sections are open), a slug or a number.
Data of another version, or that nobody could have packed, unpacks to `Stale`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.callback_data import Codec, Meaning
from knowledge.example import Section

VERSION = "1"


@dataclass(frozen=True, slots=True)
class View:
    """What an answer shows: the sections that are open, and whether it still asks for a vote."""

    more: bool = False
    pitfall: bool = False
    voted: bool = False


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """Answer with this entry, in a message of its own."""

    slug: str


@dataclass(frozen=True, slots=True)
class OpenOther:
    """Answer with an entry that the question may have meant instead of the one that answered it."""

    slug: str


@dataclass(frozen=True, slots=True)
class OpenTold:
    """Answer with a page that is open at a section: where it tells of an error, or goes on."""

    slug: str
    section: Section


@dataclass(frozen=True, slots=True)
class RunExample:
    """Run the example of this section, after the lines that it stands on."""

    slug: str
    section: Section


@dataclass(frozen=True, slots=True)
class Unfold:
    """Show the entry as `view` says, in place."""

    slug: str
    view: View


@dataclass(frozen=True, slots=True)
class Vote:
    """Say whether an answer helped; it then looks as `view` says."""

    slug: str
    helpful: bool
    view: View


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """The list of topics."""


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """One page of a topic's entries."""

    topic: str
    page: int


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Nothing that was suggested is meant; `question_update` brought the question."""

    question_update: int


@dataclass(frozen=True, slots=True)
class DrawExample:
    """Draw what the entry's example ends in."""

    slug: str


@dataclass(frozen=True, slots=True)
class DrawQuoted:
    """Draw the code of the message that the one with this button answers."""


LearnerPress = (
    OpenEntry
    | OpenOther
    | OpenTold
    | RunExample
    | Unfold
    | Vote
    | ShowTopics
    | ShowTopic
    | NoneOfThese
    | DrawExample
    | DrawQuoted
)


class _DigitsThenName(Codec[LearnerPress]):
    """Two digits, 00 where nothing is counted, then a slug or a long number."""

    _LAYOUT = re.compile(r"(\d\d)([a-z0-9-]{0,48})", re.ASCII)
    _IN_DIGITS = frozenset({"page", "view"})

    def join(self, texts: Mapping[str, str]) -> str:
        digits = next((texts[name] for name in texts if name in self._IN_DIGITS), "0")
        name = next((texts[name] for name in texts if name not in self._IN_DIGITS), "")
        return f"{digits:0>2}{name}"

    def split(self, names: Sequence[str], text: str) -> Sequence[str] | None:
        found = self._LAYOUT.fullmatch(text)
        if found is None:
            return None
        return [str(int(found[1])) if name in self._IN_DIGITS else found[2] for name in names]


CODEC = _DigitsThenName(
    VERSION,
    {
        "o": OpenEntry,
        "w": OpenOther,
        "h": Meaning(OpenTold, {"section": Section.MORE}),
        "l": Meaning(OpenTold, {"section": Section.PITFALL}),
        "r": Meaning(RunExample, {"section": Section.SHORT}),
        "m": Meaning(RunExample, {"section": Section.MORE}),
        "p": Meaning(RunExample, {"section": Section.PITFALL}),
        "u": Unfold,
        "y": Meaning(Vote, {"helpful": True}),
        "n": Meaning(Vote, {"helpful": False}),
        "a": ShowTopics,
        "t": ShowTopic,
        "x": NoneOfThese,
        "e": DrawExample,
        "d": DrawQuoted,
    },
)
pack = CODEC.pack
unpack = CODEC.unpack
