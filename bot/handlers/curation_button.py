"""Instructors' buttons. Each is answered at once, then goes to whoever knows what it is about."""

import re

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.callback_data import Stale
from bot.curation_codec import VERSION, CurationPress, unpack
from bot.draft_presses import (
    DropPart,
    FinishPart,
    OfDraft,
    OfPart,
    OpenDraft,
    Publish,
    Rebase,
    RunDraft,
    UnfoldDraft,
)
from bot.entry_presses import OfConflict, OfEntry, OfUnanswered
from bot.handlers.conflicts import Conflicts
from bot.handlers.draft_parts import DraftParts
from bot.handlers.drafts import Drafts
from bot.handlers.entry import Entries
from bot.handlers.unanswered import UnansweredQuestions
from bot.pressed import Pressed
from bot.render import words
from bot.turns import Context
from tutor.curation import Curation

# Whether code is run is known only later: the draft may be somebody else's.
RUNNING = "One moment …"

_RUNS_CODE = DropPart | FinishPart | OpenDraft | Publish | Rebase | RunDraft | UnfoldDraft


class CurationButtons:
    """Everyone whose buttons instructors press."""

    def __init__(
        self,
        curation: Curation,
        *,
        unanswered: UnansweredQuestions,
        entries: Entries,
        conflicts: Conflicts,
        drafts: Drafts,
        parts: DraftParts,
    ) -> None:
        self._curation = curation
        self._unanswered = unanswered
        self._entries = entries
        self._conflicts = conflicts
        self._drafts = drafts
        self._parts = parts

    async def press(self, at: Pressed, press: CurationPress | Stale) -> None:
        if isinstance(press, Stale):
            await at.toast(words.STALE_BUTTON)
            return
        if not await self._curation.allows(at.turn):
            await at.toast(words.INSTRUCTORS_ONLY)
            return
        await at.toast(RUNNING if isinstance(press, _RUNS_CODE) else None)
        if isinstance(press, OfUnanswered):
            await self._unanswered.press(at, press)
        elif isinstance(press, OfEntry):
            await self._entries.press(at, press)
        elif isinstance(press, OfConflict):
            await self._conflicts.press(at, press)
        elif isinstance(press, OfDraft):
            await self._drafts.press(at, press)
        elif isinstance(press, OfPart):
            await self._parts.press(at, press)


def handler(buttons: CurationButtons) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is not None:
            await buttons.press(Pressed(context, query), unpack(query.data))

    return CallbackQueryHandler(on_press, pattern=re.compile(f"^{VERSION}"))
