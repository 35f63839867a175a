"""Talk to a sandbox: a child of this process, or a service elsewhere. One contract for all."""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Final, cast
from urllib.parse import urlsplit

import httptools
from pydantic import ValidationError

from sandbox.embedded import embedded
from sandbox.protocol import (
    LEARNER_HEADER,
    Runner,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
    answer_without_running,
)

# HTTP as far as a client of the sandbox needs it: one request, one answer, connections kept.
#
# A general client spends on each request about what a whole warm run takes.

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
        """At `unix:PATH`, `http://host:port` or `https://…`."""
        self.url = url
        self._idle: list[_Connection] = []
        parts, loop = urlsplit(url), asyncio.get_running_loop()
        is_local, is_secure = parts.scheme == "unix", parts.scheme == "https"
        self._host = "sandbox" if is_local else parts.netloc.rpartition("@")[2]
        self._path = "" if is_local else parts.path.rstrip("/")
        self._connect = (
            partial(loop.create_unix_connection, _Connection, url.removeprefix("unix:"))
            if is_local
            else partial(
                loop.create_connection,
                _Connection,
                parts.hostname or "",
                parts.port or (443 if is_secure else 80),
                ssl=is_secure or None,
            )
        )

    async def _connected(self) -> _Connection:
        while self._idle:
            if (connection := self._idle.pop()).reusable:
                return connection
        try:
            async with asyncio.timeout(_CONNECTS_WITHIN_SECONDS):
                _, made = await self._connect()
        except (OSError, TimeoutError) as error:
            raise Dropped(str(error) or "no connection in time") from error
        return made

    async def post(
        self, path: str, body: bytes, *, headers: dict[str, str], within: float
    ) -> Answer:
        """Raises Dropped, or TimeoutError after `within` seconds."""
        lines = [
            f"POST {self._path}{path} HTTP/1.1",
            f"Host: {self._host}",
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


_EMBEDDED_WITHIN_SECONDS: Final = 60.0
_SERVICE_WITHIN_SECONDS: Final = 10.0
_ASK_AGAIN_SECONDS: Final = 0.05
# Behind a full queue a snippet may wait for many others, each up to its own limit.
_QUEUE_SECONDS: Final = 120.0

_LOG: Final = logging.getLogger(__name__)


class _Client:
    """A Runner over kept-alive connections."""

    def __init__(
        self,
        exchange: Exchange,
        starts_within_seconds: float,
        refusal: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._exchange = exchange
        self._where = _shown(exchange.url)
        self._within = starts_within_seconds
        self._refusal = refusal
        self._salt = secrets.token_bytes(16)
        self._is_away = False

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        """Raises SandboxBusy or SandboxUnavailable when the snippet was not run."""
        if (answer := answer_without_running(request)) is not None:
            return answer
        response = await self._asked(request, learner)
        match response.status:
            case 200:
                return self._result(response)
            case 429:
                self._is_back()
                raise SandboxBusy(_seconds(response))
            case status:
                said = response.body[:200].decode(errors="replace")
                raise self._gone(f"it answered {status}", f"the sandbox answered {status}: {said}")

    def _result(self, answer: Answer) -> RunResult:
        try:
            result = RunResult.model_validate_json(answer.body)
        except ValidationError as error:
            why = "its answer is no result; is it of another release?"
            raise self._gone(why, f"the sandbox's answer is no result: {error}") from error
        self._is_back()
        return result

    def _gone(self, why: str, told: str = "") -> SandboxUnavailable:
        """Log the beginning of a time without a sandbox; `why` has no word of a learner's."""
        if not self._is_away:
            _LOG.warning("sandbox_unreachable", extra={"url": self._where, "error": why})
        self._is_away = True
        return SandboxUnavailable(told or why)

    def _is_back(self) -> None:
        if self._is_away:
            _LOG.info("sandbox_reachable", extra={"url": self._where})
        self._is_away = False

    def _headers(self, learner: str) -> dict[str, str]:
        """The service can tell learners apart, and nothing else of them."""
        json = {"Content-Type": "application/json"}
        if not learner:
            return json
        opaque = blake2b(learner.encode(), key=self._salt).hexdigest()[:32]
        return {**json, LEARNER_HEADER: opaque}

    async def _asked(self, request: RunRequest, learner: str) -> Answer:
        """Where the service goes away before it answers, wait until one is there and ask again.

        What counts is how long ago that was first so: the snippet may have run for longer before.
        """
        deadline: float | None = None
        body, headers = request.model_dump_json().encode(), self._headers(learner)
        patience = request.wall_limit_seconds + _QUEUE_SECONDS
        while True:
            try:
                return await self._answer(body, headers, within=patience)
            except Dropped as error:
                deadline = deadline or time.monotonic() + self._within
                await self._wait_for_service(deadline, error)
            except TimeoutError as error:
                raise self._gone(f"no answer within {patience:g} s") from error

    async def _answer(self, body: bytes, headers: dict[str, str], *, within: float) -> Answer:
        answer = await self._exchange.post("/v1/run", body, headers=headers, within=within)
        # A service that stays, but has no process, keeps the connection.
        if answer.status == 503 and answer.headers.get("connection", "").lower() == "close":
            raise Dropped("the service is stopping")
        return answer

    async def _wait_for_service(self, deadline: float, error: Dropped) -> None:
        if (refusal := self._refusal()) is not None:
            raise self._gone(refusal)
        if time.monotonic() > deadline:
            raise self._gone(str(error), f"no sandbox at {self._where}: {error}") from error
        await asyncio.sleep(_ASK_AGAIN_SECONDS)


def _shown(url: str) -> str:
    """An address without the name and password that may stand in it."""
    scheme, slashes, rest = url.partition("://")
    return f"{scheme}{slashes}{rest.rpartition('@')[2]}"


def _seconds(answer: Answer) -> float:
    """Retry-After; one second where it is not one."""
    said = answer.headers.get("retry-after", "")
    return float(said) if said.isdecimal() else 1.0


@asynccontextmanager
async def connect(url: str, *, spares: int = 4) -> AsyncIterator[Runner]:
    """A Runner at `embedded`, `unix:PATH` or `http://host:port`; `spares` is for embedded.

    Returns at once: the first run waits until the service has loaded torch.
    """
    if url == "embedded":
        async with embedded(spares=spares) as (socket, service):
            with closing(Exchange(f"unix:{socket}")) as exchange:
                yield _Client(exchange, _EMBEDDED_WITHIN_SECONDS, service.refusal)
    elif url.startswith(("unix:", "http://", "https://")):
        with closing(Exchange(url)) as exchange:
            yield _Client(exchange, _SERVICE_WITHIN_SECONDS)
    else:
        raise ValueError(f"expected embedded, unix:PATH or http://host:port, got {url!r}")
