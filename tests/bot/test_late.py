"""What was put off and comes again: it takes nothing back, and says the same as before."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.intake.intake import bot_id_in
from progress.events import Kind
from progress.inbox import Claimant, State
from progress.stores.tables import InboxRow
from tests.bot.conftest import TOKEN
from tests.bot.conversing import QUESTION, settled
from tests.bot.instructing import enrol, pressed, told
from tests.bot.intake.test_intake import empty
from tests.fakes.person import buttons

# Lower than any that the fake of Telegram gives.
OLD = 1


async def comes_late(bot, store, raw: dict) -> None:
    """An update of before that a process had in hand until it was killed."""
    now = datetime.now(UTC)
    gone = Claimant(bot_id_in(TOKEN), "gone")
    await store.receive(gone, [(OLD, json.dumps(raw | {"update_id": OLD}))], now, now)
    await bot.intake.recover(bot.application.bot)
    await empty(store)


async def comes_again(bot, store, engine) -> None:
    """The last update, once more: its reply may have failed, or its process was killed."""
    await empty(store)
    number = (await last_update(engine))["update_id"]
    async with engine.begin() as connection:
        again = update(InboxRow).where(InboxRow.update_id == number)
        await connection.execute(again.values(state=State.PENDING, claimed_until=None))
    await bot.intake.recover(bot.application.bot)
    await empty(store)


async def last_update(engine) -> dict:
    async with engine.connect() as connection:
        raws = await connection.scalars(select(InboxRow.raw).order_by(InboxRow.update_id.desc()))
        return json.loads(raws.first())


async def edited_and_answered(lena, store) -> None:
    said = await lena.say("/run 1")
    await lena.reply(said)
    await settled(store, 1)
    await lena.edit(said, "/run 222222")
    await settled(store, 2)


@pytest.mark.parametrize("kind", ["message", "edited_message"])
async def test_older_words_of_a_message_are_passed_over(bot, lena, store, engine, kind) -> None:
    await edited_and_answered(lena, store)
    before = await lena.from_bot()
    newer = (await last_update(engine))["edited_message"]
    older = newer | {"text": "/run 111111"}
    if kind == "message":
        del older["edit_date"]

    await comes_late(bot, store, {kind: older})

    assert await lena.from_bot() == before
    assert [event for event, _ in await settled(store, 2)] == [Kind.RAN, Kind.RAN]


async def test_older_words_are_passed_over_where_they_only_arrive_late(
    bot, lena, store, engine
) -> None:
    """Pushes of a webhook overtake each other: no process has had this update in hand before."""
    await edited_and_answered(lena, store)
    before = await lena.from_bot()
    older = (await last_update(engine))["edited_message"] | {"text": "/run 111111"}
    del older["edit_date"]

    await bot.intake.receive([{"update_id": OLD, "message": older}], bot.application.bot)
    await empty(store)

    assert await lena.from_bot() == before
    assert [event for event, _ in await settled(store, 2)] == [Kind.RAN, Kind.RAN]


async def test_an_older_message_that_nobody_edited_is_answered(bot, lena, store, engine) -> None:
    said = await lena.say("/run 1")
    await lena.reply(said)
    await settled(store, 1)
    other = (await last_update(engine))["message"] | {"message_id": 999, "text": "/help"}

    await comes_late(bot, store, {"message": other})

    assert len(await lena.from_bot()) == 2


async def test_an_older_vote_brings_nothing_and_says_so(bot, lena, store, engine, telegram) -> None:
    answer = await lena.reply(await lena.say(QUESTION))
    await lena.press(answer, "👍 Helpful")
    await settled(store, 3)
    press = (await last_update(engine))["callback_query"]
    before = await lena.from_bot()

    late = press | {"id": "late", "data": buttons(answer)["👎 Not helpful"]}
    toast = telegram.state.clicks["late"] = asyncio.get_running_loop().create_future()
    await comes_late(bot, store, {"callback_query": late})

    assert (await toast)["text"] == "Your later vote on that page stands."
    assert await lena.from_bot() == before
    assert (await store.vote(lena.user, "stack-vs-cat")).kind is Kind.HELPFUL


async def test_a_draft_that_this_press_discarded_is_not_gone_meanwhile(
    bot, ines, store, engine
) -> None:
    await enrol(store, ines)
    await told(ines, "/answer Why does a slice of a list copy it?")
    asked = await pressed(ines, await told(ines, "/drafts"), "1. Discard")
    await ines.press(asked, "Discard it")
    await ines.shows(asked, "Discarded the draft")

    await comes_again(bot, store, engine)

    await ines.shows(asked, "That draft is gone.")


async def test_a_question_that_this_press_added_is_not_gone_meanwhile(
    bot, ines, lena, store, engine
) -> None:
    await enrol(store, ines)
    await told(lena, "what is the rank of tensors")
    listed = await told(ines, "/unanswered")
    [adding] = [caption for caption in buttons(listed) if "Add to" in caption]
    first = await pressed(ines, listed, adding)

    await comes_again(bot, store, engine)
    again = await ines.reply(first)

    assert again["text"].startswith("Added it to “")
    assert buttons(again) == buttons(first)
