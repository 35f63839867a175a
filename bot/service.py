"""The bot as a service: connected, fed by polling or by a webhook, and stopped without loss."""

import asyncio
import hashlib
import hmac
import random
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.app import Bot
from bot.intake import webhook
from bot.intake.intake import ALLOWED_UPDATES, Poller, pause_after
from bot.intake.liveness import (
    BEAT_SECONDS,
    LONG_POLL_SECONDS,
    Hears,
    Outage,
    beside,
    every,
    heard,
    heartbeat,
    kept,
    named,
)
from bot.intake.requests import TokenRefused, polling
from bot.menus import introduce

SWEEP_SECONDS = 10.0
PURGE_SECONDS = 3600.0
REMIND_SECONDS = 600.0
# Soon, since one that is started again every hour would never come to it; not at the start itself.
FIRST_PURGE_SECONDS = 60.0
# How often we ask whether Telegram still pushes to us.
LOOK_SECONDS = 60.0
# Longer than a run may last; who told us to stop soon kills us.
STOP_SECONDS = 6.0

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
        stack.push_async_callback(_finished, bot)
        stack.callback(bot.ordering.close)
        if adopts:
            await bot.intake.adopt()
        # Behind a webhook another process of the bot may hold what was left.
        left = bot.intake.recover if push else bot.intake.take_over
        await left(bot.application.bot)
        hears = await stack.enter_async_context(_pushed(bot, push) if push else _polled(bot))
        sweep, purge = partial(_swept, bot, adopts=adopts), bot.intake.purge
        away = bot.database
        for work in (
            kept(partial(_introduced, bot), "introduction_failed", Outage()),
            kept(bot.posts.sender.run, "sending_failed", away),
            every(REMIND_SECONDS, bot.posts.remind, "reminders_failed", away),
            every(REMIND_SECONDS, bot.weekly.send, "digests_failed", away),
            every(SWEEP_SECONDS, sweep, "sweep_failed", away),
            every(PURGE_SECONDS, purge, "purge_failed", away, first_after=FIRST_PURGE_SECONDS),
        ):
            await stack.enter_async_context(beside(work))
        if beat_in is not None:
            # A sweep that finds nothing to do writes nothing: of a full disk only a push tells.
            sweeps = heard(lambda: bot.intake.last_sweep)
            beats = heartbeat(beat_in, lambda: hears() and bot.intake.is_keeping and sweeps())
            beat = every(BEAT_SECONDS, beats, "heartbeat_failed", Outage())
            await stack.enter_async_context(beside(beat))
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
    outage = Outage()
    while True:
        try:
            await bot.application.initialize()
        except InvalidToken:
            # Its own message repeats the token.
            raise TokenRefused(
                "the Bot API server does not know this token; see UNSQUEEZE_TELEGRAM_TOKEN"
            ) from None
        except TelegramError as error:
            # Also what a gateway answers while its service is down: a refusal, or a page.
            outage.failed("bot_api_unreachable", error)
            await asyncio.sleep(pause_after(error, outage.failures, random.random()))
        else:
            return outage.over()


async def _introduced(bot: Bot) -> None:
    await introduce(bot.application.bot, bot.instructors)
    # Once is enough, and whoever keeps this work would begin it again.
    await asyncio.Event().wait()


async def _swept(bot: Bot, *, adopts: bool) -> None:
    if adopts:
        await bot.intake.adopt()
    await bot.intake.recover(bot.application.bot)


async def _finished(bot: Bot) -> None:
    """Let what runs come to its end; what lasts is left to the next process."""
    with suppress(TimeoutError):
        await asyncio.wait_for(bot.application.stop(), STOP_SECONDS)


async def _released(bot: Bot) -> None:
    """Let go of what is left; where the database is away, the claims run out by themselves."""
    task = asyncio.create_task(bot.intake.release())
    await asyncio.wait({task})
    if error := task.exception():
        log.warning("updates_not_released", error=named(error))


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

        async with beside(kept(poll, "intake_failed", bot.database)):
            yield heard(lambda: bot.intake.last_contact)


@asynccontextmanager
async def _pushed(bot: Bot, where: Webhook) -> AsyncIterator[Hears]:
    telegram = bot.application.bot
    announced, outage = asyncio.Event(), Outage()
    secret = where.secret or secret_of(telegram.token)
    path = urlsplit(where.url).path or "/"
    endpoint = webhook.app(_taken_by(bot), path=path, secret=secret)

    async def announce() -> None:
        while True:
            announced.clear()
            await telegram.set_webhook(
                where.url, allowed_updates=ALLOWED_UPDATES, secret_token=secret, max_connections=40
            )
            # As Telegram writes it, which need not be as we do.
            ours = (await telegram.get_webhook_info()).url
            announced.set()
            outage.over()
            other = await _replaced(bot, ours)
            # Not the rest: there are bots whose path is their token.
            log.warning("webhook_replaced", by=urlsplit(other).hostname or "none")

    async with (
        webhook.listening(endpoint, host=where.host, port=where.port),
        beside(kept(announce, "webhook_failed", outage)),
    ):
        yield announced.is_set


async def _replaced(bot: Bot, ours: str) -> str:
    """Wait until Telegram pushes elsewhere; returns where, nothing where it pushes nowhere.

    A process that polls with our token takes the webhook away at its start, without a word to us.
    """
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        url: str = (await bot.application.bot.get_webhook_info()).url
        if not url or url != ours:
            return url


def _taken_by(bot: Bot) -> webhook.Receive:
    """What keeps a push; one that fails is told as a poll is, not with a trace at each try."""

    async def take(raws: list[Any]) -> bool:
        try:
            await bot.intake.receive(raws, bot.application.bot)
        except Exception as error:  # noqa: BLE001 (whatever fails, Telegram brings it again)
            bot.database.failed("intake_failed", error)
            return False
        return True

    return take


def secret_of(token: str) -> str:
    """Make a webhook's secret from the bot's token: each of its processes must expect the same."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


# What ends a program from outside, and how: by closing in reverse what it has opened.


async def ended_by_signals(work: Coroutine[Any, Any, None]) -> None:
    """Do the work; the first SIGTERM, SIGINT or SIGHUP cancels it, however far it has come.

    Later ones change nothing: what was opened is being closed then.
    """
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    numbers = _numbers()
    for number in numbers:
        loop.add_signal_handler(number, _end, task)
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()
        await asyncio.wait({task})
        for number in numbers:
            loop.remove_signal_handler(number)
    if not task.cancelled():
        task.result()


def _numbers() -> tuple[signal.Signals, ...]:
    """SIGHUP too, which a closed terminal sends, unless `nohup` has it ignored."""
    is_ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return (signal.SIGTERM, signal.SIGINT, *(() if is_ignored else (signal.SIGHUP,)))


def _end(task: asyncio.Task[None]) -> None:
    if not task.cancelling():
        task.cancel()
