"""Everything the server knows. It lives in memory and ends with the process."""

import asyncio
from itertools import count
from typing import Any

from telegram import User

from localgram.faults import Faults
from localgram.feed import Feed
from localgram.files import Files
from localgram.history import History, first_message_id
from localgram.people import People
from localgram.polls import Polls
from localgram.profile import Profile
from localgram.updates import UpdateQueue
from localgram.webhook import Webhook
from localgram.wire import Clock, Refused, Wire


class State:
    def __init__(self, bot: User, *, token: str | None, clock: Clock) -> None:
        started = clock()
        self.token = token
        self.clock = clock
        self.people = People(bot)
        self.history = History(first_message_id(started))
        # A bot keeps its database over restarts of the server: old ids must not come again.
        self.updates = UpdateQueue(int(started.timestamp() * 1000))
        self.files = Files(f"{int(started.timestamp() * 1000):x}")
        self.profile = Profile()
        self.faults = Faults()
        self.feed = Feed()
        self.webhook = Webhook(self.updates)
        # What waits for the bot's answer to a press, by the id of its query.
        self.clicks: dict[str, asyncio.Future[Wire]] = {}
        self.polls = Polls()
        self._pressed = count(1)

    @property
    def bot(self) -> Wire:
        return self.people.bot

    def now(self) -> int:
        return int(self.clock().timestamp())

    def next_query_id(self) -> str:
        """The id of the next press: no two are alike, also over restarts of the server."""
        return f"{self.now()}{next(self._pressed):06}"

    def post(self, chat: Wire, sender: Wire, content: Wire, replied: Wire | None = None) -> Wire:
        """Put a new message into a chat and show it to whoever looks.

        It carries the message that it replies to, without what that one replied to.
        Of a long chat, the oldest messages go away for the readers too: nothing that is shown has
        buttons which would only be refused.
        """
        fields = {"date": self.now(), "chat": chat, "from": sender, **content}
        reply = replied and {**replied, "reply_to_message": None}
        message = self.history.add({**fields, "reply_to_message": reply})
        self.show("message", message)
        for old in self.history.surplus(chat["id"]):
            self.delete(old)
        return message

    def edit(self, message: Wire, changes: Wire, *, marked: bool = True) -> Wire:
        """Change a message; `marked` edits carry the time at which they were made."""
        mark = {"edit_date": self.now()} if marked else {}
        edited = self.history.change(message, {**changes, **mark})
        self.show("edited", edited)
        return edited

    def delete(self, message: Wire) -> None:
        self.history.remove(message)
        chat = message["chat"]["id"]
        self.feed.publish(chat, "deleted", message_id=message["message_id"])

    def show(self, kind: str, message: Wire) -> None:
        self.feed.publish(message["chat"]["id"], kind, message=self.history.seen(message))

    def summary(self) -> dict[str, Any]:
        return {
            "bot": self.bot,
            "pending_updates": len(self.updates),
            "faults": self.faults.pending(),
            "webhook": self.webhook.info(),
        }

    async def close(self) -> None:
        """Let go of everyone who waits, so that the server can stop at once."""
        self.feed.close()
        self.updates.interrupt(Refused(502, "Bad Gateway"))
        await self.webhook.stop()
        for click in self.clicks.values():
            click.cancel()
