"""What an earlier release wrote is still there after the migrations, and is handled."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from database import migrations
from database.engine import open_engine, open_sync_engine
from progress.events import Kind
from progress.stores.progress_store import ProgressStore
from tests.inbox import pending
from tests.progress.examples import A_BOT, DAY, NOON, turn

ROWS_OF_BEFORE = """
INSERT INTO learners VALUES (5, 'Ada', 'learner', '2026-03-01 12:00:00', '2026-03-01 12:00:00');
INSERT INTO events (update_id, kind, telegram_user_id, at, detail)
    VALUES (1, 'asked', 5, '2026-03-01 12:00:00', '{}'),
        (NULL, 'enrolled', 5, '2026-03-01 12:00:00', '{}');
INSERT INTO inbox (update_id, raw, received_at, state)
    VALUES (1, 'one', '2026-03-01 12:00:00', 'done'), (2, 'two', '2026-03-01 12:00:00', 'pending');
INSERT INTO replies VALUES (5, 9, '[10]')
"""
WRITES_OF_BEFORE = """
INSERT INTO inbox (update_id, raw, received_at, state)
    VALUES (3, 'three', '2026-03-01 12:00:00', 'pending') ON CONFLICT DO NOTHING;
INSERT INTO events (update_id, kind, telegram_user_id, at, detail)
    VALUES (1, 'asked', 5, '2026-03-01 12:00:00', '{}') ON CONFLICT DO NOTHING;
INSERT INTO replies (chat_id, message_id, reply_ids) VALUES (5, 9, '[11]'), (5, 8, '[12]')
    ON CONFLICT (chat_id, message_id) DO UPDATE SET reply_ids = excluded.reply_ids
"""


def write(connection: Connection, statements: str) -> None:
    for statement in statements.split(";"):
        connection.execute(text(statement))


@pytest.fixture
def of_before(url: str) -> str:
    """A database as the release before bots' ids left it."""
    engine = open_sync_engine(url)
    with engine.begin() as connection:
        command.downgrade(migrations._config("progress", connection), "0001")
        write(connection, ROWS_OF_BEFORE)
    engine.dispose()
    return url


async def test_the_bot_that_starts_goes_on_where_the_only_one_was(of_before: str) -> None:
    migrations.upgrade(of_before, "progress")
    engine = open_engine(of_before)
    store = ProgressStore(engine)

    await store.adopt(A_BOT.bot_id, NOON + DAY, NOON + DAY)
    await store.commit(turn(1, Kind.ASKED))

    assert [event.update_id async for event in store.events()] == [1, None]
    assert await store.receive(A_BOT, [(1, "one"), (2, "two")], NOON, NOON + DAY) == []
    left = await store.take_over(A_BOT, NOON + DAY)
    assert [(each.update_id, each.raw) for each in left] == [(2, "two")]
    assert await store.replies_to(A_BOT.bot_id, 5, 9) == (10,)
    await engine.dispose()


@pytest.fixture
def written_beside(of_before: str) -> str:
    """A database on which the release before went on writing while it was stopped."""
    migrations.upgrade(of_before, "progress")
    engine = open_sync_engine(of_before)
    with engine.begin() as connection:
        write(connection, WRITES_OF_BEFORE)
    engine.dispose()
    return of_before


async def test_the_code_of_before_goes_on_writing(written_beside: str) -> None:
    engine = open_engine(written_beside)
    store = ProgressStore(engine)

    assert [event.update_id async for event in store.events()] == [1, None]
    assert [number for number, _ in await pending(store)] == [2, 3]
    assert await store.replies_to(A_BOT.bot_id, 5, 9) == (11,)
    await engine.dispose()


async def test_replies_of_the_code_of_before_are_forgotten_too(written_beside: str) -> None:
    """It writes no time beside them."""
    engine = open_engine(written_beside)
    store = ProgressStore(engine)

    await store.purge(datetime.now(UTC) - DAY)

    assert await store.replies_to(A_BOT.bot_id, 5, 8) == ()
    assert await store.replies_to(A_BOT.bot_id, 5, 9) == (11,)
    await engine.dispose()


async def test_back_it_goes_while_no_two_bots_had_one_number(of_before: str) -> None:
    """Where they had, nothing is changed."""
    migrations.upgrade(of_before, "progress")
    engine, sync_engine = open_engine(of_before), open_sync_engine(of_before)
    store = ProgressStore(engine)
    for bot_id in (A_BOT.bot_id, 71):
        await store.commit(turn(9, Kind.ASKED, bot_id=bot_id))

    with pytest.raises(IntegrityError), sync_engine.begin() as connection:
        command.downgrade(migrations._config("progress", connection), "0001")

    assert [event.update_id async for event in store.events()] == [1, None, 9, 9]
    await engine.dispose()
    sync_engine.dispose()


ROWS_BEFORE_CLASSES = """
INSERT INTO learners VALUES (5, 'Ada', 'learner', '2026-03-01 12:00:00', '2026-03-01 12:00:00'),
    (9, 'Ines', 'instructor', '2026-03-01 12:00:00', '2026-03-01 12:00:00');
INSERT INTO activity (telegram_user_id, topic, day, asked, answered, suggested, abstained, chosen,
    runs, failed_runs, helpful, unhelpful)
    VALUES (5, 'views', '2026-03-01', 3, 1, 1, 1, 0, 2, 1, 0, 0);
INSERT INTO runs VALUES ('2026-03-01', 'error', 'ValueError', 1), ('2026-03-01', 'ok', '', 1);
INSERT INTO unanswered VALUES ('why me', '2026-03-01', 4), ('how', '2026-03-01', 1);
INSERT INTO attempts VALUES ('2026-03-01', 'one-hot', 'passed', 1, '', 6)
"""


@pytest.fixture
def before_classes(url: str) -> str:
    """A database as the release before classes left it."""
    engine = open_sync_engine(url)
    with engine.begin() as connection:
        command.downgrade(migrations._config("progress", connection), "0004")
        write(connection, ROWS_BEFORE_CLASSES)
    engine.dispose()
    return url


async def test_the_class_of_before_becomes_the_open_one(before_classes: str) -> None:
    """With all that it had: nothing of its sums is lost, and who taught it still does."""
    migrations.upgrade(before_classes, "progress")
    engine = open_engine(before_classes)
    store = ProgressStore(engine)

    found = await store.class_statistics(NOON)

    assert (found.learners, found.active, found.total.asked) == (1, 1, 3)
    assert [(each.wording, each.times) for each in found.unanswered] == [("why me", 4), ("how", 1)]
    assert found.outcomes == {"error": 1, "ok": 1}
    assert [(each.exercise, each.passed) for each in found.exercises] == [("one-hot", 6)]
    taught = await store.cohorts.at(9)
    assert taught is not None
    assert taught.cohort.is_open
    assert await store.cohorts.joined_by(5) == ()
    made = await store.cohorts.create("The second", 9, NOON)
    assert made.id == 2
    await engine.dispose()


def test_back_it_goes_with_all_its_sums(before_classes: str) -> None:
    migrations.upgrade(before_classes, "progress")
    engine = open_sync_engine(before_classes)
    with engine.begin() as connection:
        command.downgrade(migrations._config("progress", connection), "0004")
        found = connection.execute(text("SELECT wording, times FROM unanswered ORDER BY times"))
        assert [tuple(row) for row in found] == [("how", 1), ("why me", 4)]
        assert connection.scalar(text("SELECT sum(times) FROM runs")) == 2
    engine.dispose()
