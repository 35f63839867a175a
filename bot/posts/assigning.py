"""/assign and /assigned, and the reminders of what is not done."""

from datetime import UTC, datetime

from telegram import Message, Update
from telegram.ext import BaseHandler

from bot import words
from bot.context import Context
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.messages.incoming import after_command, commands, is_private, message_of
from bot.posts import assigned, render
from bot.posts.buttons import GiveAssignment, Remind
from bot.posts.sender import Sender
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import plain
from progress.events import Turn
from progress.stores.progress_store import ProgressStore
from tutor.curation.desk import InstructorsOnly
from tutor.posts.assignments import Assignments, Planned, Standing


class Assigning:
    """Gives assignments, tells of them, and reminds."""

    def __init__(
        self, assignments: Assignments, store: ProgressStore, replies: Replies, sender: Sender
    ) -> None:
        self._assignments = assignments
        self._store = store
        self._replies = replies
        self._sender = sender

    def handlers(self) -> list[BaseHandler[Update, Context, None]]:
        return [
            commands("assign", self.on_assign),
            private_command("assigned", self._replies, self.on_assigned),
        ]

    async def on_assign(self, update: Update, context: Context) -> None:
        """Show what would be given; the button finds it in the message that this one quotes."""
        message = message_of(update)
        if not is_private(message):
            response = Response(plain(words.SEND_IT_PRIVATELY))
        else:
            found = await self._assignments.plan(context.turn, after_command(message))
            response = assigned.plan(found)
        await self._replies.answer(context, message, response, quote=True)

    async def on_assigned(self, turn: Turn, _message: Message) -> Response:
        """Whoever teaches sees the class that they are at, everybody else themselves."""
        found = await self._assignments.taught(turn)
        if isinstance(found, InstructorsOnly):
            mine = await self._assignments.of_learner(turn.sender.telegram_user_id)
            return assigned.learners(mine)
        return assigned.teachers(found)

    async def press(self, at: Pressed, press: GiveAssignment | Remind) -> None:
        match press:
            case GiveAssignment(cohort_id):
                await self._give(at, cohort_id)
            case Remind(assignment_id):
                await self._remind(at, assignment_id)

    async def remind_all(self, now: datetime) -> None:
        """Remind those who have something open that ends within a day; of each thing once."""
        for each in await self._assignments.ending(now):
            # Killed between the two, it is put again: nobody has a letter twice.
            await self._put(f"remind:{each.assignment.id}", each)
            await self._store.assignments.reminded(each.assignment.id)

    async def _give(self, at: Pressed, cohort_id: int) -> None:
        quoted = at.quoted
        planned = await self._assignments.plan(at.turn, after_command(quoted)) if quoted else None
        if not isinstance(planned, Planned):
            await at.toast(words.STALE_BUTTON)
            return
        audience = planned.audience
        if audience.cohort.id != cohort_id:
            await at.toast(render.ELSEWHERE.format(audience.cohort.name))
            return
        given = await self._assignments.give(planned, at.turn.at)
        ref, teacher = f"assigned:{given.assignment.id}", at.turn.sender.telegram_user_id
        said = assigned.given(given)
        await self._sender.put(ref, audience.people, said, reply_to=teacher)
        await at.toast("It is given.")
        await at.redraw_buttons(None)

    async def _remind(self, at: Pressed, assignment_id: int) -> None:
        each = await self._assignments.to_remind(at.turn, assignment_id)
        if not isinstance(each, Standing):
            await at.toast(words.STALE_BUTTON if each is None else render.NOT_YOURS)
            return
        day = at.turn.at.astimezone(UTC).date()
        await self._put(f"remind:{assignment_id}:{day}", each)
        behind = len(each.behind)
        await at.toast(f"{behind} are reminded." if behind else assigned.ALL_DONE)

    async def _put(self, ref: str, found: Standing) -> None:
        await self._sender.put(ref, found.behind, assigned.reminder(found))
