"""Where the service listens, and how: uvicorn without a wake-up while nothing happens.

Nothing is told of ourselves.
"""

import asyncio
import errno
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final, Self

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEAD_BYTES: Final = 64 << 10
_HEAD_WITHIN_SECONDS: Final = 10.0
_IDLE_SECONDS: Final = 30
# More than may wait for their turn: the others must still hear that they may not.
_CONNECTIONS: Final = 128
_BAD_REQUEST: Final = (
    b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n"
    b"content-type: application/json\r\ncontent-length: %d\r\n\r\n"
)


class Bounded(HttpToolsProtocol):
    """uvicorn bounds neither a request's head, in size and time, nor how many are connected.

    Where too many are, the one that has asked nothing for longest makes way.
    """

    _is_in_head = False
    _head_bytes = 0
    _late: asyncio.TimerHandle | None = None
    idle_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.idle_since = self.loop.time()
        self._await_a_request()
        if len(self.connections) > _CONNECTIONS:
            known = (one for one in self.connections if isinstance(one, Bounded))
            idle = (one for one in known if one.asks_nothing)
            min(idle, key=lambda one: one.idle_since).transport.close()

    @property
    def asks_nothing(self) -> bool:
        """Nothing whole, at least: who is slow with a head can be as slow a second time."""
        is_served = self.cycle is not None and not self.cycle.response_complete
        return not is_served and not self.transport.is_closing()

    def _await_a_request(self) -> None:
        """For so long only; uvicorn bounds nothing but the time behind an answer."""
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def on_response_complete(self) -> None:
        self.idle_since = self.loop.time()
        super().on_response_complete()

    def on_message_begin(self) -> None:
        self._is_in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Drop those behind a body: nobody reads them, and uvicorn would keep them without end."""
        if self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._be_past_head()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_in_head and not self.transport.is_closing():
            # Mostly it comes in one piece.
            self._await_the_rest(len(data))
        elif self.asks_nothing:
            self._await_a_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._be_past_head()
        super().connection_lost(exc)

    def _be_past_head(self) -> None:
        self._is_in_head, self._head_bytes = False, 0
        if self._late:
            self._late.cancel()
            self._late = None

    def _await_the_rest(self, came: int) -> None:
        self._head_bytes += came
        if self._head_bytes > _HEAD_BYTES:
            self._refuse(f"expected a head of at most {_HEAD_BYTES} bytes, got more")
        elif not self._late:
            told = f"expected the whole head within {_HEAD_WITHIN_SECONDS:g} s"
            self._late = self.loop.call_later(_HEAD_WITHIN_SECONDS, self._refuse, told)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Where uvicorn can't read what came: in words of ours."""
        self._refuse("expected an HTTP request, got something else")

    def _refuse(self, told: str) -> None:
        """In the shape of every other problem."""
        body = json.dumps({"error": told}).encode()
        self.transport.write(_BAD_REQUEST % len(body) + body)
        self.transport.close()


class QuietServer(uvicorn.Server):
    """Sleeps until a signal. uvicorn's own loop looks ten times a second whether one came."""

    @classmethod
    def of(cls, app: Starlette, **address: Any) -> Self:
        config = uvicorn.Config(
            app,
            **address,
            http=Bounded,
            ws="none",
            access_log=False,
            log_config=None,
            date_header=False,
            server_header=False,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=1,
        )
        return cls(config)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._own_socket = self._at_its_path()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Its socket goes first: uvicorn ends by the signal that told it to stop."""
        self._remove_socket()
        await super().shutdown(sockets)

    def _at_its_path(self) -> int | None:
        try:
            return Path(self.config.uds).stat().st_ino if self.config.uds else None
        except OSError:
            return None

    def _remove_socket(self) -> None:
        """Not one that a later service has put in its place."""
        if self.config.uds and self._own_socket and self._own_socket == self._at_its_path():
            with suppress(OSError):
                Path(self.config.uds).unlink()

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._told = asyncio.Event()
        while not self.should_exit:
            await self._told.wait()

    def leave(self) -> None:
        """Stop as by a signal, but return from `run`, which a signal does not."""
        self.should_exit = True
        self._told.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if hasattr(self, "_loop"):
            self._loop.call_soon_threadsafe(self._told.set)


@asynccontextmanager
async def served(config: uvicorn.Config, listener: socket.socket) -> AsyncIterator[uvicorn.Server]:
    """Serve within another program, whose signals stay its own, for as long as the block lasts."""
    server = uvicorn.Server(config)
    # Part by part: `serve` would take the signals, and does not say when it listens.
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup([listener])
    serving = asyncio.create_task(server.main_loop())
    try:
        yield server
    finally:
        server.should_exit = True
        await serving
        await server.shutdown([listener])


def listener_at(host: str, port: int) -> socket.socket:
    """Of IPv4 or IPv6, as the host is spelt; `::` is both."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    on_both = host == "::" and socket.has_dualstack_ipv6()
    listener = socket.create_server((host, port), family=family, dualstack_ipv6=on_both)
    # Accepted connections inherit it; without it an answer may wait 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _address(listen: str) -> dict[str, Any]:
    """`unix:PATH` or `HOST:PORT`, as uvicorn takes it."""
    if listen.startswith("unix:"):
        return {"uds": listen.removeprefix("unix:")}
    host, _, port = listen.rpartition(":")
    if not port.isdecimal():
        raise ValueError(f"expected unix:PATH or HOST:PORT, got {listen!r}")
    return {"host": host.strip("[]") or "127.0.0.1", "port": int(port)}


def room_at(listen: str) -> dict[str, Any]:
    """The address, where it is free: uvicorn would say it late, and take another's socket away."""
    address = _address(listen)
    try:
        if "uds" in address:
            _require_silence(address["uds"])
        else:
            asyncio.run(_bound_once(**address))
    except (OverflowError, UnicodeError):
        raise ValueError(f"--listen: expected unix:PATH or HOST:PORT, got {listen!r}") from None
    except OSError as error:
        # asyncio's own words name the address a second time; a resolver's have no number of ours.
        number = error.errno or 0
        said = os.strerror(number) if number > 0 else error.strerror or str(error)
        raise ValueError(f"--listen: {listen} cannot be used: {said}") from None
    return address


def _require_silence(path: str) -> None:
    """What is left of a service that was killed may be replaced, one that answers may not."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(1)
        try:
            asking.connect(path)
        except (FileNotFoundError, ConnectionRefusedError):
            return
        except (TimeoutError, BlockingIOError):
            pass  # Its queue is full.
    raise OSError(errno.EADDRINUSE, "")


async def _bound_once(host: str, port: int) -> None:
    server = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port)
    server.close()
