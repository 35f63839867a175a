"""Words that came with code: they are answered where that can be done surely."""

import re
from typing import Final

from knowledge.entry import Entry
from knowledge.matching import followup
from knowledge.matching.retrieval import Matched
from progress.turn import Turn
from tutor.ask import Answered, about_fault, settle
from tutor.complaint import blames, complains
from tutor.explain import Explained, is_about_error, record_explained
from tutor.faults.found import fault_in
from tutor.library import Library
from tutor.route import is_sure
from tutor.run import NotRun, Ran

_OF_THE_CODE: Final = re.compile(r"\b(?:this|it)\b", re.IGNORECASE)


def answer_beside(
    library: Library, turn: Turn, text: str, outcome: Ran | NotRun | None
) -> Answered | Explained | None:
    """Answer by what is surely wrong with the code, by a sure page, or by that of its error."""
    if answer := _of_fault(library, turn, text, outcome):
        return answer
    asked, found = followup.read(text), library.search(text)
    if is_sure(asked, found):
        return _sure(library, turn, text)
    match outcome:
        case Ran(page=Entry() as page, result=result) if asked and is_about_error(asked):
            error = result.error.type if result.error else ""
            return record_explained(library, turn, text, page, error, section=outcome.told_in)
        case Ran(code=code) if complains(text) and _OF_THE_CODE.search(text):
            # "Why is this None?" says less than the code that it is asked of.
            return _sure(library, turn, f"{code}\n# {text}")
        case _:
            return None


def _sure(library: Library, turn: Turn, text: str) -> Answered | None:
    found = library.search(text)
    answer = settle(library, turn, text, found) if isinstance(found, Matched) else None
    return answer if isinstance(answer, Answered) else None


def _of_fault(
    library: Library, turn: Turn, text: str, outcome: Ran | NotRun | None
) -> Answered | None:
    """By its shape, where words blame code whose run led to no page."""
    match outcome:
        case Ran(code=code, page=None) if blames(text):
            fault = fault_in(code)
            return about_fault(library, turn, text, fault) if fault else None
        case _:
            return None
