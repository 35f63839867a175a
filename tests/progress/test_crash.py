"""A process that is killed at any moment leaves a turn written whole or not at all."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from sqlalchemy import select, text

from database.engine import open_engine
from progress.events import Kind
from progress.stores.progress_store import ProgressStore
from progress.stores.tables import EventRow, InboxRow
from tests.databases import Migrated, copied
from tests.inbox import pending
from tests.progress.examples import A_BOT, NOON, turn
from tests.progress.stores.test_store import ROLLUPS, content

UPDATES = 3_000
KILLS = 6
CHECKOUT = Path(__file__).parents[2]


async def handle_pending(url: str) -> None:
    """What a bot does after a start: finish what is pending, one after the other."""
    store = ProgressStore(open_engine(url))
    for update_id, _ in await pending(store):
        await store.commit(turn(update_id, Kind.ASKED, Kind.RAN))


async def check(url: str) -> int:
    """Assert that events, inbox and roll-ups tell the same story; returns how far it got."""
    engine = open_engine(url)
    store = ProgressStore(engine)
    async with engine.connect() as connection:
        done = (
            await connection.scalars(select(InboxRow.update_id).where(InboxRow.state == "done"))
        ).all()
        rows = await connection.execute(select(EventRow.update_id, EventRow.kind))
        found = sorted((row.update_id, row.kind) for row in rows)
        integrity = (await connection.execute(text("PRAGMA integrity_check"))).scalar_one()
    committed = await content(store, *ROLLUPS)
    await store.rebuild()

    assert integrity == "ok"
    assert found == sorted((number, kind) for number in done for kind in (Kind.ASKED, Kind.RAN))
    assert await content(store, *ROLLUPS) == committed
    await engine.dispose()
    return len(done)


def test_killed_at_any_moment_nothing_is_lost_or_doubled(
    migrated: Migrated, tmp_path: Path
) -> None:
    url = copied(migrated(("progress",)), tmp_path)
    asyncio.run(_receive(url))
    random = Random(0)
    handled = 0

    for _ in range(KILLS):
        bot = subprocess.Popen([sys.executable, "-m", __name__, url], cwd=CHECKOUT)
        _wait_for_work(bot, tmp_path / "unsqueeze.sqlite-wal")
        time.sleep(random.uniform(0, 0.2))
        bot.kill()
        bot.wait()
        reached = asyncio.run(check(url))
        assert reached >= handled
        handled = reached

    assert handled > 0


async def _receive(url: str) -> None:
    engine = open_engine(url)
    rows = [(number, "{}") for number in range(UPDATES)]
    await ProgressStore(engine).receive(A_BOT, rows, NOON, NOON)
    await engine.dispose()


def _wait_for_work(bot: "subprocess.Popen[bytes]", log: Path) -> None:
    """The write-ahead log grows with the first commit."""
    deadline = time.monotonic() + 30
    while bot.poll() is None and time.monotonic() < deadline:
        if log.exists() and log.stat().st_size > 0:
            return
        time.sleep(0.005)


if __name__ == "__main__":
    asyncio.run(handle_pending(sys.argv[1]))
