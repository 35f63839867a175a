"""What tests of whole conversations share."""

from progress.events import Kind
from tests.fakes.person import until

QUESTION = "What is the difference between stack and cat?"


async def events(store) -> list[tuple[Kind, str | None]]:
    return [(event.kind, event.slug) async for event in store.events()]


async def settled(store, count: int) -> list[tuple[Kind, str | None]]:
    """The events, once there are so many: a turn is committed after its reply."""

    async def found():
        kinds = await events(store)
        return kinds if len(kinds) >= count else None

    return await until(found)
