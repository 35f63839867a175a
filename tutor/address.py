"""Links: nothing is fetched, but the words of an address may find a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.matching.retrieval import Abstained, Matched, Retrieval
from progress.turn import Turn
from tutor.ask import Answered, Suggestions, settle
from tutor.library import Library

# Nobody has asked: what is less likely than that stays unsaid.
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class ReadOff:
    """What the words that an address says have found."""

    said: str
    found: Answered | Suggestions


def read_off(library: Library, turn: Turn, titles: Sequence[str]) -> ReadOff | None:
    """Look up what addresses say; of several the first that surely finds a page, else likely does.

    Where none does, nothing was asked, and nothing goes on record.
    """
    looked_up = [(said, library.search(said)) for said in titles]
    likely = [(said, found) for said, found in looked_up if _is_likely(found)]
    for said, found in sorted(likely, key=lambda each: not isinstance(each[1], Matched)):
        match settle(library, turn, said, found):
            case Answered() | Suggestions() as answer:
                return ReadOff(said, answer)
            case _:
                continue
    return None


def _is_likely(found: Retrieval) -> bool:
    return not isinstance(found, Abstained) and found.confidence >= _LIKELY
