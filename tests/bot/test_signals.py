"""A signal ends a bot however far it has come, and nothing that it has opened is left behind."""

import asyncio
import os
import signal

import pytest

from bot import app, service
from bot.service import ended_by_signals
from tests.bot.conftest import TOKEN

# Only ever waited for where a signal is lost.
LOST_SECONDS = 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_what_is_open_is_closed_once(number: signal.Signals) -> None:
    begun, went = asyncio.Event(), []

    async def work() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            # Another one comes while it is being closed.
            os.kill(os.getpid(), number)
            await asyncio.sleep(0.05)
            went.append("closed")

    task = asyncio.create_task(ended_by_signals(work()))
    await begun.wait()
    os.kill(os.getpid(), number)
    await asyncio.wait_for(task, LOST_SECONDS)

    assert went == ["closed"]


async def test_an_error_arrives() -> None:
    async def work() -> None:
        raise ValueError("of its own")

    with pytest.raises(ValueError, match="of its own"):
        await ended_by_signals(work())


async def test_a_bot_that_does_not_reach_telegram_can_be_stopped(parts, store) -> None:
    asked = asyncio.Event()

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
        asked.set()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as away:
        url = f"http://127.0.0.1:{away.sockets[0].getsockname()[1]}"
        bot = app.build(*parts, store, token=TOKEN, api_url=url)
        task = asyncio.create_task(ended_by_signals(service.stay(bot)))
        await asked.wait()
        os.kill(os.getpid(), signal.SIGTERM)

        await asyncio.wait_for(task, LOST_SECONDS)
