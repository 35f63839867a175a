"""`unsqueeze web`: the instructors' page, by itself or beside the bot."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import uvicorn

from bot.service import ended_by_signals
from knowledge.exercises.shelf import shelf
from progress.stores.progress_store import ProgressStore
from sandbox.service.listening import Bounded, listener_at, served
from tutor.views.views import Views
from unsqueeze import logs
from unsqueeze.addresses import is_port
from unsqueeze.current import open_stores
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings, read_settings
from unsqueeze.wiring import current_shelf
from web.app import Site, app

Titles = Callable[[], Mapping[str, str]]


def web() -> int:
    """Serve until told to stop."""
    settings = read_settings()
    if settings.web_url is None:
        raise SetupFault("expected the page's address in UNSQUEEZE_WEB_URL, got none")
    logs.configure(settings)
    asyncio.run(ended_by_signals(_serve(settings)))
    return 0


async def _serve(settings: Settings) -> None:
    async with open_stores(settings) as stores, current_shelf(settings, stores) as current:
        views = Views(stores.progress, current, shelf())
        async with page(settings, stores.progress, views, lambda: current.library.topics):
            await asyncio.Event().wait()


@asynccontextmanager
async def page(
    settings: Settings, store: ProgressStore, views: Views, titles: Titles
) -> AsyncIterator[None]:
    """Serve the page for as long as the block lasts, where it was given an address."""
    if settings.web_url is None:
        yield
        return
    token = settings.telegram_token
    known = token.get_secret_value() if token else ""
    site = Site(store, views, titles, settings.web_url, known, lambda: datetime.now(UTC))
    with _listener(settings.web_listen) as listener:
        async with serving(site, listener):
            yield


@asynccontextmanager
async def serving(site: Site, listener: socket.socket) -> AsyncIterator[None]:
    """Anybody may ask, so that what a request may hold is bounded."""
    config = uvicorn.Config(
        app(site),
        http=Bounded,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
    )
    async with served(config, listener):
        yield


def _listener(listen: str) -> socket.socket:
    host, port = place_of("UNSQUEEZE_WEB_LISTEN", listen)
    try:
        return listener_at(host, port)
    except OSError as error:
        where = f"UNSQUEEZE_WEB_LISTEN: {listen}"
        raise OSError(error.errno, error.strerror, where) from None


def place_of(setting: str, listen: str) -> tuple[str, int]:
    """Where to listen; SetupFault where that is no HOST:PORT."""
    host, _, port = listen.rpartition(":")
    if not is_port(port):
        raise SetupFault(f"{setting}: expected HOST:PORT, got {listen!r}")
    return host.strip("[]") or "127.0.0.1", int(port)
