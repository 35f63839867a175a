"""Of code: what is surely wrong with it is told, yet what was asked or pasted goes first."""

import re
from dataclasses import replace
from typing import Final

from knowledge.followup import reading
from knowledge.followup.reading import Subject
from knowledge.pages.entry import Entry, section_text
from knowledge.search import code_words
from knowledge.search.error_words import error_line, type_in
from knowledge.search.retrieval import Abstained, Retrieval, Suggested
from progress.events import Kind, Turn
from sandbox.protocol import Outcome
from tutor.conversation.ask import Answered, JustCode, Suggestions, answered, settle, shown_in
from tutor.conversation.complaint import blames, complains, complaint_in, only_blames
from tutor.conversation.explain import Explained, is_about_error, record_explained
from tutor.conversation.intent import is_sure
from tutor.errors.silent.code import Fault
from tutor.errors.silent.found import fault_in
from tutor.library import Library
from tutor.run import NotRun, Ran


def about_code(
    library: Library, turn: Turn, text: str, *, program: bool
) -> Answered | Suggestions | JustCode:
    """Find what answers a message that is code.

    For a program, only what surely does, unless a comment in it asks or complains.
    """
    found = library.search(text)
    if fault := fault_in(text):
        return with_fault(library, turn, text, fault, found) or JustCode(fault.said)
    match found:
        case Abstained():
            return JustCode()
        case Suggested() if program and not complaint_in(text):
            return JustCode()
        case _:
            return _settled(library, turn, text, found)


def commented(library: Library, turn: Turn, ran: Ran) -> Answered | JustCode:
    """Answer a comment in code that was run, by what surely does or is wrong with the code.

    Suggestions would stand between the run and a "why?" that asks of it.
    """
    found = library.search(ran.code)
    if fault := fault_in(ran.code, ran_well=ran.result.outcome is Outcome.OK):
        return with_fault(library, turn, ran.code, fault, found) or JustCode(fault.said)
    return sure(library, turn, ran.code, found) or JustCode()


def complained_of(library: Library, turn: Turn, text: str) -> Answered | None:
    """Answer a message of code and words that ask or complain, where that code is surely wrong."""
    said = code_words.prose(text) if "\n" in text else ""
    fault = fault_in(code_words.code(text)) if complains(said) else None
    if fault is None:
        return None
    found = library.search(text)
    return with_fault(library, turn, text, fault, found, only_blames=only_blames(said))


def with_fault(
    library: Library,
    turn: Turn,
    text: str,
    fault: Fault,
    found: Retrieval,
    *,
    only_blames: bool = False,
) -> Answered | None:
    """The page that was asked for, with what is wrong with the code above it; else a page on that.

    Words that only blame the code ask for no page, whatever they are close to.

    An error that was pasted is what its sender wants explained: a fault that raises none is not
    told then, but on its own page.
    """
    pasted = error_line(text) or type_in(text)
    if only_blames and not pasted:
        return _page_on(library, turn, text, fault)
    if answer := sure(library, turn, text, found):
        is_of_it = fault.raises or answer.entry.slug == fault.page or not pasted
        return replace(answer, fault=fault.said) if is_of_it else answer
    return None if pasted else _page_on(library, turn, text, fault)


def sure(library: Library, turn: Turn, text: str, found: Retrieval) -> Answered | None:
    """The page that surely answers; nothing is recorded where there is none."""
    if not is_sure(reading.read(text), found):
        return None
    answer = settle(library, turn, text, found)
    return answer if isinstance(answer, Answered) else None


def _page_on(library: Library, turn: Turn, text: str, fault: Fault) -> Answered | None:
    entry = library.entry(fault.page)
    if entry is None:
        return None
    told_in = fault.told_in
    section = told_in if told_in and section_text(entry, told_in) else None
    turn.record(Kind.ASKED, text=text)
    turn.record(Kind.ANSWERED, slug=entry.slug, topic=entry.topic, shown=shown_in(section))
    return replace(answered(library, entry, told_in=section), fault=fault.said)


def _settled(
    library: Library, turn: Turn, text: str, found: Retrieval
) -> Answered | Suggestions | JustCode:
    answer = settle(library, turn, text, found)
    return answer if isinstance(answer, Answered | Suggestions) else JustCode()


# Words that came with code: they are answered where that can be done surely.

# Less likely than that it is chance.
_LIKELY: Final = 0.5
_POINTING: Final = frozenset({Subject.PRONOUN, Subject.POINTING})
_OF_THE_CODE: Final = re.compile(r"\b(?:this|it)\b", re.IGNORECASE)


def answer_beside(
    library: Library, turn: Turn, text: str, outcome: Ran | NotRun | None
) -> Answered | Explained | None:
    """Answer by a sure page, by what is surely wrong with the code, or by the page on its error."""
    asked, found = reading.read(text), library.search(text)
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


def likely_of_run(
    library: Library, turn: Turn, text: str, ran: Ran
) -> Answered | Suggestions | None:
    """Answer a question that points at what was run by what it finds, alone or with that code."""
    asked = reading.read(text)
    if asked is None or asked.subject not in _POINTING or ran.result.error:
        return None
    found = max(
        (library.search(said) for said in (text, f"{text}\n{ran.code}")),
        key=lambda each: each.confidence,
    )
    if isinstance(found, Abstained) or found.confidence < _LIKELY:
        return None
    answer = settle(library, turn, text, found)
    return answer if isinstance(answer, Answered | Suggestions) else None


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
