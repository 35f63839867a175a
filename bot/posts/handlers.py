"""/announce, its buttons, and the answers that go back to whoever announced."""

import hashlib

from telegram import Message, Update
from telegram.ext import (
    ApplicationHandlerStop,
    BaseHandler,
    CallbackQueryHandler,
    MessageHandler,
    filters,
)

from bot import words
from bot.buttons.codec import Stale
from bot.context import Context
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.messages.incoming import PRIVATE, WRITTEN, message_of
from bot.posts import render
from bot.posts.assigning import Assigning
from bot.posts.buttons import (
    VERSION,
    CancelPost,
    CountPost,
    GiveAssignment,
    Remind,
    SendPost,
    unpack,
)
from bot.posts.sender import Sender, body_of
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.splitting import split
from bot.sending.styled import Styled, plain
from progress.events import Turn
from progress.stores.cohorts.outbox_store import OutboxStore
from progress.stores.progress_store import ProgressStore
from tutor.curation.desk import InstructorsOnly
from tutor.posts.announcements import Announcements, Elsewhere
from tutor.posts.assignments import Assignments
from tutor.tutor import Tutor


class Posts:
    """What is announced, counted and answered."""

    def __init__(
        self,
        announcements: Announcements,
        outbox: OutboxStore,
        replies: Replies,
        sender: Sender,
        *,
        assigning: Assigning,
    ) -> None:
        self._assigning = assigning
        self._announcements = announcements
        self._outbox = outbox
        self._replies = replies
        self.sender = sender

    def handlers(self) -> list[BaseHandler[Update, Context, None]]:
        return [
            *self._assigning.handlers(),
            private_command("announce", self._replies, self.on_announce),
            CallbackQueryHandler(self.on_press, f"^{VERSION}"),
        ]

    def answers_handler(self) -> MessageHandler[Context, None]:
        """Asked before the others: what answers a person is no question for us."""
        quoting = PRIVATE & filters.REPLY & filters.TEXT & ~filters.COMMAND
        return MessageHandler(WRITTEN & quoting, self.on_answer)

    async def remind(self) -> None:
        await self._assigning.remind_all(self.sender.now())

    async def on_announce(self, turn: Turn, message: Message) -> Response:
        """Show what would be sent, and to how many."""
        found = await self._announcements.audience(turn)
        if isinstance(found, InstructorsOnly):
            return Response(plain(render.NOT_YOURS))
        quoted = message.reply_to_message
        sources = (each for each in (message, quoted) if each and render.words_of(each).text)
        source = next(sources, quoted or message)
        said = render.words_of(source)
        if source.effective_attachment:
            return Response(plain(render.WORDS_ONLY))
        return render.preview(found, said) if said.text else Response(plain(render.WRITE_IT))

    async def on_press(self, update: Update, context: Context) -> None:
        at = Pressed(update, context)
        press = unpack(at.data)
        # What is to be sent stands there alone: without the message there is nothing to send.
        if at.message is None or isinstance(press, Stale):
            await at.toast(words.STALE_BUTTON)
            return
        match press:
            case SendPost(cohort_id):
                await self._send(at, at.message, cohort_id)
            case CountPost():
                await at.toast()
                found = await self._outbox.delivered(_ref(at.turn, at.message))
                await at.redraw_buttons(render.count(found))
            case GiveAssignment() | Remind():
                await self._assigning.press(at, press)
            case CancelPost():
                await at.toast(render.CANCELLED)
                await at.redraw_buttons(None)

    async def _send(self, at: Pressed, message: Message, cohort_id: int) -> None:
        body = body_of(Response(_shown(message)))
        match await self._announcements.give(at.turn, cohort_id, _ref(at.turn, message), body):
            case InstructorsOnly():
                await at.toast(render.NOT_YOURS)
            case Elsewhere(cohort):
                await at.toast(render.ELSEWHERE.format(cohort.name))
            case found:
                self.sender.nudge()
                await at.toast()
                await at.redraw_buttons(render.count(found))

    async def on_answer(self, update: Update, context: Context) -> None:
        """Pass on what answers somebody; what answers us goes on to the other handlers."""
        message, turn = message_of(update), context.turn
        quoted, who = message.reply_to_message, turn.sender
        if quoted is None:
            return
        to = await self._outbox.answers_go_to(turn.bot_id, who.telegram_user_id, quoted.message_id)
        if to is None:
            return
        whole = render.relayed(who.name, _shown(quoted), _shown(message))
        for number, part in enumerate(split(whole)):
            ref = f"back:{_ref(turn, message)}:{number}"
            await self.sender.put(ref, [to], Response(part), reply_to=who.telegram_user_id)
        await self._replies.answer(context, message, Response(plain(render.PASSED_ON)))
        raise ApplicationHandlerStop


def _shown(message: Message) -> Styled:
    return render.written(message.text or "", message.entities)


def _ref(turn: Turn, message: Message) -> str:
    """The name of what a message says: edited, it is something else, and is sent again."""
    said = hashlib.sha256((message.text or "").encode(errors="replace")).hexdigest()[:16]
    return f"said:{turn.bot_id}:{message.chat_id}:{message.message_id}:{said}"


def posts(tutor: Tutor, store: ProgressStore, sender: Sender) -> Posts:
    """All that is announced and assigned."""
    replies, announcements = Replies(store), Announcements(store.cohorts, store.outbox)
    assignments = Assignments(store, tutor.practice, announcements)
    assigning = Assigning(assignments, store, replies, sender)
    return Posts(announcements, store.outbox, replies, sender, assigning=assigning)
