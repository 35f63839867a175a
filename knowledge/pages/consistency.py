"""What must hold between pages: distinct wordings, links that lead somewhere, no cycles. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from database.text import folded, unclosed
from knowledge.pages.entry import Status
from knowledge.pages.graph import find_cycle
from knowledge.pages.page import Page
from knowledge.pages.problems import Problem


def inconsistencies(
    pages: Sequence[Page], topics: Collection[str], exercises: Collection[str]
) -> tuple[Problem, ...]:
    """Find every contradiction between pages that are each sound by themselves."""
    return tuple(
        sorted(
            {
                *_repeated_slugs(pages),
                *_repeated_wordings(pages),
                *_own_near_misses(pages),
                *_repeated_marks(pages),
                *_unknown_topics(pages, topics),
                *_dead_links(pages, exercises),
                *_cycles(pages),
            }
        )
    )


def compared_as(wording: str) -> str:
    """Strip what does not make two wordings different to a reader, as where they are counted."""
    plain = folded(wording)
    return unclosed(plain) or plain


def _repeated_slugs(pages: Sequence[Page]) -> Iterator[Problem]:
    first: dict[str, Page] = {}
    for page in pages:
        other = first.setdefault(page.entry.slug, page)
        if other is not page:
            yield Problem(page.path, page.at("id"), f"id: {page.entry.slug} is also {other.path}")


def _repeated_wordings(pages: Sequence[Page]) -> Iterator[Problem]:
    """Find shared wordings: one that asks for two entries asks for neither."""
    uses = defaultdict[str, list[_Use]](list)
    for page in pages:
        for place, wording in _wordings(page):
            # People read the question and the aliases; pasted code has lines.
            is_code = "\n" in wording and place.path == page.wordings.path
            if not wording.strip() or ("\n" in wording and not is_code):
                yield Problem(*place, f"expected one line of words, got {wording!r}")
            uses[compared_as(wording)].append(_Use(page, place, folded(wording)))
    pairs = defaultdict[tuple[str, str], list[_Shared]](list)
    for alike in uses.values():
        for count, use in enumerate(alike):
            if first := next((each for each in alike[:count] if _repeats(use, each)), None):
                shared = _Shared(use.place, first.place, use.spelled)
                pairs[use.place.path, first.place.path].append(shared)
    yield from map(_shared, pairs.values())


def _repeats(use: "_Use", first: "_Use") -> bool:
    """A page may have what it is asked by with its question mark and without."""
    return use.page is not first.page or use.spelled == first.spelled


def _shared(found: Sequence["_Shared"]) -> Problem:
    """A page copied from another shares many: one problem, which blames neither of the two."""
    place, first, wording = found[0]
    other = f"{first.path}:{first.line}"
    if len(found) == 1:
        return Problem(*place, f"{wording!r} is also a wording of {other}")
    count = f"shares {len(found)} wordings with {other}, {wording!r} among them"
    return Problem(*place, f"{count}: leave each to one of the two pages")


class _Place(NamedTuple):
    path: str
    line: int


class _Use(NamedTuple):
    page: Page
    place: _Place
    spelled: str


class _Shared(NamedTuple):
    place: _Place
    first: _Place
    wording: str


def _wordings(page: Page) -> Iterator[tuple[_Place, str]]:
    yield _Place(page.path, page.at("question")), page.entry.question
    for position, alias in enumerate(page.entry.aliases):
        yield _Place(page.path, page.at("aliases", position)), alias
    for line, wording in page.wordings.placed():
        yield _Place(page.wordings.path, line), wording


def _own_near_misses(pages: Sequence[Page]) -> Iterator[Problem]:
    for page in pages:
        own = {compared_as(phrasing) for phrasing in page.entry.phrasings}
        for position, near_miss in enumerate(page.entry.not_for):
            if compared_as(near_miss) in own:
                line = page.at("not_for", position)
                yield Problem(page.path, line, f"not_for: {near_miss!r} also asks for this entry")


def _repeated_marks(pages: Sequence[Page]) -> Iterator[Problem]:
    for page in pages:
        for position, mark in enumerate(page.entry.asked_in):
            if mark in page.entry.asked_in[:position]:
                line = page.at("asked_in", position)
                yield Problem(page.path, line, f"asked_in: {mark!r} is named twice")


def _unknown_topics(pages: Sequence[Page], topics: Collection[str]) -> Iterator[Problem]:
    for page in pages:
        if page.entry.topic not in topics and not page.entry.topic_title:
            expected = f"topic: expected one of topics.yaml, got {page.entry.topic!r}"
            yield Problem(page.path, page.at("topic"), expected)


def _dead_links(pages: Sequence[Page], exercises: Collection[str]) -> Iterator[Problem]:
    """Links lead to entries that exist; a shown entry never needs one that is not shown."""
    slugs = {page.entry.slug for page in pages}
    shown = {page.entry.slug for page in pages if page.entry.status is Status.REVIEWED}
    for page in pages:
        entry = page.entry
        needed = shown if entry.status is Status.REVIEWED else slugs
        links = (
            ("prerequisites", entry.prerequisites, needed, "a reviewed entry"),
            ("see_also", entry.see_also, slugs - {entry.slug}, "another entry"),
            ("exercises", entry.exercises, exercises, "an exercise"),
        )
        for field, targets, known, kind in links:
            noun, there = ("exercise", exercises) if known is exercises else ("entry", slugs)
            for position, slug in enumerate(targets):
                line = page.at(field, position)
                if slug not in there:
                    yield Problem(page.path, line, f"{field}: there is no {noun} {slug!r}")
                elif slug not in known:
                    yield Problem(page.path, line, f"{field}: expected {kind}, got {slug!r}")
                elif slug in targets[:position]:
                    yield Problem(page.path, line, f"{field}: {slug!r} is named twice")


def _cycles(pages: Sequence[Page]) -> Iterator[Problem]:
    by_slug = {page.entry.slug: page for page in pages}
    cycle = find_cycle({slug: page.entry.prerequisites for slug, page in by_slug.items()})
    if cycle is None:
        return
    page, needed = next((by_slug[a], b) for a, b in pairwise(cycle) if a in by_slug)
    line = page.at("prerequisites", page.entry.prerequisites.index(needed))
    yield Problem(page.path, line, f"prerequisites: a cycle: {' needs '.join(cycle)}")
