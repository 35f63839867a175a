"""/note and /notes, and the buttons of the list."""

from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot import words
from bot.buttons.codec import Stale
from bot.context import Context
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.messages.incoming import after_command, text_of
from bot.notes import render
from bot.notes.buttons import VERSION, RemoveNote, unpack
from bot.sending.replies import Replies
from bot.sending.response import Response
from progress.events import Turn
from tutor.cohorts.notes import Notes, Removed
from tutor.cohorts.titles import read_note


def handlers(notes: Notes, replies: Replies) -> list[BaseHandler[Any, Context, Any]]:
    async def on_note(turn: Turn, message: Message) -> Response:
        replied_to = message.reply_to_message
        there = text_of(replied_to)[0] if replied_to else ""
        return render.kept(await notes.keep(turn, read_note(after_command(message), there)))

    async def on_notes(turn: Turn, _message: Message) -> Response:
        return render.listed(await notes.listed(turn))

    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        match unpack(at.data):
            case RemoveNote(cohort_id, mark):
                await _remove(notes, at, cohort_id, mark)
            case Stale():
                await at.toast(words.STALE_BUTTON)

    return [
        private_command("note", replies, on_note),
        private_command("notes", replies, on_notes),
        CallbackQueryHandler(on_press, f"^{VERSION}"),
    ]


async def _remove(notes: Notes, at: Pressed, cohort_id: int, mark: int) -> None:
    match await notes.remove(at.turn, cohort_id, mark):
        case Removed() as removed:
            await at.toast()
            await at.change(render.listed(await notes.listed(at.turn)))
            await at.send(render.removed(removed))
        case refused:
            await at.toast(render.REFUSED[type(refused)])
