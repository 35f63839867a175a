"""What `/me` and `/stats` read, from a real database."""

from datetime import date, timedelta

from progress.events import Kind, Sender, Turn
from progress.history import Failed, LastRead, Offered, TopicHistory
from progress.rollups import Counts
from progress.statistics import HardTopic, UnansweredWording
from progress.stores.progress_store import ProgressStore
from progress.unanswered import NONE_OF_THESE
from tests.progress.examples import ADA, BOB, DAY, NOON, asked, ran, turn

MARCH_1 = date(2026, 3, 1)


async def test_a_history_tells_what_one_learner_did(store: ProgressStore) -> None:
    await store.commit(asked(1, Kind.ANSWERED, topic="views", at=NOON - 2 * DAY))
    await store.commit(asked(2, Kind.SUGGESTED, topic="autograd", at=NOON - DAY))
    await store.commit(asked(3, Kind.ANSWERED, topic="views"))
    await store.commit(ran(4, "RuntimeError"))
    await store.commit(asked(5, Kind.ANSWERED, topic="shapes", sender=BOB))

    history = await store.learner_history(ADA.telegram_user_id)

    assert history.total == Counts(asked=3, answered=2, suggested=1, runs=1, failed_runs=1)
    assert history.days == (date(2026, 2, 27), date(2026, 2, 28), MARCH_1)
    assert history.topics == (
        TopicHistory("autograd", Counts(suggested=1), date(2026, 2, 28)),
        TopicHistory("views", Counts(answered=2), MARCH_1),
    )
    assert history.seen == ("views-rules",)
    assert history.recent == ("how?",) * 3


async def test_what_was_seen_last_comes_last(store: ProgressStore) -> None:
    for update_id, topic in enumerate(("a", "b", "a", "c")):
        await store.commit(asked(update_id, Kind.ANSWERED, topic=topic))

    history = await store.learner_history(ADA.telegram_user_id)

    assert history.seen == ("b-rules", "a-rules", "c-rules")


async def test_what_was_found_and_not_said_is_passed_over(store: ProgressStore) -> None:
    learner = ADA.telegram_user_id
    await store.commit(asked(1, Kind.ANSWERED, topic="views"))
    silent = asked(2, Kind.SUGGESTED, topic="shapes")
    silent.record(Kind.ABSTAINED, error="ValueError")
    silent.nothing_said()
    await store.commit(silent)

    pending = await store.since_read(learner, NOON - DAY)
    read = await store.last_read(learner, NOON - DAY)

    assert pending is None
    assert read == LastRead("views-rules", NOON)


async def test_a_stranger_has_no_history(store: ProgressStore) -> None:
    history = await store.learner_history(404)

    assert (history.total, history.days, history.topics) == (Counts(), (), ())


async def test_an_empty_class_has_statistics(store: ProgressStore) -> None:
    statistics = await store.class_statistics(NOON)

    assert (statistics.learners, statistics.questions, statistics.answered_share) == (0, 0, 0)
    assert (statistics.since, statistics.until) == (date(2026, 1, 31), MARCH_1)


async def test_statistics_tell_how_a_class_is_doing(store: ProgressStore) -> None:
    for number in range(5):
        learner = Sender(number + 1)
        await store.commit(asked(10 + number, Kind.ANSWERED, topic="views", sender=learner))
        await store.commit(asked(20 + number, Kind.ABSTAINED, topic="views", sender=learner))
    await store.commit(asked(30, Kind.SUGGESTED, topic="autograd"))
    await store.commit(ran(40, None))
    await store.commit(ran(41, "RuntimeError"))
    await store.commit(turn(42, Kind.HELPFUL, Kind.UNHELPFUL))

    statistics = await store.class_statistics(NOON)

    assert (statistics.learners, statistics.active_week, statistics.active) == (6, 6, 6)
    assert statistics.total == Counts(
        asked=11,
        answered=5,
        suggested=1,
        abstained=5,
        runs=2,
        failed_runs=1,
        helpful=1,
        unhelpful=1,
    )
    assert [(topic.topic, topic.questions, topic.learners) for topic in statistics.topics] == [
        ("views", 10, 5),
        ("autograd", 1, 1),
    ]
    assert statistics.hardest == (HardTopic("views", 0.5, 5),)
    assert statistics.withheld_topics == 2
    assert statistics.unanswered == (UnansweredWording("how", 5),)
    assert statistics.outcomes == {"error": 1, "ok": 1}
    assert statistics.errors == {"RuntimeError": 1}
    assert statistics.answered_share + statistics.suggested_share + statistics.abstained_share == 1
    assert statistics.failed_share == 0.5


