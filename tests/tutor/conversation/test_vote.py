"""One learner has one vote on a page, and the last one counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from progress.events import Kind, Sender, Turn
from progress.rollups import Counts
from progress.stores.progress_store import ProgressStore
from tests.fakes.library import library
from tests.fakes.runner import FakeRunner
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ASKED = "What is the difference between stack and cat?"


class Class:
    """Learners who vote on one page."""

    def __init__(self, tutor: Tutor, store: ProgressStore) -> None:
        self._tutor = tutor
        self.store = store
        self._updates = 0

    def turn(self, at: datetime, user: int) -> Turn:
        self._updates += 1
        return Turn(Sender(user), at, self._updates)

    async def ask(self, at: datetime = NOON, user: int = 1) -> None:
        turn = self.turn(at, user)
        await self._tutor.conversation.ask(turn, ASKED)
        await self.store.commit(turn)

    async def vote(self, *, helpful: bool, at: datetime = NOON, user: int = 1) -> list[Kind]:
        turn = self.turn(at, user)
        await self._tutor.vote(turn, "stack-vs-cat", helpful=helpful)
        await self.store.commit(turn)
        return [event.kind for event in turn.events]

    async def counted(self, now: datetime = NOON) -> tuple[int, int]:
        total = (await self.store.class_statistics(now)).total
        return total.helpful, total.unhelpful


@pytest.fixture
def voting(store: ProgressStore) -> Class:
    return Class(Tutor(library(), FakeRunner(), store), store)


async def test_the_same_vote_again_is_no_event(voting: Class) -> None:
    await voting.ask()

    first = await voting.vote(helpful=False)
    again = await voting.vote(helpful=False)

    assert (first, again) == ([Kind.UNHELPFUL], [])
    assert await voting.counted() == (0, 1)


async def test_the_opposite_vote_takes_the_first_back(voting: Class) -> None:
    await voting.ask()

    await voting.vote(helpful=True)
    await voting.vote(helpful=False)
    await voting.vote(helpful=True)
    await voting.vote(helpful=False, user=2)

    assert await voting.counted() == (1, 1)


async def test_after_another_question_the_same_vote_is_on_record_and_counts_once(
    voting: Class,
) -> None:
    await voting.ask()
    await voting.vote(helpful=False)
    await voting.ask()

    assert await voting.vote(helpful=False) == [Kind.UNHELPFUL]

    assert await voting.counted() == (0, 1)
    assert len([each for each in await voting.store.unmet(NOON - DAY) if each.slug]) == 2


async def test_a_vote_is_taken_from_the_day_that_it_was_counted_for(voting: Class) -> None:
    await voting.ask()
    await voting.vote(helpful=False)
    await voting.ask(NOON + DAY)
    await voting.vote(helpful=False, at=NOON + DAY)
    await voting.vote(helpful=True, at=NOON + 60 * DAY)

    later = await voting.store.class_statistics(NOON + 60 * DAY)

    assert (later.total.helpful, later.total.unhelpful) == (1, 0)
    history = await voting.store.learner_history(1)
    assert replace(history.total, answered=0, asked=0) == Counts(helpful=1)


async def test_a_rebuild_gives_the_same(voting: Class) -> None:
    await voting.ask()
    await voting.vote(helpful=True)
    await voting.vote(helpful=False, at=NOON + DAY)
    before = await voting.store.learner_history(1)

    await voting.store.rebuild()

    assert await voting.store.learner_history(1) == before
    assert (before.total.helpful, before.total.unhelpful) == (0, 1)
