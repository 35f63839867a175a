"""Words that came with code: they are answered where that can be done surely."""

import re
from typing import Final

from knowledge.entry import Entry
from knowledge.matching import followup
from knowledge.matching.retrieval import Retrieval
from progress.turn import Turn
from sandbox.protocol import Outcome
from tutor.ask import Answered
from tutor.complaint import blames, complains, only_blames
from tutor.explain import Explained, is_about_error, record_explained
from tutor.faults.found import fault_in
from tutor.library import Library
from tutor.of_code import sure, with_fault
from tutor.run import NotRun, Ran

_OF_THE_CODE: Final = re.compile(r"\b(?:this|it)\b", re.IGNORECASE)


def answer_beside(
    library: Library, turn: Turn, text: str, outcome: Ran | NotRun | None
) -> Answered | Explained | None:
    """Answer by a sure page, by what is surely wrong with the code, or by the page on its error."""
    asked, found = followup.read(text), library.search(text)
    if answer := _of_fault(library, turn, text, outcome, found):
        return answer
    if answer := sure(library, turn, text, found):
        return answer
    match outcome:
        case Ran(page=Entry() as page, result=result) if asked and is_about_error(asked):
            error = result.error.type if result.error else ""
            return record_explained(library, turn, text, page, error, section=outcome.told_in)
        case Ran(code=code) if complains(text) and _OF_THE_CODE.search(text):
            # "Why is this None?" says less than the code that it is asked of.
            with_code = f"{code}\n# {text}"
            return sure(library, turn, with_code, library.search(with_code))
        case _:
            return None


def _of_fault(
    library: Library, turn: Turn, text: str, outcome: Ran | NotRun | None, found: Retrieval
) -> Answered | None:
    """By its shape, where words blame code whose run led to no page."""
    match outcome:
        case Ran(code=code, page=None, result=result) if blames(text):
            fault = fault_in(code, ran_well=result.outcome is Outcome.OK)
            if fault is None:
                return None
            blamed = only_blames(text)
            return with_fault(library, turn, text, fault, found, only_blames=blamed)
        case _:
            return None
