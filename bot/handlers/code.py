"""/run, /draw, /time and /trace, on code of one's own or replied to. 👀 stands on it meanwhile."""

from dataclasses import replace

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot import words
from bot.context import Context
from bot.handlers.message import Messages
from bot.messages.code import Commanded, commanded
from bot.messages.incoming import (
    commands,
    message_of,
    question_in,
)
from bot.render import timing as render
from bot.render.run import told
from bot.sending.pictures import Painted, Painter
from bot.sending.reactions import watched
from bot.sending.replies import Replies
from bot.sending.response import Photo, Response
from bot.sending.styled import Styled, clean, plain
from tutor.conversation.code_or_words import (
    is_python,
    is_question,
    may_be_question,
)
from tutor.draw import Drawing, Drawn, NothingToDraw
from tutor.run import NotRun, Ran
from tutor.timing import blocks_in
from tutor.tutor import Tutor

Handler = BaseHandler[Update, Context, None]


def run_handler(tutor: Tutor, replies: Replies, messages: Messages) -> Handler:
    async def on_run(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        said = clean(question_in(given.words, context.bot.username))
        if given.code:
            async with watched(context, message):
                ran = await tutor.conversation.run(context.turn, clean(given.code), said)
                # Code that is not the message's own can't be drawn: it is read off it again.
                await messages.say(update, context, ran, drawable=given.is_own)
        elif not given.complaint and is_question(said):
            asked = replace(await messages.heard(message, context), text=said, blocks=())
            await messages.answer(update, context, asked)
        else:
            await replies.answer(context, message, given.instead(words.how_to_run()))

    return commands("run", on_run)


# /draw: a picture of what an expression does; and the button that asks for one.


def draw_handler(tutor: Tutor, replies: Replies, painter: Painter) -> CommandHandler[Context, None]:
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


# /time: how long a block takes, or which of two is faster.


def timing_handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_time(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        blocks = blocks_in(given.blocks)
        if blocks is None:
            await replies.answer(context, message, given.instead(words.how_to_time()))
            return
        async with watched(context, message):
            found = await tutor.time(context.turn, blocks)
            await replies.answer(context, message, render.timing(found, blocks), quote=True)

    return commands("time", on_time)


# /trace: a run that tells what every part of every line held.


def trace_handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_trace(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        if not given.code:
            await replies.answer(context, message, given.instead(words.how_to_trace()))
            return
        async with watched(context, message):
            outcome = await tutor.trace(context.turn, given.code)
            response = told(outcome, every_line=True)
            await replies.answer(context, message, response, quote=True)

    return commands("trace", on_trace)
