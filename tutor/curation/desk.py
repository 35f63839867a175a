"""What all curation stands on: who may curate, an entry as it stands, and how a change is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.base.origin import fingerprint
from knowledge.curation.overlay import UpgradeConflict
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.topics import with_new
from knowledge.curation.version import (
    Action,
    Author,
    EditConflict,
    Handled,
    Published,
    Reopened,
    Resolution,
    Version,
)
from knowledge.pages.entry import Entry, Status
from progress.cohorts.cohort import Taught
from progress.events import Turn
from progress.people import Role
from progress.stores.progress_store import ProgressStore
from progress.unanswered import counted_as
from sandbox.protocol import Runner
from tutor.library import Library, Shelf


@dataclass(frozen=True, slots=True)
class Gone:
    """No such draft, cluster or entry any more: it was published, discarded or handled."""


@dataclass(frozen=True, slots=True)
class InstructorsOnly:
    """Refused: this is for instructors, and a learner asked for it."""


@dataclass(frozen=True, slots=True)
class Held:
    """An entry as it stands: `number` of its head, 0 where nobody has touched what ships.

    `entry` may be retired. `shipped` is what the files say, None where no file has it.
    """

    entry: Entry
    head: Version | None
    shipped: Entry | None
    conflict: UpgradeConflict | None

    @property
    def number(self) -> int:
        return self.head.number if self.head else 0

    @property
    def base(self) -> str | None:
        """Fingerprint of the shipped entry it was made from, before any conflict still open.

        Without one a release may have taken in what stands here: then it is made from that.
        """
        if self.conflict is not None:
            return self.conflict.local.base
        return fingerprint(self.shipped) if self.shipped else None

    def followed_by(self, action: Action, turn: Turn, entry: Entry | None) -> Version:
        """The version that a turn's author makes of it."""
        return version_by(
            turn,
            self.entry.slug,
            follows=self.number,
            action=action,
            entry=entry,
            base=self.base,
        )


class Desk:
    """The parts, and the few things that every use case does with them."""

    def __init__(
        self, shelf: Shelf, runner: Runner, progress: ProgressStore, store: CurationStore
    ) -> None:
        self.runner = runner
        self.progress = progress
        self.store = store
        self._shelf = shelf

    @property
    def library(self) -> Library:
        return self._shelf.library

    async def allows(self, turn: Turn) -> bool:
        """Whether the turn is an instructor's: an assistant sees, and changes nothing."""
        taught = await self.at(turn)
        assists = taught is not None and not taught.role.may_teach
        role = await self.progress.role(turn.sender.telegram_user_id)
        return role is Role.INSTRUCTOR and not assists

    async def at(self, turn: Turn) -> Taught | None:
        """The class that whoever asks is at, where they teach one."""
        return await self.progress.cohorts.at(turn.sender.telegram_user_id)

    async def elsewhere(self, turn: Turn) -> frozenset[int]:
        """Whose drafts and dismissals are another class's than the one that somebody is at."""
        taught = await self.at(turn)
        return await self.progress.cohorts.elsewhere(taught.cohort.id) if taught else frozenset()

    async def current(self) -> Library:
        """The library with every change that was made anywhere until now."""
        await self._shelf.refresh()
        return self.library

    async def topics(self) -> Mapping[str, str]:
        """Every topic with its title: those of entries, then those that drafts alone name."""
        library, drafts = await self.current(), await self.store.drafts()
        return with_new(library.topics, ((each.topic, each.topic_title) for each in drafts))

    async def held(self, slug: str) -> Held | None:
        """An entry as it stands, or None where there is none."""
        library = await self.current()
        shipped = {entry.slug: entry for entry in library.as_shipped}
        head = await self.store.head(slug)
        entry = head.entry if head and head.entry else shipped.get(slug)
        if entry is None:
            return None
        conflict = next((each for each in library.conflicts if each.slug == slug), None)
        return Held(entry, head, shipped.get(slug), conflict)

    async def vacated(self, slug: str) -> int:
        """The number of the head of an entry that was taken back; 0 where there never was one."""
        head = await self.store.head(slug)
        return head.number if head is not None and head.entry is None else 0

    async def published(self, turn: Turn) -> Published | None:
        """What this very update has published already, where it is handled once more."""
        if turn.update_id is None:
            return None
        who = turn.sender.telegram_user_id
        version = await self.store.made_by(who, turn.bot_id, turn.update_id)
        return None if version is None else Published(version)

    async def publish(
        self,
        version: Version,
        *,
        handled: Iterable[Handled] = (),
        reopened: Reopened | None = None,
    ) -> Published | EditConflict:
        """Make this version the newest, here at once and in every other process within seconds."""
        outcome = await self.store.publish(version, handled=handled, reopened=reopened)
        await self._shelf.refresh()
        return outcome


def counting(handled: Iterable[Handled], elsewhere: frozenset[int]) -> list[Handled]:
    """What is dealt with for a class: a page is for all, a dismissal for its author's classes."""
    dismissed = Resolution.DISMISSED
    return [it for it in handled if it.outcome is not dismissed or it.author_id not in elsewhere]


def author_of(turn: Turn) -> Author:
    return Author(turn.sender.telegram_user_id, turn.sender.name)


def found_by(entry: Entry | None) -> frozenset[str]:
    """What an entry is found by, as unanswered questions are counted; a retired one by nothing."""
    if entry is None or entry.status is not Status.REVIEWED:
        return frozenset()
    return frozenset(map(counted_as, entry.phrasings))


def handled_by(
    turn: Turn, wordings: Iterable[str], outcome: Resolution, slug: str | None
) -> list[Handled]:
    """What the turn's author did about learners' questions, spelled as they are counted."""
    who = turn.sender.telegram_user_id
    return [Handled(wording, outcome, slug, who, turn.at) for wording in wordings]


def version_by(
    turn: Turn,
    slug: str,
    *,
    follows: int,
    action: Action,
    entry: Entry | None,
    base: str | None,
    restores: int | None = None,
) -> Version:
    """The version that a turn's author makes; `follows` is the number of the one before it.

    It bears the turn's update, so that an update that is handled again publishes nothing twice.
    """
    return Version(
        slug=slug,
        number=follows + 1,
        action=action,
        author=author_of(turn),
        at=turn.at,
        entry=entry,
        base=base,
        restores=restores,
        update_id=turn.update_id,
        bot_id=turn.bot_id,
    )
