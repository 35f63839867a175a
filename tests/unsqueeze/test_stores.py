"""The two stores of learners and of instructors' entries, on one database."""

import asyncio
from pathlib import Path

import pytest

from database import engine
from knowledge.curation.version import Handled, Resolution
from tests.progress.examples import ADA, NOON
from unsqueeze.current import open_stores
from unsqueeze.settings import Settings

# SQLite asks for its lock again and again for so long, and whoever comes last may never get it.
IMPATIENT = "PRAGMA busy_timeout = 1"


async def test_both_stores_wait_for_one_another_in_one_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PRAGMAS", (IMPATIENT, *engine.PRAGMAS[1:]))
    handled = [Handled("why", Resolution.DISMISSED, None, ADA.telegram_user_id, NOON)]

    async with open_stores(Settings(data_dir=tmp_path)) as stores:
        async with stores.progress._write():
            waiting = asyncio.create_task(stores.curation.handle(handled))
            await asyncio.wait({waiting}, timeout=0.3)
        await waiting

        assert await stores.curation.handled() == tuple(handled)
