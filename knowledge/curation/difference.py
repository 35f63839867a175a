"""How what holds differs from the files that ship, entry by entry and field by field. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from knowledge.entry import Entry, Status


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
