"""Who is in which class, and which of their days count there; on every database."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.cohorts.cohort import OPEN, StaffRole, as_typed, class_code
from progress.events import Kind, Sender
from progress.people import Role
from progress.periods import Period
from progress.stores.progress_store import ProgressStore
from tests.progress.examples import ADA, BOB, DAY, NOON, asked, ran

TODAY = NOON.date()
INES = Sender(9, "Ines")
UMA = Sender(8, "Uma")


async def instructor(store: ProgressStore, who: Sender) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + DAY, NOON)
    await store.redeem(code, who.telegram_user_id, NOON)


async def asks(store: ProgressStore, update_id: int, who: Sender, day: int) -> None:
    at = NOON + day * DAY
    await store.commit(asked(update_id, Kind.ABSTAINED, topic="views", sender=who, at=at))


async def questions(store: ProgressStore, cohort_id: int) -> int:
    period = Period(TODAY, TODAY + timedelta(days=30))
    return (await store.class_statistics(NOON, cohort_id, period)).questions


async def test_a_class_is_made_found_by_its_code_and_chosen(store: ProgressStore) -> None:
    one = await store.cohorts.create("Deep Learning 1", INES.telegram_user_id, NOON)
    other = await store.cohorts.create("Deep Learning 2", INES.telegram_user_id, NOON + DAY)

    at = await store.cohorts.at(INES.telegram_user_id)
    await store.cohorts.choose(INES.telegram_user_id, one.id, NOON + 2 * DAY)
    later = await store.cohorts.at(INES.telegram_user_id)

    assert at is not None
    assert (at.cohort, at.role) == (other, StaffRole.OWNER)
    assert later is not None
    assert later.cohort == one
    assert await store.cohorts.by_code(one.code.lower().replace("-", " ")) == one
    assert await store.cohorts.by_code("no-such!") is None
    assert await store.cohorts.at(ADA.telegram_user_id) is None


async def test_whoever_the_operator_invites_teaches_the_open_class(store: ProgressStore) -> None:
    """And what they try themselves is no learner's work."""
    await asks(store, 1, INES, 0)
    await instructor(store, INES)
    await asks(store, 2, INES, 1)

    taught = await store.cohorts.at(INES.telegram_user_id)

    assert taught is not None
    assert taught.cohort.is_open
    assert await questions(store, OPEN) == 0


async def test_each_day_counts_for_the_classes_joined_then(store: ProgressStore) -> None:
    one, other = [await store.cohorts.create(name, INES.telegram_user_id, NOON) for name in "AB"]
    await asks(store, 1, ADA, 0)
    await store.cohorts.join(one.id, ADA.telegram_user_id, TODAY + DAY)
    await asks(store, 2, ADA, 1)
    await store.cohorts.join(other.id, ADA.telegram_user_id, TODAY + 2 * DAY)
    await asks(store, 3, ADA, 2)
    await asks(store, 4, BOB, 2)
    await store.cohorts.leave(one.id, ADA.telegram_user_id, TODAY + 3 * DAY)
    await asks(store, 5, ADA, 3)
    await store.cohorts.leave(other.id, ADA.telegram_user_id, TODAY + 4 * DAY)
    await asks(store, 6, ADA, 4)

    # The first day and the last are the open class's, as is Bob's; both classes have the third.
    assert await questions(store, OPEN) == 3
    assert await questions(store, one.id) == 2
    assert await questions(store, other.id) == 2
    since = NOON - DAY
    found = [len(await store.unmet(since, each)) for each in (OPEN, one.id, other.id)]
    assert found == [3, 2, 2]


async def test_what_comes_after_the_end_counts_no_more(store: ProgressStore) -> None:
    made = await store.cohorts.create("A", INES.telegram_user_id, NOON)
    await store.cohorts.join(made.id, ADA.telegram_user_id, TODAY)
    for day in range(3):
        await asks(store, day, ADA, day)
    assert await questions(store, made.id) == 3

    await store.cohorts.change(made.id, name="A", time_zone="UTC", ends_on=TODAY + DAY)

    assert await questions(store, made.id) == 2
    assert len(await store.unmet(NOON - DAY, made.id)) == 2


async def test_whoever_teaches_no_more_is_a_learner_from_then_on(store: ProgressStore) -> None:
    """What they tried as a teacher does not enter what was counted before."""
    await instructor(store, INES)
    await asks(store, 1, INES, 0)
    await store.cohorts.dismiss(OPEN, INES.telegram_user_id, TODAY + DAY)
    await asks(store, 2, INES, 1)

    assert await store.role(INES.telegram_user_id) is Role.LEARNER
    assert await questions(store, OPEN) == 1


async def test_coming_back_on_the_same_day_is_as_if_never_left(store: ProgressStore) -> None:
    made = await store.cohorts.create("A", INES.telegram_user_id, NOON)
    await store.commit(ran(1, None))
    for _ in range(2):
        await store.cohorts.join(made.id, ADA.telegram_user_id, TODAY)
        members = await store.cohorts.members(made.id)
        assert [(each.name, each.joined_on) for each in members] == [("Ada", TODAY)]
        assert await store.cohorts.joined_by(ADA.telegram_user_id) == (made,)
        await store.cohorts.leave(made.id, ADA.telegram_user_id, TODAY)
        assert await store.cohorts.members(made.id) == ()
    assert await store.cohorts.joined_by(ADA.telegram_user_id) == ()


async def test_nobody_has_joined_the_open_class(store: ProgressStore) -> None:
    """So there is no view of one of its learners; they are counted in its sums all the same."""
    await asks(store, 1, ADA, 0)

    assert await store.cohorts.members(OPEN) == ()
    assert (await store.class_statistics(NOON)).learners == 1


async def test_a_class_that_is_changed_keeps_its_members(store: ProgressStore) -> None:
    made = await store.cohorts.create("A", INES.telegram_user_id, NOON)
    await store.commit(ran(1, None))
    await store.cohorts.join(made.id, ADA.telegram_user_id, TODAY)

    await store.cohorts.change(made.id, name="B", time_zone="Europe/Berlin", ends_on=TODAY)

    found = await store.cohorts.cohort(made.id)
    assert found is not None
    assert (found.name, found.time_zone) == ("B", "Europe/Berlin")
    assert not found.has_ended(TODAY)
    assert found.has_ended(TODAY + DAY)
    assert len(await store.cohorts.members(made.id)) == 1
    [staff] = await store.cohorts.staff(made.id)
    assert staff.role.may_teach


@pytest.mark.parametrize("said", ["abcd efgh", "ABCD-EFGH", " abcdefgh "])
def test_a_code_is_known_however_it_is_typed(said: str) -> None:
    assert as_typed(said) == "ABCD-EFGH"


@given(st.binary(min_size=5, max_size=5))
def test_a_code_can_be_typed(random_bytes: bytes) -> None:
    code = class_code(random_bytes)

    assert len(code) == 9
    assert as_typed(code) == code
