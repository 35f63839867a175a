"""What instructors wrote, for commands that run once: read before the library is opened."""

import asyncio
from dataclasses import dataclass

from knowledge.curation.version import Version
from tutor.library import Library
from unsqueeze.library import open_library
from unsqueeze.progress import open_stores
from unsqueeze.settings import Settings


@dataclass(frozen=True, slots=True)
class Local:
    """The newest version of every entry that has any, as of a revision."""

    revision: int
    heads: tuple[Version, ...]


def open_curated(settings: Settings) -> Library:
    """Load the library with what instructors made of it."""
    local = read_local(settings)
    return open_library(settings, local.heads, local.revision)


def read_local(settings: Settings) -> Local:
    """Read the instructors' versions."""
    return asyncio.run(_read(settings))


async def _read(settings: Settings) -> Local:
    async with open_stores(settings) as stores:
        # In this order: a version written in between is then taken in once more, never missed.
        return Local(await stores.curation.revision(), await stores.curation.heads())
