"""What became of a question: an answer, suggestions, or an honest "I do not know".

`confidence` is the calibrated probability that the first candidate is the right one, whatever
became of the question, and 0 where a message is not worth matching.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Candidate(NamedTuple):
    """An entry and how well it fits; scores rank within one question only."""

    slug: str
    score: float


class Reason(StrEnum):
    """Why nothing was answered."""

    NOTHING_CLOSE = "nothing_close"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    COMMAND = "command"
    NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True)
class Matched:
    """One entry answers; `others`, the likeliest first, may be what is meant all the same."""

    slug: str
    confidence: float
    candidates: tuple[Candidate, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """Up to three entries may be meant; the learner chooses."""

    slugs: tuple[str, ...]
    confidence: float
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Abstained:
    """Nothing curated is close enough; we say so rather than guess."""

    reason: Reason
    nearest_topics: tuple[str, ...]
    confidence: float
    candidates: tuple[Candidate, ...]


Retrieval = Matched | Suggested | Abstained
