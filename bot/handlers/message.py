"""A text is a question, unless it is small talk or code; so is what stands under a picture."""

import re

import structlog
from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot import words
from bot.context import Context
from bot.handlers.pages import greeting, topics_page
from bot.handlers.sent_code import SentCode, is_worth_saying
from bot.intake.ordering import Albums
from bot.messages.code_or_words import is_question, unfenced
from bot.messages.incoming import (
    PRIVATE,
    WRITTEN,
    Addressed,
    is_private,
    message_of,
    question_in,
    quoted_answer,
    text_of,
    words_beside,
)
from bot.render import answer as render
from bot.render import answer as render_answer
from bot.render import followup
from bot.render import talk as talk_render
from bot.render.ending import error_line, tells_of_run
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import Styled, clean, plain
from progress.stores.progress_store import ProgressStore
from tutor.conversation.address import titles_in
from tutor.conversation.after_answer import PassedOn
from tutor.conversation.ask import Answered, Steered, Suggestions, Unknown
from tutor.conversation.before import Before
from tutor.conversation.error_alone import ErrorAlone
from tutor.conversation.intent import is_none
from tutor.conversation.language import InEnglish
from tutor.conversation.talk import Said, Sum, Talk, small_talk, within_talk
from tutor.curation_desk import Curation
from tutor.run import NotRun, Ran
from tutor.tutor import Reaction, Tutor

# What is neither a question nor code, in private: one polite sentence. Elsewhere: silence.


def other_handler(replies: Replies, albums: Albums) -> MessageHandler[Context, None]:
    async def on_other(update: Update, context: Context) -> None:
        message = message_of(update)
        if await albums.is_answered(message):
            return
        said = (
            words.UNKNOWN_COMMAND
            if message.text
            else words.NOT_A_PYTHON_FILE
            if message.document
            else words.NOT_TEXT
        )
        await replies.answer(context, message, Response(plain(said)))

    return MessageHandler(WRITTEN & PRIVATE & ~filters.StatusUpdate.ALL, on_other)


# A message that was edited, and whose edit was answered first: its older words are passed over.
#
# They would take the place of the newer answer. Whether that has happened is asked for every
# message, and not only for those that were put off: behind a webhook, pushes come in any order,
# and another process may answer the edit while the message waits here for its learner's turn.

log = structlog.get_logger(__name__)


def overtaken_handler(store: ProgressStore) -> BaseHandler[Update, Context, None]:
    """Stops an update where a later one about the same message was answered; else lets it pass."""

    async def on_message(update: Update, context: Context) -> None:
        message, number = message_of(update), update.update_id
        about = message.chat_id, message.message_id
        if await store.is_overtaken(context.turn.bot_id, number, *about):
            log.info("update_overtaken", update_id=number)
            raise ApplicationHandlerStop

    return MessageHandler(WRITTEN, on_message)


_FEWEST_WORDS = 3
# What somebody asks who names the error that they have just met.
_THIS_ERROR = "What does this error mean?"
# What is said of code that fails as well as of a bot that does.
_BLAMES = frozenset({Talk.STUCK, Talk.MISSED})
_TO_US = re.compile(r"\b(?:you|your|you're|youre|bot|answer)\b", re.IGNORECASE)


