"""Explain: an error's own line leads to the page about it, and to no other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.followup.passage import telling
from knowledge.followup.reading import Followup
from knowledge.followup.wish import Wish
from knowledge.pages.entry import Entry, Section, section_text
from knowledge.search.error_words import error_line, type_told
from knowledge.search.retrieval import Matched, Suggested
from progress.events import Kind, Turn
from progress.history import Failed
from sandbox.protocol import RunError, Traced
from tutor.conversation.ask import Answered, answered, section_about, shown_in
from tutor.errors.cases import case_of, case_of_quoted
from tutor.errors.code_around import Failure
from tutor.errors.rules import Rule
from tutor.library import Library

# A frame of a traceback, and its line of code; IPython points at that with an arrow.
_FRAME = re.compile(
    r'^ *(?:File (?:"[^"]+"|[~/]\S+|[A-Za-z]:\\\S+)|Cell In|Input In|<ipython-input|[~/]\S+ in )'
    r"[^\n]*\n"
    r"(?P<code>(?:(?! *File |\w*(?:Error|Exception)\b)[^\n]*\n)*)",
    re.MULTILINE,
)
_NOT_OWN = re.compile(r"(?:site|dist)-packages|/lib/python3|\\[Ll]ib\\|<frozen|<__array_function__")
_CHAINED = re.compile(r"During handling of the above|The above exception was")
_POINTED = re.compile(r"^-+> *\d+ +(?P<code>[^\n]+)", re.MULTILINE)
# Own words stand behind either, but for a raise of what was caught.
_RAISES = re.compile(r"raise +(?:\w+\.)*(?P<type>\w+)\(|assert\b[^\n]*,")
# More of a message than any page's wordings have.
_LONGEST = 500
_SPACES = re.compile(r"\s+")
# Another name than the one that the page about the error speaks of.
_MEANT = re.compile(r"\. Did you mean: '[\w.]+'\?$")
# Below that, what is suggested for a mistake in plain Python is chance.
_LIKELY = 0.5
# Stems that say no more than that something went wrong; what has others asks about those.
_OF_ERRORS = frozenset(
    """
    avoid broken bug chang crash debug error except fail fix happen help mean mend messag now
    problem repair resolv solut solv traceback understand wrong
    """.split()
)
# These words tell no page from another, yet somebody may ask what they mean.
_OF_ALL = re.compile(r"(?:what(?:'s| is| are) )?(?:an? )?(?:tensors?|(?:py)?torch)")


@dataclass(frozen=True, slots=True)
class Explained:
    """The page about an error that the learner met; `error` is its type."""

    error: str
    answered: Answered


@dataclass(frozen=True, slots=True)
class Unexplained:
    """No page is surely about an error; `near` may be."""

    error: str
    near: tuple[Entry, ...]


def line_of(error: RunError) -> str:
    """The last line of an error's traceback, without what Python guesses a name was meant for."""
    message = _MEANT.sub("", _SPACES.sub(" ", error.message).strip())[:_LONGEST]
    return f"{error.type}: {message}" if message else error.type


def meaning_of(library: Library, line: str) -> Failed:
    """Find what is written about an error."""
    kind = line.partition(":")[0]
    match library.search(line):
        case Matched(slug=slug):
            return Failed(kind, looked_up=True, slug=slug)
        case Suggested(slugs=slugs, confidence=confidence) if confidence >= _LIKELY:
            return Failed(kind, looked_up=True, near=tuple(slugs))
        case _:
            return Failed(kind, looked_up=True)


def raised_in(traceback: str) -> str:
    """The error that a pasted traceback says the learner's own code raises, or asserts, itself."""
    line = error_line(traceback)
    frames = [*_FRAME.finditer(traceback)] if line else []
    place = frames[-1][0].partition("\n")[0] if frames else ""
    if not place or _NOT_OWN.search(place) or _CHAINED.search(traceback):
        return ""
    pointed = _POINTED.search(frames[-1]["code"])
    written = pointed["code"] if pointed else frames[-1]["code"]
    raises, kind = _RAISES.match(written.strip()), type_told(line or "") or ""
    # Of another type is what a part of that line raised.
    return kind if raises and kind == (raises["type"] or "AssertionError") else ""


def is_about_error(asked: Followup) -> bool:
    """Claim that what follows on an error asks for nothing but what it means."""
    if asked.wish is not Wish.ABOUT:
        return True
    return telling(asked.rest) <= _OF_ERRORS and not _OF_ALL.fullmatch(asked.rest)


def asks_to_mend(asked: Followup) -> bool:
    """Claim that it has words about an error, and no others: "how to solve this"."""
    return bool(telling(asked.rest)) and is_about_error(asked)


def section_of(failed: Failed) -> Section | None:
    """The folded section of its page that tells of an error."""
    return Section(failed.told_in) if failed.told_in else None


def explain(library: Library, turn: Turn, text: str, failed: Failed) -> Explained | Unexplained:
    """Answer a question about an error with its page; the turn records it."""
    entry = library.entry(failed.slug or "")
    if entry is not None:
        return record_explained(
            library, turn, text, entry, failed.error, section=section_of(failed)
        )
    turn.record(Kind.ASKED, text=text)
    # Without a text: a slip of one's own is no question to instructors.
    turn.record(Kind.ABSTAINED, reason="unexplained")
    return Unexplained(failed.error, library.known(failed.near))


def record_explained(
    library: Library,
    turn: Turn,
    text: str,
    page: Entry,
    error: str,
    *,
    section: Section | None = None,
) -> Explained:
    """Record the page about an error as the answer to what was asked of it.

    `section` tells of that error.
    """
    turn.record(Kind.ASKED, text=text)
    turn.record(
        Kind.ANSWERED,
        slug=page.slug,
        topic=page.topic,
        follows=page.slug,
        shown=shown_in(section),
    )
    return Explained(error, answered(library, page, told_in=section))


# Which page is about an error, where the expression that raised it says more than its message.
#
# A message of torch's or Python's own leads to a page that has its words. The same words may come
# of something else, though, of which the pages do not speak, or another one does.


def meaning_in(
    library: Library, error: RunError, trace: Sequence[Traced], code: str = ""
) -> Failed:
    """Find what is written about an error, by its message, the code and what its line held."""
    broken = next((part.expression for part in trace if part.broke), "")
    return _meaning(library, line_of(error), case_of(Failure(error, broken, code)))


def meaning_of_quoted(library: Library, line: str) -> Failed:
    """As `meaning_in`, by the line alone: what hangs on values or an expression is not known."""
    return _meaning(library, line, case_of_quoted(line))


def _meaning(library: Library, line: str, case: Rule | None) -> Failed:
    """By the page that is known of it, which may be none, else by its words."""
    if case is None:
        means = meaning_of(library, line)
    else:
        means = Failed(line.partition(":")[0], looked_up=True, slug=case.page or None)
    entry = library.entry(means.slug or "")
    if entry is None:
        return replace(means, slug=None)
    section = section_about(entry, line) or (case and _section_of(case, entry))
    return replace(means, told_in=section.value if section else None)


def _section_of(case: Rule, entry: Entry) -> Section | None:
    """Where the page tells of it; instructors may have taken that section away."""
    told_in = case.told_in
    return told_in if told_in and section_text(entry, told_in) else None
