"""Instructors' buttons. Each is answered at once, then goes to whoever knows what it is about."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.callback_data import Stale
from bot.curation_codec import (
    VERSION,
    CurationPress,
    DropPart,
    FinishPart,
    OfConflict,
    OfDraft,
    OfEntry,
    OfUnanswered,
    OpenDraft,
    Publish,
    Rebase,
    RunDraft,
    UnfoldDraft,
    unpack,
)
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


def handler(
    curation: Curation,
    *,
    unanswered: UnansweredQuestions,
    entries: Entries,
    conflicts: Conflicts,
    drafts: Drafts,
    parts: DraftParts,
) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        press = unpack(at.data)
        if isinstance(press, Stale):
            await at.toast(words.STALE_BUTTON)
        elif not await curation.allows(at.turn):
            await at.toast(words.INSTRUCTORS_ONLY)
        else:
            await at.toast(RUNNING if isinstance(press, _RUNS_CODE) else None)
            await act(at, press)

    async def act(at: Pressed, press: CurationPress) -> None:
        if isinstance(press, OfUnanswered):
            await unanswered.press(at, press)
        elif isinstance(press, OfEntry):
            await entries.press(at, press)
        elif isinstance(press, OfConflict):
            await conflicts.press(at, press)
        elif isinstance(press, OfDraft):
            await drafts.press(at, press)
        else:
            await parts.press(at, press)

    return CallbackQueryHandler(on_press, f"^{VERSION}")
