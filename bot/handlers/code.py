"""Code runs: a block, /run, a reply with /run, or a .py document. 👀 stands on it meanwhile."""

from dataclasses import replace
from typing import cast

from telegram import Document, Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler

from bot import words
from bot.context import Context
from bot.handlers.message import Questions, said_beside
from bot.messages import code as messages_code
from bot.messages.code import Commanded, Unreadable, commanded
from bot.messages.code_or_words import (
    is_python,
    is_question,
    may_be_question,
    other_language,
    question_in_block,
)
from bot.messages.incoming import (
    WRITTEN,
    Addressed,
    HasCode,
    IsPythonFile,
    code_of,
    commands,
    message_of,
    question_in,
    text_of,
)
from bot.render import timing as render
from bot.render.run import told
from bot.sending.pictures import Painted, Painter
from bot.sending.reactions import watched
from bot.sending.replies import Replies
from bot.sending.response import Photo, Response
from bot.sending.styled import Styled, clean, plain
from tutor.conversation.talk import small_talk
from tutor.draw import Drawing, Drawn, NothingToDraw
from tutor.run import NotRun, Ran
from tutor.timing.blocks import Blocks, Unclear, blocks_in
from tutor.tutor import Tutor

Handler = BaseHandler[Update, Context, None]


class Runs:
    """Runs what is sent as code."""

    def __init__(self, tutor: Tutor, replies: Replies, questions: Questions) -> None:
        self._tutor = tutor
        self._replies = replies
        self._questions = questions

    async def on_command(self, update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        said = question_in(given.words, context.bot.username)
        if given.code:
            await self._run(update, context, given.code, said, is_own=given.is_own)
        elif not given.complaint and is_question(said) and small_talk(said) is None:
            await self._questions.ask(update, context, said)
        else:
            await self._replies.answer(context, message, given.instead(words.how_to_run()))

    async def on_block(self, update: Update, context: Context) -> None:
        message = message_of(update)
        block = code_of(message) or ""
        if language := other_language(*text_of(message)):
            await self._refuse(update, context, language)
        elif (asked := question_in_block(block)) is None:
            await self._run(update, context, block, said_beside(context, message))
        else:
            await self._questions.ask(update, context, asked)

    async def on_file(self, update: Update, context: Context) -> None:
        message = message_of(update)
        match await messages_code.read(cast("Document", message.document)):
            case str(text):
                await self._run(update, context, text, said_beside(context, message))
            case Unreadable(complaint):
                then = self._questions.beside(update, context, said_beside(context, message))
                response = Response(plain(complaint), then=then)
                await self._replies.answer(context, message, response)

    async def _run(
        self, update: Update, context: Context, code: str, said: str, *, is_own: bool = True
    ) -> None:
        """Run code; `said` are the words that came with it.

        Code that is not the message's own can't be drawn: it is read off the message again.
        """
        message = message_of(update)
        async with watched(context, message):
            outcome = await self._tutor.run(context.turn, clean(code))
            then = self._questions.beside(update, context, said, outcome)
            then = then or self._questions.code.commented(update, context, outcome)
            response = replace(told(outcome, drawable=is_own), then=then)
            await self._replies.answer(context, message, response, quote=True)

    async def _refuse(self, update: Update, context: Context, language: str) -> None:
        """Run nothing of another language; what is asked beside it is answered all the same."""
        message = message_of(update)
        then = self._questions.beside(update, context, said_beside(context, message))
        response = Response(plain(words.ONLY_PYTHON.format(language)), then=then)
        await self._replies.answer(context, message, response)


def handlers(tutor: Tutor, replies: Replies, questions: Questions) -> list[Handler]:
    runs = Runs(tutor, replies, questions)
    return [
        commands("run", runs.on_command),
        MessageHandler(WRITTEN & HasCode() & Addressed(), runs.on_block),
        MessageHandler(WRITTEN & IsPythonFile() & Addressed(), runs.on_file),
    ]


# /draw: a picture of what an expression does; and the button that asks for one.


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


# /time: how long a block takes, or which of two is faster.


def timing_handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_time(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        match blocks_in(given.blocks):
            case Unclear():
                await replies.answer(context, message, given.instead(words.how_to_time()))
            case Blocks() as blocks:
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
