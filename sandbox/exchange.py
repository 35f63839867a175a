"""HTTP as far as a client of the sandbox needs it: one request, one answer, connections kept.

A general client spends on each request about what a whole warm run takes.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self, cast
from urllib.parse import urlsplit

import httptools

_CONNECTS_WITHIN_SECONDS: Final = 10.0
# Far more than the largest result. The sandbox is not trusted to know an end.
_ANSWER_BYTES: Final = 32 * 1024 * 1024


class Dropped(Exception):
    """No connection, or it ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service listens: `unix:PATH`, `http://host:port` or `https://…`."""

    host: str
    path: str
    connect: Callable[[Callable[[], "_Connection"]], Any]

    @classmethod
    def of(cls, url: str) -> Self:
        loop = asyncio.get_running_loop
        if url.startswith("unix:"):
            socket = url.removeprefix("unix:")
            return cls("sandbox", "", lambda made: loop().create_unix_connection(made, socket))
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        host, port = parts.hostname or "", parts.port or (443 if secure else 80)
        return cls(
            parts.netloc.rpartition("@")[2],
            parts.path.rstrip("/"),
            lambda made: loop().create_connection(made, host, port, ssl=secure or None),
        )


class _Connection(asyncio.Protocol):
    """One connection; it is `reusable` while both sides are between requests."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._parser = httptools.HttpResponseParser(self)
        self.reusable = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Said rather than asked: a stream's transport is no subclass of that on every loop.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.reusable = False
        self._fail(f"the connection ended: {exc or 'closed by the service'}")

    def _fail(self, why: str) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(Dropped(why))

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"expected an HTTP answer, got something else: {error}")
            self.close()
        if len(self._body) > _ANSWER_BYTES:
            self._fail(f"expected an answer of at most {_ANSWER_BYTES} bytes, got more")
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        self.reusable = self._parser.should_keep_alive()
        if self._answer and not self._answer.done():
            self._answer.set_result(Answer(status, self._headers, bytes(self._body)))

    async def ask(self, request: bytes) -> Answer:
        self.reusable = False
        self._headers, self._body = {}, bytearray()
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            raise Dropped("the connection is closed")
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport:
            self._transport.abort()


class Exchange:
    """Asks a service; whoever stops waiting for an answer ends its connection, and so the run."""

    def __init__(self, url: str) -> None:
        self._address = Address.of(url)
        self._idle: list[_Connection] = []
        self.url = url

    async def _connected(self) -> _Connection:
        while self._idle:
            if (connection := self._idle.pop()).reusable:
                return connection
        try:
            async with asyncio.timeout(_CONNECTS_WITHIN_SECONDS):
                _, made = await self._address.connect(_Connection)
        except (OSError, TimeoutError) as error:
            raise Dropped(str(error) or "no connection in time") from error
        return made  # type: ignore[no-any-return]

    async def post(
        self, path: str, body: bytes, *, headers: dict[str, str], within: float
    ) -> Answer:
        """Raises Dropped, or TimeoutError after `within` seconds."""
        lines = [
            f"POST {self._address.path}{path} HTTP/1.1",
            f"Host: {self._address.host}",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        connection = await self._connected()
        try:
            async with asyncio.timeout(within):
                head = "\r\n".join((*lines, "", "")).encode("latin-1")
                return await connection.ask(head + body)
        finally:
            if connection.reusable:
                self._idle.append(connection)
            else:
                connection.close()

    def close(self) -> None:
        for connection in self._idle:
            connection.close()
        self._idle.clear()
