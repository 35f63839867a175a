"""Publishing: a draft becomes an entry, a wording of another one, or nothing at all.

Where that may not be what its author wants, it asks once more.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.curation.draft import Draft, edition
from knowledge.curation.listing import is_ready, notes
from knowledge.curation.ownership import with_aliases, wording_key
from knowledge.curation.version import Action, EditConflict, Published, Resolution
from knowledge.importing.questionnaire import FindingKind
from knowledge.pages.entry import Entry
from knowledge.search.retrieval import Matched
from progress.events import Turn
from progress.unanswered import counted_as
from tutor.curation.desk import Desk, Gone, InstructorsOnly, handled_by
from tutor.curation.preview import Preview, Previews
from tutor.curation.unanswered import AsksAlready
from tutor.curation.writers import Refusal, Writers, is_late
from tutor.library import Library


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nothing is published yet: the draft is `off_topic`, or `page` answers `wording` today.

    Without a wording, the page is the nearest to the draft, if any is near.
    """

    preview: Preview
    off_topic: str = ""
    wording: str = ""
    page: Entry | None = None


Ending = Published | EditConflict | Doubtful | Preview | Refusal


@dataclass(frozen=True, slots=True)
class Ended:
    """How many drafts ended at once, and which are left, with what became of them instead."""

    done: int
    left: tuple[tuple[Draft, Ending], ...] = ()


class Publishing:
    """What becomes of drafts in the end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._previews = Previews(desk)
        self._writers = Writers(desk)

    async def publish(self, turn: Turn, draft_id: int, seen: int, *, sure: bool = False) -> Ending:
        """Let a draft be an entry, in the edition whose preview was `seen`.

        Where its problems forbid it, or it has changed while its code ran or since this was asked
        for, its preview comes back.
        """
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        if (published := await self._desk.published(turn)) is not None:
            return published
        draft = await self._unchanged(turn, draft_id, seen)
        return await self._publish(turn, draft, sure=sure) if isinstance(draft, Draft) else draft

    async def discard(self, turn: Turn, draft_id: int, seen: int) -> Draft | Preview | Refusal:
        """Throw a draft away, unless it is another edition by now than the one that was `seen`."""
        draft = await self._unchanged(turn, draft_id, seen)
        if not isinstance(draft, Draft) or await self._writers.discard(turn, draft):
            return draft
        return await self._meanwhile(turn, draft)

    async def add_to(
        self, turn: Turn, draft_id: int, slug: str
    ) -> Published | EditConflict | AsksAlready | Refusal:
        """Let what a draft is asked by ask for a page that is there; the draft stays."""
        if await self._desk.allows(turn) and (published := await self._desk.published(turn)):
            return published
        draft = await self._writers.free(turn, draft_id)
        if not isinstance(draft, Draft):
            return draft
        held = await self._desk.held(slug)
        if held is None or slug not in self._desk.library.entries:
            return Gone()
        asked = dict.fromkeys((draft.question, *draft.wordings))
        entry = with_aliases(held.entry, asked, self._desk.library.owners)
        if entry == held.entry:
            return AsksAlready(self._desk.library.owners[wording_key(draft.question)])
        handled = handled_by(turn, map(counted_as, asked), Resolution.MERGED, slug)
        version = held.followed_by(Action.ALIASED, turn, entry)
        return await self._desk.publish(version, handled=handled)

    async def end_all(
        self, turn: Turn, drafts: Iterable[Draft], *, publish: bool
    ) -> Ended | InstructorsOnly:
        """Publish those that are ready, or throw all away; what wants a look is left as it is."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        end = self._published if publish else self._discarded
        ended = [(draft, await end(turn, draft)) for draft in drafts]
        left = tuple((draft, how) for draft, how in ended if how is not None)
        return Ended(len(ended) - len(left), left)

    async def _published(self, turn: Turn, draft: Draft) -> Ending | None:
        if draft.id is None or not is_ready(draft):
            return Preview(draft, None, notes(draft))
        found = await self._unchanged(turn, draft.id, edition(draft))
        how = await self._publish(turn, found, sure=False) if isinstance(found, Draft) else found
        return None if isinstance(how, Published) else how

    async def _discarded(self, turn: Turn, draft: Draft) -> Ending | None:
        how = await self.discard(turn, draft.id or 0, edition(draft))
        return None if isinstance(how, Draft) else how

    async def _publish(self, turn: Turn, draft: Draft, *, sure: bool) -> Ending:
        preview = await self._previews.of(await self._previews.proven(draft))
        entry = preview.entry
        if entry is None or entry == draft.original:
            return preview
        doubt = None if sure else await asyncio.to_thread(doubted, self._desk.library, preview)
        if doubt is not None:
            return doubt
        follows = draft.expected if draft.original else await self._desk.vacated(entry.slug)
        outcome = await self._writers.publish(turn, draft, entry, follows=follows)
        return outcome or await self._meanwhile(turn, draft)

    async def _unchanged(self, turn: Turn, draft_id: int, seen: int) -> Draft | Preview | Refusal:
        """A draft that nobody else writes; its preview, where it is not as it was `seen`."""
        draft = await self._writers.free(turn, draft_id)
        if isinstance(draft, Draft) and (is_late(draft, turn) or edition(draft) != seen):
            return await self._previews.of(draft)
        return draft

    async def _meanwhile(self, turn: Turn, before: Draft) -> Preview | Refusal:
        """What others made of a draft while somebody published it or threw it away."""
        draft = await self._writers.free(turn, before.id) if before.id is not None else Gone()
        return await self._previews.of(draft) if isinstance(draft, Draft) else draft


def doubted(library: Library, preview: Preview) -> Doubtful | None:
    """Say why publishing a draft may not be meant, if there is a reason; it searches."""
    mark = f": {FindingKind.OFF_TOPIC}: "
    off_topic = next((each for each in preview.draft.findings if mark in each), "")
    for wording in _new_wordings(preview):
        match library.search(wording):
            case Matched(slug=slug) if _is_displaced(library, preview, slug):
                return Doubtful(preview, off_topic, wording, library.entries[slug])
            case _:
                pass
    return Doubtful(preview, off_topic, page=preview.near) if off_topic else None


def _new_wordings(preview: Preview) -> Iterable[str]:
    """What people wrote of the draft's wordings, its entry's own of before left out."""
    draft = preview.draft
    before = draft.original.phrasings if draft.original else ()
    wordings = dict.fromkeys((draft.question, *(draft.aliases or ()), *draft.wordings))
    return (each for each in wordings if each not in before)


def _is_displaced(library: Library, preview: Preview, slug: str) -> bool:
    """Whether a page answers by a wording that it has still: the index may be a second older."""
    own = preview.entry.slug if preview.entry else None
    return slug != own and slug not in library.reworded
