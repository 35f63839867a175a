"""/draw: a picture of what an expression does; and the button that asks for one."""

from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler

from bot.commanded import Commanded, commanded
from bot.decoration import watched
from bot.filters import commands, message_of
from bot.incoming import question_in
from bot.painting import Painted, Painter
from bot.question_words import may_be_question
from bot.render import words
from bot.replies import Replies
from bot.response import Photo, Response
from bot.running import told
from bot.styled import Styled, plain
from bot.turns import Context
from bot.unfenced import is_python
from tutor.draw import Drawing, Drawn, NothingToDraw
from tutor.run import NotRun, Ran
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies, painter: Painter) -> CommandHandler[Context, None]:
    async def on_draw(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        said = question_in(asked_in(given), context.bot.username)
        diagram = tutor.diagram_about(said) if said else None
        if not given.code and diagram is None:
            await replies.answer(context, message, given.instead(words.how_to_draw()))
            return
        async with watched(context, message):
            drawing = await (
                tutor.draw_example(context.turn, diagram)
                if diagram
                else tutor.draw(context.turn, given.code)
            )
            response = await pictured(painter, drawing)
            if diagram:
                response = titled(response, diagram.entry.question)
            await replies.answer(context, message, response, quote=True)

    return commands("draw", on_draw)


def asked_in(given: Commanded) -> str:
    """The words that stand where the code should; a question is none, whatever Python says.

    Nor is one name alone: whatever it stands for is not in the message.
    """
    if not given.code:
        return given.words
    line = given.code.strip()
    is_name = line.isidentifier()
    is_asked = is_name or ("\n" not in line and may_be_question(line) and not is_python(line))
    return line if given.is_own and is_asked else ""


def titled(response: Response, question: str) -> Response:
    """A page's picture under its question: it may show more than what was asked about."""
    shown = tuple(
        replace(each, caption=f"{question}\n{each.caption}") if isinstance(each, Photo) else each
        for each in response.attachments
    )
    return replace(response, attachments=shown)


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
