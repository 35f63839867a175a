"""/draw: a picture of what an expression does; and the button that asks for one."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.commanded import commanded
from bot.decoration import watched
from bot.filters import commands, message_of
from bot.painting import Painted, Painter
from bot.render import words
from bot.replies import Replies
from bot.response import Photo, Response
from bot.running import told
from bot.styled import Styled, plain
from bot.turns import Context
from tutor.draw import Drawing, Drawn, NothingToDraw
from tutor.run import NotRun, Ran
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies, painter: Painter) -> CommandHandler[Context, None]:
    async def on_draw(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        if not given.code:
            await replies.answer(context, message, given.instead(words.how_to_draw()))
            return
        async with watched(context, message):
            drawing = await tutor.draw(context.turn, given.code)
            response = await pictured(painter, drawing)
            await replies.answer(context, message, response, quote=True)

    return commands("draw", on_draw)


async def pictured(painter: Painter, drawing: Drawing) -> Response:
    """The picture, or what is to be said in its place."""
    match drawing:
        case Drawn(scene, caption):
            painted = await painter.paint(scene)
            if isinstance(painted, Painted):
                return Response(Styled(), None, (Photo(painted.png, caption),))
            return Response(plain(words.NOT_PAINTED))
        case NothingToDraw():
            return Response(words.nothing_to_draw())
        case Ran() | NotRun():
            return told(drawing)
