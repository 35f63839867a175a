"""The server as an ASGI application."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from telegram import User

from localgram import bot_api, user_api
from localgram.guard import Guard
from localgram.state import State
from localgram.wire import Clock

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
