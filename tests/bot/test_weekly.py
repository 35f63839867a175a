"""The digest comes on Mondays from eight where a class is taught, to each who teaches it, once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.posts.sender import Sender
from bot.views.weekly import Weekly
from progress.cohorts.cohort import Cohort, StaffRole
from progress.cohorts.outbox import Delivered
from progress.events import Sender as Person
from progress.events import Turn
from progress.stores.cohorts.cohort_store import appoint

ADA, INES, OMAR = 1, 900, 901
MONDAY = date(2026, 11, 30)
# Eight in Tokyo, which is nine hours ahead.
EIGHT = datetime(2026, 11, 29, 23, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def cohort(store, engine) -> Cohort:
    made = await store.cohorts.create("Tensors", INES, EIGHT - 20 * 1440 * MINUTE, "Asia/Tokyo")
    async with engine.begin() as connection:
        await appoint(connection, made.id, OMAR, StaffRole.ASSISTANT, EIGHT)
    return made


@pytest.fixture
def at(bot, tutor, store):
    async def send(moment: datetime) -> None:
        sender = Sender(store.outbox, bot.application.bot, lambda: moment)
        await Weekly(tutor.views, store, sender).send()

    return send


async def told(store, cohort: Cohort, monday: date = MONDAY) -> int:
    found = await store.outbox.delivered(f"digest:{cohort.id}:{monday}")
    return sum((found.sent, found.pending, found.failed, found.blocked))


async def test_it_comes_once_a_monday_from_eight_on(store, cohort, at) -> None:
    await at(EIGHT)
    assert await told(store, cohort) == 0, "nobody has joined"
    await store.commit(Turn(Person(ADA, "Ada"), EIGHT))
    await store.cohorts.join(cohort.id, ADA, date(2026, 11, 25))

    await at(EIGHT - MINUTE)
    await at(EIGHT + timedelta(days=1))
    assert await told(store, cohort) == 0
    for moment in (EIGHT, EIGHT, EIGHT + timedelta(hours=9)):
        await at(moment)
    assert await told(store, cohort) == 2
    await at(EIGHT + timedelta(days=7))
    assert await told(store, cohort, MONDAY + timedelta(days=7)) == 2


async def test_it_tells_of_the_week_that_is_over(bot, store, cohort, at, ines) -> None:
    await store.commit(Turn(Person(ADA, "Ada"), EIGHT))
    await store.cohorts.join(cohort.id, ADA, date(2026, 11, 25))
    staff = await ines.say("hello")
    await ines.reply(staff)
    async with store._engine.begin() as connection:
        await appoint(connection, cohort.id, ines.user, StaffRole.INSTRUCTOR, EIGHT)

    await at(EIGHT)
    bot.posts.sender.nudge()

    said = await ines.reply(staff, count=2)
    assert "Week to 29 Nov 2026 · Tensors" in said["text"]
    assert "New: 1" in said["text"]


async def test_of_a_class_that_has_ended_there_is_none(store, cohort, at) -> None:
    await store.commit(Turn(Person(ADA, "Ada"), EIGHT))
    await store.cohorts.join(cohort.id, ADA, date(2026, 11, 25))
    over = MONDAY - timedelta(days=1)
    await store.cohorts.change(cohort.id, name="Tensors", time_zone="Asia/Tokyo", ends_on=over)

    await at(EIGHT)

    assert await store.outbox.delivered(f"digest:{cohort.id}:{MONDAY}") == Delivered()
