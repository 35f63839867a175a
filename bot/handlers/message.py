"""What somebody says, in words or in code: heard, answered by the tutor, rendered, sent."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial

import structlog
from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot import words
from bot.context import Context
from bot.handlers.pages import greeting, topics_page
from bot.intake.ordering import Albums
from bot.messages.code import Unreadable, read
from bot.messages.incoming import (
    PRIVATE,
    WRITTEN,
    Addressed,
    ForAnother,
    HasCode,
    IsPythonFile,
    heard,
    message_of,
    python_file_of,
)
from bot.render import answer as render
from bot.render import followup
from bot.render import talk as talk_render
from bot.render.ending import error_line, tells_of_run
from bot.render.run import told
from bot.sending.reactions import watched
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import plain
from progress.stores.progress_store import ProgressStore
from tutor.cohorts.notes import Noted
from tutor.conversation import message as tutor_message
from tutor.conversation.answer import (
    AskAgain,
    Beside,
    Chatted,
    Fault,
    NoneMeant,
    NotOurs,
    RanCode,
    Reaction,
    Reply,
    RunIt,
    Silence,
)
from tutor.conversation.ask import Answered, ReadOff, Steered, Suggestions, Unknown
from tutor.conversation.error_alone import ErrorAlone
from tutor.conversation.language import InEnglish
from tutor.conversation.talk import Sum, Talk
from tutor.practice.exercises import Faulty, Gone, Graded, Judged
from tutor.run import NotRun
from tutor.tutor import Tutor

# All that has words.
Said = Reaction | Chatted | ReadOff | NoneMeant | RanCode | NotOurs | RunIt | Judged | Noted


log = structlog.get_logger(__name__)


class Messages:
    """Answers what is said."""

    def __init__(
        self, tutor: Tutor, replies: Replies, judged: Callable[[Judged], Response]
    ) -> None:
        self._tutor = tutor
        self._replies = replies
        self._judged = judged

    async def on_message(self, update: Update, context: Context) -> None:
        """Answer a message as a whole, with the Python file that it brings."""
        message = message_of(update)
        said = await self.heard(message, context)
        document = python_file_of(message)
        if document is None or said.code:
            await self.answer(update, context, said)
            return
        match await read(document):
            case str(text):
                await self.answer(update, context, replace(said, file=text))
            case Unreadable(complaint):
                then = self.beside(update, context, said.beside)
                response = Response(plain(complaint), then=then)
                await self._replies.answer(context, message, response)

    async def heard(self, message: Message, context: Context) -> tutor_message.Message:
        """A message as the tutor takes it."""
        said = heard(message, context.bot.id, context.bot.username, error_line, tells_of_run)
        was_run = await self._replies.was_run(context, message)
        return replace(
            said, was_run=was_run, attempted=await self._replies.attempted(context, message)
        )

    async def answer(self, update: Update, context: Context, said: tutor_message.Message) -> None:
        """Say what the tutor says to it."""
        message = message_of(update)
        async with AsyncExitStack() as marks:
            begins = partial(marks.enter_async_context, watched(context, message))
            found = await self._tutor.answer(context.turn, said, begins)
            await self.say(update, context, found)

    async def say(
        self,
        update: Update,
        context: Context,
        found: Reply | Judged | Noted,
        *,
        drawable: bool = True,
    ) -> None:
        """Send what was found; what was said before a message was edited does not stay."""
        message = message_of(update)
        if isinstance(found, Silence):
            await self._replies.take_back(context, message, talk_render.taken_back())
            return
        response = self._response(found, update, drawable=drawable)
        if not isinstance(found, RanCode | NotOurs | RunIt | Judged):
            response = response.below(talk_render.unseen(message))
        # The buttons below code find it in the message that their own one quotes.
        quote = isinstance(found, RanCode | RunIt | Judged)
        await self._replies.answer(context, message, response, quote=quote)

    def beside(self, update: Update, context: Context, said: str) -> Response | None:
        """What is said to the words beside a file."""
        return self._beside(self._tutor.conversation.beside(context.turn, said), update)

    def _beside(self, found: Beside | None, update: Update) -> Response | None:
        match found:
            case None:
                return None
            case AskAgain(after_run):
                return Response(plain(words.ASK_AGAIN if after_run else words.ASK_ALONE))
            case Fault(said):
                return Response(plain(said))
            case _:
                return self._reaction(found, update.update_id)

    def _response(self, found: Said, update: Update, *, drawable: bool) -> Response:
        match found:
            case RanCode(outcome, then):
                response = told(outcome, drawable=drawable)
                response = replace(response, then=self._beside(then, update))
            case NotOurs(language, then):
                said = plain(words.ONLY_PYTHON.format(language))
                response = Response(said, then=self._beside(then, update))
            case RunIt(page, fault):
                offer = talk_render.run_it()
                response = offer.below(plain(fault))
                if page is not None:
                    response = replace(self._reaction(page, update.update_id), then=offer)
            case Graded() | Gone() | Faulty() | NotRun():
                response = self._judged(found)
            case Noted():
                response = render.noted(found)
            case NoneMeant():
                response = render.none_of_these()
            case ReadOff(said, page):
                by = talk_render.looked_up(said)
                response = self._reaction(page, update.update_id).below(by)
            case Chatted():
                response = self._chatted(found, update)
            case _:
                response = self._reaction(found, update.update_id)
        return response

    def _reaction(self, found: Reaction, question_update: int) -> Response:
        """What is said in answer to the question that came in `question_update`."""
        match found:
            case Answered():
                return render.answer(found)
            case Suggestions():
                return render.suggestions(found, question_update)
            case Unknown():
                slugs = {title: slug for slug, title in self._tutor.library.topics.items()}
                return render.unknown(found, slugs)
            case Steered():
                return talk_render.steered()
            case InEnglish():
                return talk_render.in_english(found)
            case _:
                return followup.followed_up(found)

    def _chatted(self, found: Chatted, update: Update) -> Response:
        match found.said:
            case Sum() as asked:
                return talk_render.to_work_out(asked)
            case ErrorAlone() as named:
                return talk_render.error_alone(named)
            case Talk.HELLO:
                return greeting(update, self._tutor)
            case Talk.LEARN as talk:
                return topics_page(self._tutor).below(talk_render.said_to(talk))
            case Talk.HELP:
                return Response(words.manual(instructor=found.by_instructor))
            case talk:
                return talk_render.reply(talk)


def handler(messages: Messages) -> MessageHandler[Context, None]:
    """Takes words, code and Python files; a command without code is none of these."""
    texts = (filters.TEXT & ~filters.COMMAND) | filters.CAPTION
    taken = texts | HasCode() | IsPythonFile()
    return MessageHandler(WRITTEN & taken & Addressed(), messages.on_message)


# What is neither a question nor code, in private: one polite sentence. Elsewhere: silence.


def other_handler(replies: Replies, albums: Albums) -> MessageHandler[Context, None]:
    async def on_other(update: Update, context: Context) -> None:
        message = message_of(update)
        if await albums.is_answered(message):
            return
        said = plain(words.UNKNOWN_COMMAND) if message.text else talk_render.said_to(Talk.READS)
        await replies.answer(context, message, Response(said))

    return MessageHandler(WRITTEN & PRIVATE & ~filters.StatusUpdate.ALL, on_other)


def unheard_handler() -> BaseHandler[Update, Context, None]:
    """Stops what is said to another bot, in whatever chat."""

    async def on_message(_update: Update, _context: Context) -> None:
        raise ApplicationHandlerStop

    return MessageHandler(WRITTEN & ForAnother(), on_message)


# A message that was edited, and whose edit was answered first: its older words are passed over.
#
# They would take the place of the newer answer. Whether that has happened is asked for every
# message, and not only for those that were put off: behind a webhook, pushes come in any order,
# and another process may answer the edit while the message waits here for its learner's turn.


def overtaken_handler(store: ProgressStore) -> BaseHandler[Update, Context, None]:
    """Stops an update where a later one about the same message was answered; else lets it pass."""

    async def on_message(update: Update, context: Context) -> None:
        message, number = message_of(update), update.update_id
        about = message.chat_id, message.message_id
        if await store.is_overtaken(context.turn.bot_id, number, *about):
            log.info("update_overtaken", update_id=number)
            raise ApplicationHandlerStop

    return MessageHandler(WRITTEN, on_message)
