"""Entries, instructors and what they do, for every test of curation."""

from datetime import UTC, datetime, timedelta

from knowledge.curation.version import Action, Author, Version
from knowledge.pages.entry import Entry
from tests.knowledge.writing import SHORT, fields

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
INES = Author(7_000_000_002, "Ines")
OMAR = Author(7_000_000_003, "Omar")


def entry(slug: str, **changes: object) -> Entry:
    texts = {"short": SHORT, "more": None, "pitfall": None}
    front = {name: value for name, value in changes.items() if name not in texts}
    bodies = {name: value for name, value in changes.items() if name in texts}
    return Entry.model_validate({**fields(slug, **front), **texts, **bodies})


def version(
    slug: str,
    number: int = 1,
    *,
    action: Action = Action.EDITED,
    author: Author = INES,
    at: datetime = NOON,
    base: str | None = None,
    restores: int | None = None,
    **changes: object,
) -> Version:
    return Version(slug, number, action, author, at, entry(slug, **changes), base, restores)
