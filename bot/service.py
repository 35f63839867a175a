"""The bot as a service: connected, fed by polling or by a webhook, and stopped without loss."""

import asyncio
import hashlib
import hmac
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot import webhook
from bot.app import Bot
from bot.faults import TokenRefused
from bot.heartbeat import BEAT_SECONDS, LONG_POLL_SECONDS, Hears, heard, heartbeat
from bot.intake import ALLOWED_UPDATES, LONGEST_PAUSE_SECONDS, Poller, pause_after, unbroken
from bot.profile import introduce
from bot.request import polling

SWEEP_SECONDS = 10.0
PURGE_SECONDS = 3600.0
RESTART_SECONDS = 2.0
# Longer than a sweep and the longest pause: after that something was well in between.
CALM_SECONDS = 300.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram pushes to, and where we listen for it."""

    url: str
    host: str
    port: int
    secret: str | None = None


@asynccontextmanager
async def running(
    bot: Bot, *, push: Webhook | None = None, beat_in: Path | None = None, adopts: bool = False
) -> AsyncIterator[Bot]:
    """Run the bot for as long as the block lasts, then finish what runs and leave the rest.

    What was received and not finished before is handled first. While all is well, `beat_in` is
    touched. A bot that `adopts` takes on what was received before updates bore their bot's id.
    """
    async with AsyncExitStack() as stack:
        # The application would leave its connections open where it could not be initialised.
        stack.push_async_callback(bot.application.bot.shutdown)
        await _connect(bot)
        stack.push_async_callback(bot.application.shutdown)
        await bot.application.start()
        stack.push_async_callback(_released, bot)
        stack.push_async_callback(bot.painter.close)
        stack.push_async_callback(bot.application.stop)
        stack.callback(bot.ordering.close)
        if adopts:
            await bot.intake.adopt()
        # Behind a webhook another process of the bot may hold what was left.
        left = bot.intake.recover if push else bot.intake.take_over
        await left(bot.application.bot)
        hears = await stack.enter_async_context(_pushed(bot, push) if push else _polled(bot))
        sweep = partial(_swept, bot, adopts=adopts)
        for work in (
            _kept(partial(_introduced, bot), "introduction_failed"),
            _every(SWEEP_SECONDS, sweep, "sweep_failed"),
            _every(PURGE_SECONDS, bot.intake.purge, "purge_failed"),
        ):
            await stack.enter_async_context(_beside(work))
        if beat_in is not None:
            beat = _every(BEAT_SECONDS, heartbeat(beat_in, hears), "heartbeat_failed")
            await stack.enter_async_context(_beside(beat))
        yield bot


async def stay(
    bot: Bot, *, push: Webhook | None = None, beat_in: Path | None = None, adopts: bool = False
) -> None:
    """Run until cancelled."""
    async with running(bot, push=push, beat_in=beat_in, adopts=adopts):
        log.info("bot_running", username=bot.application.bot.username)
        await asyncio.Event().wait()


async def _connect(bot: Bot) -> None:
    """Greet the Bot API server, however long it takes to be reached."""
    failures = 0
    while True:
        try:
            return await bot.application.initialize()
        except InvalidToken:
            # Its own message repeats the token.
            raise TokenRefused(
                "the Bot API server does not know this token; see UNSQUEEZE_TELEGRAM_TOKEN"
            ) from None
        except (NetworkError, RetryAfter) as error:
            failures += 1
            pause = pause_after(error, failures, random.random())
            log.warning("bot_api_unreachable", error=str(error), pause_seconds=round(pause, 1))
            await asyncio.sleep(pause)


async def _introduced(bot: Bot) -> None:
    await introduce(bot.application.bot, bot.instructors)
    # Once is enough, and whoever keeps this work would begin it again.
    await asyncio.Event().wait()


async def _swept(bot: Bot, *, adopts: bool) -> None:
    if adopts:
        await bot.intake.adopt()
    await bot.intake.recover(bot.application.bot)


async def _released(bot: Bot) -> None:
    """Let go of what is left; where the database is away, the claims run out by themselves."""
    task = asyncio.create_task(bot.intake.release())
    await asyncio.wait({task})
    if error := task.exception():
        log.warning("updates_not_released", error=_named(error))


@asynccontextmanager
async def _polled(bot: Bot) -> AsyncIterator[Hears]:
    """Bring updates in; it tells whether Telegram can be heard, for the heartbeat."""
    async with polling(bot.api_url, longest_seconds=LONG_POLL_SECONDS) as request:
        telegram = bot.application.bot
        poller = Poller(bot.intake, telegram, request, random.random)

        async def poll() -> None:
            # Telegram refuses polls while a webhook of an earlier set-up stands.
            await telegram.delete_webhook()
            await poller.run()

        async with _beside(_kept(poll, "intake_failed")):
            yield heard(lambda: bot.intake.last_contact)


@asynccontextmanager
async def _pushed(bot: Bot, where: Webhook) -> AsyncIterator[Hears]:
    telegram = bot.application.bot
    announced = asyncio.Event()
    secret = where.secret or secret_of(telegram.token)
    endpoint = webhook.app(
        lambda raws: bot.intake.receive(raws, telegram),
        path=urlsplit(where.url).path or "/",
        secret=secret,
    )

    async def announce() -> None:
        await telegram.set_webhook(
            where.url, allowed_updates=ALLOWED_UPDATES, secret_token=secret, max_connections=40
        )
        announced.set()
        await asyncio.Event().wait()

    async with (
        webhook.listening(endpoint, host=where.host, port=where.port),
        _beside(_kept(announce, "webhook_failed")),
    ):
        yield announced.is_set


def secret_of(token: str) -> str:
    """Make a webhook's secret from the bot's token: each of its processes must expect the same."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


