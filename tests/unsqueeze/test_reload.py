"""The index follows the database in every bot, and a failure to make one stops nothing."""

import asyncio
from datetime import UTC, datetime

import pytest
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Action, Author, Version
from knowledge.search.retrieval import Matched
from tests.fakes.library import WordIndex, entry, library
from tests.fakes.person import until
from tutor.library import Shelf
from unsqueeze.current import kept_current, renewed

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
QUESTION = "How do I pad an image on one side only?"
NEW = entry("padding", QUESTION)


@pytest.fixture
def store(engine: AsyncEngine) -> CurationStore:
    return CurationStore(engine)


def published(number: int = 1) -> Version:
    return Version("padding", number, Action.CREATED, Author(1, "Ines"), NOON, NEW, None)


async def found(shelf: Shelf):
    search = shelf.library.search(QUESTION)
    return search if isinstance(search, Matched) else None


async def test_two_bots_on_one_database_both_find_what_is_new(store: CurationStore) -> None:
    bots = [Shelf(library(), store) for _ in range(2)]
    async with (
        kept_current(bots[0], WordIndex, look_seconds=0.05),
        kept_current(bots[1], WordIndex, look_seconds=0.05),
    ):
        await store.publish(published())

        for bot in bots:
            await until(lambda bot=bot: found(bot))

    assert [bot.library.indexed for bot in bots] == [1, 1]


async def test_an_index_is_made_only_when_something_changed(store: CurationStore) -> None:
    shelf, made = Shelf(library(), store), []

    def make(entries):
        made.append(len(entries))
        return WordIndex(entries)

    outcomes = [await renewed(shelf, make)]
    await store.publish(published())
    outcomes += [await renewed(shelf, make), await renewed(shelf, make)]

    assert outcomes == [False, True, False]
    assert made == [5]


async def test_a_failure_is_tried_again_while_the_old_index_serves(store: CurationStore) -> None:
    shelf, failures = Shelf(library(), store), iter([OSError("no memory"), OSError("again")])

    def make(entries):
        if (failure := next(failures, None)) is not None:
            raise failure
        return WordIndex(entries)

    async with kept_current(shelf, make, look_seconds=0.02):
        await store.publish(published())
        assert isinstance(
            shelf.library.search("What is the difference between stack and cat?"), Matched
        )
        await until(lambda: found(shelf))


async def test_what_fails_again_and_again_is_told_once(store: CurationStore) -> None:
    """A database that is away for an hour would else fill the log with a trace a second."""
    shelf, tries = Shelf(library(), store), iter(range(5))

    def make(entries):
        if (number := next(tries, None)) is not None:
            raise OSError("away" if number < 4 else "something else")
        return WordIndex(entries)

    with structlog.testing.capture_logs() as lines:
        async with kept_current(shelf, make, look_seconds=0.02):
            await store.publish(published())
            await until(lambda: found(shelf))

    failures = [line["exc_info"] for line in lines if line["event"] == "index_not_renewed"]
    assert [str(each) for each in failures] == ["away", "something else"]


async def test_the_loop_goes_on_while_an_index_is_made(store: CurationStore) -> None:
    shelf, begun, go = Shelf(library(), store), asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def make(entries):
        loop.call_soon_threadsafe(begun.set)
        asyncio.run_coroutine_threadsafe(go.wait(), loop).result(20)
        return WordIndex(entries)

    await store.publish(published())
    async with kept_current(shelf, make, look_seconds=0.02):
        await begun.wait()
        assert await found(shelf) is None
        go.set()
        await until(lambda: found(shelf))
