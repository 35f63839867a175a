"""An answer in the making: what an instructor has written so far, and what comes next. Pure."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from database.text import clean
from knowledge.curation.cluster import Cluster
from knowledge.curation.ownership import free
from knowledge.curation.topics import topic_slug
from knowledge.curation.version import Author
from knowledge.examples.markdown import has_fence, without_fences
from knowledge.examples.transcript import fences
from knowledge.pages.entry import Entry, Verified

CHAT = "chat"


class Step(StrEnum):
    """What the author's next message is; `READY` waits for a decision rather than for words."""

    QUESTION = "question"
    ANSWER = "answer"
    EXAMPLE = "example"
    READY = "ready"
    MORE = "more"
    PITFALL = "pitfall"
    ALIASES = "aliases"
    TOPIC = "topic"


# Without these an entry is one as well.
OPTIONAL = frozenset({Step.EXAMPLE, Step.MORE, Step.PITFALL})
WITH_CODE = frozenset({Step.ANSWER, Step.EXAMPLE, Step.MORE, Step.PITFALL})

# Who leaves a draft open for that long does not keep others from it.
ABANDONED = timedelta(hours=1)

_DECLINED = re.compile(
    r"(?:there is |i (?:need|have|want) )?(?:no|without(?: an)?|skip the) (?:example|code)"
    r"(?:,? (?:please|thanks|thank you|needed|here))?[.!]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Proven:
    """The sections as Markdown whose sessions show what the sandbox printed, and its releases."""

    short: str
    more: str | None
    pitfall: str | None
    verified: Verified


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, as it last changed at `at`.

    Sections hold what was typed, with code in any fence; `example` is code without.
    `in_words` is an answer whose author does without an example.
    `slug`, `original`, `expected` and `base` belong to an edit: the entry as it was, the number of
    its head, and the fingerprint of the shipped one. `aliases` are written one a line; None leaves
    them as they were. `topic_title` is of a topic that no release has. `wordings` are questions of
    learners that the answer is for. `key` is the same for the same text of an imported file, so
    that a second import finds the first. `findings` are what an import noticed, `problems` what the
    last proof did, and `nearest` the slug of the entry that is most like it. `last_update`, which
    came to the bot `last_bot`, changed the draft last: one that comes twice counts once, and an
    older one that comes late counts as nothing. `messages` says which part came with which message,
    so that an edited one changes its own part.
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
    in_words: bool = False
    more: str | None = None
    pitfall: str | None = None
    aliases: tuple[str, ...] | None = None
    topic: str | None = None
    topic_title: str | None = None
    wordings: tuple[str, ...] = ()
    proven: Proven | None = None
    findings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    last_update: int | None = None
    last_bot: int = 0
    messages: tuple[tuple[int, Step], ...] = ()
    nearest: str | None = None
    slug: str | None = None
    original: Entry | None = None
    expected: int = 0
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who does something with a draft at a moment; it is theirs from there on."""

    telegram_user_id: int
    at: datetime

    @property
    def abandoned_before(self) -> datetime:
        """What others began to write is left for good where they last touched it before that."""
        return self.at - ABANDONED


@dataclass(frozen=True, slots=True)
class Brought:
    """The draft that a message went into; `slug` is that of the entry which it has become."""

    draft_id: int
    slug: str | None


def written(draft: Draft, text: str) -> Draft:
    """The draft after its author's next message; what is proven no longer is, where code may be."""
    # An entry refuses what no database can hold.
    text = clean(text).replace("\r\n", "\n")
    match draft.step:
        case Step.QUESTION:
            return replace(draft, question=" ".join(text.split()), step=_after_question(draft))
        case Step.ANSWER:
            return replace(draft, **_answer(draft, text), proven=None)
        case Step.EXAMPLE:
            return replace(draft, **_example(draft, text), step=Step.READY, proven=None)
        case Step.MORE | Step.PITFALL as part:
            section: dict[str, Any] = {part.value: text.strip() or None}
            return replace(draft, **section, step=Step.READY, proven=None)
        case Step.ALIASES | Step.TOPIC:
            return replace(draft, **_names(draft.step, text), step=Step.READY)
        case Step.READY:
            pass
    return draft


def declines_example(text: str) -> bool:
    """Whether the message for the example says that there is none."""
    return _DECLINED.fullmatch(text.strip()) is not None


def answering(draft: Draft, cluster: Cluster) -> Draft:
    """The draft as an answer to what learners asked; the question is theirs until it is written."""
    nearest = next(iter(cluster.proposed), None)
    wordings = tuple(each.spelled for each in cluster.asked)
    return written(replace(draft, wordings=wordings, nearest=nearest), cluster.title)


def without(draft: Draft, is_theirs: Callable[[str], bool]) -> Draft | None:
    """The draft without a learner's words; None where it is no more than these."""
    if is_theirs(draft.question) and not draft.answer:
        return None
    return replace(draft, wordings=tuple(each for each in draft.wordings if not is_theirs(each)))


def editing(draft: Draft, entry: Entry, number: int, base: str | None) -> Draft:
    """The draft as a change of an entry, whose code has been run as it stands."""
    return replace(
        draft,
        step=Step.READY,
        question=entry.question,
        answer=entry.short,
        in_words=not entry.has_example,
        more=entry.more,
        pitfall=entry.pitfall,
        proven=Proven(entry.short, entry.more, entry.pitfall, entry.verified),
        slug=entry.slug,
        original=entry,
        expected=number,
        base=base,
    )


def taken_in(draft: Draft, step: Step, text: str, message_id: int | None) -> Draft:
    """The draft after a message with this part; an earlier part leaves what is asked for."""
    changed = written(replace(draft, step=step), text)
    if step is not draft.step:
        changed = replace(changed, step=draft.step)
    return noted(complete(changed), step, message_id)


def noted(draft: Draft, step: Step, message_id: int | None) -> Draft:
    """Remember which part a message brought, so that an edit of the message changes that part."""
    if message_id is None:
        return draft
    others = (each for each in draft.messages if each[0] != message_id)
    return replace(draft, messages=(*others, (message_id, step)))


def part_of(draft: Draft, message_id: int | None) -> Step | None:
    """Which part of the draft a message brought, or was meant to bring."""
    return dict(draft.messages).get(message_id) if message_id is not None else None


def complete(draft: Draft) -> Draft:
    """The draft, which is ready only where nothing is missing."""
    if draft.step is not Step.READY:
        return draft
    return replace(draft, step=missing(draft) or Step.READY)


def missing(draft: Draft) -> Step | None:
    """What has to be written before anything else can be done with a draft."""
    needed = {
        Step.QUESTION: draft.question,
        Step.ANSWER: draft.answer,
        Step.EXAMPLE: draft.example or draft.in_words or has_fence(draft.answer),
    }
    return next((step for step, there in needed.items() if not there), None)


def wants_topic(draft: Draft) -> bool:
    """Whether nobody has said yet where a new entry belongs."""
    return draft.original is None and draft.topic is None


def is_blank(draft: Draft) -> bool:
    """Whether nothing has been written, as after /answer alone."""
    return draft.original is None and not (draft.question or draft.answer or draft.example)


def lines_of(text: str) -> tuple[str, ...]:
    """Read one wording a line, each once."""
    return tuple(free((" ".join(line.split()) for line in text.splitlines()), ()))


def _answer(draft: Draft, text: str) -> dict[str, Any]:
    """What a message for the answer changes; the code of one before is left to be kept or not.

    New code in it holds, whatever came as the example before.
    """
    in_words = draft.in_words and not has_fence(text)
    example = "" if _codes(text) - _codes(draft.answer) else draft.example
    is_whole = in_words or example or has_fence(text)
    changed = {"answer": text.strip(), "in_words": in_words, "example": example}
    if is_whole:
        return {**changed, "step": Step.READY}
    return {**changed, "step": Step.EXAMPLE, "example": _only_code(draft.answer)}


def _names(step: Step, text: str) -> dict[str, Any]:
    if step is Step.ALIASES:
        return {"aliases": lines_of(text)}
    title = " ".join(text.split())
    return {"topic": topic_slug(title), "topic_title": title}


def _codes(answer: str) -> set[str]:
    return {fence.code.strip() for fence in fences(answer)}


def _only_code(answer: str) -> str:
    """The one block of code in an answer, which may be a session; empty where there are others."""
    there = fences(answer)
    return there[0].code.strip("\n") if len(there) == 1 else ""


def _example(draft: Draft, text: str) -> dict[str, Any]:
    """What a message for the example changes; without one, no code stands in the answer either."""
    if text.strip() and not declines_example(text):
        return {"example": text.strip("\n"), "in_words": False}
    return {"example": "", "in_words": True, "answer": without_fences(draft.answer)}


def _after_question(draft: Draft) -> Step:
    return Step.READY if draft.answer else Step.ANSWER


# Which state of a draft somebody was shown: what a button does is done to no other. Pure.

# What a preview shows of the draft's own words. Wordings that are made for it, and links to what is
# near, come of the library as it is at the moment.
SHOWN = {
    *("question", "answer", "example", "in_words", "more", "pitfall", "aliases", "topic"),
    *("wordings", "proven", "slug", "expected", "base"),
}
_DRAFT = TypeAdapter(Draft)
_EDITIONS = 2**40 - 1


def edition(draft: Draft) -> int:
    """A number for what a draft says: another one says something else. 0 is that of none."""
    said = _DRAFT.dump_python(draft, mode="json", include=SHOWN)
    digest = sha256(json.dumps(said, sort_keys=True).encode()).digest()
    return int.from_bytes(digest) % _EDITIONS + 1
