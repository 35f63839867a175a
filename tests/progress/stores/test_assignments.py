"""Assignments and what is passed, on both databases."""

from dataclasses import replace
from datetime import timedelta

from progress.cohorts.assignment import REMINDED_BEFORE, Wanted
from progress.events import Kind, Sender, Turn
from progress.practising import GAVE_UP
from progress.stores.progress_store import ProgressStore
from tests.progress.examples import DAY, NOON

WHAT = Wanted("Week 1", NOON + 3 * DAY, ("one-hot", "einsum"))


async def tried(store: ProgressStore, who: int, slug: str, after: timedelta, **facts) -> None:
    turn = Turn(Sender(who, f"Learner {who}"), NOON + after)
    turn.record(Kind.ATTEMPTED, slug=slug, topic="indexing", tries=1, outcome="passed", **facts)
    await store.commit(turn)


async def gave_up(store: ProgressStore, who: int, slug: str, after: timedelta) -> None:
    turn = Turn(Sender(who, f"Learner {who}"), NOON + after)
    turn.record(Kind.ATTEMPTED, slug=slug, topic="indexing", tries=0, outcome=GAVE_UP)
    await store.commit(turn)


async def test_an_assignment_given_twice_is_one(store: ProgressStore) -> None:
    first = await store.cohorts.create("A", 1, NOON)
    other = await store.cohorts.create("B", 1, NOON)

    given = await store.assignments.give(first.id, WHAT, NOON)

    assert await store.assignments.give(first.id, WHAT, NOON) == given
    assert await store.assignments.of(first.id) == (given,)
    assert await store.assignments.of(other.id) == ()


async def test_what_ends_soon_is_told_until_it_was_reminded_of(store: ProgressStore) -> None:
    cohort = await store.cohorts.create("A", 1, NOON)
    given = await store.assignments.give(cohort.id, WHAT, NOON)
    soon = WHAT.due_at - REMINDED_BEFORE

    assert await store.assignments.ending(soon - timedelta(seconds=1)) == ()
    assert await store.assignments.ending(soon) == (given,)
    assert await store.assignments.ending(WHAT.due_at) == ()
    await store.assignments.reminded(given.id)
    assert await store.assignments.ending(soon) == ()


async def test_a_pass_counts_by_oneself_and_while_in_the_class(store: ProgressStore) -> None:
    cohort = await store.cohorts.create("A", 1, NOON)
    await store.cohorts.join(cohort.id, 5, NOON.date())
    await store.cohorts.join(cohort.id, 6, (NOON + DAY).date())
    await tried(store, 5, "one-hot", timedelta(), passed=True)
    await tried(store, 5, "one-hot", DAY, passed=True, settled=True)
    await gave_up(store, 5, "einsum", DAY)
    await tried(store, 5, "einsum", 2 * DAY, passed=True, settled=True)
    await tried(store, 5, "outer-sum", DAY, passed=True)
    await tried(store, 6, "one-hot", timedelta(), passed=True)
    await tried(store, 6, "einsum", DAY, passed=False)
    await tried(store, 7, "einsum", DAY, passed=True)

    found = await store.assignments.ended(cohort.id, WHAT.targets)

    assert found == {5: {"one-hot": NOON, "einsum": None}}
    assert await store.assignments.ended(cohort.id, WHAT.targets, 6) == {}
    # What was passed before joining can be passed once more.
    await tried(store, 6, "one-hot", 2 * DAY, passed=True, settled=True)
    again = await store.assignments.ended(cohort.id, WHAT.targets, 6)
    assert again == {6: {"one-hot": NOON + 2 * DAY}}


async def test_an_assignment_of_other_exercises_is_another(store: ProgressStore) -> None:
    cohort = await store.cohorts.create("A", 1, NOON)
    given = await store.assignments.give(cohort.id, WHAT, NOON)

    mended = await store.assignments.give(cohort.id, replace(WHAT, targets=("einsum",)), NOON)

    assert mended.id != given.id
    assert set(await store.assignments.of(cohort.id)) == {given, mended}
