"""From a draft to an entry: a name, a place among the others, and wordings. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from pydantic import ValidationError

from knowledge.curation.draft import Draft, Proven, Step
from knowledge.curation.ownership import (
    ALIASES,
    asked_elsewhere,
    each_once,
    free,
    left_to_others,
    rewordings,
    wording,
)
from knowledge.curation.page_text import as_page
from knowledge.pages.check import einsum_faults
from knowledge.pages.consistency import compared_as
from knowledge.pages.entry import Entry, Status
from knowledge.pages.limits import excesses
from knowledge.pages.page import explained
from knowledge.pages.problems import Refused

SOURCE = "written by an instructor in chat"
SLUG_CHARACTERS = 48
SEE_ALSO = 2

_WORD = re.compile(r"[a-z0-9]+")
_SAYS_LITTLE = frozenset(
    """
    a an the is are was be do does did how what why when which who where i we you my your it its in
    on of to for with from by and or at as can could should would there this that pytorch
    """.split()
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new entry goes: its name, topic, difficulty, and what to read next."""

    slug: str
    topic: str
    difficulty: int
    see_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfit:
    """The draft is no entry yet; `problems` are sentences for its author."""

    problems: tuple[str, ...]


def slug_for(question: str, taken: Collection[str]) -> str:
    """Name an entry by the telling words of its question; a number tells it from another."""
    words: list[str] = _WORD.findall(question.lower())
    telling: list[str] = [word for word in words if word not in _SAYS_LITTLE] or words or ["entry"]
    slug = telling[0][:SLUG_CHARACTERS]
    for word in telling[1:6]:
        slug = f"{slug}-{word}" if len(slug) + len(word) < SLUG_CHARACTERS - 4 else slug
    numbered: Iterator[str] = (f"{slug[:44]}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in chain([slug], numbered) if name not in taken)


def composed(
    draft: Draft, proven: Proven, place: Place, owners: Mapping[str, str]
) -> Entry | Unfit:
    """Make the entry; `owners` maps each wording, as it is compared, to the slug it asks for."""
    texts = {"short": proven.short, "more": proven.more, "pitfall": proven.pitfall}
    before = draft.original
    fields = _new(draft, place, owners) if before is None else before.model_dump(by_alias=True)
    changed: dict[str, object] = {"question": draft.question, "verified": proven.verified, **texts}
    if before and draft.question != before.question:
        changed["short_title"] = None
    if draft.topic:
        changed |= {"topic": draft.topic, "topic_title": draft.topic_title}
    if draft.aliases is not None:
        changed["aliases"] = draft.aliases
    if draft.in_words and before and before.has_example:
        # A diagram stands on the lines of the example.
        changed["diagram"] = None
    try:
        entry = Entry.model_validate(fields | changed)
    except ValidationError as invalid:
        return Unfit(tuple(explained(error) for error in invalid.errors()))
    # What its author has typed is refused rather than left out.
    typed = {compared_as(text) for text in draft.aliases or ()}
    return each_once(entry, left_to_others(entry.slug, owners) - typed)


def faults(entry: Entry, owners: Mapping[str, str]) -> tuple[str, ...]:
    """Say what would keep the entry's file from being accepted; its examples were run elsewhere."""
    page = as_page(entry)
    if isinstance(page, Refused):
        return tuple(problem.message for problem in page.problems)
    problems = (*excesses(page), *einsum_faults(page))
    return (
        *(problem.message for problem in problems),
        *asked_elsewhere(entry.phrasings, entry.slug, owners),
    )


def _new(draft: Draft, place: Place, owners: Mapping[str, str]) -> dict[str, object]:
    taken = {**owners, compared_as(draft.question): place.slug}
    asked = list(free(map(wording, draft.wordings), taken))
    taken |= {compared_as(text): place.slug for text in asked}
    made = list(free(rewordings(draft.question), taken))
    return {
        "id": place.slug,
        "aliases": (*asked, *made[: max(ALIASES - len(asked), 0)]),
        "topic": place.topic,
        "difficulty": place.difficulty,
        "see_also": place.see_also,
        "sources": (SOURCE if draft.source == "chat" else draft.source,),
        "status": Status.REVIEWED,
    }


# A draft moved onto the newest state of its entry, after somebody else was faster. Pure.

Text = TypeVar("Text", str, str | None)


def rebased(draft: Draft, newest: Entry, number: int, base: str | None) -> Draft:
    """Let the draft be a change of `newest`: what its author did not touch is as it is there.

    `number` is that of the entry's head and `base` what that was made from. The code is to be run
    again, since texts of two people have never stood together.
    """
    before = draft.original or newest
    return replace(
        draft,
        question=_chosen(draft.question, before.question, newest.question),
        answer=_chosen(draft.answer, before.short, newest.short),
        in_words=_is_in_words(draft, before, newest),
        more=_chosen(draft.more, before.more, newest.more),
        pitfall=_chosen(draft.pitfall, before.pitfall, newest.pitfall),
        aliases=_joined(draft.aliases, before.aliases, newest.aliases),
        step=Step.READY,
        proven=None,
        original=newest,
        expected=number,
        base=base,
    )


def made_anew(draft: Draft, number: int) -> Draft:
    """Let the draft be an entry again whose creation was taken back by the version `number`."""
    return replace(draft, step=Step.READY, expected=number, base=None)


def _chosen(mine: Text, before: Text, newest: Text) -> Text:
    return newest if mine == before else mine


def _is_in_words(draft: Draft, before: Entry, newest: Entry) -> bool:
    """Whether the answer that is kept needs no example: the draft's says so, or the newest entry's.

    Code that was sent as a draft's example is one whatever the answer says.
    """
    if draft.answer == before.short:
        return not draft.example and not newest.has_example
    return draft.in_words


def _joined(
    mine: tuple[str, ...] | None, before: tuple[str, ...], newest: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The draft's own wordings, then those that the newest entry has and the one before had not."""
    if mine is None:
        return None
    return tuple(dict.fromkeys((*mine, *(each for each in newest if each not in before))))
