"""From a draft to an entry: a name, a place among the others, and wordings. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pydantic import ValidationError

from knowledge.consistency import compared_as
from knowledge.curation.draft import Draft, Proven
from knowledge.curation.page_text import as_page
from knowledge.einsum_use import einsum_faults
from knowledge.entry import WORDING_CHARACTERS, Entry, Status
from knowledge.limits import excesses
from knowledge.page import explained
from knowledge.problem import Refused

SOURCE = "written by an instructor in chat"
ALIASES = 8
SLUG_CHARACTERS = 48
SEE_ALSO = 2

_WORD = re.compile(r"[a-z0-9]+")
_SAYS_LITTLE = frozenset(
    """
    a an the is are was be do does did how what why when which who where i we you my your it its in
    on of to for with from by and or at as can could should would there this that pytorch
    """.split()  # noqa: SIM905
)
_OPENING = re.compile(
    r"^(?:how (?:do|can|should|would) (?:i|you|we)|how to|what (?:is|are)(?: the| an?)?"
    r"|what does|why (?:do|does|is|are)(?: i| you| we)?|when (?:do|should) (?:i|you|we))\s+",
    re.IGNORECASE,
)
# Ways to ask for whatever follows; the matcher compares the three nearest wordings of an entry,
# and a page needs eight. A reviewer of exported files replaces them by real ones.
_FRAMES = (
    "{rest}",
    "{rest} in PyTorch",
    "explain {rest}",
    "help with {rest}",
    "question about {rest}",
    "I do not understand {rest}",
    "an example of {rest}",
    "{rest}, how does it work",
    "tell me about {rest}",
    "what about {rest}",
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


def wording(text: str) -> str:
    """Make one line of what a learner wrote."""
    return " ".join(text.split())[:WORDING_CHARACTERS].strip()


def wording_key(text: str) -> str:
    """Tell by which key a wording stands in `owners_of`."""
    return compared_as(wording(text))


def composed(
    draft: Draft, proven: Proven, place: Place, owners: Mapping[str, str]
) -> Entry | Unfit:
    """Make the entry; `owners` maps each wording, as it is compared, to the slug it asks for."""
    texts = {"short": proven.short, "more": proven.more, "pitfall": proven.pitfall}
    before = draft.original
    fields = _new(draft, place, owners) if before is None else before.model_dump(by_alias=True)
    changed: dict[str, object] = {"question": draft.question, "verified": proven.verified, **texts}
    if draft.topic:
        changed["topic"] = draft.topic
    if draft.aliases is not None:
        changed["aliases"] = draft.aliases
    if draft.in_words and before and before.has_example:
        # A diagram stands on the lines of the example.
        changed["diagram"] = None
    try:
        return Entry.model_validate(fields | changed)
    except ValidationError as invalid:
        return Unfit(tuple(explained(error) for error in invalid.errors()))


def faults(entry: Entry, owners: Mapping[str, str]) -> tuple[str, ...]:
    """Say what would keep the entry's file from being accepted; its examples were run elsewhere."""
    page = as_page(entry)
    if isinstance(page, Refused):
        return tuple(problem.message for problem in page.problems)
    problems = (*excesses(page), *einsum_faults(page))
    return (*(problem.message for problem in problems), *shared_wordings(entry, owners))


def owners_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Map every wording in use to the slug it asks for."""
    return {compared_as(text): entry.slug for entry in entries for text in entry.phrasings}


def with_aliases(entry: Entry, wordings: Iterable[str], owners: Mapping[str, str]) -> Entry:
    """The entry with those of the wordings that ask for nothing yet as aliases."""
    new = tuple(_free(map(wording, wordings), owners))
    return entry.model_copy(update={"aliases": (*entry.aliases, *new)})


def _new(draft: Draft, place: Place, owners: Mapping[str, str]) -> dict[str, object]:
    taken = {**owners, compared_as(draft.question): place.slug}
    asked = list(_free(map(wording, draft.wordings), taken))
    taken |= {compared_as(text): place.slug for text in asked}
    made = list(_free(rewordings(draft.question), taken))
    return {
        "id": place.slug,
        "aliases": (*asked, *made[: max(ALIASES - len(asked), 0)]),
        "topic": place.topic,
        "difficulty": place.difficulty,
        "see_also": place.see_also,
        "sources": (SOURCE if draft.source == "chat" else draft.source,),
        "status": Status.REVIEWED,
    }


def rewordings(question: str) -> Iterator[str]:
    """Ask the same in other words, as far as that can be done without understanding any."""
    plain = question.strip().rstrip("?!. ")
    rest = _OPENING.sub("", plain) or plain
    yield plain
    for frame in _FRAMES:
        yield frame.format(rest=rest)


def _free(wordings: Iterable[str], taken: Mapping[str, str]) -> Iterator[str]:
    seen = set(taken)
    for text in wordings:
        if (plain := compared_as(text)) and plain not in seen:
            seen.add(plain)
            yield text


def shared_wordings(entry: Entry, owners: Mapping[str, str]) -> Iterator[str]:
    """Say which wordings of the entry ask for another one."""
    for text in entry.phrasings:
        owner = owners.get(compared_as(text), entry.slug)
        if owner != entry.slug:
            yield f"{text!r} asks for the entry {owner} already"
