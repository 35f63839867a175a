"""What instructors wrote, read before the library is opened."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from database.engine import open_engine
from database.migrations import Branch, pending, upgrade
from knowledge.curation.overlay import Overlay, overlay
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Version
from knowledge.pages.curriculum import Curriculum, read, shipped
from knowledge.pages.entry import Entry
from progress.stores.progress_store import ProgressStore
from tutor.library import Library, Searching, Shelf
from unsqueeze.faults import explained_by_setting
from unsqueeze.library import consistent, open_library
from unsqueeze.settings import Settings

# The index follows what instructors change, in every running bot, without a restart.
#
# Texts are current at once: each update looks first whether anything changed. The index, which
# takes a second to make, is made beside the event loop and put in the place of the old one.

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


# The stores of learners and of instructors' entries, migrated and open, for all commands.

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
                upgrade(settings.progress_url, branch)


@dataclass(frozen=True, slots=True)
class Heads:
    """The newest version of every entry that has any, as of a revision."""

    revision: int
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """The files that ship, and what holds with the instructors' newest versions laid over them."""

    files: Curriculum
    heads: Mapping[str, Version]
    over: Overlay

    @property
    def shipped(self) -> Mapping[str, Entry]:
        return {page.entry.slug: page.entry for page in self.files.pages}


def open_curated(settings: Settings) -> Library:
    """Load the library with what instructors made of it, for a command that runs once."""
    heads = read_heads(settings)
    return open_library(settings, heads.versions, heads.revision)


def read_laid(settings: Settings) -> Laid:
    """What holds, without an index to search it."""
    files = consistent(read(shipped()))
    heads = read_heads(settings).versions
    entries = [page.entry for page in files.pages]
    laid = overlay(entries, heads, [topic.slug for topic in files.topics])
    return Laid(files, {head.slug: head for head in heads}, laid)


def read_heads(settings: Settings) -> Heads:
    """Open the database, read the instructors' versions and close it again."""
    return asyncio.run(_read(settings))


async def _read(settings: Settings) -> Heads:
    async with open_stores(settings) as stores:
        return await heads_in(stores.curation)


def read_histories(settings: Settings, slugs: Iterable[str]) -> Mapping[str, tuple[Version, ...]]:
    """Every version of these entries, the newest first."""
    return asyncio.run(_histories(settings, slugs))


async def _histories(settings: Settings, slugs: Iterable[str]) -> Mapping[str, tuple[Version, ...]]:
    async with open_stores(settings) as stores:
        return {slug: await stores.curation.history(slug) for slug in slugs}


async def heads_in(store: CurationStore) -> Heads:
    """Read the instructors' versions."""
    # In this order: a version written in between is then taken in once more, never missed.
    return Heads(await store.revision(), await store.heads())