async def test_statistics_are_about_their_window(store: ProgressStore) -> None:
    for update_id, days in enumerate((0, 6, 7, 29, 30)):
        made = Turn(Sender(update_id + 1), NOON - days * DAY, update_id)
        made.record(Kind.ASKED, text="why")
        made.record(Kind.ABSTAINED, text="why")
        await store.commit(made)

    statistics = await store.class_statistics(NOON)

    assert (statistics.learners, statistics.active_week, statistics.active) == (5, 2, 4)
    assert statistics.questions == 4
    assert statistics.unanswered == (UnansweredWording("why", 4),)


async def test_the_page_read_last_is_known_per_learner(store: ProgressStore) -> None:
    await store.commit(asked(1, Kind.ANSWERED, topic="views", at=NOON))
    await store.commit(turn(2, Kind.CHOSEN, at=NOON + timedelta(minutes=1)))
    await store.commit(asked(3, Kind.ABSTAINED, topic="shapes", at=NOON + timedelta(minutes=2)))
    await store.commit(asked(4, Kind.ANSWERED, topic="shapes", sender=BOB))
    learner = ADA.telegram_user_id

    last = await store.last_read(learner, NOON)
    before = await store.last_read(learner, NOON, NOON + timedelta(minutes=1))

    assert last == LastRead("broadcast-rules", NOON + timedelta(minutes=1))
    assert before == LastRead("views-rules", NOON)
    assert await store.last_read(learner, NOON + timedelta(minutes=2)) is None
    assert await store.last_read(404, NOON) is None


async def test_suggestions_that_wait_for_a_choice_hide_what_was_read(store: ProgressStore) -> None:
    await store.commit(asked(1, Kind.ANSWERED, topic="views"))
    await store.commit(asked(2, Kind.SUGGESTED, topic="shapes"))
    hidden = await store.last_read(ADA.telegram_user_id, NOON)

    await store.commit(turn(3, Kind.CHOSEN))

    chosen = await store.last_read(ADA.telegram_user_id, NOON)
    assert hidden is None
    assert chosen is not None


async def test_own_code_is_no_page(store: ProgressStore) -> None:
    await store.commit(asked(1, Kind.ANSWERED, topic="views"))
    await store.commit(ran(2, None))

    last = await store.last_read(ADA.telegram_user_id, NOON)

    assert last is not None
    assert last.slug == "views-rules"


async def test_what_came_after_the_page_read_last_is_known(store: ProgressStore) -> None:
    learner = ADA.telegram_user_id
    await store.commit(asked(1, Kind.ANSWERED, topic="views"))
    nothing = await store.since_read(learner, NOON)

    made = turn(2)
    made.record(Kind.RAN, outcome="error", error="ValueError", means="", near="a b")
    await store.commit(made)
    failed = await store.since_read(learner, NOON)
    await store.commit(ran(3, None))
    mended = await store.since_read(learner, NOON)

    offer = turn(4)
    offer.record(Kind.SUGGESTED, slug="b", offered="b c a")
    await store.commit(offer)
    offered = await store.since_read(learner, NOON)
    refusal = turn(5)
    refusal.record(Kind.ABSTAINED, update_id=4, reason=NONE_OF_THESE)
    await store.commit(refusal)

    assert nothing is None
    assert failed == Failed("ValueError", looked_up=True, slug=None, near=("a", "b"))
    assert mended is None
    assert offered == Offered(("b", "c", "a"))
    assert await store.since_read(learner, NOON) is None
    assert await store.since_read(learner, NOON, sent=NOON) is None


async def test_what_was_shown_of_a_page_is_remembered(store: ProgressStore) -> None:
    made = turn(1)
    made.record(Kind.ANSWERED, slug="views-rules", shown="more pitfall")
    await store.commit(made)

    last = await store.last_read(ADA.telegram_user_id, NOON)

    assert last == LastRead("views-rules", NOON, ("more", "pitfall"))


async def test_an_edited_message_tells_what_it_followed_on(store: ProgressStore) -> None:
    """Within one second, times alone would not tell the two messages apart."""
    await store.commit(asked(1, Kind.ANSWERED, topic="views"))
    made = turn(2)
    made.record(Kind.ANSWERED, slug="shapes-rules", follows="views-rules")
    await store.commit(made)

    last = await store.last_read(ADA.telegram_user_id, NOON - DAY, NOON)

    assert last == LastRead("views-rules", NOON)
