"""What instructors wrote, read before the library is opened."""

import asyncio
from dataclasses import dataclass

from knowledge.curation.store import CurationStore
from knowledge.curation.version import Version
from tutor.library import Library
from unsqueeze.library import open_library
from unsqueeze.settings import Settings
from unsqueeze.stores import open_stores


@dataclass(frozen=True, slots=True)
class Heads:
    """The newest version of every entry that has any, as of a revision."""

    revision: int
    versions: tuple[Version, ...]


def open_curated(settings: Settings) -> Library:
    """Load the library with what instructors made of it, for a command that runs once."""
    heads = read_heads(settings)
    return open_library(settings, heads.versions, heads.revision)


def read_heads(settings: Settings) -> Heads:
    """Open the database, read the instructors' versions and close it again."""
    return asyncio.run(_read(settings))


async def _read(settings: Settings) -> Heads:
    async with open_stores(settings) as stores:
        return await heads_in(stores.curation)


async def heads_in(store: CurationStore) -> Heads:
    """Read the instructors' versions."""
    # In this order: a version written in between is then taken in once more, never missed.
    return Heads(await store.revision(), await store.heads())
