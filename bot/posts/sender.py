"""Sends what waits in the outbox, one letter at a time, beside everything else."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from telegram import InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.intake.liveness import unbroken
from bot.intake.requests import seconds_in
from bot.intake.turns import Clock
from bot.sending.response import Response
from bot.sending.styled import Styled
from progress.cohorts.outbox import Delivery, Letter, pause_after
from progress.stores.cohorts.outbox_store import OutboxStore

# At most 25 a second: five of what Telegram allows are left for answers.
BETWEEN_SECONDS = 0.04
LOOK_SECONDS = 10.0


def body_of(response: Response) -> Any:
    """One message as the outbox keeps it: its text, and the buttons under it."""
    text, keyboard = response.text, response.keyboard
    entities = [each.to_dict() for each in text.entities]
    buttons = keyboard.to_dict() if keyboard else None
    return {"text": text.text, "entities": entities, "keyboard": buttons}


def response_of(body: Any) -> Response:
    entities = MessageEntity.de_list(body["entities"], None)
    keyboard = body["keyboard"] and InlineKeyboardMarkup.de_json(body["keyboard"], None)
    return Response(Styled(body["text"], tuple(entities)), keyboard)


class Sender:
    """Sends for as long as it runs; `nudge` tells that there is something new."""

    def __init__(self, outbox: OutboxStore, bot: ExtBot[Any], clock: Clock) -> None:
        self._outbox = outbox
        self._bot = bot
        self._clock = clock
        self._new = asyncio.Event()

    @property
    def bot_id(self) -> int:
        return self._bot.id

    def now(self) -> datetime:
        return self._clock()

    def nudge(self) -> None:
        self._new.set()

    async def put(
        self, ref: str, people: Iterable[int], said: Response, *, reply_to: int | None = None
    ) -> None:
        """Let people have something soon; who has it by this name already gets it no more."""
        body, now = body_of(said), self.now()
        await self._outbox.put(self.bot_id, ref, people, body, now, reply_to=reply_to)
        self.nudge()

    async def run(self) -> None:
        """Send what is due, then wait; a stop comes between two letters, never within one."""
        while True:
            self._new.clear()
            await unbroken(self._next())
            with suppress(TimeoutError):
                await asyncio.wait_for(self._new.wait(), LOOK_SECONDS)

    async def _next(self) -> None:
        letter = await self._outbox.take(self.bot_id, self.now())
        if letter is not None:
            await self._deliver(letter)
            await asyncio.sleep(BETWEEN_SECONDS)
            self.nudge()

    async def _deliver(self, letter: Letter) -> None:
        """Send and mark: killed between the two, it is sent once more."""
        said = response_of(letter.body)
        to, text, entities = letter.telegram_user_id, said.text.text, said.text.entities
        try:
            message = await self._bot.send_message(
                to, text, entities=entities, reply_markup=said.keyboard
            )
        except Forbidden:
            await self._outbox.ended(letter.id, Delivery.BLOCKED, self.now())
        except BadRequest:
            await self._outbox.ended(letter.id, Delivery.FAILED, self.now())
        except RetryAfter as told:
            await self._put_off(letter, timedelta(seconds=seconds_in(told)))
        except TelegramError:
            await self._put_off(letter, pause_after(letter.tries))
        else:
            await self._outbox.sent(letter.id, message.message_id, self.now())

    async def _put_off(self, letter: Letter, pause: timedelta | None) -> None:
        if pause is None:
            await self._outbox.ended(letter.id, Delivery.FAILED, self.now())
        else:
            await self._outbox.put_off(letter.id, self.now() + pause)
