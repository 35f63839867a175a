"""A class's notes: kept by whoever teaches it, told to whoever is in it, and to nobody else."""

from dataclasses import dataclass
from zlib import crc32

from knowledge.pages.entry import Entry
from progress.cohorts.cohort import Taught
from progress.cohorts.note import ClassNote, Note
from progress.events import Turn
from progress.stores.progress_store import ProgressStore
from tutor.cohorts.titles import LONGEST_TITLE, asked_for, telling
from tutor.conversation.ask import sure_page
from tutor.conversation.code_or_words import is_question
from tutor.conversation.intent import Asks, Chats, intent
from tutor.conversation.message import Message
from tutor.curation.desk import InstructorsOnly
from tutor.library import Shelf

# A list of more would not fit under its buttons.
MOST_NOTES = 50
_SHORT = 5
# Whoever says more asks about more than a date.
_LONG = 25


@dataclass(frozen=True, slots=True)
class Noted:
    """Notes that answer a message, and the page that surely answers it as well."""

    notes: tuple[ClassNote, ...]
    page: Entry | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A note is told from now on; `before` is what one with the same words said until now."""

    taught: Taught
    note: Note
    before: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The notes of the class that somebody is at."""

    taught: Taught
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """A note is told no more."""

    note: Note


@dataclass(frozen=True, slots=True)
class NotByAssistants:
    """Refused: an assistant sees notes, and changes none."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A note needs a text, and a title that is short and has a word that says something."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """The class has as many notes as it may."""


@dataclass(frozen=True, slots=True)
class NoSuchNote:
    """It is of another class than the one that somebody is at, or gone."""


Outcome = Kept | Unfit | TooMany | NotByAssistants | InstructorsOnly


class Notes:
    """Keeps notes and answers by them."""

    def __init__(self, store: ProgressStore, shelf: Shelf) -> None:
        self._store = store
        self._shelf = shelf

    async def answer(self, turn: Turn, message: Message) -> Noted | None:
        """What a learner's classes were told, if a message asks for that; nothing is recorded.

        In a group others read along who are not of the class.
        """
        if not message.before.alone or not _may_ask(message):
            return None
        notes = await self._store.notes.told(turn.sender.telegram_user_id, turn.at)
        found = notes and asked_for(notes, message.text)
        # Code is run, whatever its names are.
        if not found or not isinstance(intent(message, None), Asks | Chats):
            return None
        return Noted(found, sure_page(self._shelf.library, message.text))

    async def keep(self, turn: Turn, note: Note) -> Outcome:
        """Keep a note of the class that somebody is at; the same words in its title replace it."""
        who = turn.sender.telegram_user_id
        taught = await self._store.cohorts.at(who)
        if taught is None:
            return InstructorsOnly()
        if not taught.role.may_teach:
            return NotByAssistants()
        if not (note.text and telling(note.title) and len(note.title) <= LONGEST_TITLE):
            return Unfit()
        notes = await self._store.notes.of(taught.cohort.id)
        same = next((each for each in notes if telling(each.title) == telling(note.title)), None)
        if same is None and len(notes) >= MOST_NOTES:
            return TooMany()
        kept = Note(same.title, note.text) if same else note
        await self._store.notes.keep(taught.cohort.id, kept, who, turn.at)
        return Kept(taught, kept, same.text if same else "")

    async def listed(self, turn: Turn) -> Listed | InstructorsOnly:
        """The notes of the class that somebody is at."""
        taught = await self._store.cohorts.at(turn.sender.telegram_user_id)
        if taught is None:
            return InstructorsOnly()
        return Listed(taught, await self._store.notes.of(taught.cohort.id))

    async def remove(
        self, turn: Turn, cohort_id: int, mark: int
    ) -> Removed | NoSuchNote | NotByAssistants | InstructorsOnly:
        """Remove what a button names, where it is of the class that somebody is at."""
        found = await self.listed(turn)
        if isinstance(found, InstructorsOnly):
            return found
        if not found.taught.role.may_teach:
            return NotByAssistants()
        note = next((each for each in found.notes if mark_of(each) == mark), None)
        if note is None or found.taught.cohort.id != cohort_id:
            return NoSuchNote()
        await self._store.notes.remove(cohort_id, note.title)
        return Removed(note)


def mark_of(note: Note) -> int:
    """What a button can carry of a title; of some dozen notes no two have the same."""
    return crc32(note.title.encode())


def _may_ask(message: Message) -> bool:
    words = len(message.text.split())
    return words <= _SHORT or (words <= _LONG and is_question(message.text))
