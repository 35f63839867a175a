import time

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from localgram.app import LocalServer
from localgram.state import LEARNER


async def order(people: httpx.AsyncClient, **fault: object) -> None:
    (await people.post("/api/faults", json=fault)).raise_for_status()


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ({"status": 429, "retry_after": 3}, RetryAfter, "Retry in 3 seconds"),
        ({"status": 403}, Forbidden, "bot was blocked by the user"),
        ({"status": 502}, NetworkError, "Bad Gateway"),
        ({"status": 400, "description": "Bad Request: odd"}, BadRequest, "Odd"),
    ],
)
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_a_fault_befalls_one_request(
    bot: Bot,
    people: httpx.AsyncClient,
    fault: dict[str, object],
    error: type[TelegramError],
    words: str,
) -> None:
    await order(people, method="sendMessage", **fault)

    with pytest.raises(error, match=words):
        await bot.send_message(LEARNER, "one")
    await bot.send_message(LEARNER, "two")


async def test_a_fault_may_wait_and_last(bot: Bot, people: httpx.AsyncClient) -> None:
    await order(people, status=502, after=1, times=2)

    await bot.get_me()
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.get_me()
    await bot.get_me()


async def test_a_lost_answer_leaves_the_message(
    bot: Bot, people: httpx.AsyncClient, server: LocalServer
) -> None:
    await order(people, method="sendMessage", status=502, lost=True)

    with pytest.raises(NetworkError):
        await bot.send_message(LEARNER, "one")

    assert [m["text"] for m in server.state.history.of(LEARNER)] == ["one"]


async def test_a_delayed_request_takes_effect_later(bot: Bot, people: httpx.AsyncClient) -> None:
    await order(people, method="getMe", delay=0.3)

    started = time.monotonic()
    await bot.get_me()

    assert time.monotonic() - started >= 0.3


async def test_faults_are_listed_and_taken_back(bot: Bot, people: httpx.AsyncClient) -> None:
    await order(people, status=502, times=5)
    assert (await people.get("/api/state")).json()["faults"] == [
        {"method": "*", "status": 502, "times": 5}
    ]

    await people.delete("/api/faults")

    await bot.get_me()


async def test_a_malformed_update_cannot_be_decoded(bot: Bot, people: httpx.AsyncClient) -> None:
    await order(people, update="malformed")

    with pytest.raises(TypeError):
        await bot.get_updates()


async def test_a_duplicate_has_the_same_number(bot: Bot, people: httpx.AsyncClient) -> None:
    await order(people, update="duplicate")
    await people.post("/api/say", json={"user": LEARNER, "text": "hi"})

    first, second = await bot.get_updates()

    assert first.to_dict() == second.to_dict()


async def test_any_update_can_be_sent(people: httpx.AsyncClient) -> None:
    given = await people.post("/api/update", json={"update_id": 5, "poll": {}})

    assert given.json() == {"update_id": 5}
    raw = await people.get("/bot123456:local-token/getUpdates")
    assert raw.json()["result"] == [{"update_id": 5, "poll": {}}]
