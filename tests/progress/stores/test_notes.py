"""Notes on both databases: kept once a title, told to whom they are for while that lasts."""

from datetime import date

from progress.cohorts.cohort import OPEN
from progress.cohorts.note import ClassNote, Note
from progress.stores.progress_store import ProgressStore
from tests.progress.examples import ADA, BOB, DAY, NOON, turn

HER_DAY = NOON.date()
TEACHER = 3
FRIDAY, MONDAY = Note("deadline", "Friday"), Note("deadline", "Monday")


async def a_class(store: ProgressStore, name: str) -> int:
    return (await store.cohorts.create(name, TEACHER, NOON)).id


async def test_a_note_is_told_to_its_own_class_alone(store: ProgressStore) -> None:
    ours, theirs = await a_class(store, "Ours"), await a_class(store, "Theirs")
    await store.cohorts.join(ours, ADA.telegram_user_id, HER_DAY)
    await store.cohorts.join(theirs, BOB.telegram_user_id, HER_DAY)
    await store.notes.keep(ours, FRIDAY, TEACHER, NOON)
    await store.notes.keep(theirs, MONDAY, TEACHER, NOON)

    told = (
        ClassNote("deadline", "Friday", ours, "Ours"),
        ClassNote("deadline", "Monday", theirs, "Theirs"),
    )
    assert await store.notes.told(ADA.telegram_user_id, NOON) == told[:1]
    assert await store.notes.told(BOB.telegram_user_id, NOON) == told[1:]
    assert await store.notes.told(TEACHER, NOON) == told
    await store.cohorts.leave(ours, ADA.telegram_user_id, HER_DAY)
    assert await store.notes.told(ADA.telegram_user_id, NOON) == ()


async def test_whoever_is_in_no_class_is_told_the_notes_of_the_open_one(
    store: ProgressStore,
) -> None:
    await store.commit(turn(1))
    await store.notes.keep(OPEN, FRIDAY, TEACHER, NOON)

    (told,) = await store.notes.told(ADA.telegram_user_id, NOON)

    assert told.text == "Friday"


async def test_the_newest_text_of_a_title_holds_until_it_is_removed(store: ProgressStore) -> None:
    ours, theirs = await a_class(store, "Ours"), await a_class(store, "Theirs")
    for note in (FRIDAY, MONDAY):
        await store.notes.keep(ours, note, TEACHER, NOON)
    await store.notes.keep(theirs, FRIDAY, TEACHER, NOON)

    assert await store.notes.of(ours) == (MONDAY,)
    await store.notes.remove(ours, "deadline")
    assert await store.notes.of(ours) == ()
    assert await store.notes.of(theirs) == (FRIDAY,)


async def test_a_class_that_has_ended_tells_nothing(store: ProgressStore) -> None:
    ours = await a_class(store, "Ours")
    await store.cohorts.join(ours, ADA.telegram_user_id, HER_DAY)
    await store.notes.keep(ours, FRIDAY, TEACHER, NOON)
    await ends(store, ours, HER_DAY)

    assert await store.notes.told(ADA.telegram_user_id, NOON)
    assert await store.notes.told(ADA.telegram_user_id, NOON + DAY) == ()
    await ends(store, ours, date(2027, 7, 31))
    assert await store.notes.told(ADA.telegram_user_id, NOON + DAY)


async def ends(store: ProgressStore, cohort_id: int, day: date) -> None:
    await store.cohorts.change(cohort_id, name="Ours", time_zone="UTC", ends_on=day)