class Questions:
    """Answers what is said in words."""

    def __init__(self, tutor: Tutor, curation: Curation, replies: Replies) -> None:
        self._tutor = tutor
        self._curation = curation
        self._replies = replies
        self.code = SentCode(tutor, replies, self.response)

    async def on_text(self, update: Update, context: Context) -> None:
        """Answer a message as a whole."""
        message = message_of(update)
        said = clean(question_in(text_of(message)[0], context.bot.username))
        here = before(message, context.bot.id)
        if is_none(said) and await self._decline(here, update, context):
            return
        talk = await self._talk(said, here, context)
        if isinstance(talk, ErrorAlone) and await self._has_just_met(talk, here, context):
            await self._ask(update, context, _THIS_ERROR, here)
        elif talk is not None:
            await self._chat(talk, said, update, context)
        elif (code := unfenced(said)) is not None:
            await self.code.run_or_offer(code, said, here, update, context)
        else:
            await self._ask(update, context, within_talk(said), here)

    async def ask(self, update: Update, context: Context, said: str) -> None:
        """Answer what is asked in a block of a message, or beside a command."""
        await self._ask(update, context, said, before(message_of(update), context.bot.id))

    async def _ask(self, update: Update, context: Context, said: str, here: Before) -> None:
        message = message_of(update)
        found = await self._tutor.ask(context.turn, clean(said), here)
        if not is_worth_saying(found, message):
            await self._say_nothing(context, message)
            return
        response = self.response(found, update.update_id)
        response = response.below(render_answer.unseen(message))
        await self._replies.answer(context, message, response)

    def response(self, found: Reaction, question_update: int) -> Response:
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
                return render_answer.steered()
            case InEnglish():
                return render_answer.in_english(found)
            case _:
                return followup.followed_up(found)

    def beside(
        self, update: Update, context: Context, said: str, outcome: Ran | NotRun | None = None
    ) -> Response | None:
        """What is said to the words beside code or a file; `outcome` is how that code ended."""
        if not has_words_enough(said):
            return None
        found = self._tutor.ask_beside(context.turn, clean(said), outcome)
        answer = self.response(found, update.update_id) if found else None
        return answer or ask_again_hint(outcome, said)

    async def _talk(self, said: str, here: Before, context: Context) -> Said | None:
        """Small talk, unless it is about the error before it."""
        talk = small_talk(said)
        if isinstance(talk, ErrorAlone):
            return None if here.error else talk
        if talk is Talk.MISSED and not await self._is_about_own_error(said, here, context):
            return talk
        if talk in _BLAMES and await self._tutor.follows_error(context.turn, said, here):
            return None
        return talk

    async def _is_about_own_error(self, said: str, here: Before, context: Context) -> bool:
        """Whether an error came last, so that "this is wrong" can blame no answer of ours."""
        if _TO_US.search(said):
            return False
        return bool(await self._tutor.failed_with(context.turn, here))

    async def _has_just_met(self, named: ErrorAlone, here: Before, context: Context) -> bool:
        """Whether the error that a message names is the one that came last."""
        return await self._tutor.failed_with(context.turn, here) == named.subject

    async def _chat(self, talk: Said, said: str, update: Update, context: Context) -> None:
        message = message_of(update)
        response = self._page(talk, said, update, context)
        if response is None and is_private(message):
            response = await self._to_talk(talk, update, context)
        if response is None:
            await self._say_nothing(context, message)
            return
        response = response.below(render_answer.unseen(message))
        await self._replies.answer(context, message, response)

    async def _say_nothing(self, context: Context, message: Message) -> None:
        """Keep silent in a group; what was said before the message was edited does not stay."""
        context.turn.nothing_said()
        await self._replies.take_back(context, message, render_answer.taken_back())

    def _page(self, talk: Said, said: str, update: Update, context: Context) -> Response | None:
        """The page that has just these words, or that a link's address or an error's name finds."""
        asked = [said] if isinstance(talk, Talk | ErrorAlone) else []
        asked += [talk.subject] if isinstance(talk, ErrorAlone) else []
        for text in asked:
            if answer := self._tutor.ask_word_for_word(context.turn, text):
                return self.response(answer, update.update_id)
        match talk:
            case Talk.READS:
                found = self._tutor.read_off(context.turn, titles_in(said))
                note = talk_render.read_off(found.said) if found else Styled()
            case ErrorAlone(about=str(about)) if about:
                found = self._tutor.read_off(context.turn, [about])
                note = talk_render.error_means(talk)
            case _:
                return None
        if found is None or not is_worth_saying(found.found, message_of(update)):
            return None
        return self.response(found.found, update.update_id).below(note)

    async def _decline(self, here: Before, update: Update, context: Context) -> bool:
        """Whether suggestions stood last, of which none is meant; that is then said."""
        declined = await self._tutor.none_of_these(context.turn, here)
        if not isinstance(declined, PassedOn):
            return False
        await self._replies.answer(context, message_of(update), render.none_of_these())
        return True

    async def _to_talk(self, talk: Said, update: Update, context: Context) -> Response:
        match talk:
            case Sum():
                return talk_render.to_work_out(talk)
            case ErrorAlone():
                return talk_render.error_alone(talk)
            case Talk.HELLO:
                return greeting(update)
            case Talk.LEARN:
                return topics_page(self._tutor).below(talk_render.said_to(talk))
            case Talk.HELP:
                return Response(words.manual(instructor=await self._curation.allows(context.turn)))
            case _:
                return talk_render.reply(talk)


def handler(questions: Questions) -> MessageHandler[Context, None]:
    texts = (filters.TEXT & ~filters.COMMAND) | filters.CAPTION
    return MessageHandler(WRITTEN & texts & Addressed(), questions.on_text)


def said_beside(context: Context, message: Message) -> str:
    """The words of a message beside its code, its command, and the mention of us."""
    return question_in(words_beside(message), context.bot.username)


def has_words_enough(said: str) -> bool:
    """Whether words beside code are more than "my code:"."""
    return len(said.split()) >= _FEWEST_WORDS


def ask_again_hint(outcome: Ran | NotRun | None, said: str) -> Response | None:
    """Say that a question beside code was heard, where nothing surely answers it.

    Code that could not be run now is sent once more, and its question with it.
    """
    if isinstance(outcome, NotRun) or not is_question(said):
        return None
    return Response(plain(words.ASK_AGAIN if outcome else words.ASK_ALONE))


def before(message: Message, bot_id: int) -> Before:
    """What is known of a message's place in its chat."""
    quoted = quoted_answer(message, bot_id)
    return Before(
        quoted=quoted[0],
        error=error_line(*quoted),
        ran=tells_of_run(*quoted),
        sent=message.date if message.edit_date else None,
        alone=is_private(message),
    )
