"""Small talk: a message that as a whole asks nothing about tensors, and what kind it is. Pure.

The phrases stand in `talk.yaml`. None of it goes on record, unless a link or an error's name finds
a page: instructors have no answer to "ok".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import product
from typing import Annotated, Final

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

from knowledge.pages.curriculum import shipped
from tutor.conversation.address import LINK
from tutor.conversation.error_alone import ErrorAlone, error_alone

_LONGEST: Final = 60
_SUM: Final = re.compile(
    r"\s*(?:(?:what(?:'s| is)|how much is|calculate|compute)\s+)?"
    r"(?P<code>[-+(\s]*\d[\d.\s()]*(?:(?:\*\*|//|[-+*/%^×·÷])[\s(]*-?\d[\d.\s()]*)+)[\s=?.!]*",
    re.IGNORECASE,
)
_OPERATORS: Final = str.maketrans({"^": "**", "×": "*", "·": "*", "÷": "/"})
# Hearts and hands of old, and what begins with the pictures; arrows and signs are mathematics.
_EMOJI: Final = "[\u2600-\u26ff\u270a-\u270d\u2728\u2753\u2763\u2764\U0001f300-\U0001faff]"
_EMOJI_AROUND: Final = re.compile(
    rf"\A(?:\s*{_EMOJI}[\ufe0f\u200d]*)+|(?:{_EMOJI}[\ufe0f\u200d]*\s*)+\Z"
)
_SIGN: Final = re.compile(rf"[:;=]'?-?[()/|dp]+(?!\w)|\(:|<3|\^\^|{_EMOJI}")
# Apostrophes, and what gives an emoji its tone.
_SILENT: Final = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
_MARKS: Final = re.compile(r"[\s.,!?;:~()\-–—…*\"/]+")
_DRAWN_OUT: Final = re.compile(r"([^\W\d])\1{2,}")
# Only with a mark behind it: "hello world" is a program, and "hello.py" its file.
_GREETED: Final = re.compile(
    r"(?P<greeting>[^,.!:?]{2,30})(?:,|[.!:]+(?=\s))[,.!:]*\s*(?P<rest>\S+[\s.(].+)", re.DOTALL
)


class Talk(StrEnum):
    """The kinds of small talk."""

    PRIVACY = "privacy"
    MISSED = "missed"
    STUCK = "stuck"
    OUTSIDE = "outside"
    READS = "reads"
    WHO = "who"
    RUN = "run"
    LEARN = "learn"
    STOP = "stop"
    HELP = "help"
    THANKS = "thanks"
    BYE = "bye"
    HELLO = "hello"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Sum:
    """Something to work out, as code."""

    code: str


# What is no question about tensors, by its kind or with what is in it.
Said = Talk | Sum | ErrorAlone


def _split(listed: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in listed.split(","))


Listed = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Kind(BaseModel):
    """What is said by a learner, and the sentence in reply; `talk.yaml` tells how to write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: Listed
    says: str = ""
    joins: bool = False


class SmallTalk(BaseModel):
    """All of `talk.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    courtesy: Listed
    short: Mapping[str, str]
    leads: Listed
    beside_link: Listed
    kinds: Mapping[Talk, Kind]

    def kind(self, text: str) -> Talk | None:
        """The kind that all of a text is, with a lead before it or without."""
        said = self.spoken(text)
        rests = (said.removeprefix(lead) for lead in self._leads if said.startswith(lead))
        return next(filter(None, map(self._whole, (said, *rests))), None)

    def spoken(self, text: str) -> str:
        """A text as phrases are compared: its words, or its emoji where there are none."""
        small = _DRAWN_OUT.sub(r"\1", _SILENT.sub("", text.lower()))
        words = _MARKS.sub(" ", _SIGN.sub(" ", small)).split()
        whole = " ".join(self.short.get(word, word) for word in words)
        kept = self._courteous.sub(" ", whole).split() if words else _SIGN.findall(small)
        return " ".join(kept)

    @cached_property
    def phrases(self) -> Mapping[str, Talk]:
        """Every phrase in its spoken form."""
        return {
            self.spoken(said): talk
            for talk, kind in self.kinds.items()
            for phrase in kind.phrases
            for said in written(phrase)
        }

    @cached_property
    def _courteous(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(sorted(self.courtesy, key=len, reverse=True))})\b")

    @cached_property
    def _leads(self) -> frozenset[str]:
        return frozenset(f"{self.spoken(said)} " for lead in self.leads for said in written(lead))

    def _whole(self, said: str) -> Talk | None:
        kinds = self._parts(said.split()) or set()
        alone = {talk for talk in kinds if not self.kinds[talk].joins}
        return (
            None if len(alone) > 1 else next((each for each in self.kinds if each in kinds), None)
        )

    def _parts(self, words: Sequence[str]) -> set[Talk] | None:
        """The kinds of the longest phrases from the left; None where a word is of none."""
        if not words:
            return set()
        for end in range(len(words), 0, -1):
            talk = self.phrases.get(" ".join(words[:end]))
            if talk and (others := self._parts(words[end:])) is not None:
                return {talk, *others}
        return None


def written(phrase: str) -> Iterator[str]:
    """All that a phrase stands for: "see/read it" for "see it" and "read it"."""
    return map(" ".join, product(*(word.split("/") for word in phrase.split())))


@cache
def shipped_talk() -> SmallTalk:
    text = (shipped() / "talk.yaml").read_text("utf-8")
    return SmallTalk.model_validate(yaml.safe_load(text))


def small_talk(text: str) -> Said | None:
    """What kind of small talk a message is; None where it is anything else."""
    if _is_link(text):
        return Talk.READS
    if (named := error_alone(text)) or len(text) > _LONGEST:
        return named
    if found := _SUM.fullmatch(text):
        return Sum(" ".join(found["code"].translate(_OPERATORS).split()))
    return shipped_talk().kind(text)


def _is_link(text: str) -> bool:
    """Whether a message is a link, or several, and all else in it is about these."""
    beside, talk = LINK.sub(" ", text), shipped_talk()
    return beside != text and {*talk.spoken(beside).split()} <= {*talk.beside_link}


def within_talk(text: str) -> str:
    """A question without the greeting before it and the emoji around it.

    No page's wording has them, and one that is asked word for word would not be known for it.
    """
    bare = _EMOJI_AROUND.sub("", text).strip()
    found = _GREETED.fullmatch(bare)
    if found and shipped_talk().kind(found["greeting"]) is Talk.HELLO:
        return found["rest"]
    return bare or text.strip()
