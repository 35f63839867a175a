"""Keeping entries: an instructor looks at one, retires it, takes a change back, settles a conflict.

What two do at once ends as an `EditConflict` for the second; `expected` is the number of the head
that an instructor had in view.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.base.origin import fingerprint
from knowledge.curation.overlay import UpgradeConflict
from knowledge.curation.ownership import (
    asked_elsewhere,
    shared_questions,
    wording_key,
)
from knowledge.curation.version import (
    Action,
    EditConflict,
    Published,
    Reopened,
    Resolution,
    Version,
    by_number,
    opened_again,
    restored_by_undo,
)
from knowledge.pages.entry import Entry, Status
from progress.events import Turn
from tutor.curation.desk import Desk, Gone, Held, InstructorsOnly, found_by, handled_by, version_by
from tutor.library import Library

FOUND = 5


@dataclass(frozen=True, slots=True)
class NothingToUndo:
    """The entry is as it shipped, or was never there."""


@dataclass(frozen=True, slots=True)
class AskedElsewhere:
    """Nothing changed: other entries answer these wordings of the entry by now."""

    slug: str
    wordings: tuple[str, ...]


Changed = Published | EditConflict | Gone | InstructorsOnly


class Keeping:
    """Entries that exist: looked at, retired, served again, and taken back to what they were."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def held(self, turn: Turn, slug: str) -> Held | Gone | InstructorsOnly:
        """An entry as it stands, retired ones too, with what an instructor needs to act on it."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        return await self._desk.held(slug) or Gone()

    async def find(self, turn: Turn, text: str) -> tuple[Entry, ...] | InstructorsOnly:
        """Find an entry by its slug, retired ones too, or its very wording; else some by words."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        library = await self._desk.current()
        owner = library.owners.get(wording_key(text), text.strip())
        named = library.whole.get(text.strip()) or library.entry(owner)
        if named is not None:
            return (named,)
        return library.known([one.slug for one in library.search(text).candidates])[:FOUND]

    async def retire(self, turn: Turn, slug: str, expected: int) -> Changed | AskedElsewhere:
        """Stop serving an entry."""
        return await self._with_status(turn, slug, expected, Status.RETIRED)

    async def restore(self, turn: Turn, slug: str, expected: int) -> Changed | AskedElsewhere:
        """Serve a retired entry again."""
        return await self._with_status(turn, slug, expected, Status.REVIEWED)

    async def undo(
        self, turn: Turn, slug: str, expected: int
    ) -> Published | EditConflict | AskedElsewhere | NothingToUndo | InstructorsOnly:
        """Go back to the state before the latest change; a second undo goes one step further."""
        history = await self._history_seen(turn, slug, expected)
        if not isinstance(history, Mapping):
            return history
        target = restored_by_undo(history, max(history, default=0))
        if target is None:
            return NothingToUndo()
        return await self._gone_back(turn, history, target, Action.UNDONE)

    async def return_to(
        self, turn: Turn, slug: str, number: int, expected: int
    ) -> Changed | AskedElsewhere:
        """Let an entry be as it was at a number once more, in a new version; 0 is what ships.

        An undo can be taken back so, and so can a return.
        """
        history = await self._history_seen(turn, slug, expected)
        if not isinstance(history, Mapping):
            return history
        held = await self._desk.held(slug)
        known = number in history or (number == 0 and held is not None and held.shipped is not None)
        if not known or number >= max(history, default=0):
            return Gone()
        return await self._gone_back(turn, history, number, Action.RETURNED)

    async def history(self, turn: Turn, slug: str) -> tuple[Version, ...] | InstructorsOnly:
        """Who did what to an entry, and when; the newest first."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        return await self._desk.store.history(slug)

    async def recent(self, turn: Turn) -> tuple[Version, ...] | InstructorsOnly:
        """The newest version of every entry that was touched, the latest first."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        heads = await self._desk.store.heads()
        return tuple(sorted(heads, key=lambda head: head.at, reverse=True))

    async def conflicts(self, turn: Turn) -> tuple[UpgradeConflict, ...] | InstructorsOnly:
        """Entries that an upgrade and an instructor both changed, until somebody decides."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        return (await self._desk.current()).conflicts

    async def asked_alike(self, turn: Turn) -> tuple[Entry, ...] | InstructorsOnly:
        """Entries whose question another one has as well, since a release brought it."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        library = await self._desk.current()
        alike = shared_questions(library.entries.values())
        return library.known([slug for slugs in alike for slug in slugs])

    async def settle(
        self, turn: Turn, slug: str, expected: int, *, keep: bool
    ) -> Changed | AskedElsewhere:
        """End a conflict: keep the local version, or take what ships."""
        held = await self._seen(turn, slug, expected)
        if not isinstance(held, Held):
            return held
        if held.conflict is None:
            return Gone()
        action, entry = (Action.KEPT, held.entry) if keep else (Action.TAKEN, None)
        if not keep and (others := _asked_elsewhere(held.shipped, self._desk.library)):
            return others
        base = fingerprint(held.shipped) if held.shipped else None
        version = replace(held.followed_by(action, turn, entry), base=base)
        return await self._published(
            turn, version, held.entry, held.entry if keep else held.shipped
        )

    async def _gone_back(
        self, turn: Turn, history: Mapping[int, Version], target: int, action: Action
    ) -> Published | EditConflict | AskedElsewhere:
        """Publish the state at a number once more; what its wordings ask counts as answered."""
        library, head = await self._desk.current(), history[max(history)]
        shipped = next((one for one in library.as_shipped if one.slug == head.slug), None)
        before = history.get(target)
        was = (before and before.entry) or shipped
        if others := _asked_elsewhere(was, library):
            return others
        version = version_by(
            turn,
            head.slug,
            follows=head.number,
            action=action,
            entry=before.entry if before else None,
            base=before.base if before else None,
            restores=target,
        )
        since = opened_again(history, target)
        return await self._published(turn, version, head.entry or shipped, was, since)

    async def _with_status(
        self, turn: Turn, slug: str, expected: int, status: Status
    ) -> Changed | AskedElsewhere:
        held = await self._seen(turn, slug, expected)
        if not isinstance(held, Held):
            return held
        action = Action.RETIRED if status is Status.RETIRED else Action.RESTORED
        entry = held.entry.model_copy(update={"status": status})
        if others := _asked_elsewhere(entry, self._desk.library):
            return others
        version = held.followed_by(action, turn, entry)
        return await self._published(turn, version, held.entry, entry)

    async def _published(
        self,
        turn: Turn,
        version: Version,
        before: Entry | None,
        after: Entry | None,
        since: frozenset[datetime] | None = None,
    ) -> Published | EditConflict:
        """Publish an entry that was like `before` and is like `after` now.

        What it is found by only now counts as answered; what it is found by no longer is open
        again, of all that was handled for it, or of what was handled at the moments in `since`.
        """
        wordings = found_by(after)
        new = sorted(wordings - found_by(before))
        handled = handled_by(turn, new, Resolution.ANSWERED, version.slug)
        if since is None:
            known = await self._desk.store.handled()
            since = frozenset(each.at for each in known if each.slug == version.slug)
        reopened = Reopened(since, wordings)
        return await self._desk.publish(version, handled=handled, reopened=reopened)

    async def _history_seen(
        self, turn: Turn, slug: str, expected: int
    ) -> Mapping[int, Version] | Published | EditConflict | InstructorsOnly:
        """The versions of an entry, where the newest still is what the instructor had in view."""
        if (ended := await self._answer_without_change(turn)) is not None:
            return ended
        history = by_number(await self._desk.store.history(slug))
        newest = max(history, default=0)
        return EditConflict(history[newest]) if newest not in (0, expected) else history

    async def _seen(self, turn: Turn, slug: str, expected: int) -> Held | Changed:
        """The entry, where it still is what the instructor had in view."""
        if (ended := await self._answer_without_change(turn)) is not None:
            return ended
        held = await self._desk.held(slug)
        if held is not None and held.head and held.number != expected:
            return EditConflict(held.head)
        return held or Gone()

    async def _answer_without_change(self, turn: Turn) -> Published | InstructorsOnly | None:
        """The answer where this turn may change nothing; None where it goes on.

        Its author is no instructor, or its update has made its version already.
        """
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        return await self._desk.published(turn)


def _asked_elsewhere(entry: Entry | None, library: Library) -> AskedElsewhere | None:
    """Why an entry can't be served beside the others; one that is not served asks for nothing."""
    if entry is None or entry.status is not Status.REVIEWED:
        return None
    shared = tuple(asked_elsewhere(entry.phrasings, entry.slug, library.owners))
    return AskedElsewhere(entry.slug, shared) if shared else None
