"""/start and /help. A link `?start=e-SLUG` opens that page, and so does `?start=SLUG`."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.filters import commands, message_of
from bot.graphemes import clipped
from bot.incoming import after_command, is_private
from bot.links import linked_entry
from bot.render import answer as render
from bot.render import words
from bot.render.visible import on_one_line
from bot.replies import Replies
from bot.response import Response
from bot.turns import Context
from tutor.curation import Curation
from tutor.tutor import Tutor

NAME_LENGTH = 40

Handler = CommandHandler[Context, None]


def greeting(update: Update) -> Response:
    """The first thing that somebody reads."""
    name = update.effective_user.first_name if update.effective_user else ""
    return Response(words.welcome(clipped(on_one_line(name), NAME_LENGTH)))


def handlers(tutor: Tutor, curation: Curation, replies: Replies) -> list[Handler]:
    async def on_start(update: Update, context: Context) -> None:
        message = message_of(update)
        payload = after_command(message).strip()
        linked = linked_entry(payload)
        found = tutor.choose(context.turn, payload if linked is None else linked)
        if found:
            response = render.answer(found)
        elif linked is None:
            response = greeting(update)
        else:
            retired = linked in tutor.library.whole
            response = render.retired() if retired else render.no_such_page()
        await replies.answer(context, message, response)

    async def on_help(update: Update, context: Context) -> None:
        message, instructor = message_of(update), await curation.allows(context.turn)
        manual = words.manual(instructor=instructor, group=not is_private(message))
        await replies.answer(context, message, Response(manual))

    async def on_privacy(update: Update, context: Context) -> None:
        await replies.answer(context, message_of(update), Response(words.privacy()))

    return [
        commands("start", on_start),
        commands("help", on_help),
        commands("privacy", on_privacy),
    ]
