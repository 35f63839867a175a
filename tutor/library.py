"""The curated content as the tutor sees it: entries by slug, topics in order, and the index."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.matching.index import Index


@dataclass(frozen=True, slots=True)
class Library:
    """All curated content, in memory. Replaced whole when content changes."""

    entries: Mapping[str, Entry]
    topics: Mapping[str, str]
    index: Index

    def entry(self, slug: str) -> Entry | None:
        """The entry of that slug, or None where it has retired since a button was made."""
        return self.entries.get(slug)

    def titled(self, text: str) -> Entry | None:
        """The entry whose question stands first among the lines of a text; None without one."""
        questions = {entry.question: entry for entry in self.entries.values()}
        return next((questions[line] for line in text.splitlines() if line in questions), None)

    def known(self, slugs: tuple[str, ...]) -> tuple[Entry, ...]:
        """The entries that exist among those named, in the same order."""
        return tuple(self.entries[slug] for slug in slugs if slug in self.entries)

    def title(self, topic: str) -> str:
        """A topic's title as learners read it."""
        return self.topics.get(topic, topic)
