"""What `/stats` of a class of 300 costs in a large database: `python -P bench/classes.py`.

The roll-ups of a class alone, then of the same class among 100,000 learners, whose ten million
events come to two million rows. The ratio says whether a class pays for the learners of others. So
does the other for what is written: an event of a learner in a class, and of one in none.
"""

import asyncio
import random
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, insert

from database.engine import open_engine, open_sync_engine
from database.migrations import upgrade
from progress.events import Kind, Sender, Turn
from progress.rollups import COUNTED
from progress.stores.class_tables import CohortRow, MemberRow
from progress.stores.progress_store import ProgressStore
from progress.stores.tables import ActivityRow, AttemptsRow, RunsRow, UnansweredRow

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SINCE = date(2026, 9, 8)
DAYS = 84
CLASS, OTHERS = 300, 100_000
TIMES = 30
# More than a busy machine makes of nothing.
MOST_MS, MOST_TIMES = 50, 2
COHORT = 2
NOBODYS = 1_000_000


def learner(rng: random.Random, who: int) -> dict[type, list[dict[str, object]]]:
    """The roll-ups of a hundred events over a term."""
    days = rng.sample(range(DAYS), 10)
    on = [SINCE + timedelta(days=each) for each in days]
    key = {"telegram_user_id": who}
    nothing = dict.fromkeys(COUNTED, 0)
    return {
        ActivityRow: [
            key | nothing | {"topic": f"topic-{each % 18}", "day": day, "asked": 4, "answered": 3}
            for each, day in enumerate(on)
        ],
        RunsRow: [
            key | {"day": day, "outcome": "error", "error": rng.choice("ABC"), "times": 3}
            for day in on[:5]
        ],
        UnansweredRow: [key | {"wording": f"why {rng.randrange(5000)}", "day": on[0], "times": 1}],
        AttemptsRow: [
            key
            | {"day": day, "exercise": f"e{rng.randrange(60)}", "outcome": "wrong", "tries": 1}
            | {"mistake": "axis", "times": 1}
            for day in on[:4]
        ],
    }


def fill(connection: Connection, first: int, number: int, cohort: int) -> None:
    rng = random.Random(first)
    rows: dict[type, list[dict[str, object]]] = {MemberRow: []}
    for who in range(first, first + number):
        member = {"cohort_id": cohort, "telegram_user_id": who, "joined_on": SINCE}
        rows[MemberRow].append(member)
        for table, found in learner(rng, who).items():
            rows.setdefault(table, []).extend(found)
    for table, found in rows.items():
        connection.execute(insert(table), found)


async def milliseconds(work: Callable[[int], Awaitable[object]]) -> float:
    took = []
    for number in range(TIMES):
        begun = perf_counter()
        await work(number)
        took.append(1000 * (perf_counter() - begun))
    return statistics.median(took)


async def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'classes.sqlite'}"
        upgrade(url, "progress")
        sync, engine = open_sync_engine(url), open_engine(url)
        store = ProgressStore(engine)

        async def read(_: int) -> None:
            await store.class_statistics(NOW, COHORT)

        async def write(who: int, number: int) -> None:
            turn = Turn(Sender(who, "Ada"), NOW, 1000 * who + number)
            turn.record(Kind.RAN, outcome="ok")
            await store.commit(turn)

        with sync.begin() as connection:
            row = {"id": COHORT, "name": "A", "time_zone": "UTC", "created_at": NOW}
            connection.execute(insert(CohortRow).values(row))
            fill(connection, 1, CLASS, COHORT)
        alone = await milliseconds(read)
        for first in range(CLASS + 1, CLASS + 1 + OTHERS, 10_000):
            with sync.begin() as connection:
                fill(connection, first, 10_000, 1)
        among = await milliseconds(read)
        within, outside = [await milliseconds(partial(write, who)) for who in (1, NOBODYS)]
        print(f"/stats of {CLASS} learners alone: {alone:.1f} ms")
        print(f"among {OTHERS:,} others: {among:.1f} ms, {among / alone:.2f} times as long")
        print(
            f"an event in a class: {within:.1f} ms, {within / outside:.2f} times as long as in none"
        )
        await engine.dispose()
        sync.dispose()
        return int(among > MOST_MS or within > MOST_TIMES * outside)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
