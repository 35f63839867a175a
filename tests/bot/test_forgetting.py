"""/forget in the chat: it asks twice, and then nobody is known any more."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from progress.stores.class_tables import LookRow
from progress.stores.tables import InboxRow
from tests.bot.conversing import QUESTION
from tests.bot.instructing import enrol, pressed, told
from tests.fakes.person import buttons, until

pytestmark = pytest.mark.usefixtures("bot")


async def test_two_buttons_in_a_row_and_the_learner_is_nobody(lena, store, engine) -> None:
    await told(lena, QUESTION)
    asked = await told(lena, "/forget")
    assert "What stays" in asked["text"]
    assert list(buttons(asked)) == ["Forget me", "Keep everything"]

    await lena.press(asked, "Forget me")
    last = await lena.shows(asked, "can't be undone")
    assert await store.learner(lena.user) is not None
    await lena.press(last, "Yes, delete everything")
    await lena.shows(asked, "I no longer know you")

    assert await store.learner(lena.user) is None
    assert await _updates_done(engine)
    assert [row for row in await _raws(engine) if str(lena.user) in row] == []
    assert await store.learner(lena.user) is None
    card = await told(lena, "/me")
    assert "Nothing here yet" in card["text"]


async def test_whoever_would_rather_stay_stays(lena, store) -> None:
    await told(lena, QUESTION)
    asked = await told(lena, "/forget")
    await lena.press(asked, "Forget me")
    last = await lena.shows(asked, "can't be undone")

    await lena.press(last, "No, keep everything")

    await lena.shows(asked, "Nothing was deleted")
    assert (await store.learner_history(lena.user)).total.asked == 1


async def test_all_that_is_kept_comes_as_a_file(lena, in_class) -> None:
    await told(lena, QUESTION)

    sent = await told(lena, "/mydata", count=2)

    assert sent["document"]["file_name"] == "my-data.zip"
    assert "document" not in await told(in_class, "/mydata@Local_Bot")


async def test_in_a_group_it_points_to_the_private_chat(in_class) -> None:
    said = await told(in_class, "/forget@Local_Bot")

    assert buttons(said) == {}


async def test_who_looked_is_told_to_whom_was_looked_at(lena, ines, store, engine) -> None:
    await told(ines, "/help")
    await told(ines, "/help")
    await told(lena, "/help")
    shown = await told(lena, "/privacy")
    assert "No instructor" in (await pressed(lena, shown, "Who looked at me"))["text"]
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    row = {"cohort_id": 1, "viewer_id": ines.user, "telegram_user_id": lena.user, "at": now}
    async with engine.begin() as connection:
        await connection.execute(insert(LookRow).values(row))
    name = (await store.learner(ines.user)).name

    said = (await pressed(lena, shown, "Who looked at me"))["text"]

    assert "the last 20 times" in said
    assert f"25 Nov 2026 12:00 UTC: {name}, Everybody" in said
    assert "What stays" in (await pressed(lena, shown, "Forget me"))["text"]


async def test_an_old_button_deletes_nothing(lena, store) -> None:
    asked = await told(lena, "/forget")

    await lena.click(asked, "yx")
    await lena.click(asked, "yf.1")
    await told(lena, QUESTION)

    assert await store.learner(lena.user) is not None


async def test_an_instructor_goes_too(ines, store) -> None:
    await enrol(store, ines)
    asked = await told(ines, "/forget")
    await ines.press(asked, "Forget me")
    await ines.press(await ines.shows(asked, "can't be undone"), "Yes, delete everything")
    await ines.shows(asked, "I no longer know you")

    assert "for instructors" in (await told(ines, "/stats"))["text"]


async def _raws(engine) -> list[str]:
    async with engine.connect() as connection:
        return list(await connection.scalars(select(InboxRow.raw)))


async def _updates_done(engine) -> bool:
    async def found() -> bool | None:
        async with engine.connect() as connection:
            states = set(await connection.scalars(select(InboxRow.state)))
        return True if states == {"done"} else None

    return await until(found)
