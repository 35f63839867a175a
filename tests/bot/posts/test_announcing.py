"""Announcements, over real HTTP: seen first, sent once to each, counted and answered."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot import app, service
from bot.posts.sender import body_of, response_of
from bot.sending.response import Response
from bot.sending.styled import bold, plain
from progress.cohorts.cohort import Cohort, StaffRole
from progress.cohorts.outbox import LEASE, Delivered
from progress.events import Sender, Turn
from progress.stores.cohorts.cohort_store import appoint
from tests.bot.conftest import TOKEN
from tests.bot.conversing import events
from tests.fakes.person import Person, buttons, until

BOT_ID = 1234567
MORE = range(2001, 2006)


async def wrote(store, who: int, name: str) -> None:
    await store.commit(Turn(Sender(who, name), datetime.now(UTC)))


async def taught_by(store, teacher: Person, *learners: int, name: str = "Linear algebra") -> Cohort:
    now = datetime.now(UTC)
    cohort = await store.cohorts.create(name, teacher.user, now)
    for who in learners:
        await wrote(store, who, f"Learner {who}")
        await store.cohorts.join(cohort.id, who, now.date())
    return cohort


async def counted(store, **expected: int) -> Delivered:
    """What became of the only thing that is sent, once it is so."""

    async def found():
        async with store._engine.connect() as connection:
            refs = await connection.exec_driver_sql("SELECT DISTINCT ref FROM outbox")
            refs = refs.scalars().all()
        told = await store.outbox.delivered(refs[0]) if refs else Delivered()
        return told if told == Delivered(**expected) else None

    return await until(found)


@pytest.mark.usefixtures("bot")
async def test_an_announcement_is_seen_sent_once_and_counted(store, lena, ines, http) -> None:
    gone = Person(http, 2001)
    await gone.say("hello")
    await taught_by(store, ines, lena.user, gone.user)
    (await http.post("/api/block", json={"user": gone.user})).raise_for_status()
    bolded = [{"type": "bold", "offset": 10, "length": 5}]
    command = {"type": "bot_command", "offset": 0, "length": 9}

    shown = await ines.reply(
        await ines.say("/announce Bring your laptops", entities=[command, *bolded])
    )
    assert shown["text"] == "Linear algebra\n\nBring your laptops"
    assert [(each["offset"], each["length"]) for each in shown["entities"]] == [(0, 14), (16, 5)]
    assert await lena.from_bot() == []
    data = buttons(shown)
    assert list(data) == ["Send to 2", "Cancel"]

    await ines.press(shown, "Send to 2")
    await counted(store, sent=1, blocked=1)
    await ines.click(shown, data["Send to 2"])

    async def recounted():
        latest = (await ines.from_bot())[-1]
        return "Sent to 1 · 1 blocked me ⟳" in buttons(latest) or None

    await until(recounted)
    (came,) = await lena.from_bot()
    assert came["text"] == shown["text"]
    assert came["entities"] == shown["entities"]
    assert "reply_markup" not in came


@pytest.mark.usefixtures("bot")
async def test_answers_go_to_and_fro_and_are_no_questions(store, lena, ines) -> None:
    await taught_by(store, ines, lena.user)
    shown = await ines.reply(await ines.say("/announce Bring your laptops"))
    await ines.press(shown, "Send to 1")
    came = (await lena.replies({"message_id": 0}))[0]

    asked = await lena.say("What is a tensor?", reply_to=came["message_id"])
    assert "passed it on" in (await lena.reply(asked))["text"]
    heard = await ines.reply(shown)
    assert heard["text"].startswith("Lena answers:")
    assert "Bring your laptops" in heard["text"]
    assert heard["text"].endswith("What is a tensor?")

    said = await ines.say("Come early and see.", reply_to=heard["message_id"])
    back = await lena.reply(asked, count=2)
    assert back["text"].endswith("Come early and see.")
    assert "passed it on" in (await ines.reply(said))["text"]
    assert await events(store) == []


async def test_each_gets_it_once_though_the_bot_is_stopped_between(
    built, parts, store, http, telegram
) -> None:
    people = [Person(http, number) for number in MORE]
    for each in people:
        await each.say("hello")
    body = body_of(Response(plain("Hello")))
    await store.outbox.put(BOT_ID, "a", MORE, body, datetime.now(UTC))
    task = asyncio.create_task(service.stay(built))

    async def some():
        told = await store.outbox.delivered("a")
        return told.sent >= 2 or None

    await until(some)
    task.cancel()
    await asyncio.wait({task})
    # One that was killed with a letter in hand.
    in_hand = await store.outbox.take(BOT_ID, datetime.now(UTC))

    again = app.build(
        *parts,
        store,
        token=TOKEN,
        api_url=telegram.url,
        clock=lambda: datetime.now(UTC) + LEASE,
        messages_per_second=1000,
    )
    async with service.running(again):
        await counted(store, sent=len(MORE))
    assert in_hand
    for each in people:
        assert [said["text"] for said in await each.from_bot()].count("Hello") == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("fault", [{"status": 502}, {"status": 429, "retry_after": 1}])
async def test_what_passes_is_waited_for(store, lena, ines, fault) -> None:
    await taught_by(store, ines, lena.user)
    shown = await ines.reply(await ines.say("/announce Bring your laptops"))
    await lena.fault(method="sendMessage", times=1, **fault)
    await ines.press(shown, "Send to 1")

    await counted(store, sent=1)


@pytest.mark.usefixtures("bot")
async def test_only_a_class_of_ones_own_is_written_to(store, lena, ines, http) -> None:
    other = Person(http, 2001)
    await other.say("hello")
    first = await taught_by(store, ines, lena.user)
    shown = await ines.reply(await ines.say("/announce For linear algebra"))
    await taught_by(store, ines, other.user, name="Statistics")
    await ines.press(shown, "Send to 1")

    refused = await lena.reply(await lena.say("/announce Party"))
    assert "whoever teaches" in refused["text"]
    async with store._engine.begin() as connection:
        await appoint(connection, first.id, lena.user, StaffRole.ASSISTANT, datetime.now(UTC))
    assistant = await lena.reply(await lena.say("/announce Party"))
    assert "whoever teaches" in assistant["text"]
    empty = await ines.reply(await ines.say("/announce"))
    assert "after the command" in empty["text"]
    assert "For linear algebra" not in str(await other.messages() + await lena.messages())


@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_announced_is_told_kindly(store, lena, ines) -> None:
    await taught_by(store, ines)
    alone = await ines.reply(await ines.say("/announce Hello"))
    assert alone["text"].startswith("Nobody has joined Linear algebra")
    await store.cohorts.join((await store.cohorts.at(ines.user)).cohort.id, 1001, datetime.now(UTC))
    await wrote(store, lena.user, "Lena")
    long = await ines.reply(await ines.say("/announce " + "x" * 4085))
    assert "too long" in long["text"]
    note = await ines.say("Bring pencils")
    await ines.reply(note)
    shown = await ines.reply(await ines.say("/announce", reply_to=note["message_id"]))
    assert shown["text"].endswith("Bring pencils")
    await ines.press(shown, "Cancel")

    async def bare():
        return not buttons((await ines.from_bot())[-1]) or None

    assert await until(bare)


def test_a_body_says_again_what_was_said() -> None:
    said = Response(bold("Hello") + plain(" you"))

    assert response_of(body_of(said)) == said
