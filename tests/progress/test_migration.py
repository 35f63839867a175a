"""What an earlier release wrote is still there after the migrations, and is handled."""

import pytest
from alembic import command
from sqlalchemy import Connection, text

from database import migrate
from database.engine import open_engine, open_sync_engine
from progress.events import Kind
from progress.store import ProgressStore
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
INSERT INTO replies (chat_id, message_id, reply_ids) VALUES (5, 9, '[11]')
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
        command.downgrade(migrate._config("progress", connection), "0001")
        write(connection, ROWS_OF_BEFORE)
    engine.dispose()
    return url


async def test_the_bot_that_starts_goes_on_where_the_only_one_was(of_before: str) -> None:
    migrate.upgrade(of_before, "progress")
    engine = open_engine(of_before)
    store = ProgressStore(engine)

    await store.adopt(A_BOT.bot_id)
    await store.commit(turn(1, Kind.ASKED))

    assert [event.update_id async for event in store.events()] == [1, None]
    assert await store.receive(A_BOT, [(1, "one"), (2, "two")], NOON, NOON + DAY) == []
    left = await store.take_over(A_BOT, NOON + DAY)
    assert [(each.update_id, each.raw) for each in left] == [(2, "two")]
    assert await store.replies_to(A_BOT.bot_id, 5, 9) == (10,)
    await engine.dispose()


async def test_the_code_of_before_goes_on_writing(of_before: str) -> None:
    """Replicas are replaced one after the other."""
    migrate.upgrade(of_before, "progress")
    engine = open_sync_engine(of_before)

    with engine.begin() as connection:
        write(connection, WRITES_OF_BEFORE)
        events = connection.execute(text("SELECT count(*) FROM events")).scalar_one()
    engine.dispose()

    assert events == 2
