"""X-ray in the chat: what many of a class did alike, and one tap that explains it to them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.views.xray import CODEC, PressXRay
from progress.events import Kind, Sender, Turn
from sandbox.client import connect
from sandbox.protocol import Runner
from tests.bot.instructing import pressed, told
from tests.fakes.person import Person, buttons

pytestmark = pytest.mark.usefixtures("bot")

NAME = "attention"


@pytest.fixture
async def runner() -> AsyncIterator[Runner]:
    async with connect("embedded", spares=2) as runner:
        yield runner


async def sent(store, teacher: Person, *people: int) -> None:
    """A class in which each has sent the same for an exercise."""
    now = datetime.now(UTC)
    cohort = await store.cohorts.create("Monday", teacher.user, now)
    for who in people:
        turn = Turn(Sender(who, f"Learner {who}"), now, update_id=who)
        turn.record(Kind.ATTEMPTED, slug=NAME, topic="shapes", outcome="failed", tries=1)
        turn.submissions.append((NAME, f"learner_{who} = 1"))
        await store.commit(Turn(turn.sender, now))
        await store.cohorts.join(cohort.id, who, now.date())
        await store.commit(turn)


async def test_what_many_did_alike_is_told_and_explained_to_them(ines, lena, store) -> None:
    await sent(store, ines, lena.user, 71, 72, 73, 74)
    card, _ = await ines.replies(await ines.say("/stats 7d"), count=2)
    await pressed(ines, card, "Exercises", count=2)
    listed = next(each for each in await ines.messages() if f"X-ray {NAME}" in buttons(each))
    shown = await pressed(ines, listed, f"X-ray {NAME}")
    newest = await lena.say("hello")
    newest = await lena.reply(newest)
    for _ in range(2):
        gone = await pressed(ines, shown, "1. Explain to these 5")
    received = await lena.reply(newest)

    assert "0 of 5 pass." in shown["text"]
    assert "100%: No answer yet" in shown["text"]
    assert "learner" not in shown["text"]
    assert gone["text"] == "It goes to 5."
    assert received["text"].startswith("From your teacher, about “")
    assert list(buttons(received)) == ["Open the exercise"]


async def test_of_fewer_than_five_nothing_is_told(ines, lena, store) -> None:
    await sent(store, ines, lena.user, 71, 72, 73)
    card, _ = await ines.replies(await ines.say("/stats 7d"), count=2)
    newest = (await ines.messages())[-1]
    await ines.click(card, CODEC.pack(PressXRay(0, NAME)))
    refused = await ines.reply(newest)
    hers = await told(lena, "/start")
    newest = (await lena.messages())[-1]
    await lena.click(hers, CODEC.pack(PressXRay(0, NAME)))
    theirs = await lena.reply(newest)

    assert "Fewer than 5" in refused["text"]
    assert "X-ray" not in theirs["text"]
    assert "instructors" in theirs["text"]
