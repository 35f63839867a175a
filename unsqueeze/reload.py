"""The index follows what instructors change, in every running bot, without a restart.

Texts are current at once: each update looks first whether anything changed. The index, which takes
a second to make, is made beside the event loop and put in the place of the old one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import structlog

from knowledge.entry import Entry
from tutor.library import Searching
from tutor.shelf import Shelf

# An instructor's own bot is told at once; the others look this often.
LOOK_SECONDS = 1.0

log = structlog.get_logger(__name__)

MakeIndex = Callable[[Sequence[Entry]], Searching]


@asynccontextmanager
async def kept_current(
    shelf: Shelf, make_index: MakeIndex, *, look_seconds: float = LOOK_SECONDS
) -> AsyncIterator[None]:
    """Keep the shelf's index current for as long as the block lasts."""
    task = asyncio.create_task(_watch(shelf, make_index, look_seconds))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def renewed(shelf: Shelf, make_index: MakeIndex) -> bool:
    """Whether there was anything to do."""
    await shelf.refresh()
    library = shelf.library
    if library.indexed == library.revision:
        return False
    index = await asyncio.to_thread(make_index, tuple(library.entries.values()))
    shelf.reindexed(index, library.revision)
    log.info("index_renewed", revision=library.revision, entries=len(library.entries))
    return True


async def _watch(shelf: Shelf, make_index: MakeIndex, look_seconds: float) -> None:
    told = ""
    while True:
        look = asyncio.create_task(renewed(shelf, make_index))
        try:
            await asyncio.wait({look})
        finally:
            look.cancel()
        if not look.cancelled() and (error := look.exception()):
            # The old index goes on serving; a database that is away comes back. Until then one
            # trace is enough.
            if repr(error) != told:
                log.error("index_not_renewed", exc_info=error)
            told = repr(error)
            await asyncio.sleep(look_seconds)
        else:
            told = ""
        await shelf.news(look_seconds)
