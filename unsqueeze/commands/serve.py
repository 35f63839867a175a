"""`unsqueeze serve`: one command for a container, whether a token was given or not."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import build
from bot.intake.liveness import beside
from bot.service import Webhook, ended_by_signals, stay
from knowledge.exercises.shelf import shelf
from localgram.app import LocalServer, running
from localgram.state import INSTRUCTOR
from progress.people import Role
from progress.stores.progress_store import ProgressStore
from sandbox.service.app import serve as app_serve
from sandbox.service.listening import listener_at
from unsqueeze import logs
from unsqueeze.commands.example_class import make_example
from unsqueeze.commands.web import page, place_of, serving
from unsqueeze.faults import SetupFault
from unsqueeze.settings import DEMO_FILE, PROGRESS_FILE, Settings, read_settings
from unsqueeze.terminal import tell
from unsqueeze.wiring import Parts, opened
from web.app import Site

# `unsqueeze bot`: the tutor on Telegram.


def bot() -> int:
    """Serve until told to stop."""
    settings = read_settings()
    if settings.telegram_token is None:
        raise SetupFault(
            "expected a bot's token in UNSQUEEZE_TELEGRAM_TOKEN, got none; @BotFather gives one, "
            "and `unsqueeze demo` needs none"
        )
    logs.configure(settings)
    token = settings.telegram_token.get_secret_value()
    asyncio.run(ended_by_signals(_serve(settings, token)))
    return 0


async def _serve(settings: Settings, token: str) -> None:
    async with opened(settings) as parts:
        made = build(
            parts.tutor,
            parts.curation,
            parts.store,
            token=token,
            api_url=settings.telegram_api_url,
            web_url=settings.web_url,
        )
        beat_in = settings.heartbeat_file
        tutor = parts.tutor
        async with page(settings, parts.store, tutor.views, lambda: tutor.library.topics):
            await stay(made, push=webhook_of(settings), beat_in=beat_in, adopts=True)


def webhook_of(settings: Settings) -> Webhook | None:
    """None where Telegram is polled; SetupFault where it cannot be told where to listen."""
    if settings.webhook_url is None:
        return None
    host, port = place_of("UNSQUEEZE_WEBHOOK_LISTEN", settings.webhook_listen)
    secret = settings.webhook_secret
    return Webhook(
        url=settings.webhook_url,
        host=host,
        port=port,
        secret=secret.get_secret_value() if secret else None,
    )


# `unsqueeze demo`: localgram, bot and sandbox on this machine, without token or network.

# There is no Telegram to spare here.
MESSAGES_PER_SECOND = 1000.0
# Few enough that many learners try the same ones.
EXAMPLE_EXERCISES = 8
WELCOME = """\
The tutor is listening at {address}

  ask      why do I need unsqueeze to broadcast?
  run      send Python between ``` and ```, or tap Run under an answer
  /me      what you have touched, and what to read next
  /stats   as the instructor: switch at the top of the page
  /web     as the instructor: a link into the class's page, at {web}
  /unanswered, /answer   as the instructor: what was asked in vain, and the answer to it

Ctrl-C stops it."""


def demo(port: int, *, host: str = "127.0.0.1") -> int:
    """Serve until told to stop."""
    settings = read_settings().of_demo()
    logs.configure(settings)
    _tell_where_others_are(settings)
    tell("Starting, which takes some seconds.", log_format=settings.log_format)
    asyncio.run(ended_by_signals(_serve_demo(settings, port, host)))
    return 0


def _tell_where_others_are(settings: Settings) -> None:
    """Before there is a file of the demo's own: earlier ones wrote into the real bot's."""
    own, bots = settings.data_dir / DEMO_FILE, settings.data_dir / PROGRESS_FILE
    if settings.database_url is None and bots.exists() and not own.exists():
        tell(
            f"The demo keeps its people in {own} from now on. "
            f"Those of the bot, and of earlier demos, stay in {bots}.",
            log_format=settings.log_format,
        )


async def _serve_demo(settings: Settings, port: int, host: str) -> None:
    token = f"1:{secrets.token_hex(16)}"
    async with (
        opened(settings) as parts,
        chat_page(port, host, token) as server,
    ):
        await _enrol(parts.store, settings)
        listener = _next_to(port)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        made = build(
            parts.tutor,
            parts.curation,
            parts.store,
            token=token,
            api_url=server.url,
            messages_per_second=MESSAGES_PER_SECOND,
            web_url=address,
        )
        site = Site(
            parts.store,
            parts.tutor.views,
            lambda: parts.tutor.library.topics,
            address,
            token,
            lambda: datetime.now(UTC),
        )
        print(WELCOME.format(address=server.page_url, web=address), flush=True)
        async with serving(site, listener), beside(_example(parts, settings)):
            await stay(made, beat_in=settings.heartbeat_file)


async def _example(parts: Parts, settings: Settings) -> None:
    """Fill a made-up class while the demo runs already, in its own file alone."""
    if settings.database_url is None:
        topics, exercises = [*parts.tutor.library.topics], [*shelf().values()][:EXAMPLE_EXERCISES]
        await make_example(parts.store, topics, exercises, datetime.now(UTC))


def _next_to(port: int) -> socket.socket:
    """Where the web page listens, for this machine alone: one port on, or where there is room."""
    try:
        return listener_at("127.0.0.1", port + 1 if port else 0)
    except (OSError, OverflowError):
        return listener_at("127.0.0.1", 0)


@asynccontextmanager
async def chat_page(port: int, host: str, token: str) -> AsyncIterator[LocalServer]:
    """Serve the chat page; a port that is taken is told, what fails later keeps its own name."""
    page = running(port, host=host, token=token, name="Unsqueeze", username="unsqueeze_bot")
    async with AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(page)
        except OSError as error:
            raise SetupFault(
                f"port {port} of {host} cannot be used ({error.strerror or error}); "
                "try: unsqueeze demo --port 0"
            ) from None
        yield server


async def _enrol(store: ProgressStore, settings: Settings) -> None:
    """Make the page's second identity an instructor.

    In the demo's own file alone: elsewhere there may be a real class, and on Telegram a stranger
    has this identity's number.
    """
    if settings.database_url is not None:
        print("Ines becomes an instructor by /join and a code from: unsqueeze invite")
        return
    now = datetime.now(UTC)
    code = await store.create_invite(Role.INSTRUCTOR, now + timedelta(minutes=1), now)
    await store.redeem(code, INSTRUCTOR, now)


# `unsqueeze sandbox`: the sandbox service.

# The kernel's own limit.
SOCKET_PATH_BYTES = 107


def sandbox(listen: str, *, spares: int, at_once: int | None) -> int:
    """Serve until told to stop."""
    logs.configure(read_settings())
    if listen.startswith("unix:"):
        _require_room(Path(listen.removeprefix("unix:")))
    app_serve(listen, spares=spares, at_once=at_once)
    return 0


def _require_room(path: Path) -> None:
    """Told before anything is started: an old socket is replaced, nothing else is."""
    if len(os.fsencode(path)) > SOCKET_PATH_BYTES:
        raise SetupFault(
            f"--listen: expected a path of up to {SOCKET_PATH_BYTES} bytes, got {path}"
        )
    if not path.parent.is_dir():
        raise SetupFault(f"--listen: expected a folder that is there, got {path.parent}")
    if path.exists() and not path.is_socket():
        raise SetupFault(f"--listen: expected a new file or a socket, got {path}")


def serve(port: int, *, host: str) -> int:
    """Serve until told to stop."""
    return bot() if read_settings().telegram_token else demo(port, host=host)
