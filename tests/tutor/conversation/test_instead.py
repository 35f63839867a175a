"""Instead: an answer did not help, and what else its question may mean is offered once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.search.retrieval import Abstained, Candidate, Reason
from progress.events import Event, Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from progress.unanswered import Sign
from tests.fakes.library import library as small_library
from tests.fakes.runner import FakeRunner
from tutor.conversation.after_answer import LEAST_SCORE, Instead, Missed, PassedOn, missed, others
from tutor.conversation.before import REMEMBERED
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LENA, INES = 1001, 1002
QUESTION = "What is the difference between stack and cat?"
LIBRARY = small_library()
ANSWERED, RESHAPE = "stack-vs-cat", "view-vs-reshape"


@pytest.fixture
def tutor(store: ProgressStore) -> Tutor:
    return Tutor(LIBRARY, FakeRunner(), store)


def turn(update_id: int, *, user: int = LENA, after: timedelta = timedelta(0)) -> Turn:
    return Turn(Sender(user), NOON + after, update_id)


async def ask(tutor: Tutor, store: ProgressStore, update_id: int = 1) -> None:
    asking = turn(update_id)
    await tutor.conversation.ask(asking, QUESTION)
    await store.commit(asking)


async def press(tutor: Tutor, store: ProgressStore, pressing: Turn) -> Instead | None:
    await tutor.vote(pressing, ANSWERED, helpful=False)
    found = await tutor.instead(pressing, ANSWERED)
    await store.commit(pressing)
    return found


async def choose(tutor: Tutor, store: ProgressStore, choosing: Turn, slug: str) -> None:
    tutor.choose(choosing, slug)
    await store.commit(choosing)


def slugs(found: Instead | None) -> list[str]:
    return [entry.slug for entry in found.entries] if found else []


async def test_others_are_offered_for_the_question_that_was_answered(
    tutor: Tutor, store: ProgressStore
) -> None:
    await ask(tutor, store)

    found = await press(tutor, store, turn(2))

    assert found is not None
    assert found.question_update == 1
    assert slugs(found)[0] == RESHAPE
    assert ANSWERED not in slugs(found)
    events = [event async for event in store.events()]
    assert [(event.kind, event.update_id) for event in events] == [
        (Kind.ASKED, 1),
        (Kind.ANSWERED, 1),
        (Kind.UNHELPFUL, 2),
        (Kind.SUGGESTED, 1),
    ]
    assert events[3].text == QUESTION
    assert events[3].detail == {"offered": " ".join(slugs(found)), "instead_of": ANSWERED}


async def test_a_second_press_offers_nothing(tutor: Tutor, store: ProgressStore) -> None:
    await ask(tutor, store)
    await press(tutor, store, turn(2))

    assert await press(tutor, store, turn(3)) is None


async def test_asked_again_it_is_offered_again(tutor: Tutor, store: ProgressStore) -> None:
    await ask(tutor, store)
    await press(tutor, store, turn(2))
    await ask(tutor, store, 3)

    found = await press(tutor, store, turn(4))

    assert found is not None
    assert found.question_update == 3


async def test_what_was_opened_since_is_not_offered(tutor: Tutor, store: ProgressStore) -> None:
    await ask(tutor, store)
    await choose(tutor, store, turn(2), RESHAPE)

    assert RESHAPE not in slugs(await press(tutor, store, turn(3)))


async def test_a_page_opened_from_a_button_offers_nothing(
    tutor: Tutor, store: ProgressStore
) -> None:
    await choose(tutor, store, turn(1), ANSWERED)
    assert await press(tutor, store, turn(2)) is None

    await ask(tutor, store, 3)
    await choose(tutor, store, turn(4), ANSWERED)
    assert await press(tutor, store, turn(5)) is None


async def test_half_an_hour_later_it_offers_nothing(tutor: Tutor, store: ProgressStore) -> None:
    await ask(tutor, store)

    late = turn(2, after=REMEMBERED + timedelta(seconds=1))

    assert await press(tutor, store, late) is None
    assert await press(tutor, store, turn(3, after=REMEMBERED)) is not None


async def test_another_s_question_offers_nothing(tutor: Tutor, store: ProgressStore) -> None:
    await ask(tutor, store)

    assert await press(tutor, store, turn(2, user=INES)) is None


async def test_a_question_counts_once_whatever_is_pressed(
    tutor: Tutor, store: ProgressStore
) -> None:
    """To instructors it is one question that was answered, and in the end was not."""
    await ask(tutor, store)
    found = await press(tutor, store, turn(2))
    assert found is not None
    await choose(tutor, store, turn(3), RESHAPE)
    declining = turn(4)
    assert await tutor.decline(declining, found.question_update) == PassedOn(again=False)
    await store.commit(declining)

    statistics = await store.class_statistics(NOON)
    unmet = await store.unmet(NOON)

    total = statistics.total
    assert (total.asked, total.answered, total.suggested, total.abstained) == (1, 1, 0, 1)
    assert [topic.questions for topic in statistics.topics] == [1]
    assert [(each.wording, each.times) for each in statistics.unanswered] == [
        ("what is the difference between stack and cat", 1)
    ]
    assert [(each.sign, each.slug, each.again) for each in unmet] == [
        (Sign.UNHELPFUL, ANSWERED, False),
        (Sign.CHOSEN, RESHAPE, True),
        (Sign.DECLINED, None, True),
    ]
    assert {each.wording for each in unmet} == {QUESTION}


async def test_what_is_offered_ends_following_on_the_page(
    tutor: Tutor, store: ProgressStore
) -> None:
    """As under suggestions, "why?" could be about any of them."""
    await ask(tutor, store)
    await press(tutor, store, turn(2))

    assert await store.last_read(LENA, NOON - REMEMBERED) is None


ASKED = Event(Kind.ASKED, LENA, NOON, 1, text=QUESTION)
ANSWER = Event(Kind.ANSWERED, LENA, NOON, 1, slug=ANSWERED)


def test_the_question_is_found_behind_later_ones() -> None:
    later = [
        Event(Kind.ASKED, LENA, NOON, 2, text="why?"),
        Event(Kind.ANSWERED, LENA, NOON, 2, slug=RESHAPE),
    ]

    found = missed([ASKED, ANSWER, *later], ANSWERED)

    assert found == Missed(1, QUESTION, frozenset({ANSWERED, RESHAPE}))


@pytest.mark.parametrize(
    "events",
    [
        [],
        [ANSWER],
        [ASKED, replace(ANSWER, detail={"follows": RESHAPE})],
        [replace(ASKED, update_id=None), replace(ANSWER, update_id=None)],
    ],
)
def test_without_a_question_of_its_own_nothing_is_found(events: list[Event]) -> None:
    assert missed(events, ANSWERED) is None


def test_only_what_has_a_chance_is_offered() -> None:
    scores = {ANSWERED: 0.9, "gone": 0.5, RESHAPE: LEAST_SCORE, "no-example": LEAST_SCORE * 0.9}
    candidates = tuple(Candidate(slug, score) for slug, score in scores.items())
    found = Abstained(Reason.NOTHING_CLOSE, (), 0.9, candidates)

    assert [entry.slug for entry in others(LIBRARY, found, {ANSWERED})] == [RESHAPE]
    assert others(LIBRARY, found, {ANSWERED, RESHAPE}) == ()
