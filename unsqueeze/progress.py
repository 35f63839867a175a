"""The store of learners and events, migrated and open, for commands and front ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from database.engine import open_engine
from database.migrate import pending, upgrade
from progress.store import ProgressStore
from unsqueeze.settings import Settings


@asynccontextmanager
async def open_progress(settings: Settings) -> AsyncIterator[ProgressStore]:
    """Open the store, brought up to this version first; closes it at the end."""
    migrated(settings)
    engine = open_engine(settings.progress_url)
    try:
        yield ProgressStore(engine)
    finally:
        await engine.dispose()


def migrated(settings: Settings) -> None:
    """Apply migrations that are missing; of two processes, one waits for the other."""
    if pending(settings.progress_url, "progress"):
        upgrade(settings.progress_url, "progress")
