"""The server as an ASGI application."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from telegram import User

from localgram import bot_api, user_api
from localgram.feed import Clock
from localgram.state import State
from sandbox.service.listening import listener_at, served

# What keeps other web sites away from a server on this machine.

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_READING = frozenset({"GET", "HEAD"})
_OWN_SITES = frozenset({"same-origin", "none"})


class Guard:
    """Refuses foreign Host headers, which stops DNS rebinding, and other origins' requests."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _name(headers.get("host", "")) not in self._hosts:
            await PlainTextResponse("Foreign Host header", 421)(scope, receive, send)
        elif _is_foreign(scope, headers):
            await PlainTextResponse("Cross-origin request", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, _guarded(send))


def _name(host: str) -> str:
    """The host without its port; an IPv6 address keeps its brackets."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _is_foreign(scope: Scope, headers: Headers) -> bool:
    """Tell another site's request by what browsers send along; other programs send neither.

    Another site may link to the page and no more: even a GET can call a method of the bot.
    """
    if scope["path"] == "/" and scope["method"] in _READING:
        return False
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    return site not in _OWN_SITES or (
        origin is not None and origin.partition("://")[2] != headers.get("host")
    )


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
        await send(message)

    return guarded


LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_PAGE = Path(__file__).parent / "page"
_ANY_BOT = 1_000_000_001


def utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    *,
    token: str | None = None,
    clock: Clock = utc_now,
    name: str = "Local bot",
    username: str = "local_bot",
    hosts: Collection[str] = LOCAL_HOSTS,
) -> Starlette:
    """One bot's Telegram; without a token, any well-formed one is that bot's.

    The state is reachable as `app.state.localgram`.
    """
    state = State(_bot(token, name, username), token=token, clock=clock)
    app = Starlette(
        routes=[
            *bot_api.routes(state),
            *user_api.routes(state),
            Mount("/", StaticFiles(directory=_PAGE, html=True)),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
    )
    app.state.localgram = state
    return app


def _bot(token: str | None, name: str, username: str) -> User:
    """The number in front of a token's colon is the bot's id."""
    number = token.partition(":")[0] if token else ""
    return User(
        id=int(number) if number.isdigit() else _ANY_BOT,
        first_name=name,
        is_bot=True,
        username=username,
        can_join_groups=True,
        can_read_all_group_messages=True,
        supports_inline_queries=False,
    )


# Running the server inside another program or a test.

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
    with listener_at(host, port) as listener:
        async with served(_config(app), listener) as server:
            try:
                yield LocalServer(f"http://{_reachable(host)}:{listener.getsockname()[1]}", state)
            finally:
                server.should_exit = True
                await state.close()


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
