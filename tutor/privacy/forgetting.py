"""Forgetting whoever asks for it."""

import secrets

from knowledge.curation.stores.curation_store import CurationStore
from progress.events import Turn
from progress.privacy.looks import Look
from progress.privacy.telling import Rows
from progress.stores.progress_store import ProgressStore
from progress.unanswered import counted_as

_BITS = 62


class Privacy:
    """What a person may have done with what is kept of them."""

    def __init__(self, progress: ProgressStore, curation: CurationStore) -> None:
        self._progress = progress
        self._curation = curation

    async def looks(self, turn: Turn) -> tuple[Look, ...]:
        """Who looked at the sender's work."""
        return await self._progress.privacy.looks(turn.sender.telegram_user_id)

    async def kept_of(self, turn: Turn) -> Rows:
        """All that is kept about the sender, by table."""
        who = turn.sender.telegram_user_id
        return await self._progress.privacy.kept_of(who) | await self._curation.kept_of(who)

    async def forget(self, turn: Turn) -> None:
        """Forget the sender. Their turn is not written any more, or they would be back with it.

        What they wrote as an instructor comes first: where the rest fails, the update is theirs
        yet, and is handled again.
        """
        who, nameless = turn.sender.telegram_user_id, -1 - secrets.randbits(_BITS)
        wordings = await self._progress.privacy.wordings(who)
        await self._curation.forget(who, nameless, wordings, counted_as)
        await self._progress.privacy.forget(who, nameless, turn.at)
        turn.forgotten = True
