import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest

from localgram.state import LEARNER


async def test_a_vote_in_an_open_quiz_reaches_the_bot(bot: Bot, people: httpx.AsyncClient) -> None:
    sent = await bot.send_poll(
        LEARNER, "2 + 2?", ["3", "4"], type="quiz", correct_option_ids=[1], is_anonymous=False
    )
    order = {"user": LEARNER, "message_id": sent.id, "options": [1]}
    voted = (await people.post("/api/vote", json=order)).json()

    assert voted["poll"]["total_voter_count"] == 1
    poll, answer = await bot.get_updates()
    assert poll.poll is not None
    assert [option.voter_count for option in poll.poll.options] == [0, 1]
    assert answer.poll_answer is not None
    assert answer.poll_answer.option_ids == (1,)


async def test_a_stopped_poll_takes_no_votes(bot: Bot, people: httpx.AsyncClient) -> None:
    sent = await bot.send_poll(LEARNER, "Tea?", ["yes", "no"])

    stopped = await bot.stop_poll(LEARNER, sent.id)

    assert stopped.is_closed
    order = {"user": LEARNER, "message_id": sent.id, "options": [0]}
    refusal = await people.post("/api/vote", json=order)
    assert refusal.json() == {"error": "Bad Request: poll has already been closed"}
    with pytest.raises(BadRequest, match="Poll has already been closed"):
        await bot.stop_poll(LEARNER, sent.id)


@pytest.mark.parametrize(
    ("question", "options", "words"),
    [
        ("", ["a"], "Poll question must be non-empty"),
        ("a?", [], "Poll must have from 1 to 12 options"),
        ("a?", [""], "Poll options must be non-empty"),
    ],
)
async def test_a_wrong_poll_is_refused(
    bot: Bot, question: str, options: list[str], words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.send_poll(LEARNER, question, options)


async def test_only_a_message_with_a_poll_is_voted_on_or_stopped(
    bot: Bot, people: httpx.AsyncClient
) -> None:
    sent = await bot.send_message(LEARNER, "no poll")

    with pytest.raises(BadRequest, match="Message with poll to stop not found"):
        await bot.stop_poll(LEARNER, sent.id)
    order = {"user": LEARNER, "message_id": sent.id, "options": [0]}
    assert (await people.post("/api/vote", json=order)).status_code == 400
