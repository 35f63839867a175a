"""Assignments, over real HTTP: planned, given, told as done or open, and reminded of."""

from datetime import UTC, datetime, timedelta

import pytest

from progress.cohorts.assignment import Wanted, done, wanted
from progress.cohorts.cohort import StaffRole
from progress.events import Kind, Sender, Turn
from progress.stores.cohorts.cohort_store import appoint
from tests.bot.posts.test_announcing import taught_by, wrote
from tests.fakes.person import Person, buttons, until

FAR = "2099-01-15 18:00"
NOW = datetime.now(UTC)


async def passed(store, who: int, exercise: str, at: datetime) -> None:
    turn = Turn(Sender(who, f"Learner {who}"), at)
    facts = {"outcome": "passed", "passed": True, "tries": 1}
    turn.record(Kind.ATTEMPTED, slug=exercise, topic="indexing", **facts)
    await store.commit(turn)


async def given(ines: Person, said: str) -> dict:
    shown = await ines.reply(await ines.say(said))
    await ines.press(shown, next(name for name in buttons(shown) if name.startswith("Give")))
    return shown


@pytest.mark.usefixtures("bot")
async def test_an_assignment_is_given_done_and_counted(store, lena, ines) -> None:
    await taught_by(store, ines, lena.user)
    await wrote(store, lena.user, "Lena")
    shown = await given(ines, f"/assign title: Week 3\n{FAR} one-hot, flip-by-index")
    assert "Week 3\nLinear algebra · until Thu 2099-01-15 18:00 (UTC)" in shown["text"]
    (came,) = await lena.replies({"message_id": 0})
    assert "Week 3" in came["text"]
    assert len(buttons(came)) == 2
    await lena.press(came, next(iter(buttons(came))))
    opened = await lena.reply(came)
    assert "one_hot" in opened["text"]

    await passed(store, lena.user, "one-hot", NOW)
    mine = await lena.reply(await lena.say("/assigned"))
    assert mine["text"].count("✔") == 1
    assert mine["text"].count("○") == 1
    assert len(buttons(mine)) == 1
    listed = await ines.reply(await ines.say("/assigned"))
    assert "0 of 1 have done all of it.\nLena: 1 of 2" in listed["text"]

    for _ in range(2):
        await ines.press(listed, "Remind: Week 3")
    reminder = await lena.reply(mine)
    assert "Not all of it is done" in reminder["text"]
    await passed(store, lena.user, "flip-by-index", NOW)
    after = await ines.reply(await ines.say("/assigned"))
    assert "1 of 1 have done all of it." in after["text"]
    assert buttons(after) == {}
    assert str(await lena.messages()).count("Not all of it is done") == 1


async def test_who_has_something_open_is_reminded_once_a_day_before(
    bot, store, lena, ines, http
) -> None:
    diligent = Person(http, 2001)
    await diligent.say("hello")
    cohort = await taught_by(store, ines, lena.user, diligent.user)
    await passed(store, diligent.user, "one-hot", NOW)
    for title, due_in in (("soon", timedelta(hours=23)), ("late", timedelta(days=2))):
        what = Wanted(title, NOW + due_in, ("one-hot",))
        await store.assignments.give(cohort.id, what, NOW - timedelta(days=3))
    today = Wanted("given today", NOW + timedelta(hours=5), ("one-hot",))
    await store.assignments.give(cohort.id, today, NOW)

    await bot.posts.remind()
    await bot.posts.remind()

    (came,) = await lena.replies({"message_id": 0})
    assert came["text"].startswith("soon")

    async def nothing_waits():
        return (await store.outbox.take(1234567, NOW + timedelta(days=1))) is None or None

    await until(nothing_waits)
    assert "Not all of it" not in str(await diligent.messages())


@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_assigned_is_told_kindly(store, lena, ines) -> None:
    refused = await lena.reply(await lena.say(f"/assign {FAR} one-hot"))
    nothing = await lena.reply(await lena.say("/assigned"))
    await taught_by(store, ines, lena.user)

    async def told(said: str) -> str:
        return (await ines.reply(await ines.say(said)))["text"]

    assert "whoever teaches" in refused["text"]
    assert "Nothing is assigned" in nothing["text"]
    assert "Nothing is assigned" in await told("/assigned")
    assert "/assign 2027" in await told("/assign one-hot")
    assert "passed already" in await told("/assign 2020-01-01 one-hot")
    assert "named “cooking”" in await told(f"/assign {FAR} one-hot, cooking")


@pytest.mark.usefixtures("bot")
async def test_another_class_and_an_assistant_remind_nobody(store, lena, ines, http) -> None:
    first = await taught_by(store, ines, lena.user)
    other = Person(http, 2001)
    await other.say("hello")
    shown = await ines.reply(await ines.say(f"/assign {FAR} one-hot"))
    await taught_by(store, ines, other.user, name="Statistics")
    await ines.press(shown, "Give it to 1")
    listed = await ines.reply(await ines.say("/assigned"))
    assert "Nothing is assigned" in listed["text"]

    what = Wanted("Week 1", NOW + timedelta(days=3), ("one-hot",))
    theirs = await store.assignments.give(first.id, what, NOW)
    await ines.click(listed, f"or{theirs.id}")
    await ines.reply(await ines.say("/assigned"))
    async with store._engine.begin() as connection:
        await appoint(connection, first.id, other.user, StaffRole.ASSISTANT, NOW)
    seen = await other.reply(await other.say("/assigned"))
    assert "Learner 1001: 0 of 1" in seen["text"]
    assert "Remind: Week 1" not in buttons(seen)
    await other.click(seen, f"or{theirs.id}")
    await other.reply(await other.say("/assigned"))
    assert "Week 1" not in str(await lena.messages())


def test_a_day_is_of_the_zone_of_the_class() -> None:
    found = wanted("title: Week 1\n2026-12-10 18:00 one-hot, Broadcasting,", "Europe/Berlin")
    late = wanted("2026-12-10 one-hot", "UTC")

    due_at = datetime(2026, 12, 10, 17, tzinfo=UTC)
    assert found == Wanted("Week 1", due_at, ("one-hot", "Broadcasting"))
    assert late == Wanted("", datetime(2026, 12, 10, 23, 59, tzinfo=UTC), ("one-hot",))


@pytest.mark.parametrize("said", ["", "2026-13-01 a", "2026-12-01", "2026-12-01 25:00 a", "x"])
def test_what_is_no_assignment_is_none(said: str) -> None:
    assert wanted(said, "UTC") is None


def test_what_is_passed_after_the_end_is_late() -> None:
    moment = timedelta(seconds=1)
    found = done(("a", "b", "c"), {"a": NOW, "b": NOW + moment}, NOW)

    assert (found.in_time, found.late, found.open) == (("a",), ("b",), ("c",))
