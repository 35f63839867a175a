"""/entry, for instructors: find an entry, see what became of it, retire it, take a change back."""

from telegram import Message
from telegram.ext import CommandHandler

from bot.buttons.curation import (
    AskRetire,
    OfEntry,
    Restore,
    Retire,
    ReturnTo,
    ShowHeld,
    ShowHistory,
    ShowVersions,
    Undo,
)
from bot.context import Context
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.messages.incoming import after_command
from bot.render import entries as render
from bot.render import unanswered
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import clean
from knowledge.curation.version import EditConflict, Published
from progress.events import Turn
from tutor.curation.desk import Gone, Held, InstructorsOnly
from tutor.curation.entries import AskedElsewhere, Changed, NothingToUndo
from tutor.curation_desk import Curation
from tutor.tutor import Tutor


class Entries:
    """Entries as instructors see them, and what their buttons do; *Edit* is a draft's."""

    def __init__(self, tutor: Tutor, curation: Curation) -> None:
        self._tutor = tutor
        self._entries = curation.entries

    async def found(self, turn: Turn, text: str) -> Response:
        """The entry of that name, else those that the words may mean."""
        if not text:
            return await self._recent(turn)
        found = await self._entries.find(turn, text)
        if isinstance(found, InstructorsOnly):
            return unanswered.refused(found)
        if text not in {entry.slug for entry in found} and await self._entries.history(turn, text):
            # It was taken back, and may be brought back from here.
            return await self._history(turn, text)
        if len(found) == 1:
            return await self.held(turn, found[0].slug)
        return render.found(found)

    async def held(self, turn: Turn, slug: str) -> Response:
        """One entry as it stands."""
        found = await self._entries.held(turn, slug)
        if isinstance(found, Held):
            return render.held(found, self._tutor.library.title(found.entry.topic))
        return unanswered.refused(found)

    async def done(
        self, turn: Turn, outcome: Changed | AskedElsewhere | NothingToUndo, slug: str
    ) -> Response:
        """What became of a change."""
        match outcome:
            case Published():
                found = await self._entries.held(turn, slug)
                return render.done(outcome, found if isinstance(found, Held) else None)
            case EditConflict():
                return unanswered.overtaken(outcome)
            case AskedElsewhere():
                return render.asked_elsewhere(outcome)
            case NothingToUndo():
                return render.nothing_to_undo(slug)
            case Gone() | InstructorsOnly():
                return unanswered.refused(outcome)

    async def press(self, at: Pressed, press: OfEntry) -> None:
        match press:
            case ShowHeld(slug):
                await at.send(await self.held(at.turn, slug))
            case ShowHistory(slug):
                await at.send(await self._history(at.turn, slug))
            case AskRetire(number, slug):
                await at.send(await self._ask_retire(at.turn, number, slug))
            case Retire(number, slug):
                outcome = await self._entries.retire(at.turn, slug, number)
                await at.change(await self.done(at.turn, outcome, slug))
            case Restore(number, slug):
                outcome = await self._entries.restore(at.turn, slug, number)
                await at.send(await self.done(at.turn, outcome, slug))
            case Undo(number, slug):
                undone = await self._entries.undo(at.turn, slug, number)
                await at.send(await self.done(at.turn, undone, slug))
            case ReturnTo(number, target, slug):
                back = await self._entries.return_to(at.turn, slug, target, number)
                await at.send(await self.done(at.turn, back, slug))
            case ShowVersions(page, slug):
                await at.change(await self._history(at.turn, slug, page))

    async def _recent(self, turn: Turn) -> Response:
        found = await self._entries.recent(turn)
        if isinstance(found, InstructorsOnly):
            return unanswered.refused(found)
        return render.recent(found, self._tutor.library.whole)

    async def _ask_retire(self, turn: Turn, number: int, slug: str) -> Response:
        found = await self._entries.held(turn, slug)
        if not isinstance(found, Held):
            return unanswered.refused(found)
        if found.head and found.number != number:
            return unanswered.overtaken(EditConflict(found.head))
        return render.ask_retire(found)

    async def _history(self, turn: Turn, slug: str, page: int = 0) -> Response:
        versions = await self._entries.history(turn, slug)
        if isinstance(versions, InstructorsOnly):
            return unanswered.refused(versions)
        found = await self._entries.held(turn, slug)
        shipped = found.shipped if isinstance(found, Held) else None
        return render.history(slug, versions, shipped, page)


def handler(entries: Entries, replies: Replies) -> CommandHandler[Context, None]:
    async def on_entry(turn: Turn, message: Message) -> Response:
        return await entries.found(turn, clean(after_command(message)).strip())

    return private_command("entry", replies, on_entry)
