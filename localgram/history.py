"""The messages of every chat and the reactions to them."""

import mimetypes
import struct
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice, takewhile

from telegram import Document, Message, PhotoSize

from localgram.feed import Wire, bad_request, without_nones

# Files that either side has sent.

# A demo may run for months: of more than that, the oldest files are no longer to be had.
MOST_FILES = 2_000
MOST_BYTES = 256 * 2**20
_WIDTH_AND_HEIGHT = 10_000
_LONGEST_TO_SHORTEST = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    mime: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    file_id: str
    unique_id: str
    path: str
    upload: Upload

    @property
    def mime(self) -> str:
        guessed, _ = mimetypes.guess_type(self.upload.name)
        return self.upload.mime or guessed or "application/octet-stream"

    def document(self) -> Wire:
        return Document(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            file_name=self.upload.name,
            mime_type=self.mime,
            file_size=len(self.upload.content),
        ).to_dict()

    def photo(self) -> list[Wire]:
        """The file as a photo's one size; Refused where it is neither a PNG nor a JPEG.

        Refused too where it is too long for its height, or the other way round, or too large.
        """
        size = image_size(self.upload.content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
        if width + height > _WIDTH_AND_HEIGHT or max(size) > _LONGEST_TO_SHORTEST * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        photo = PhotoSize(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            width=width,
            height=height,
            file_size=len(self.upload.content),
        )
        return [photo.to_dict()]


class Files:
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._numbers = count(1)
        self._stored: dict[str, Stored] = {}
        self._bytes = 0

    def keep(self, upload: Upload, folder: str) -> Stored:
        """Keep a file under a new id; Refused where it is empty. The oldest files may go for it."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        number = next(self._numbers)
        _, dot, suffix = upload.name.rpartition(".")
        ending = f".{suffix}" if dot and suffix.isalnum() else ""
        stored = Stored(
            file_id=f"localgram-{self._prefix}-{number}",
            unique_id=f"lg{self._prefix}{number}",
            path=f"{folder}/file_{number}{ending}",
            upload=upload,
        )
        self._stored[stored.file_id] = stored
        self._bytes += len(upload.content)
        while len(self._stored) > 1 and self._is_too_much():
            self._forget_oldest()
        return stored

    def find(self, file_id: str) -> Stored:
        """The file of an id; Refused where it is gone or never was."""
        try:
            return self._stored[file_id]
        except KeyError:
            raise bad_request("wrong file_id or the file is temporarily unavailable") from None

    def at(self, path: str) -> Stored | None:
        """The file at a path of the download address."""
        return next((stored for stored in self._stored.values() if stored.path == path), None)

    def _is_too_much(self) -> bool:
        return len(self._stored) > MOST_FILES or self._bytes > MOST_BYTES

    def _forget_oldest(self) -> None:
        oldest = self._stored.pop(next(iter(self._stored)))
        self._bytes -= len(oldest.upload.content)


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or a JPEG, from its header."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if content.startswith(_JPEG) else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker, length = struct.unpack(">BH", content[position + 1 : position + 4])
        if marker in _SIZE_MARKERS:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None


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


# The polls as they stand now, which many messages may show.

# A demo may run for months; of more polls than that, the oldest take no more votes.
MOST_POLLS = 1_000


class Polls:
    def __init__(self) -> None:
        self._numbers = count(1)
        self._polls: dict[str, Wire] = {}

    def keep(self, content: Wire) -> Wire:
        """Give a poll its id and keep it; the oldest goes where there are too many."""
        poll = {"id": str(next(self._numbers)), **content}
        self._polls[poll["id"]] = poll
        if len(self._polls) > MOST_POLLS:
            del self._polls[next(iter(self._polls))]
        return poll

    def open(self, message: Wire) -> Wire:
        """The poll that a message shows, as it stands now; refused where it takes no votes."""
        poll = self._polls.get(message.get("poll", {}).get("id"))
        if poll is None:
            raise bad_request("message with poll to stop not found")
        if poll["is_closed"]:
            raise bad_request("poll has already been closed")
        return poll
