import inspect

import httpx
import pytest
from telegram import Bot
from telegram.error import EndPointNotFound, NetworkError

from localgram.methods.table import BY_HAND
from localgram.state import CLASS, LEARNER
from tests.localgram.conftest import TOKEN


def test_what_is_written_by_hand_is_a_method_of_the_bot() -> None:
    assert [name for name in BY_HAND if not inspect.iscoroutinefunction(getattr(Bot, name))] == []


async def test_other_methods_with_a_yes_or_no_say_yes(bot: Bot) -> None:
    assert await bot.pin_chat_message(CLASS, 1)
    assert await bot.ban_chat_member(CLASS, LEARNER)


async def test_what_they_need_must_be_there(people: httpx.AsyncClient) -> None:
    refusal = await people.post(f"/bot{TOKEN}/pinChatMessage", json={"message_id": 1})

    assert refusal.json()["description"] == 'Bad Request: parameter "chat_id" is required'


async def test_other_methods_are_not_made_up(bot: Bot) -> None:
    with pytest.raises(NetworkError, match="localgram has no sendDice"):
        await bot.send_dice(LEARNER)
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")


@pytest.mark.parametrize(
    "request_of",
    [
        {"json": {"chat_id": LEARNER, "text": "5", "entities": []}},
        {"json": {"chat_id": str(LEARNER), "text": "5", "entities": "[]"}},
        {"data": {"chat_id": LEARNER, "text": "5"}},
        {"params": {"chat_id": LEARNER, "text": "5"}},
        {"data": {"chat_id": LEARNER, "text": "5"}, "files": {"x": ("x.txt", b"x")}},
    ],
)
async def test_parameters_come_in_any_encoding_and_case(
    people: httpx.AsyncClient, request_of: dict[str, object]
) -> None:
    response = await people.request("POST", f"/bot{TOKEN}/SENDMESSAGE", **request_of)  # type: ignore[arg-type]

    assert response.json()["result"]["text"] == "5"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"json": {"text": "x"}}, "chat_id is empty"),
        ({"json": {"chat_id": "@someone", "text": "x"}}, "chat not found"),
        ({"json": {"chat_id": LEARNER, "text": "x", "reply_markup": "{"}}, "reply_markup JSON"),
        ({"json": {"chat_id": LEARNER, "text": "x", "entities": {"a": 1}}}, "expected an Array"),
        ({"json": {"chat_id": LEARNER, "text": "x", "reply_to_message_id": "?"}}, "be a number"),
        ({"json": [1]}, "expected an Object"),
        ({"content": "{", "headers": {"Content-Type": "application/json"}}, "body as JSON"),
    ],
)
async def test_what_cannot_be_read_is_refused(
    people: httpx.AsyncClient, sent: dict[str, object], words: str
) -> None:
    response = await people.post(f"/bot{TOKEN}/sendMessage", **sent)  # type: ignore[arg-type]

    assert response.status_code == 400
    assert words in response.json()["description"]
