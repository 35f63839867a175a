"""What the people's side sees happen, as it happens."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import datetime
from typing import Any

from starlette.responses import Response

# What crosses the wire: JSON objects, refusals in Telegram's words, and the answer's encoding.

Wire = dict[str, Any]
Clock = Callable[[], datetime]


class Refused(Exception):
    """A request that Telegram would refuse; only the author of the calling program can mend it."""

    def __init__(self, code: int, description: str, parameters: Wire | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_dict(self) -> Wire:
        refusal: Wire = {"ok": False, "error_code": self.code, "description": self.description}
        return refusal | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> Refused:
    return Refused(400, f"Bad Request: {reason}")


class Json(Response):
    """JSON in pure ASCII: a lone surrogate, which UTF-8 cannot hold, still gets through."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def without_nones(fields: Mapping[str, object]) -> Wire:
    return {name: value for name, value in fields.items() if value is not None}


# A reader that is further behind has gone away, or had better read the whole chat anew.
MOST_UNREAD = 1_000
_KEEP_ALIVE_SECONDS = 15.0


class Feed:
    def __init__(self) -> None:
        self._readers: dict[asyncio.Queue[Wire | None], int | None] = {}
        self._closed = False

    def publish(self, chat_id: int | None, kind: str, **details: object) -> None:
        """Tell the readers of one chat, or everyone."""
        event = {"kind": kind, "chat": chat_id, **details}
        for queue, wanted in list(self._readers.items()):
            if chat_id is None or wanted in (None, chat_id):
                self._tell(queue, event)

    def _tell(self, queue: asyncio.Queue[Wire | None], event: Wire) -> None:
        """End a reader that is too far behind: a page connects again, and reads all anew."""
        if queue.qsize() >= MOST_UNREAD:
            del self._readers[queue]
        else:
            queue.put_nowait(event)

    async def read(
        self, chat_id: int | None = None, *, idle_seconds: float = _KEEP_ALIVE_SECONDS
    ) -> AsyncGenerator[Wire | None, None]:
        """Events from now on; None after a while of silence, so that a dead reader is noticed."""
        queue: asyncio.Queue[Wire | None] = asyncio.Queue()
        self._readers[queue] = chat_id
        try:
            yield None
            while not self._closed and queue in self._readers:
                yield await _next(queue, idle_seconds)
        finally:
            self._readers.pop(queue, None)

    def close(self) -> None:
        self._closed = True
        for queue in self._readers:
            queue.put_nowait(None)


async def _next(queue: asyncio.Queue[Wire | None], seconds: float) -> Wire | None:
    try:
        async with asyncio.timeout(seconds):
            return await queue.get()
    except TimeoutError:
        return None
