"""Writers: whose next message goes into which draft, so that nobody writes into another's."""

from dataclasses import dataclass, replace

from knowledge.curation.cluster import Cluster
from knowledge.curation.draft import Draft, Writer, is_blank, part_of
from knowledge.curation.version import Action, EditConflict, Published, Reopened, Resolution
from knowledge.pages.entry import Entry
from progress.events import Turn
from progress.unanswered import counted_as
from tutor.curation.desk import Desk, Gone, InstructorsOnly, found_by, handled_by, version_by


@dataclass(frozen=True, slots=True)
class BeingWritten:
    """Somebody else is writing this draft right now."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class PublishedAs:
    """A draft is an entry by now, which has this slug."""

    slug: str


@dataclass(frozen=True, slots=True)
class Discarded:
    """A draft was thrown away."""


Refusal = BeingWritten | Gone | InstructorsOnly


class Writers:
    """Who writes which draft. Each is a row: a restart loses none, and one of two gets it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def writing(self, turn: Turn) -> Draft | None:
        """The draft that this person's next message goes into, if any.

        Who was an instructor when they began it, and is none any more, writes it no longer.
        """
        who = turn.sender.telegram_user_id
        found = await self._desk.store.writing(who)
        if found is None or await self._desk.allows(turn):
            return found
        await self._desk.store.put_aside(who)
        return None

    async def of_before(
        self, turn: Turn, message_id: int
    ) -> Draft | PublishedAs | Discarded | None:
        """What became of a draft into which this person's message went, before it was edited.

        Whoever began the draft, and whoever published it or threw it away. None where the message
        belongs to none.
        """
        who = turn.sender.telegram_user_id
        brought = await self._desk.store.brought(who, turn.bot_id, message_id)
        slug = brought.slug if brought else None
        slug = slug or await self._desk.store.brought_by(who, turn.bot_id, message_id)
        if slug is not None:
            return PublishedAs(slug)
        if brought is not None:
            return await self._desk.store.draft(brought.draft_id) or Discarded()
        return await self._noted_by_the_draft(turn, message_id)

    async def _noted_by_the_draft(self, turn: Turn, message_id: int) -> Draft | None:
        """The draft that has a message of an earlier release, which noted nothing beside it."""
        who = turn.sender.telegram_user_id
        theirs = await self._desk.store.drafts_by(who)
        # Each bot numbers its messages for itself.
        here = (each for each in theirs if each.last_bot == turn.bot_id)
        return next((each for each in here if part_of(each, message_id) is not None), None)

    async def begun(self, turn: Turn) -> Draft | None:
        """The draft that this very update began, where it is handled once more, perhaps late."""
        draft = await self.writing(turn)
        return draft if draft and (changed_last(draft, turn) or is_late(draft, turn)) else None

    async def answering(self, cluster: Cluster) -> int | None:
        """The draft that somebody has begun for a cluster's questions, the latest of several."""
        asked = {each.wording for each in cluster.asked}
        return next(
            (
                draft.id
                for draft in await self._desk.store.drafts()
                if not asked.isdisjoint(map(counted_as, draft.wordings))
            ),
            None,
        )

    async def overtaken(self, turn: Turn, draft_id: int) -> Draft | None:
        """The draft that a later update has changed while this turn's update was put off.

        Either the draft of that number, or the one that the turn's author is writing by now.
        """
        if not await self._desk.allows(turn):
            return None
        about, writing = await self.found(turn, draft_id), await self.writing(turn)
        known = (each for each in (about, writing) if isinstance(each, Draft))
        return next((each for each in known if is_late(each, turn)), None)

    async def begin(self, turn: Turn, draft: Draft) -> Draft:
        """Keep a new draft and put the open one aside, unless nothing has been written in it."""
        before = await self.writing(turn)
        new = changed_by(draft, turn)
        begun = await self._desk.store.add(new, writer=writer_of(turn))
        await self.forget_blank(turn, before)
        return begun

    async def forget_blank(self, turn: Turn, draft: Draft | None) -> None:
        """Throw a draft away in which nothing has been written: nobody would look for it."""
        if draft is not None and is_blank(draft):
            await self.discard(turn, draft)

    async def discard(self, turn: Turn, draft: Draft) -> bool:
        """Throw a draft away; False where it has changed since it was read, or is another's."""
        return await self._desk.store.discard(draft, writer=writer_of(turn))

    async def free(self, turn: Turn, draft_id: int) -> Draft | Refusal:
        """A draft that nobody else is writing; this person's messages go where they went before."""
        found = await self.found(turn, draft_id)
        if not isinstance(found, Draft):
            return found
        is_free = await self._desk.store.is_free(draft_id, writer_of(turn))
        return found if is_free else BeingWritten(found)

    async def own(self, turn: Turn, draft_id: int) -> Draft | Refusal:
        """A draft that nobody else is writing; this person's messages go into it from here on."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        mine = await self._desk.store.own(draft_id, writer_of(turn))
        return mine or await self._taken(draft_id)

    async def found(self, turn: Turn, draft_id: int) -> Draft | Gone | InstructorsOnly:
        """See a draft, whoever writes it; who does so themselves keeps it by that."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        await self._desk.store.renew(draft_id, writer_of(turn))
        return await self._desk.store.draft(draft_id) or Gone()

    async def keep(self, turn: Turn, draft: Draft) -> None:
        """Keep others from the draft that this person is writing while its code runs."""
        if draft.id is not None:
            await self._desk.store.renew(draft.id, writer_of(turn))

    async def save(self, turn: Turn, draft: Draft) -> Draft | BeingWritten | Gone:
        """Keep what this person wrote in a draft, and let their messages go into it.

        Running its code took seconds, in which somebody else may have published the draft,
        discarded it or taken it up: then nothing of theirs is overwritten.
        """
        saved = await self._desk.store.save(changed_by(draft, turn), writer=writer_of(turn))
        return saved or await self._taken(draft.id)

    async def publish(
        self, turn: Turn, draft: Draft, entry: Entry, *, follows: int
    ) -> Published | EditConflict | None:
        """Publish the entry that a draft has become, which answers what it was begun for.

        None where the draft has changed, or is another's by now. `follows` is the number of the
        entry's version before it.
        """
        # The creation of what is edited may have been taken back.
        is_there = draft.original is not None and await self._desk.held(entry.slug) is not None
        version = version_by(
            turn,
            entry.slug,
            follows=follows,
            action=Action.EDITED if is_there else Action.CREATED,
            entry=entry,
            base=draft.base,
        )
        version = replace(version, messages=tuple(number for number, _ in draft.messages))
        before = found_by(draft.original)
        new = found_by(entry) - before if is_there else _found_anew(draft, entry)
        wordings = sorted(new.union(map(counted_as, draft.wordings)))
        handled = handled_by(turn, wordings, Resolution.ANSWERED, entry.slug)
        lost = await self._lost_by(entry, before)
        outcome = await self._desk.store.publish_draft(draft, version, handled, lost)
        await self._desk.current()
        return outcome

    async def _lost_by(self, entry: Entry, before: frozenset[str]) -> Reopened:
        """What was handled for an entry by a wording that it has no more, and had `before`."""
        of_it = [each for each in await self._desk.store.handled() if each.slug == entry.slug]
        lost = before - found_by(entry)
        kept = frozenset(each.wording for each in of_it if each.wording not in lost)
        return Reopened(frozenset(each.at for each in of_it), kept)

    async def _taken(self, draft_id: int | None) -> BeingWritten | Gone:
        theirs = None if draft_id is None else await self._desk.store.draft(draft_id)
        return Gone() if theirs is None else BeingWritten(theirs)


def _found_anew(draft: Draft, entry: Entry) -> frozenset[str]:
    """What an entry that is made anew is found by once more; a first one is none."""
    return frozenset() if draft.original is None else found_by(entry)


def writer_of(turn: Turn) -> Writer:
    """The turn's author, who does something with a draft in it."""
    return Writer(turn.sender.telegram_user_id, turn.at)


def changed_by(draft: Draft, turn: Turn) -> Draft:
    """The draft with a note that this turn's update changed it last, and when."""
    return replace(draft, at=turn.at, last_update=turn.update_id, last_bot=turn.bot_id)


def changed_last(draft: Draft, turn: Turn) -> bool:
    """Whether this turn's update was the last to change the draft: it is handled once more."""
    made = (draft.last_bot, draft.last_update)
    return turn.update_id is not None and made == (turn.bot_id, turn.update_id)


def is_late(draft: Draft, turn: Turn) -> bool:
    """Whether a later update has changed the draft while this turn's was put off."""
    return turn.is_older(draft.last_bot, draft.last_update, draft.at)
