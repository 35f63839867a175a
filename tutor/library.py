"""The curated content as the tutor sees it: entries by slug, topics in order, and the index."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Protocol

from knowledge.curation.overlay import UpgradeConflict, overlay, taken_in
from knowledge.curation.ownership import owners_of
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.topics import with_new
from knowledge.curation.version import Handled, Version
from knowledge.followup.reading import only_wishes
from knowledge.pages.entry import Entry
from knowledge.search.index import VERBATIM
from knowledge.search.retrieval import Abstained, Matched, Reason, Retrieval, Suggested
from knowledge.search.statistics import Encoding


class Searching(Protocol):
    """What finds entries for a message; `knowledge.search.index.Index` does."""

    @property
    def encoder(self) -> Encoding: ...

    def search(self, text: str) -> Retrieval: ...

    def owner(self, text: str) -> str | None: ...

    def rarity(self, word: str) -> float: ...


@dataclass(frozen=True)
class Library:
    """All curated content, in memory. Replaced whole when content changes.

    `entries` are what learners may see: `shipped` with the instructors' versions over them, as of
    `revision`. The index is as of `indexed`, which may be a few seconds older; entries that are
    `reworded` have other wordings since then. `whole` holds the retired ones too. Of those that are
    `practised` there are exercises.
    """

    entries: Mapping[str, Entry]
    topics: Mapping[str, str]
    index: Searching
    shipped: tuple[Entry, ...] = ()
    whole: Mapping[str, Entry] = field(default_factory=dict)
    conflicts: tuple[UpgradeConflict, ...] = ()
    revision: int = 0
    indexed: int = 0
    reworded: frozenset[str] = frozenset()
    practised: frozenset[str] = frozenset()
    shipped_topics: Mapping[str, str] = field(default_factory=dict)

    def entry(self, slug: str) -> Entry | None:
        """The entry of that slug, or None where it has retired since a button was made."""
        return self.entries.get(slug)

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Which entry each wording asks for: 50,000 of them, when an instructor first needs it."""
        return owners_of(self.entries.values())

    @property
    def as_shipped(self) -> tuple[Entry, ...]:
        """The entries without any version of instructors."""
        return self.shipped or tuple(self.entries.values())

    def titled(self, text: str) -> Entry | None:
        """The entry whose question stands first among the lines of a text; None without one."""
        questions = {entry.question: entry for entry in self.entries.values()}
        return next((questions[line] for line in text.splitlines() if line in questions), None)

    def known(self, slugs: Sequence[str]) -> tuple[Entry, ...]:
        """The entries that exist among those named, in the same order."""
        return tuple(self.entries[slug] for slug in slugs if slug in self.entries)

    def title(self, topic: str) -> str:
        """A topic's title as learners read it."""
        return self.topics.get(topic, topic)

    def search(self, text: str) -> Retrieval:
        """Find what answers `text`; never what has retired since the index was made."""
        found = self.index.search(text)
        left = tuple(one for one in found.candidates if one.slug in self.entries)
        match found:
            case Matched() | Suggested() if only_wishes(text):
                return Abstained(Reason.NOTHING_CLOSE, (), 0.0, left)
            case Matched(slug=slug) if slug not in self.entries:
                return Abstained(Reason.NOTHING_CLOSE, (), 0.0, left)
            case Matched(others=others):
                still = tuple(slug for slug in others if slug in self.entries)
                return replace(found, others=still, candidates=left)
            case Suggested(slugs=slugs):
                known = tuple(slug for slug in slugs if slug in self.entries)
                if not known:
                    return Abstained(Reason.NOTHING_CLOSE, (), 0.0, left)
                return replace(found, slugs=known, candidates=left)
            case _:
                return replace(found, candidates=left)

    def worded(self, text: str) -> Matched | None:
        """Find the one entry that is asked for in these very words, without any search."""
        slug = self.index.owner(text)
        return Matched(slug, VERBATIM, ()) if slug and slug in self.entries else None

    def rarity(self, word: str) -> float:
        """Weigh a stem by how few answers hold it."""
        return self.index.rarity(word)

    def amended(self, heads: Sequence[Version], revision: int) -> "Library":
        """The same library with these versions over what ships; the index stays as it is."""
        shipped = self.as_shipped
        laid = overlay(shipped, heads, tuple(self.topics))
        entries = {entry.slug: entry for entry in laid.entries}
        topics = self.shipped_topics or self.topics
        return replace(
            self,
            topics=with_new(
                topics, ((each.topic, each.topic_title) for each in laid.whole.values())
            ),
            shipped_topics=topics,
            entries=entries,
            shipped=shipped,
            whole=laid.whole,
            conflicts=laid.conflicts,
            revision=revision,
            reworded=self.reworded | _reworded(self.entries, entries),
        )

    def reindexed(self, index: Searching, revision: int) -> "Library":
        """The same library with an index of the entries as of `revision`."""
        reworded = frozenset[str]() if revision == self.revision else self.reworded
        return replace(self, index=index, indexed=revision, reworded=reworded)


def _reworded(before: Mapping[str, Entry], now: Mapping[str, Entry]) -> frozenset[str]:
    """The entries that are not asked by the same wordings any more, or not shown."""

    def wordings(entry: Entry | None) -> tuple[str, ...]:
        return entry.phrasings if entry else ()

    return frozenset(
        slug
        for slug in before.keys() | now.keys()
        if wordings(before.get(slug)) != wordings(now.get(slug))
    )


# Where the library stands: one reference that everyone reads, kept current between questions.


class Shelf:
    """Holds the library, and takes in what instructors changed, here or in another process."""

    def __init__(self, library: Library, versions: CurationStore | None = None) -> None:
        self.library = library
        self._changed = asyncio.Event()
        self._versions = versions

    async def refresh(self) -> None:
        """Take in the newest versions of entries; the index follows later, see `reindexed`."""
        if self._versions is None:
            return
        revision = await self._versions.revision()
        if revision > self.library.revision:
            heads = await self._versions.heads()
            # Somebody else may have taken in more meanwhile.
            if revision > self.library.revision:
                self.library = self.library.amended(heads, revision)
                self._changed.set()

    async def follow_release(self, at: datetime) -> None:
        """Let what ships hold from here on where the release took in what instructors wrote.

        For each start: it does nothing twice. Of two processes that start at once, one does it.
        """
        if self._versions is None:
            return
        shipped, heads = self.library.as_shipped, await self._versions.heads()
        laid = overlay(shipped, heads, tuple(self.library.topics))
        for version in taken_in(shipped, heads, laid, at):
            await self._versions.publish(version)
        await self.refresh()

    async def handled(self) -> tuple[Handled, ...]:
        """List what instructors did about unanswered questions."""
        return () if self._versions is None else await self._versions.handled()

    async def news(self, patience_seconds: float) -> None:
        """Wait until entries have changed that the index lacks, or until the patience is over."""
        self._changed.clear()
        if self.library.indexed == self.library.revision:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), patience_seconds)

    def reindexed(self, index: Searching, revision: int) -> None:
        """Search by an index of the entries as of `revision` from now on."""
        self.library = self.library.reindexed(index, revision)
