"""The messages of every chat and the reactions to them."""

from collections import defaultdict
from datetime import UTC, datetime
from itertools import islice, takewhile

from telegram import Message

from localgram.wire import Wire, bad_request, without_nones

# A demo may run for months; a chat that is longer loses its oldest messages.
MESSAGES_A_CHAT = 1_000
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_IDS_PER_SECOND = 8
_IDS = 2**31 - 2**20

Key = tuple[int, int]


def first_message_id(now: datetime) -> int:
    """Where a server that starts now begins to count.

    A bot remembers messages over restarts of the server, so their ids must not come twice:
    the count runs with the clock, and starts anew after eight years.
    """
    return int((now - _EPOCH).total_seconds() * _IDS_PER_SECOND) % _IDS + 1


class History:
    def __init__(self, first_id: int) -> None:
        self._next_id = first_id
        self._messages: dict[int, dict[int, Wire]] = defaultdict(dict)
        self._reactions: dict[Key, dict[int, list[str]]] = {}

    def add(self, fields: Wire) -> Wire:
        """Keep a message, made whole by Telegram's own class so that no field can be wrong."""
        message = _whole({**fields, "message_id": self._next_id})
        self._next_id += 1
        return self._keep(message)

    def change(self, message: Wire, changes: Wire) -> Wire:
        """Put other fields in a message's place; a change to None takes the field away."""
        return self._keep(_whole({**message, **changes}))

    def find(self, chat_id: int, message_id: int, purpose: str) -> Wire:
        """The message, or Telegram's refusal, which names the purpose: "to edit", "to delete"."""
        try:
            return self._messages[chat_id][message_id]
        except KeyError:
            raise bad_request(f"message {purpose} not found") from None

    def has(self, chat_id: int, message_id: int) -> bool:
        return message_id in self._messages[chat_id]

    def remove(self, message: Wire) -> None:
        chat_id, message_id = _key(message)
        del self._messages[chat_id][message_id]
        self._reactions.pop(_key(message), None)

    def surplus(self, chat_id: int) -> list[Wire]:
        """A chat's oldest messages, those that are too many to keep."""
        messages = self._messages[chat_id]
        return list(islice(messages.values(), max(0, len(messages) - MESSAGES_A_CHAT)))

    def of(self, chat_id: int, *, after: int = 0) -> list[Wire]:
        """A chat's messages, oldest first, each with its reactions."""
        newest_first = reversed(self._messages[chat_id].values())
        wanted = takewhile(lambda message: message["message_id"] > after, newest_first)
        return [self.seen(message) for message in wanted][::-1]

    def seen(self, message: Wire) -> Wire:
        """A message as its readers see it: with the reactions."""
        reactions = self._reactions.get(_key(message), {})
        shown = [{"emoji": emoji, "by": by} for by, emojis in reactions.items() for emoji in emojis]
        return {**message, "reactions": shown}

    def react(self, message: Wire, by: int, emojis: list[str]) -> list[str]:
        """Replace someone's reactions to a message; answers what they were before."""
        reactions = self._reactions.setdefault(_key(message), {})
        before = reactions.pop(by, [])
        if emojis:
            reactions[by] = emojis
        return before

    def _keep(self, message: Wire) -> Wire:
        chat_id, message_id = _key(message)
        self._messages[chat_id][message_id] = message
        return message


def _key(message: Wire) -> Key:
    return message["chat"]["id"], message["message_id"]


def _whole(fields: Wire) -> Wire:
    return Message.de_json(without_nones(fields), None).to_dict()
