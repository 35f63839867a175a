"""Attempts at exercises: kept once, folded alike, and told where enough have made them."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

from progress.csv_export import statistics_csv
from progress.events import Kind, Sender, Turn
from progress.periods import Period
from progress.practising import ExerciseStatistics, OpenExercise, Tried
from progress.stores.progress_store import ProgressStore
from tests.progress.examples import ADA, NOON


def attempt(
    update_id: int,
    who: int,
    outcome: str,
    *,
    tries: int,
    mistake: str | None = None,
    settled: bool | None = None,
    unfit: bool | None = None,
) -> Turn:
    turn = Turn(Sender(who), NOON + timedelta(seconds=update_id), update_id)
    turn.record(
        Kind.ATTEMPTED,
        slug="checkerboard",
        topic="first-tensors",
        outcome=outcome,
        passed=outcome == "passed",
        hints=update_id % 2,
        tries=tries,
        mistake=mistake,
        settled=settled,
        unfit=unfit,
    )
    return turn


CLASS = [
    *(attempt(n, n, "passed", tries=1) for n in (1, 2)),
    attempt(3, 3, "wrong", tries=1, mistake="corner"),
    attempt(4, 3, "wrong", tries=2, mistake="flat"),
    attempt(5, 3, "refused", tries=3),
    attempt(12, 3, "refused", tries=3, unfit=True),
    attempt(6, 3, "passed", tries=4),
    attempt(7, 3, "wrong", tries=5, mistake="corner", settled=True),
    attempt(8, 4, "wrong", tries=1, mistake="flat"),
    attempt(9, 4, "gave_up", tries=1),
    attempt(10, 4, "passed", tries=2, settled=True),
]
TYPO = attempt(13, 6, "refused", tries=0, unfit=True)
ONE_MORE = attempt(11, 5, "gave_up", tries=0)
TOLD = ExerciseStatistics("checkerboard", 5, 3, 2, 1.0, "flat", 2)


async def test_a_class_is_told_of_once_enough_have_tried(store: ProgressStore) -> None:
    for turn in (*CLASS, CLASS[3], TYPO):
        await store.commit(turn)
    assert (await store.class_statistics(NOON)).exercises == ()

    await store.commit(ONE_MORE)

    statistics = await store.class_statistics(NOON)
    assert statistics.exercises == (TOLD,)
    await store.rebuild()
    assert (await store.class_statistics(NOON)).exercises == (TOLD,)
    rows = list(csv.reader(io.StringIO(statistics_csv(statistics, {}), newline="")))
    of_exercise = {measure: value for section, _, measure, value in rows if section == "exercise"}
    assert of_exercise == {
        "learners": "5",
        "passed": "3",
        "gave up": "2",
        "median tries": "1.0",
        "mistake flat": "2",
    }


async def test_a_mistake_that_many_made_is_more_common_than_one_made_often(
    store: ProgressStore,
) -> None:
    for tries in range(1, 6):
        await store.commit(attempt(tries, 1, "wrong", tries=tries, mistake="often"))
    for who in (2, 3, 4, 5):
        await store.commit(attempt(10 + who, who, "wrong", tries=1, mistake="many"))

    [told] = (await store.class_statistics(NOON)).exercises

    assert (told.mistake, told.mistakes) == ("many", 4)


async def test_a_learner_is_told_of_their_own(store: ProgressStore) -> None:
    for turn in (*CLASS, TYPO):
        await store.commit(turn)

    assert await store.attempts(6) == {}
    assert await store.attempts(3) == {
        "checkerboard": Tried(5, NOON + timedelta(seconds=7), hints=1, passed_in=4)
    }
    assert await store.attempts(4) == {
        "checkerboard": Tried(2, NOON + timedelta(seconds=10), hints=1, gave_up=True)
    }
    assert await store.attempts(9) == {}


async def test_one_exercise_is_open_at_a_time(store: ProgressStore) -> None:
    opened = [OpenExercise(name, NOON) for name in ("one", "two")]
    for number, exercises in enumerate(([*opened], [], [None])):
        turn = Turn(ADA, NOON, number, exercises=exercises)
        await store.commit(turn)
        expected = None if exercises == [None] else opened[1]
        assert await store.open_exercise(ADA.telegram_user_id) == expected


async def test_of_some_days_nobody_passes_who_has_not_tried(store: ProgressStore) -> None:
    """Their first try was on a day before."""
    today = NOON.date()
    for who in range(1, 7):
        await store.commit(attempt(2 * who, who, "wrong", tries=1))
        late = attempt(2 * who + 1, who, "passed", tries=2)
        late.events = [replace(each, at=NOON + timedelta(days=1)) for each in late.events]
        await store.commit(late)
    tomorrow = Period(today + timedelta(days=1), today + timedelta(days=1))

    found = await store.class_statistics(NOON, period=tomorrow)

    [told] = found.exercises
    assert (told.tried, told.passed) == (6, 6)
