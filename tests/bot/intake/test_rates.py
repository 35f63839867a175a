import asyncio
from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from bot.intake.requests import RETRIES, MessageRates


async def test_reactions_do_not_use_up_a_groups_messages() -> None:
    """Twenty a minute are allowed in a group, so the thirtieth of anything would wait."""
    rates = MessageRates(1000)
    done = []

    async def request() -> bool:
        done.append(1)
        return True

    async def reactions() -> None:
        for _ in range(30):
            await rates.process_request(
                request, (), {}, "setMessageReaction", {"chat_id": -5}, None
            )

    await asyncio.wait_for(reactions(), 5)

    assert len(done) == 30


class Flooded:
    """A request that Telegram puts off as often as told to, and its times."""

    def __init__(self, times: int, seconds: float) -> None:
        self._times = times
        self._seconds = seconds
        self.tried = 0

    async def __call__(self) -> str:
        self.tried += 1
        if self.tried <= self._times:
            raise RetryAfter(timedelta(seconds=self._seconds))
        return "sent"


async def fine() -> str:
    return "sent"


def asked(rates: MessageRates, request, chat: int, endpoint: str = "sendMessage"):
    return rates.process_request(request, (), {}, endpoint, {"chat_id": chat}, None)


async def test_a_chat_that_telegram_lets_wait_holds_up_no_other() -> None:
    rates = MessageRates(1000)
    waiting = asyncio.create_task(asked(rates, Flooded(1, 30), 1))
    await asyncio.sleep(0.01)

    sent = await asyncio.wait_for(asked(rates, fine, 2), 5)

    assert sent == "sent"
    assert not waiting.done()
    waiting.cancel()


async def test_in_that_chat_everything_waits() -> None:
    rates = MessageRates(1000)
    flooded = Flooded(1, 0.2)
    first = asyncio.create_task(asked(rates, flooded, 1))
    await asyncio.sleep(0.01)
    others = [asked(rates, fine, 1), asked(rates, fine, 1, "editMessageReplyMarkup")]
    later = asyncio.gather(*others)
    await asyncio.sleep(0.05)

    assert not later.done()
    assert await asyncio.wait_for(asyncio.gather(first, later), 5) == ["sent", ["sent", "sent"]]
    assert flooded.tried == 2


async def test_a_mark_that_has_to_wait_lets_no_message_wait() -> None:
    rates = MessageRates(1000)
    mark = asyncio.create_task(asked(rates, Flooded(1, 30), 1, "setMessageReaction"))
    await asyncio.sleep(0.01)

    assert await asyncio.wait_for(asked(rates, fine, 1), 5) == "sent"
    mark.cancel()


async def test_what_telegram_puts_off_again_and_again_is_given_up() -> None:
    flooded = Flooded(9, 0.01)

    with pytest.raises(RetryAfter):
        await asked(MessageRates(1000), flooded, 1)

    assert flooded.tried == RETRIES + 1
