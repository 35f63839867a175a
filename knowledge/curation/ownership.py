"""Which entry a wording asks for: one, which has it once. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from database.text import folded
from knowledge.pages.consistency import compared_as
from knowledge.pages.entry import WORDING_CHARACTERS, Entry, Status

# As many as an entry needs, beside its question.
ALIASES = 8

# What is asked for, where a title says it in a form that other sentences can take up: an action, or
# a thing. Neither holds a second question.
_SECOND = r"(?!.*(?:[,;:.]|\b(?:is|are|do|does|did|has|have|can|will|should|must|how|why|what)\b))"
_STRANDED = r"(?<! for)(?<! to)(?<! of)(?<! in)(?<! on)(?<! with)(?<! from)(?<! about)(?<! used)"
_ACTION = re.compile(
    rf"how (?:(?:do|can|should|would) (?:i|you|we)|to) {_SECOND}(?P<rest>.+)", re.IGNORECASE
)
_THING = re.compile(
    rf"what (?:is|are) {_SECOND}(?P<rest>(?:an?|the) .+{_STRANDED}"
    r"|(?!wrong|new|next|happening|it|this|that)\w+)",
    re.IGNORECASE,
)
# Ways to ask for what is left then, or for any title at all. The matcher compares the three nearest
# wordings of an entry, and a page needs eight; a reviewer of exported files replaces them.
_OF_ACTIONS = (
    *("how to {}", "how can I {}", "I want to {}", "I need to {}", "help me {}", "a way to {}"),
    *("is there a way to {}", "show me how to {}", "what is the way to {}"),
)
_OF_THINGS = (
    *("{}", "explain {}", "help with {}", "a question about {}", "I do not understand {}"),
    *("tell me about {}", "more about {}", "what do I need to know about {}"),
)
_OF_ANY = (
    *("question: {}", "my question: {}", "one question: {}", "a question on tensors: {}"),
    *("in PyTorch: {}", "with PyTorch: {}", "help wanted: {}", "about tensors: {}"),
)


def wording(text: str) -> str:
    """Make one line of what a learner wrote."""
    return " ".join(text.split())[:WORDING_CHARACTERS].strip()


def wording_key(text: str) -> str:
    """Tell by which key a wording stands in `owners_of`."""
    return compared_as(wording(text))


def owners_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Map every wording in use to the slug it asks for."""
    return {compared_as(text): entry.slug for entry in entries for text in entry.phrasings}


def asked_elsewhere(
    wordings: Iterable[str], slug: str | None, owners: Mapping[str, str]
) -> Iterator[str]:
    """Say which wordings ask for another entry than that of a slug."""
    for text in wordings:
        owner = owners.get(compared_as(text), slug)
        if owner != slug:
            yield f"{text!r} asks for the entry {owner} already"


def left_to_others(slug: str, owners: Mapping[str, str]) -> frozenset[str]:
    """What asks for another entry than this one, as it is compared."""
    return frozenset(plain for plain, owner in owners.items() if owner != slug)


def free(
    wordings: Iterable[str], taken: Collection[str], before: Collection[str] = ()
) -> Iterator[str]:
    """Leave out those that are taken, as they are compared, and those that came before.

    One entry may have a wording with its question mark and without: those that came before in
    `before` and here are only told apart by case and spacing.
    """
    seen = set(before)
    for text in wordings:
        if (plain := folded(text)) and plain not in seen and compared_as(text) not in taken:
            seen.add(plain)
            yield text


def each_once(entry: Entry, taken: Collection[str] = ()) -> Entry:
    """The entry with each wording once, none of them in `not_for`, and enough aliases.

    What is `taken` is left to others, unless it is the question.
    """
    own = {folded(entry.question)}
    aliases = tuple(free(entry.aliases, taken, own))
    own.update(map(folded, aliases))
    wordings = tuple(free(entry.wordings, taken, own))
    if len(aliases) < ALIASES:
        others = {compared_as(text) for text in (entry.question, *aliases)}
        aliases += _more(entry.question, wordings, {*others, *taken})[: ALIASES - len(aliases)]
        own.update(map(folded, aliases))
        wordings = tuple(free(wordings, (), own))
    asked = {compared_as(text) for text in (entry.question, *aliases, *wordings)}
    not_for = tuple(text for text in entry.not_for if compared_as(text) not in asked)
    changed = {"aliases": aliases, "wordings": wordings, "not_for": not_for}
    is_same = all(getattr(entry, name) == value for name, value in changed.items())
    return entry if is_same else entry.model_copy(update=changed)


def with_aliases(entry: Entry, wordings: Iterable[str], owners: Mapping[str, str]) -> Entry:
    """The entry with those of the wordings that ask for nothing yet as aliases."""
    new = tuple(free(map(wording, wordings), owners))
    if not new:
        return entry
    more = entry.model_copy(update={"aliases": (*entry.aliases, *new)})
    return each_once(more, left_to_others(entry.slug, owners))


def settled(whole: Mapping[str, Entry], local: Collection[str]) -> Mapping[str, Entry]:
    """Leave each wording to one of the entries that are shown, though two came by it apart.

    A release may bring a wording that an instructor gave to another entry. Whose question it is
    has it, and then whoever has it by an instructor's version: those in `local`. Only a question
    that two entries share stays with both.
    """
    if not local:
        return whole
    shown = [entry for entry in whole.values() if entry.status is Status.REVIEWED]
    ours_first = sorted(shown, key=lambda entry: entry.slug not in local)
    owners: dict[str, str] = {}
    for entry in ours_first:
        owners.setdefault(compared_as(entry.question), entry.slug)
    lost: dict[str, set[str]] = {slug: set() for slug in local}
    for entry in ours_first:
        for plain in map(compared_as, (*entry.aliases, *entry.wordings)):
            if owners.setdefault(plain, entry.slug) != entry.slug:
                lost.setdefault(entry.slug, set()).add(plain)
    return {
        slug: each_once(entry, lost[slug]) if slug in lost else entry
        for slug, entry in whole.items()
    }


def shared_questions(shown: Iterable[Entry]) -> tuple[tuple[str, ...], ...]:
    """The slugs of entries whose questions are the same, group by group."""
    groups: dict[str, list[str]] = {}
    for entry in shown:
        groups.setdefault(compared_as(entry.question), []).append(entry.slug)
    return tuple(tuple(slugs) for slugs in groups.values() if len(slugs) > 1)


def rewordings(question: str) -> Iterator[str]:
    """Ask the same in other words, as far as that can be done without understanding any.

    Only by sentences into which a title of its kind fits: "show the contents" can't be explained.
    """
    plain = question.strip().rstrip("?!. ")
    yield plain
    for kind, frames in ((_ACTION, _OF_ACTIONS), (_THING, _OF_THINGS)):
        if found := kind.fullmatch(plain):
            yield from (frame.format(found["rest"]) for frame in frames)
    yield from (frame.format(plain) for frame in _OF_ANY)


def _more(question: str, wordings: Iterable[str], taken: Collection[str]) -> tuple[str, ...]:
    """Aliases for an entry that lacks some: people's own before those that are made."""
    in_a_line = (text for text in wordings if "\n" not in text)
    return tuple(free(chain(in_a_line, rewordings(question)), taken))
