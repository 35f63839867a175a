"""A demo may run for months: what is kept is bounded, and the oldest goes first."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest

from localgram import feed, history
from localgram.app import LocalServer
from localgram.feed import Feed
from localgram.history import Files, Upload
from localgram.state import INSTRUCTOR, LEARNER

Say = Callable[[int, str], object]


@pytest.fixture
def say(server: LocalServer) -> Say:
    state = server.state
    return lambda chat, text: state.post(state.people.chat(chat), state.bot, {"text": text})


async def test_a_long_chat_loses_its_oldest_messages(
    server: LocalServer, people: httpx.AsyncClient, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MESSAGES_A_CHAT", 3)
    say(INSTRUCTOR, "of another chat")
    for number in range(5):
        say(LEARNER, f"{number}")

    shown = (await people.get(f"/api/chat/{LEARNER}")).json()["messages"]
    assert [message["text"] for message in shown] == ["2", "3", "4"]
    assert [message["text"] for message in server.state.history.of(INSTRUCTOR)] == [
        "of another chat"
    ]


async def test_an_open_page_hears_of_messages_that_are_gone(
    server: LocalServer, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would go on showing buttons that can't be pressed any more."""
    monkeypatch.setattr(history, "MESSAGES_A_CHAT", 1)
    say(LEARNER, "old")
    [old] = server.state.history.of(LEARNER)
    reader = server.state.feed.read(LEARNER)
    await anext(reader)

    say(LEARNER, "new")

    events = [await anext(reader), await anext(reader)]
    assert [event and event["kind"] for event in events] == ["message", "deleted"]
    assert events[1] == {"kind": "deleted", "chat": LEARNER, "message_id": old["message_id"]}
    await reader.aclose()


async def test_a_press_under_a_message_that_is_gone_is_told_so(
    server: LocalServer, people: httpx.AsyncClient, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MESSAGES_A_CHAT", 1)
    say(LEARNER, "old")
    [old] = server.state.history.of(LEARNER)
    say(LEARNER, "new")

    order = {"user": LEARNER, "message_id": old["message_id"], "data": "run"}
    refusal = await people.post("/api/click", json=order)

    assert refusal.status_code == 400
    assert refusal.json() == {"error": "Bad Request: message with the button not found"}


async def test_a_press_that_nobody_answered_is_forgotten(
    server: LocalServer, people: httpx.AsyncClient, say: Say
) -> None:
    say(LEARNER, "x")
    [message] = server.state.history.of(LEARNER)
    order = {"user": LEARNER, "message_id": message["message_id"], "data": "x", "wait_seconds": 0}

    queries = {
        (await people.post("/api/click", json=order)).json()["callback_query_id"] for _ in range(3)
    }

    assert server.state.clicks == {}
    assert len(queries) == 3


async def test_the_oldest_of_many_polls_takes_no_more_votes(
    bot: Bot, people: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_POLLS", 1)
    old, new = [await bot.send_poll(LEARNER, "Tea?", ["yes", "no"]) for _ in range(2)]
    again = await bot.send_poll(LEARNER, "Tea?", ["yes", "no"])

    order = {"user": LEARNER, "message_id": old.id, "options": [0]}
    assert (await people.post("/api/vote", json=order)).status_code == 400
    with pytest.raises(BadRequest, match="Message with poll to stop not found"):
        await bot.stop_poll(LEARNER, new.id)
    assert (await bot.stop_poll(LEARNER, again.id)).is_closed
    assert len({sent.poll.id for sent in (old, new, again) if sent.poll}) == 3


def test_of_many_files_the_oldest_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_FILES", 2)
    kept = Files("x")

    stored = [kept.keep(Upload(f"{n}.txt", b"x"), "documents") for n in range(3)]

    assert [kept.at(each.path) for each in stored] == [None, *stored[1:]]


def test_of_large_files_the_oldest_are_gone_and_the_newest_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "MOST_BYTES", 10)
    kept = Files("x")

    small, large = (kept.keep(Upload("x.txt", b"x" * n), "documents") for n in (9, 11))
    assert [kept.at(each.path) for each in (small, large)] == [None, large]

    after = [kept.keep(Upload("x.txt", b"x" * 5), "documents") for _ in range(2)]
    assert [kept.at(each.path) for each in (large, *after)] == [None, *after]


async def test_a_reader_that_is_too_far_behind_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page connects again, and reads everything anew."""
    monkeypatch.setattr(feed, "MOST_UNREAD", 2)
    told = Feed()
    slow, quick = told.read(LEARNER), told.read(LEARNER)
    for reader in (slow, quick):
        await anext(reader)

    seen = []
    for _ in range(3):
        told.publish(LEARNER, "message")
        seen.append(await anext(quick))

    assert len(seen) == 3
    assert [event async for event in slow] == []
    told.publish(LEARNER, "message")
    assert await anext(quick) is not None
    await quick.aclose()


async def test_presses_have_numbers_of_their_own(
    server: LocalServer, people: httpx.AsyncClient, bot: Bot, say: Say
) -> None:
    """Two under one message in one second too, where the first was answered in between."""
    moment = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=1)
    server.state.clock = lambda: moment
    say(LEARNER, "x")
    [message] = server.state.history.of(LEARNER)
    order = {"user": LEARNER, "message_id": message["message_id"], "data": "x"}

    async def pressed(offset: int | None) -> tuple[int, str]:
        pressing = asyncio.create_task(people.post("/api/click", json=order))
        [update] = await bot.get_updates(offset, timeout=5)
        assert update.callback_query is not None
        await bot.answer_callback_query(update.callback_query.id)
        await pressing
        return update.update_id + 1, update.callback_query.id

    offset, first = await pressed(None)
    _, second = await pressed(offset)

    assert first != second
