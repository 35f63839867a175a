"""Running the server inside another program or a test."""

import asyncio
import socket
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from localgram.app import LOCAL_HOSTS, create_app, utc_now
from localgram.state import State
from localgram.wire import Clock

_GRACE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class LocalServer:
    """Where a running server is reached, and its state for a test to look into."""

    url: str
    state: State

    @property
    def bot_api_url(self) -> str:
        """What goes in front of the token in a request."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def page_url(self) -> str:
        return f"{self.url}/"


@asynccontextmanager
async def running(
    port: int = 0,
    *,
    token: str | None = None,
    host: str = "127.0.0.1",
    clock: Clock = utc_now,
    name: str = "Local bot",
    username: str = "local_bot",
    hosts: Collection[str] = LOCAL_HOSTS,
) -> AsyncIterator[LocalServer]:
    """Serve until the block ends; port 0 takes a free one, and `[::1]` is as good as `::1`."""
    host = host.strip("[]")
    app = create_app(token=token, clock=clock, name=name, username=username, hosts=hosts)
    state: State = app.state.localgram
    with _listening(host, port) as listener:
        config = _config(app)
        server = uvicorn.Server(config)
        # Part by part: `serve` would take the signals, and does not say when it listens.
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup([listener])
        serving = asyncio.create_task(server.main_loop())
        try:
            yield LocalServer(f"http://{_reachable(host)}:{listener.getsockname()[1]}", state)
        finally:
            server.should_exit = True
            await state.close()
            await serving
            await server.shutdown([listener])


def _reachable(host: str) -> str:
    """How this machine names a host in an address; one that stands for all addresses is its own."""
    if ":" in host:
        return "[::1]" if host == "::" else f"[{host}]"
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,  # how to log is for the program around the server to say
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    on_both = host == "::" and socket.has_dualstack_ipv6()
    with socket.create_server((host, port), family=family, dualstack_ipv6=on_both) as listener:
        # Accepted connections inherit it; asyncio sets it only where the protocol is spelled out.
        # Without it each answer waits 40 ms for an acknowledgement.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listener
