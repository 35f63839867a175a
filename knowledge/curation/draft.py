"""An answer in the making: what an instructor has written so far, and what comes next. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from database.text import clean
from knowledge.curation.version import Author
from knowledge.entry import Entry, Verified

CHAT = "chat"


class Step(StrEnum):
    """What the author's next message is; `READY` waits for a decision rather than for words."""

    QUESTION = "question"
    ANSWER = "answer"
    EXAMPLE = "example"
    READY = "ready"
    MORE = "more"
    PITFALL = "pitfall"


@dataclass(frozen=True, slots=True)
class Proven:
    """The sections as Markdown whose sessions show what the sandbox printed, and its releases."""

    short: str
    more: str | None
    pitfall: str | None
    verified: Verified


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft. Sections hold what was typed, with code in any fence; `example` is bare code.

    `slug`, `original`, `expected` and `base` belong to an edit: the entry as it was, the number of
    its head, and the fingerprint of the shipped one. `wordings` are questions of learners that the
    answer is for. `key` is the same for the same text of an imported file, so that a second import
    finds the first. `findings` are what an import noticed, `problems` what the last proof did, and
    `nearest` the slug of the entry that is most like it. `last_update` is the message that was
    taken in last, so that one that comes twice counts once.
    """

    author: Author
    at: datetime
    source: str = CHAT
    id: int | None = None
    key: str | None = None
    step: Step = Step.QUESTION
    question: str = ""
    answer: str = ""
    example: str = ""
    more: str | None = None
    pitfall: str | None = None
    topic: str | None = None
    wordings: tuple[str, ...] = ()
    proven: Proven | None = None
    findings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    last_update: int | None = None
    nearest: str | None = None
    slug: str | None = None
    original: Entry | None = None
    expected: int = 0
    base: str | None = None


def written(draft: Draft, text: str) -> Draft:
    """The draft after its author's next message; what is proven no longer is, where code may be."""
    # An entry refuses what no database can hold.
    text = clean(text).replace("\r\n", "\n")
    match draft.step:
        case Step.QUESTION:
            return replace(draft, question=" ".join(text.split()), step=_after_question(draft))
        case Step.ANSWER:
            step = Step.READY if draft.example or "```" in text else Step.EXAMPLE
            return replace(draft, answer=text.strip(), step=step, proven=None)
        case Step.EXAMPLE:
            return replace(draft, example=text.strip("\n"), step=Step.READY, proven=None)
        case Step.MORE:
            return replace(draft, more=text.strip() or None, step=Step.READY, proven=None)
        case Step.PITFALL:
            return replace(draft, pitfall=text.strip() or None, step=Step.READY, proven=None)
        case Step.READY:
            return draft


def _after_question(draft: Draft) -> Step:
    return Step.READY if draft.answer else Step.ANSWER
