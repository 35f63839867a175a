"""Code runs: a block, /run, a reply with /run, or a .py document. 👀 stands on it meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

from telegram import Document, Message, Update
from telegram.constants import ReactionEmoji
from telegram.ext import BaseHandler, MessageHandler

from bot import python_file
from bot.codec import DrawQuoted
from bot.commanded import commanded
from bot.decoration import decorate
from bot.handlers.question import Questions
from bot.incoming import code_of, question_in, words_beside
from bot.python_file import PythonFile, Unreadable
from bot.question_words import is_question
from bot.render import drawing, explained, words
from bot.render import run as render
from bot.replies import Replies
from bot.response import Response
from bot.sources import WRITTEN, Addressed, HasCode, IsPythonFile, commands, message_of
from bot.styled import clean, plain
from bot.turns import Context
from bot.unfenced import question_in_block
from tutor.run import NotRun, Ran
from tutor.tutor import Tutor

_FEWEST_WORDS = 3

Handler = BaseHandler[Update, Context, None]


def handlers(tutor: Tutor, replies: Replies, questions: Questions) -> list[Handler]:
    async def run_and_answer(
        update: Update, context: Context, code: str, said: str, *, is_own: bool = True
    ) -> None:
        """Run code; `said` are the words that came with it.

        Code that is not the message's own can't be drawn: it is read off the message again.
        """
        message = message_of(update)
        async with watched(context, message):
            outcome = await tutor.run(context.turn, clean(code))
            response = told(outcome, drawable=is_own)
            if has_words_enough(said):
                found = tutor.ask_beside(context.turn, clean(said), outcome)
                answer = questions.response(found, update.update_id) if found else None
                response = replace(response, then=answer or ask_again_hint(outcome, said))
            await replies.answer(context, message, response, quote=True)

    async def on_command(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        if given.code:
            said = question_in(given.words, context.bot.username)
            await run_and_answer(update, context, given.code, said, is_own=given.is_own)
        else:
            await replies.answer(context, message, given.instead(words.how_to_run()))

    async def on_block(update: Update, context: Context) -> None:
        message = message_of(update)
        block = code_of(message) or ""
        said = _said(context, message)
        if (asked := question_in_block(block)) is None:
            await run_and_answer(update, context, block, said)
        else:
            await questions.ask(update, context, asked)

    async def on_file(update: Update, context: Context) -> None:
        message = message_of(update)
        match await python_file.read(cast("Document", message.document)):
            case PythonFile(text):
                await run_and_answer(update, context, text, _said(context, message))
            case Unreadable(complaint):
                await replies.answer(context, message, Response(plain(complaint)))

    return [
        commands("run", on_command),
        MessageHandler(WRITTEN & HasCode() & Addressed(), on_block),
        MessageHandler(WRITTEN & IsPythonFile() & Addressed(), on_file),
    ]


def told(outcome: Ran | NotRun, *, drawable: bool) -> Response:
    """The reply to a run; a picture is offered where the code can be read off the message again."""
    match outcome:
        case NotRun():
            return render.not_run(outcome)
        case Ran() if drawable:
            shown = drawing.offered(render.reply(outcome), outcome, DrawQuoted())
            return explained.offered(shown, outcome)
        case Ran():
            return explained.offered(render.reply(outcome), outcome)


def has_words_enough(said: str) -> bool:
    """Whether words beside code are more than "my code:"."""
    return len(said.split()) >= _FEWEST_WORDS


def ask_again_hint(outcome: Ran | NotRun, said: str) -> Response | None:
    """Say that a question beside code was heard, where nothing surely answers it."""
    if not isinstance(outcome, Ran) or not is_question(said):
        return None
    return Response(plain(words.ASK_AGAIN))


def _said(context: Context, message: Message) -> str:
    return question_in(words_beside(message), context.bot.username)


@asynccontextmanager
async def watched(context: Context, message: Message) -> AsyncIterator[None]:
    """Show on a message that we are at it; the first answer need not wait for that."""
    looking = asyncio.create_task(_react(context, message, ReactionEmoji.EYES))
    try:
        yield
    finally:
        # Taken back at once, the eyes might arrive only then, and stay. So they do where Telegram
        # takes longer with them than we are patient: nobody's next answer waits for that.
        await looking
        await _react(context, message, None)


async def _react(context: Context, message: Message, emoji: str | None) -> None:
    await decorate(context.bot.set_message_reaction(message.chat_id, message.message_id, emoji))
