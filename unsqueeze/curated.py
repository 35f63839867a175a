"""What instructors wrote, read before the library is opened."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.curation.overlay import Overlay, overlay
from knowledge.curation.store import CurationStore
from knowledge.curation.version import Version
from knowledge.curriculum import Curriculum, read, shipped
from knowledge.entry import Entry
from tutor.library import Library
from unsqueeze.content import consistent
from unsqueeze.library import open_library
from unsqueeze.settings import Settings
from unsqueeze.stores import open_stores


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
