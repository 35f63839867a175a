"""What is put in order when a bot starts."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from knowledge.curation.version import Action, Author, Version
from tests.fakes.person import until
from tutor.library import Library
from unsqueeze.current import open_stores
from unsqueeze.settings import Settings
from unsqueeze.wiring import current_shelf, opened

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def test_a_start_notes_what_its_release_took_in(
    prepared: Callable[[], Path], library: Library, tmp_path: Path
) -> None:
    """Before anybody asks: the next release could not tell any more."""
    settings = Settings(data_dir=prepared(), sandbox_url=f"unix:{tmp_path}/none")
    ships = library.entries["unsqueeze"]
    ours = Version(ships.slug, 1, Action.EDITED, Author(1, "Ines"), NOON, ships, "0" * 64)
    async with open_stores(settings) as stores:
        await stores.curation.publish(ours)

    for _ in range(2):
        async with opened(settings):
            pass

    async with open_stores(settings) as stores:
        history = await stores.curation.history(ships.slug)
    assert [(each.number, each.action) for each in history] == [
        (2, Action.TAKEN),
        (1, Action.EDITED),
    ]


async def test_a_page_by_itself_follows_what_is_written_meanwhile(
    prepared: Callable[[], Path], library: Library
) -> None:
    """As `unsqueeze web` does, whose process no message of an instructor reaches."""
    settings = Settings(data_dir=prepared())
    edited = library.entries["unsqueeze"].model_copy(update={"question": "What adds an axis?"})
    ours = Version(edited.slug, 1, Action.EDITED, Author(1, "Ines"), NOON, edited, None)

    async with open_stores(settings) as stores, current_shelf(settings, stores) as shelf:
        await stores.curation.publish(ours)

        async def seen() -> bool | None:
            return shelf.library.entries[edited.slug].question == edited.question or None

        assert await until(seen)
