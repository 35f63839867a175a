"""Code runs: a block, /run, a reply with /run, or a .py document. 👀 stands on it meanwhile."""

from dataclasses import replace
from typing import cast

from telegram import Document, Update
from telegram.ext import BaseHandler, MessageHandler

from bot import python_file
from bot.commanded import commanded
from bot.decoration import watched
from bot.filters import WRITTEN, Addressed, HasCode, IsPythonFile, commands, message_of
from bot.handlers.question import Questions, said_beside
from bot.incoming import code_of, question_in, text_of
from bot.other_language import other_language
from bot.python_file import Unreadable
from bot.question_words import is_question
from bot.render import words
from bot.replies import Replies
from bot.response import Response
from bot.running import told
from bot.styled import clean, plain
from bot.talk import small_talk
from bot.turns import Context
from bot.unfenced import question_in_block
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
        match await python_file.read(cast("Document", message.document)):
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
