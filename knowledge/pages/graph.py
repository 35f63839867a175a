"""Entries as a graph of prerequisites: cycles, the order to teach in, and what lies near. Pure."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from knowledge.pages.entry import Entry

Prerequisites = Mapping[str, Sequence[str]]


def find_cycle(prerequisites: Prerequisites) -> tuple[str, ...] | None:
    """Name one cycle, its first slug again at its end; None where there is none."""
    try:
        TopologicalSorter(prerequisites).prepare()
    except CycleError as error:
        # The error lists each node before the one that needs it; readers follow "needs".
        return tuple(reversed(error.args[1]))
    return None


def teaching_order(entries: Sequence[Entry], topics: Sequence[str]) -> tuple[str, ...]:
    """Sort by topic, then difficulty, but never an entry before one that it needs.

    Among what may come next, the earliest topic goes first, so the order is always the same.
    """
    by_slug = {entry.slug: entry for entry in entries}
    rank = {topic: position for position, topic in enumerate(topics)}
    sorter = TopologicalSorter(
        {e.slug: [slug for slug in e.prerequisites if slug in by_slug] for e in entries}
    )
    sorter.prepare()
    ready: list[str] = []
    ordered: list[str] = []
    while sorter.is_active():
        ready.extend(sorter.get_ready())
        ready.sort(key=lambda slug: _precedence(by_slug[slug], rank), reverse=True)
        slug = ready.pop()
        sorter.done(slug)
        ordered.append(slug)
    return tuple(ordered)


def _precedence(entry: Entry, rank: Mapping[str, int]) -> tuple[int, int, str]:
    return rank.get(entry.topic, len(rank)), entry.difficulty, entry.slug


def related(entry: Entry, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """List what to read next: named neighbours, what builds on this one, then what it needs."""
    builds_on_it = sorted(
        (other for other in entries.values() if entry.slug in other.prerequisites),
        key=lambda other: (other.difficulty, other.slug),
    )
    near = (*entry.see_also, *(other.slug for other in builds_on_it), *entry.prerequisites)
    return tuple(slug for slug in dict.fromkeys(near) if slug in entries and slug != entry.slug)
