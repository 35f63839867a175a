"""Updates that were answered while the database was away: their ends are written later.

Until then they stay claimed, so that nobody is answered twice.
"""

from collections.abc import Awaitable, Callable

Write = Callable[[], Awaitable[None]]


class Unwritten:
    """Writes that the database refused, by the number of the update that each of them ends."""

    def __init__(self) -> None:
        self._writes: dict[int, Write] = {}

    @property
    def update_ids(self) -> frozenset[int]:
        return frozenset(self._writes)

    def keep(self, update_id: int, write: Write) -> None:
        """Remember how to end an update until the database takes it."""
        self._writes[update_id] = write

    async def write(self) -> None:
        """Try each write once more, up to the first that fails: the database is away for all."""
        for update_id, write in tuple(self._writes.items()):
            await write()
            del self._writes[update_id]
