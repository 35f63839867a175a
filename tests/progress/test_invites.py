import asyncio
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from progress.people import (
    CODE_BYTES,
    WRONG_TRIES,
    Invite,
    InviteRejected,
    Redeemed,
    Rejection,
    Role,
    code_from,
    code_hash,
    judged,
)
from progress.stores.progress_store import ProgressStore
from progress.stores.tables import InviteRow
from tests.progress.examples import ADA, BOB, DAY, NOON, turn

INSTRUCTOR = Redeemed(Role.INSTRUCTOR)


@given(st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES))
def test_a_code_survives_being_typed_by_hand(random_bytes: bytes) -> None:
    code = code_from(random_bytes)

    assert re.fullmatch(r"([A-Z2-7]{6}-){4}[A-Z2-7]{2}", code)
    assert code_hash(code) == code_hash(f" {code.lower().replace('-', ' ')}\n")


@given(*[st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES)] * 2)
def test_different_bytes_make_different_codes(one: bytes, other: bytes) -> None:
    assert (code_from(one) == code_from(other)) == (one == other)


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_can_be_tried(text: str) -> None:
    assert len(code_hash(text)) == 64


@pytest.mark.parametrize(
    ("invite", "role", "outcome"),
    [
        (None, Role.LEARNER, InviteRejected(Rejection.UNKNOWN)),
        (Invite(Role.INSTRUCTOR, NOON + DAY, None), Role.LEARNER, INSTRUCTOR),
        (Invite(Role.INSTRUCTOR, NOON, None), Role.LEARNER, InviteRejected(Rejection.EXPIRED)),
        (Invite(Role.INSTRUCTOR, NOON + DAY, 2), Role.LEARNER, InviteRejected(Rejection.USED)),
        (Invite(Role.INSTRUCTOR, NOON - DAY, 2), Role.INSTRUCTOR, InviteRejected(Rejection.USED)),
        (Invite(Role.INSTRUCTOR, NOON - DAY, 1), Role.INSTRUCTOR, INSTRUCTOR),
        (Invite(Role.INSTRUCTOR, NOON + DAY, 1), Role.LEARNER, InviteRejected(Rejection.USED)),
    ],
)
def test_a_code_is_judged(
    invite: Invite | None, role: Role, outcome: Redeemed | InviteRejected
) -> None:
    assert judged(invite, 1, role, NOON) == outcome


async def test_a_used_code_does_not_bring_back_a_role_that_was_taken_away(
    store: ProgressStore,
) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + DAY, NOON)
    await store.redeem(code, ADA.telegram_user_id, NOON)
    ending = await store.create_invite(Role.LEARNER, NOON + DAY, NOON)
    await store.redeem(ending, ADA.telegram_user_id, NOON)

    again = await store.redeem(code, ADA.telegram_user_id, NOON)

    assert again == InviteRejected(Rejection.USED)
    assert await store.role(ADA.telegram_user_id) is Role.LEARNER
    assert await store.cohorts.at(ADA.telegram_user_id) is None


async def test_a_code_makes_an_instructor_once(store: ProgressStore) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + DAY, NOON)

    mine = await store.redeem(code, ADA.telegram_user_id, NOON)
    his = await store.redeem(code, BOB.telegram_user_id, NOON)

    assert mine == INSTRUCTOR
    assert his == InviteRejected(Rejection.USED)
    assert await store.role(ADA.telegram_user_id) is Role.INSTRUCTOR
    assert await store.role(BOB.telegram_user_id) is Role.LEARNER


async def test_an_update_handled_again_redeems_again(store: ProgressStore) -> None:
    """A bot that was killed in between must not tell the new instructor that the code is used."""
    code = await store.create_invite(Role.INSTRUCTOR, NOON + DAY, NOON)
    await store.redeem(code, 1, NOON)

    assert await store.redeem(code, 1, NOON + 2 * DAY) == INSTRUCTOR


async def test_writing_to_the_tutor_keeps_the_role(store: ProgressStore) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + DAY, NOON)
    await store.redeem(code, ADA.telegram_user_id, NOON)

    await store.commit(turn(1))

    learner = await store.learner(ADA.telegram_user_id)
    assert learner is not None
    assert (learner.name, learner.role) == ("Ada", Role.INSTRUCTOR)


async def test_the_database_holds_no_code(store: ProgressStore) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + DAY, NOON)

    async with store._engine.connect() as connection:
        row = (await connection.execute(select(InviteRow.__table__))).one()

    assert code.replace("-", "") not in str(row).replace("-", "")
    assert row.code_hash == code_hash(code)


async def test_of_many_who_try_at_once_one_wins(store: ProgressStore) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + DAY, NOON)

    outcomes = await asyncio.gather(*(store.redeem(code, user, NOON) for user in range(1, 9)))

    assert outcomes.count(INSTRUCTOR) == 1
    assert outcomes.count(InviteRejected(Rejection.USED)) == 7


async def test_guessing_is_slowed_down(store: ProgressStore) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + DAY, NOON)
    for _ in range(WRONG_TRIES):
        assert await store.redeem("guess", 1, NOON) == InviteRejected(Rejection.UNKNOWN)

    blocked = await store.redeem(code, 1, NOON + timedelta(minutes=59))
    other = await store.redeem("guess", 2, NOON)
    later = await store.redeem(code, 1, NOON + timedelta(minutes=60))

    assert blocked == InviteRejected(Rejection.TOO_MANY_TRIES)
    assert other == InviteRejected(Rejection.UNKNOWN)
    assert later == INSTRUCTOR
