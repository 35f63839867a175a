"""What instructors made of entries: versions that are only ever added, the newest of which holds.

An entry without versions is the one that ships. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from knowledge.pages.entry import Entry

# What became of a wording that was unanswered. Pure.

# What is handled covers questions of before. The list of unanswered ones goes back 90 days only,
# and an update that is handled late was sent a day ago at most.
KEPT = timedelta(days=100)


class Resolution(StrEnum):
    """What an instructor did about it."""

    MERGED = "merged"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Handled:
    """A wording, spelled as it is counted, and what was done; `slug` is the entry, if any."""

    wording: str
    outcome: Resolution
    slug: str | None
    author_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """Wordings that were handled at these moments, but for those that are `kept`."""

    at: frozenset[datetime]
    kept: frozenset[str] = frozenset()


class Action(StrEnum):
    """What was done. Of a conflict with a newer shipped entry, one side was `kept` or `taken`.

    An undoing goes one step back, and the next one another; a return goes to any version.
    """

    CREATED = "created"
    EDITED = "edited"
    ALIASED = "aliased"
    RETIRED = "retired"
    RESTORED = "restored"
    UNDONE = "undone"
    RETURNED = "returned"
    KEPT = "kept"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Author:
    """An instructor; the name is as it was at the time."""

    telegram_user_id: int
    name: str


# Who lets what ships hold where a release has taken in what instructors wrote; nobody in chat.
RELEASE = Author(0, "A release")


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an entry; `number` counts from 1 and follows the head that its author saw.

    Without an `entry` the shipped one holds, or none where none ships. `base` is the fingerprint
    of the shipped entry that the author had before them, None where there was none. `restores` is
    the number that an undoing or a return went to; 0 is the state before the first version.
    `update_id` is the update of the bot `bot_id` in which its author asked for it: an update may be
    handled twice, and each bot numbers its updates for itself. So it does with `messages`, which
    brought the parts of what was published.
    """

    slug: str
    number: int
    action: Action
    author: Author
    at: datetime
    entry: Entry | None
    base: str | None
    restores: int | None = None
    update_id: int | None = None
    bot_id: int = 0
    messages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """The version holds from now on."""

    version: Version


@dataclass(frozen=True, slots=True)
class EditConflict:
    """Somebody was faster, and nothing was overwritten; `theirs` says who, when and what."""

    theirs: Version


def restored_by_undo(history: Mapping[int, Version], number: int) -> int | None:
    """Which number the undoing of a version goes back to; None where there is nothing before it.

    The undoing of an undoing goes one step further back.
    """
    while number and (version := history[number]).action is Action.UNDONE:
        number = version.restores or 0
    return number - 1 if number else None


def opened_again(history: Mapping[int, Version], number: int) -> frozenset[datetime]:
    """When wordings were handled that are open again once the entry is as it was at a number."""
    return frozenset(each.at for each in history.values() if each.number > number)


def left_to_release(head: Version, base: str | None, at: datetime) -> Version:
    """The version after `head` by which the shipped entry holds, of that fingerprint now."""
    return Version(
        slug=head.slug,
        number=head.number + 1,
        action=Action.TAKEN,
        author=RELEASE,
        at=at,
        entry=None,
        base=base,
    )


def by_number(history: Sequence[Version]) -> Mapping[int, Version]:
    return {version.number: version for version in history}
