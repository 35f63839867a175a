"""What is left to do in an inbox, for tests."""

from sqlalchemy import select

from progress.inbox import State
from progress.stores.progress_store import ProgressStore
from progress.stores.tables import InboxRow


async def pending(store: ProgressStore) -> list[tuple[int, str]]:
    """Updates of any bot that were received and never finished, in order."""
    query = select(InboxRow.update_id, InboxRow.raw).where(InboxRow.state == State.PENDING)
    async with store._engine.connect() as connection:
        found = await connection.execute(query.order_by(InboxRow.update_id))
        return [(row.update_id, row.raw) for row in found]