async def _kept(work: Callable[[], Coroutine[Any, Any, None]], event: str) -> None:
    """Begin work again whenever it fails: a database that is away for a minute must not end us.

    Each failure is logged as `event`, by which an operator sees what it was that failed. Pauses
    grow while the same error comes again and again.
    """
    spell = Spell()
    while True:
        task = asyncio.create_task(work())
        began = time.monotonic()
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            await asyncio.wait({task})
        error = None if task.cancelled() else task.exception()
        spell.failed(_named(error), lasted_seconds=time.monotonic() - began)
        log.error(
            event,
            error=_named(error),
            pause_seconds=spell.pause_seconds,
            exc_info=error if spell.is_new else None,
        )
        await asyncio.sleep(spell.pause_seconds)


@dataclass(slots=True)
class Spell:
    """A time in which one thing goes wrong again and again."""

    error: str = ""
    failures: int = 0

    def failed(self, error: str, *, lasted_seconds: float) -> None:
        """Note a failure; what went well for long enough before it has ended the spell."""
        if error != self.error or lasted_seconds > CALM_SECONDS:
            self.failures = 0
        self.error = error
        self.failures += 1

    @property
    def is_new(self) -> bool:
        """Whether nobody has been told yet where it goes wrong."""
        return self.failures == 1

    @property
    def pause_seconds(self) -> float:
        return float(min(LONGEST_PAUSE_SECONDS, RESTART_SECONDS * 2 ** min(self.failures - 1, 10)))


def _named(error: BaseException | None) -> str:
    """An error in one line; SQLAlchemy's first line says what, the others say with which words."""
    if error is None:
        return "cancelled"
    first, _, _ = str(error).partition("\n")
    return f"{type(error).__name__}: {first}"


async def _every(seconds: float, work: Callable[[], Coroutine[Any, Any, None]], event: str) -> None:
    """Do work every so many seconds; a stop comes between two rounds of it, never within one."""

    async def again() -> None:
        while True:
            await asyncio.sleep(seconds)
            await unbroken(work())

    await _kept(again, event)


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let work go on beside the block, and end with it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
