"""Where the library stands: one reference that everyone reads, kept current between questions."""

import asyncio
from contextlib import suppress
from datetime import datetime

from knowledge.curation.handled import Handled
from knowledge.curation.overlay import overlay, taken_in
from knowledge.curation.store import CurationStore
from tutor.library import Library, Searching


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
