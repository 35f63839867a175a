"""Code that came without a fence, and comments in code that ask or complain."""

from collections.abc import Callable
from dataclasses import replace

from telegram import Message, Update

from bot.context import Context
from bot.messages.code_or_words import Unfenced
from bot.messages.incoming import is_private, message_of
from bot.render import answer
from bot.render.run import told
from bot.sending.reactions import watched
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import plain
from tutor.conversation.ask import Answered, JustCode
from tutor.conversation.before import Before
from tutor.conversation.complaint import complaint_in, wants_a_page
from tutor.conversation.explain import Explained
from tutor.conversation.followup import Excerpt, TakenAs
from tutor.errors.code_around import is_unknown_name
from tutor.run import NotRun, Ran
from tutor.tutor import Reaction, Tutor


class SentCode:
    """Answers what is code; a page that was found for it is worded by `respond`."""

    def __init__(
        self, tutor: Tutor, replies: Replies, respond: Callable[[Reaction, int], Response]
    ) -> None:
        self._tutor = tutor
        self._replies = replies
        self._respond = respond

    async def run_or_offer(
        self, code: Unfenced, said: str, here: Before, update: Update, context: Context
    ) -> None:
        """Run what its sender runs anyway; else ask first whether to."""
        message = message_of(update)
        if not await self._is_to_be_run(code, here, message, context):
            await self._offer_to_run(code, said, update, context)
            return
        async with watched(context, message):
            outcome = await self._tutor.run(context.turn, code.code)
            then = self.commented(update, context, outcome)
            response = replace(told(outcome, drawable=True), then=then)
            await self._replies.answer(context, message, response, quote=True)

    def commented(self, update: Update, context: Context, outcome: Ran | NotRun) -> Response | None:
        """What is said to a comment that asks or complains, where the run did not tell."""
        if not isinstance(outcome, Ran) or not complaint_in(outcome.code):
            return None
        if (error := outcome.result.error) and not is_unknown_name(error, outcome.code):
            return None
        found = self._tutor.ask_commented(context.turn, outcome)
        if isinstance(found, JustCode):
            return Response(plain(found.fault)) if found.fault else None
        return self._respond(found, update.update_id)

    async def _is_to_be_run(
        self, code: Unfenced, here: Before, message: Message, context: Context
    ) -> bool:
        """Whether it was run before it was edited, or is a program of somebody who runs code."""
        if await self._replies.was_run(context, message):
            return True
        return code.program and await self._tutor.is_running_code(context.turn, here)

    async def _offer_to_run(
        self, code: Unfenced, said: str, update: Update, context: Context
    ) -> None:
        message = message_of(update)
        found = (
            JustCode()
            if code.whole and not wants_a_page(said)
            else self._tutor.ask_code(context.turn, said, program=code.program)
        )
        # Code alone is no answer, yet what a program is for is sure.
        if not code.program and not is_worth_saying(found, message):
            context.turn.nothing_said()
            await self._replies.take_back(context, message, answer.taken_back())
            return
        response = answer.run_it()
        if isinstance(found, JustCode):
            response = response.below(plain(found.fault))
        elif is_worth_saying(found, message):
            response = replace(self._respond(found, update.update_id), then=response)
        else:
            context.turn.nothing_said()
        # The button finds the code in the message that its own one quotes.
        await self._replies.answer(context, message, response, quote=True)


def is_worth_saying(found: Reaction | JustCode, message: Message) -> bool:
    """In a group, only a sure answer is a reason to speak."""
    return is_private(message) or isinstance(found, Answered | Excerpt | TakenAs | Explained)
