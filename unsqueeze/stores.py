"""The stores of learners and of instructors' entries, migrated and open, for all commands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from database.engine import open_engine
from database.revisions import Branch, pending
from knowledge.curation.store import CurationStore
from progress.store import ProgressStore
from unsqueeze.refusals import explained_by_setting
from unsqueeze.settings import Settings

# What lives in the one database that is precious.
BRANCHES: tuple[Branch, ...] = ("progress", "curation")


@dataclass(frozen=True, slots=True)
class Stores:
    """Two stores on one database."""

    progress: ProgressStore
    curation: CurationStore


@asynccontextmanager
async def open_stores(settings: Settings) -> AsyncIterator[Stores]:
    """Open both stores, brought up to this version first; closes them at the end."""
    migrated(settings)
    engine = open_engine(settings.progress_url)
    try:
        with explained_by_setting(settings):
            yield Stores(ProgressStore(engine), CurationStore(engine))
    finally:
        await engine.dispose()


def migrated(settings: Settings) -> None:
    """Apply migrations that are missing; of two processes, one waits for the other."""
    with explained_by_setting(settings):
        for branch in BRANCHES:
            if pending(settings.progress_url, branch):
                from database.migrate import upgrade

                upgrade(settings.progress_url, branch)
