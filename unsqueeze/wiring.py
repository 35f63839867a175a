"""Where the parts meet: library, stores and sandbox open, the tutor made, all closed in reverse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from knowledge.exercises.shelf import practised
from progress.stores.progress_store import ProgressStore
from sandbox.client import connect
from tutor.curation_desk import Curation
from tutor.library import Library, Shelf
from tutor.tutor import Tutor
from unsqueeze.current import Heads, Stores, heads_in, kept_current, open_stores
from unsqueeze.library import Indexer, abandon_build, open_with_indexer
from unsqueeze.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What a front end needs."""

    tutor: Tutor
    store: ProgressStore
    curation: Curation


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Parts]:
    """Open everything; the sandbox warms up while the library loads."""
    async with (
        connect(settings.sandbox_url) as runner,
        open_stores(settings) as stores,
        current_shelf(settings, stores) as shelf,
    ):
        yield Parts(
            Tutor(shelf, runner, stores.progress),
            stores.progress,
            Curation(shelf, runner, stores.progress, stores.curation),
        )


@asynccontextmanager
async def current_shelf(settings: Settings, stores: Stores) -> AsyncIterator[Shelf]:
    """Load the library, and take in what instructors change for as long as the block lasts."""
    library, indexer = await _loaded(settings, await heads_in(stores.curation))
    shelf = Shelf(replace(library, practised=practised()), stores.curation)
    await shelf.follow_release(datetime.now(UTC))
    async with kept_current(shelf, indexer.index):
        yield shelf


async def _loaded(settings: Settings, heads: Heads) -> tuple[Library, Indexer]:
    load = partial(open_with_indexer, settings, heads.versions, heads.revision)
    loading = asyncio.create_task(asyncio.to_thread(load))
    try:
        return await asyncio.shield(loading)
    except asyncio.CancelledError:
        await _abandoned(loading)
        raise


async def _abandoned(loading: asyncio.Task[tuple[Library, Indexer]]) -> None:
    """Wait for the thread, which nothing can end, but for no build: that can take a minute."""
    while not loading.done():
        abandon_build()
        await asyncio.wait({loading}, timeout=0.1)
    # Whatever it ended with, asked for, so that asyncio does not report it as overlooked.
    loading.exception()
