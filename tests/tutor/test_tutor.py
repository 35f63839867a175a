"""The whole tutor on a real store: votes, invites, the card and who may see statistics."""

from datetime import UTC, datetime, timedelta

import pytest

from progress.events import Kind, Sender, Turn
from progress.people import InviteRejected, Redeemed, Rejection, Role
from progress.stores.progress_store import ProgressStore
from tests.fakes.runner import FakeRunner
from tests.tutor.test_run import RESULT
from tutor.class_report import ClassReport
from tutor.conversation.after_answer import PageExample, Retired, Voted
from tutor.curation.desk import InstructorsOnly
from tutor.library import Library
from tutor.run import Ran
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LENA, INES = 1001, 1002


@pytest.fixture
def tutor(library: Library, store: ProgressStore) -> Tutor:
    return Tutor(library, FakeRunner(RESULT), store)


def turn(update_id: int, user: int = LENA) -> Turn:
    return Turn(Sender(user), NOON, update_id)


async def test_a_vote_names_the_entry(tutor: Tutor) -> None:
    opened = turn(1)

    assert await tutor.vote(opened, "unsqueeze", helpful=False) == Voted(tutor.entry("unsqueeze"))
    assert [(event.kind, event.topic) for event in opened.events] == [(Kind.UNHELPFUL, "shapes")]
    assert await tutor.vote(opened, "gone", helpful=True) == Retired()


async def test_running_an_example_counts_for_its_entry(tutor: Tutor) -> None:
    opened = turn(1)

    found = tutor.example("unsqueeze")
    assert isinstance(found, PageExample)
    outcome = await tutor.run_example(opened, found)

    assert isinstance(outcome, Ran)
    assert "unsqueeze" in outcome.code
    assert opened.events[0].slug == "unsqueeze"
    assert tutor.example("gone") == tutor.drawable_example("gone") == Retired()


async def test_me_shows_what_was_touched_and_what_comes_next(
    tutor: Tutor, store: ProgressStore
) -> None:
    opened = turn(1)
    await tutor.conversation.ask(opened, "what does unsqueeze do?")
    await store.commit(opened)

    card = await tutor.me(LENA, NOON)

    assert [topic.title for topic in card.topics] == ["Shapes"]
    assert 0 < card.topics[0].firmness < 1
    assert (card.streak_days, card.questions) == (1, 1)
    assert card.recent == ("what does unsqueeze do?",)
    assert card.suggestion is not None
    assert card.suggestion.slug != "unsqueeze"


async def test_a_newcomer_has_a_card_too(tutor: Tutor) -> None:
    card = await tutor.me(LENA, NOON)

    assert (card.topics, card.streak_days) == ((), 0)
    assert card.suggestion is not None


async def test_statistics_are_for_instructors(tutor: Tutor, store: ProgressStore) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + timedelta(days=7), NOON)
    assert isinstance(await tutor.stats(INES, NOON), InstructorsOnly)

    joined = turn(2, INES)
    assert await tutor.redeem(joined, code) == Redeemed(Role.INSTRUCTOR)
    await store.commit(joined)

    report = await tutor.stats(INES, NOON)
    assert isinstance(report, ClassReport)
    assert report.titles["shapes"] == "Shapes"
    assert report.statistics.active == 0, "an instructor is no learner"
    assert isinstance(await tutor.stats(LENA, NOON), InstructorsOnly)


async def test_a_code_serves_one_person(tutor: Tutor, store: ProgressStore) -> None:
    code = await store.create_invite(Role.INSTRUCTOR, NOON + timedelta(days=7), NOON)
    await tutor.redeem(turn(1, INES), code)

    second = turn(2, LENA)
    assert await tutor.redeem(second, code) == InviteRejected(Rejection.USED)
    assert second.events == []
