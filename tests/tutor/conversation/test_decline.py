"""Decline: a question whose suggestions missed counts as unanswered, once."""

from datetime import UTC, datetime

import pytest

from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from progress.unanswered import NONE_OF_THESE
from tutor.conversation.after_answer import Forgotten, PassedOn, decline

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LENA, INES = 1001, 1002
ASKED, PRESSED = 7, 8


@pytest.fixture
async def asked(store: ProgressStore) -> None:
    turn = Turn(Sender(LENA), NOON, ASKED)
    turn.record(Kind.ASKED, text="Which shape?")
    turn.record(Kind.SUGGESTED, slug="unsqueeze", topic="shapes", text="Which shape?")
    await store.commit(turn)


async def pressed(store: ProgressStore, update_id: int, user: int = LENA) -> object:
    turn = Turn(Sender(user), NOON, update_id)
    outcome = await decline(store, turn, ASKED)
    await store.commit(turn)
    return outcome


async def unanswered(store: ProgressStore) -> list[tuple[str, int]]:
    statistics = await store.class_statistics(NOON)
    return [(each.wording, each.times) for each in statistics.unanswered]


@pytest.mark.usefixtures("asked")
async def test_a_declined_question_is_unanswered_and_stays_suggested(store: ProgressStore) -> None:
    assert await pressed(store, PRESSED) == PassedOn(again=False)

    events = [event async for event in store.events()]
    assert [event.kind for event in events] == [Kind.ASKED, Kind.SUGGESTED, Kind.ABSTAINED]
    assert (events[2].update_id, events[2].detail["reason"]) == (ASKED, NONE_OF_THESE)
    assert await unanswered(store) == [("which shape", 1)]


@pytest.mark.usefixtures("asked")
async def test_it_counts_once_however_often_it_is_declined(store: ProgressStore) -> None:
    await pressed(store, PRESSED)

    assert await pressed(store, PRESSED + 1) == PassedOn(again=True)
    assert await unanswered(store) == [("which shape", 1)]


@pytest.mark.usefixtures("asked")
async def test_two_presses_at_once_count_once(store: ProgressStore) -> None:
    turns = [Turn(Sender(LENA), NOON, PRESSED + number) for number in range(2)]

    outcomes = [await decline(store, turn, ASKED) for turn in turns]
    for turn in turns:
        await store.commit(turn)

    assert outcomes == [PassedOn(again=False)] * 2
    assert await unanswered(store) == [("which shape", 1)]


@pytest.mark.usefixtures("asked")
async def test_nobody_declines_what_another_asked(store: ProgressStore) -> None:
    assert await pressed(store, PRESSED, INES) == Forgotten()
    assert await unanswered(store) == []


async def test_a_question_that_is_not_on_record_is_forgotten(store: ProgressStore) -> None:
    assert await pressed(store, PRESSED) == Forgotten()


async def test_a_number_means_the_question_that_the_same_bot_was_asked(
    store: ProgressStore,
) -> None:
    """Two bots may share the database, and each counts its updates for itself."""
    turn = Turn(Sender(LENA), NOON, ASKED, bot_id=70)
    turn.record(Kind.SUGGESTED, slug="unsqueeze", topic="shapes", text="Which shape?")
    await store.commit(turn)

    of_same, of_other = (Turn(Sender(LENA), NOON, PRESSED, bot_id=bot) for bot in (70, 71))

    assert await decline(store, of_other, ASKED) == Forgotten()
    assert await decline(store, of_same, ASKED) == PassedOn(again=False)
