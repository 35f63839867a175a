"""Code is kept for the class that somebody has joined, and for no other."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from progress.cohorts.cohort import OPEN
from progress.events import Sender, Turn
from progress.stores.progress_store import ProgressStore
from tests.progress.examples import ADA, BOB, DAY, NOON


@pytest.fixture
def branches():
    return ("progress",)


async def sent(store: ProgressStore, sender: Sender, code: str, at=NOON) -> None:
    turn = Turn(sender, at)
    turn.submissions.append(("outer", code))
    await store.commit(turn)


async def test_the_latest_code_of_members_is_kept(engine: AsyncEngine) -> None:
    store = ProgressStore(engine)
    await store.commit(Turn(ADA, NOON))
    mine = await store.cohorts.create("Monday", 900, NOON)
    other = await store.cohorts.create("Tuesday", 901, NOON)
    await store.cohorts.join(mine.id, ADA.telegram_user_id, NOON.date())

    await sent(store, ADA, "first")
    await sent(store, ADA, "second")
    await sent(store, BOB, "in no class")

    assert await store.views.submissions(mine.id, "outer") == [(ADA.telegram_user_id, "second")]
    assert await store.views.submissions(mine.id, "row-sums") == []
    # What was done before somebody joined is none of that class's business.
    await store.cohorts.join(other.id, ADA.telegram_user_id, (NOON + DAY).date())
    for cohort_id in (other.id, OPEN):
        assert await store.views.submissions(cohort_id, "outer") == []


async def test_code_goes_with_the_last_class_that_is_left(engine: AsyncEngine) -> None:
    store, ada = ProgressStore(engine), ADA.telegram_user_id
    first = await store.cohorts.create("Monday", 900, NOON)
    second = await store.cohorts.create("Tuesday", 901, NOON)
    for cohort in (first, second):
        await store.cohorts.join(cohort.id, ada, NOON.date())
    await sent(store, ADA, "mine")

    await store.cohorts.leave(second.id, ada, NOON.date())
    assert await store.views.submissions(first.id, "outer") == [(ada, "mine")]
    await store.cohorts.leave(first.id, ada, NOON.date())

    await store.cohorts.join(first.id, ada, NOON.date())
    assert await store.views.submissions(first.id, "outer") == []
