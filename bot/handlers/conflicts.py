"""/conflicts, for instructors: entries that a release and one of them both changed."""

from telegram.ext import CommandHandler

from bot.curation_codec import OfConflict, Settle, ShowConflict
from bot.handlers.entry import Entries
from bot.pressed import Pressed
from bot.private import private_command
from bot.render import conflicts as render
from bot.render import instructors
from bot.replies import Replies
from bot.response import Response
from bot.turns import Context
from progress.turn import Turn
from tutor.curation import Curation
from tutor.desk import Held, InstructorsOnly


class Conflicts:
    """What waits for a decision, and the decision."""

    def __init__(self, curation: Curation, entries: Entries) -> None:
        self._kept = curation.entries
        self._entries = entries

    async def listed(self, turn: Turn) -> Response:
        """All of them, or the only one at once."""
        found = await self._kept.conflicts(turn)
        if isinstance(found, InstructorsOnly):
            return instructors.refused(found)
        alike = await self._kept.asked_alike(turn)
        if isinstance(alike, InstructorsOnly):
            return instructors.refused(alike)
        if len(found) == 1 and not alike:
            return await self._conflict(turn, found[0].slug)
        return render.listed(found, alike)

    async def press(self, at: Pressed, press: OfConflict) -> None:
        match press:
            case ShowConflict(slug):
                await at.send(await self._conflict(at.turn, slug))
            case Settle(keep, number, slug):
                outcome = await self._kept.settle(at.turn, slug, number, keep=keep)
                await at.change(await self._entries.done(at.turn, outcome, slug))

    async def _conflict(self, turn: Turn, slug: str) -> Response:
        found = await self._kept.held(turn, slug)
        if not isinstance(found, Held):
            return instructors.refused(found)
        if found.conflict is None:
            return render.none_any_more(slug)
        return render.conflict(found, found.conflict)


def handler(conflicts: Conflicts, replies: Replies) -> CommandHandler[Context, None]:
    return private_command("conflicts", replies, lambda turn, _: conflicts.listed(turn))
