"""Everything the server knows. It lives in memory and ends with the process."""

import asyncio
from itertools import count
from typing import Any

from telegram import Chat, User
from telegram.constants import ChatType

from localgram.faults import Faults, Profile
from localgram.feed import Clock, Feed, Refused, Wire, bad_request
from localgram.history import Files, History, Polls, first_message_id
from localgram.updates import UpdateQueue, Webhook

# Who is there: the bot, its users, and the chats between them.

LEARNER = 1001
INSTRUCTOR = 1002
CLASS = -1000000001001
"""The group that both people of the page and the bot are in."""

_NAMES = {LEARNER: "Lena", INSTRUCTOR: "Ines"}


class People:
    """Private chats carry their user's id. A stranger exists from their first deed on.

    Until then the bot cannot write to them: "chat not found", as with Telegram.
    """

    def __init__(self, bot: User) -> None:
        self.bot: Wire = bot.to_dict()
        self.blocking: set[int] = set()
        self._users: dict[int, Wire] = {}
        self._chats: dict[int, Wire] = {
            CLASS: Chat(id=CLASS, type=ChatType.SUPERGROUP, title="Class").to_dict()
        }
        for user in _NAMES:
            self.user(user)

    def user(self, user_id: int) -> Wire:
        """The user of this id, met for the first time if need be."""
        if user_id <= 0:
            raise bad_request(f"a user's id is positive, got {user_id}")
        if user_id not in self._users:
            self._meet(user_id, _NAMES.get(user_id, f"User {user_id}"))
        return self._users[user_id]

    def rename(self, user_id: int, **names: str) -> Wire:
        """Give a user another name, however odd, from their next message on."""
        self._users[user_id] = {**self.user(user_id), **names}
        self._chats[user_id] = {**self._chats[user_id], **names}
        return self._users[user_id]

    def chat(self, chat_id: int) -> Wire:
        """The chat of this id; Refused where nobody has written there yet."""
        if chat_id not in self._chats:
            raise bad_request("chat not found")
        return self._chats[chat_id]

    def open_chat(self, chat_id: int) -> Wire:
        """The chat, where the bot may write; Refused where its user has blocked the bot."""
        if chat_id in self.blocking:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return self.chat(chat_id)

    def members(self, chat_id: int) -> list[Wire]:
        return list(self._users.values()) if chat_id < 0 else [self.user(chat_id)]

    def _meet(self, user_id: int, name: str) -> None:
        user = User(id=user_id, first_name=name, is_bot=False, language_code="en")
        chat = Chat(id=user_id, type=ChatType.PRIVATE, first_name=name)
        self._users[user_id] = user.to_dict()
        self._chats[user_id] = chat.to_dict()


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
