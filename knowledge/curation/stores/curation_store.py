"""What instructors write, in the database: each method is one transaction."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.engine import write, writing
from database.personal import Rows, rows_about
from knowledge.curation.draft import Brought, Draft, Writer, is_blank
from knowledge.curation.stores import drafts as stores_drafts
from knowledge.curation.stores import forgetting, versions
from knowledge.curation.version import EditConflict, Handled, Published, Reopened, Version


class CurationStore:
    """Versions of entries, drafts, and the wordings that were dealt with."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    async def publish(
        self,
        version: Version,
        *,
        handled: Iterable[Handled] = (),
        reopened: Reopened | None = None,
    ) -> Published | EditConflict:
        """Let a version hold, unless another one has its number or it skips one.

        With it, wordings that were handled for the entry are open again, and others become
        handled; or nothing happens. Where two processes handle one update at once, both publish
        the version of the first.
        """
        async with self._write() as connection:
            outcome = await versions.publish(connection, version, handled)
            if isinstance(outcome, Published) and reopened is not None:
                await versions.reopen(connection, version.slug, reopened)
            return outcome

    async def publish_draft(
        self,
        draft: Draft,
        version: Version,
        handled: Iterable[Handled],
        reopened: Reopened,
    ) -> Published | EditConflict | None:
        """Let what a draft has become hold, and the draft go away with that.

        `draft` is the draft as the version was made of it. Where it is no longer like that, since
        somebody changed, published or discarded it meanwhile, or where somebody else than the
        version's author writes it, nothing happens, and the outcome is None.
        """
        writer = Writer(version.author.telegram_user_id, version.at)
        async with self._write() as connection:
            if await stores_drafts.hold(connection, draft.id, writer) != draft:
                return None
            outcome = await versions.publish(connection, version, handled)
            if isinstance(outcome, Published):
                await versions.reopen(connection, version.slug, reopened)
                await stores_drafts.published(connection, draft.id, version.slug)
                await stores_drafts.remove(connection, draft.id)
            return outcome

    async def made_by(self, telegram_user_id: int, bot_id: int, update_id: int) -> Version | None:
        """Read the version that someone's update of a bot has made, if it made any."""
        async with self._engine.connect() as connection:
            return await versions.made_by(connection, telegram_user_id, bot_id, update_id)

    async def brought_by(self, telegram_user_id: int, bot_id: int, message_id: int) -> str | None:
        """Name the entry that someone published with this message of theirs to a bot, if any."""
        async with self._engine.connect() as connection:
            return await versions.brought_by(connection, telegram_user_id, bot_id, message_id)

    async def brought(self, telegram_user_id: int, bot_id: int, message_id: int) -> Brought | None:
        """Tell which draft someone's message to a bot went into, be it there or not."""
        async with self._engine.connect() as connection:
            return await stores_drafts.brought(connection, telegram_user_id, bot_id, message_id)

    async def heads(self) -> tuple[Version, ...]:
        """Read the newest version of every entry that has any, by slug."""
        async with self._engine.connect() as connection:
            return await versions.heads(connection)

    async def head(self, slug: str) -> Version | None:
        """Read the newest version of one entry; None where the shipped one stands untouched."""
        async with self._engine.connect() as connection:
            return await versions.head(connection, slug)

    async def history(self, slug: str) -> tuple[Version, ...]:
        """Read every version of one entry, the newest first."""
        async with self._engine.connect() as connection:
            return await versions.history(connection, slug)

    async def revision(self) -> int:
        """Tell how many versions there are: it grows by one with each, for whoever polls.

        A row's serial number would not do: of two that are written at once, the later one may be
        seen first.
        """
        async with self._engine.connect() as connection:
            return await versions.revision(connection)

    async def handle(self, handled: Iterable[Handled]) -> None:
        """Note what was done about wordings; the latest counts."""
        async with self._write() as connection:
            await versions.handle(connection, handled)

    async def reopen(self, at: datetime) -> None:
        """Forget which wordings were dismissed at this moment: they are unanswered again."""
        async with self._write() as connection:
            await versions.reopen(connection, None, Reopened(frozenset({at})))

    async def handled(self) -> tuple[Handled, ...]:
        """Read every wording that was dealt with."""
        async with self._engine.connect() as connection:
            return await versions.handled(connection)

    async def add(self, draft: Draft, *, writer: Writer | None = None) -> Draft:
        """Keep a new draft; `writer`'s next messages go into it, and no longer into another."""
        async with self._write() as connection:
            return await stores_drafts.add(connection, draft, writer)

    async def save(self, draft: Draft, *, writer: Writer) -> Draft | None:
        """Keep what `writer` wrote in a draft that is there; their next messages go into it.

        Whatever else they were writing is put aside. None, and nothing is kept, where the draft
        was published or discarded meanwhile, or somebody else writes it.
        """
        async with self._write() as connection:
            return await stores_drafts.save(connection, draft, writer)

    async def save_all(self, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        """Keep new drafts, all or none; returns those whose `key` is not there already."""
        async with self._write() as connection:
            return await stores_drafts.save_all(connection, drafts)

    async def draft(self, draft_id: int) -> Draft | None:
        """Read one draft."""
        async with self._engine.connect() as connection:
            return await stores_drafts.draft(connection, draft_id)

    async def writing(self, telegram_user_id: int) -> Draft | None:
        """Read the draft that someone's next message goes into."""
        async with self._engine.connect() as connection:
            return await stores_drafts.writing(connection, telegram_user_id)

    async def own(self, draft_id: int, writer: Writer) -> Draft | None:
        """Let someone's messages go into a draft that nobody else writes, and read it.

        One that somebody began to write and has long not touched is anybody's again. Of two who
        would own the same at once, one gets it; None for the other, and where there is none.
        """
        async with self._write() as connection:
            return await stores_drafts.own(connection, draft_id, writer)

    async def is_free(self, draft_id: int, writer: Writer) -> bool:
        """Whether someone could own a draft."""
        async with self._engine.connect() as connection:
            return await stores_drafts.is_free(connection, draft_id, writer)

    async def renew(self, draft_id: int, writer: Writer) -> None:
        """Let a draft stay with whoever writes it, if that is them: they look at it just now."""
        async with self._write() as connection:
            await stores_drafts.renew(connection, draft_id, writer)

    async def put_aside(self, telegram_user_id: int) -> None:
        """Let someone's messages go into no draft any more; what they wrote stays."""
        async with self._write() as connection:
            await stores_drafts.put_aside(connection, telegram_user_id)

    async def drafts(self) -> tuple[Draft, ...]:
        """Read every draft, the latest first."""
        async with self._engine.connect() as connection:
            return await stores_drafts.drafts(connection)

    async def drafts_by(self, telegram_user_id: int) -> tuple[Draft, ...]:
        """Read the drafts that someone began, the latest first."""
        async with self._engine.connect() as connection:
            return await stores_drafts.drafts_by(connection, telegram_user_id)

    async def discard(self, draft: Draft, *, writer: Writer) -> bool:
        """Throw a draft away that is as `writer` read it.

        False, and nothing happens, where it was changed, published or discarded meanwhile, or
        somebody else writes it.
        """
        async with self._write() as connection:
            if await stores_drafts.hold(connection, draft.id, writer) != draft:
                return False
            if is_blank(draft):
                # As if it had never been begun.
                await stores_drafts.forget(connection, draft.id)
            await stores_drafts.remove(connection, draft.id)
            return True

    async def kept_of(self, who: int) -> Rows:
        """Read all that somebody has to do with, by table."""
        async with self._engine.connect() as connection:
            return await rows_about(connection, forgetting.PERSONS, who)

    async def forget(
        self,
        who: int,
        nameless: int,
        wordings: Collection[str],
        counted_as: Callable[[str], str],
    ) -> None:
        """Forget who wrote what stays, and with them their drafts and `wordings`, as counted.

        `nameless` is the number that stands in the place of theirs.
        """
        async with self._write() as connection:
            await forgetting.forget(connection, who, nameless, wordings, counted_as)

    def _write(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return write(self._writing)
