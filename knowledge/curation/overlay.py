"""Local versions laid over the entries that ship. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from knowledge.base.origin import fingerprint
from knowledge.curation.ownership import settled
from knowledge.curation.version import Version, left_to_release
from knowledge.pages.entry import Entry, Status
from knowledge.pages.graph import find_cycle, teaching_order

# How what holds differs from the files that ship, entry by entry and field by field. Pure.


class ChangeKind(StrEnum):
    """What became of an entry, seen from the files."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, as JSON has it, before and after; `before` is None for an added entry."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that differs."""

    slug: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...]


def differences(files: Mapping[str, Entry], whole: Mapping[str, Entry]) -> tuple[Difference, ...]:
    """List every entry that is not as its file says, by slug; nothing that has a file is missing.

    An entry that was written here and retired again has nothing to be told of a file.
    """
    return tuple(
        Difference(slug, _kind(files.get(slug), whole[slug]), changes)
        for slug in sorted(whole)
        if slug in files or whole[slug].status is not Status.RETIRED
        if (changes := tuple(_changes(files.get(slug), whole[slug])))
    )


def changed_fields(before: Entry | None, after: Entry) -> tuple[FieldChange, ...]:
    """List what differs between two states of an entry."""
    return tuple(_changes(before, after))


def _kind(before: Entry | None, after: Entry) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    if after.status is Status.RETIRED and before.status is not Status.RETIRED:
        return ChangeKind.RETIRED
    return ChangeKind.CHANGED


def _changes(before: Entry | None, after: Entry) -> Iterator[FieldChange]:
    old = {} if before is None else before.model_dump(mode="json", by_alias=True)
    for name, value in after.model_dump(mode="json", by_alias=True).items():
        was = old.get(name)
        if was != value and (value or was):
            yield FieldChange(name, was, value)


@dataclass(frozen=True, slots=True)
class UpgradeConflict:
    """An upgrade changed the entry that a local version was made from, or took it away.

    Until somebody settles it, the local version is served.
    """

    slug: str
    local: Version
    shipped: Entry | None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What holds: `whole` by slug, retired entries and drafts included, and the open conflicts."""

    whole: Mapping[str, Entry]
    entries: tuple[Entry, ...]
    conflicts: tuple[UpgradeConflict, ...]


def overlay(shipped: Sequence[Entry], heads: Sequence[Version], topics: Sequence[str]) -> Overlay:
    """Lay the newest local versions over what ships; `entries` are shown, in teaching order."""
    ours = {entry.slug: entry for entry in shipped}
    local = {head.slug: head.entry for head in heads if head.entry is not None}
    whole = settled(mended({**ours, **local}), local.keys())
    shown = [entry for entry in whole.values() if entry.status is Status.REVIEWED]
    conflicts = (conflict(head, ours.get(head.slug), whole.get(head.slug)) for head in heads)
    return Overlay(
        whole=whole,
        entries=_ordered(shown, local, topics),
        conflicts=tuple(found for found in conflicts if found is not None),
    )


def conflict(head: Version, shipped: Entry | None, whole: Entry | None) -> UpgradeConflict | None:
    """Whether the shipped entry is another than the one that a local version was made from.

    No more where the release has taken in what is served here, which is `whole`.
    """
    now = None if shipped is None else fingerprint(shipped)
    if head.entry is None or head.base == now or _says(whole, now):
        return None
    return UpgradeConflict(head.slug, head, shipped)


def taken_in(
    shipped: Sequence[Entry], heads: Sequence[Version], laid: Overlay, at: datetime
) -> Iterator[Version]:
    """The versions that let what ships hold, wherever a release says by now what is served here.

    Nobody is asked to choose between equals. But where nothing noted it, the old text of ours
    would stand above every correction that ships later.
    """
    ours = {entry.slug: fingerprint(entry) for entry in shipped}
    for head in heads:
        now = ours.get(head.slug)
        if head.entry is not None and head.base != now and _says(laid.whole.get(head.slug), now):
            yield left_to_release(head, now, at)


def _says(whole: Entry | None, shipped: str | None) -> bool:
    """Whether what is served is, word for word, what ships."""
    return whole is not None and fingerprint(whole) == shipped


def mended(whole: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """Drop links to what is gone, and prerequisites that are not shown any more."""
    shown = {slug for slug, entry in whole.items() if entry.status is Status.REVIEWED}
    return {slug: _mended(entry, whole, shown) for slug, entry in whole.items()}


def _mended(entry: Entry, whole: Mapping[str, Entry], shown: set[str]) -> Entry:
    needed = shown if entry.status is Status.REVIEWED else whole.keys()
    links = {
        "prerequisites": tuple(slug for slug in entry.prerequisites if slug in needed),
        "see_also": tuple(slug for slug in entry.see_also if slug in whole),
    }
    if links == {"prerequisites": entry.prerequisites, "see_also": entry.see_also}:
        return entry
    return entry.model_copy(update=links)


def _ordered(
    shown: Sequence[Entry], local: Mapping[str, Entry], topics: Sequence[str]
) -> tuple[Entry, ...]:
    by_slug = {entry.slug: entry for entry in shown}
    return tuple(by_slug[slug] for slug in teaching_order(_acyclic(shown, local), topics))


def _acyclic(shown: Sequence[Entry], local: Mapping[str, Entry]) -> Sequence[Entry]:
    """What ships has no cycle; an old local version may close one with what ships now."""
    if find_cycle({entry.slug: entry.prerequisites for entry in shown}) is None:
        return shown
    free = {"prerequisites": ()}
    return [entry.model_copy(update=free) if entry.slug in local else entry for entry in shown]
