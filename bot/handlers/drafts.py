"""What instructors write, as a whole: begun, taken up, published, put aside or thrown away."""

from collections.abc import Awaitable

from bot.curation_codec import (
    AnswerCluster,
    AskDiscard,
    Discard,
    EditEntry,
    OfDraft,
    OpenDraft,
    Publish,
    PutAside,
    Rebase,
    ShowDrafts,
)
from bot.handlers.entry import Entries
from bot.pressed import Pressed
from bot.render import draft as render
from bot.render import draft_list, instructors
from bot.response import Response
from knowledge.curation.draft import Draft, Step, is_blank, part_of, wants_topic
from knowledge.curation.edition import edition
from knowledge.curation.version import EditConflict, Published
from progress.turn import Turn
from tutor.curation import Curation
from tutor.desk import Gone, InstructorsOnly
from tutor.preview import Preview
from tutor.tutor import Tutor
from tutor.unsuitable import Unsuitable
from tutor.writers import BeingWritten, Discarded, PublishedAs

Found = Preview | Draft | Unsuitable | BeingWritten | Gone | InstructorsOnly


class Drafts:
    """The dialogue about drafts. Each draft is a row, so any process goes on from any button."""

    def __init__(self, tutor: Tutor, curation: Curation, entries: Entries) -> None:
        self._tutor = tutor
        self._curation = curation
        self._drafts = curation.drafts
        self._entries = entries

    async def answer(
        self, turn: Turn, question: str, message_id: int, *, is_edited: bool
    ) -> Response:
        """Begin an answer; the same command, edited, changes the question."""
        draft = await self._drafts.writing(turn)
        if draft is not None and part_of(draft, message_id) is Step.QUESTION:
            return self.shown(await self._drafts.write(turn, question, message_id))
        if is_edited and (told := await self.of_before(turn, message_id)) is not None:
            return told
        begun = self._drafts.start(turn, question, message_id)
        return await self._moved(turn, begun)

    async def write(self, turn: Turn, draft: Draft, text: str, message_id: int) -> Response:
        """Take a message into the draft, where one is asked for."""
        found = await self._drafts.write(turn, text, message_id)
        part = part_of(draft, message_id)
        is_wanted = draft.step is not Step.READY or part not in {None, Step.READY}
        if is_wanted or not isinstance(found, Preview) or found.draft.topic != draft.topic:
            return self.shown(found)
        return render.waiting(found, self._tutor.library)

    async def of_before(self, turn: Turn, message_id: int) -> Response | None:
        """What to say of an edited message that went into a draft which is not open any more."""
        match await self._drafts.of_before(turn, message_id):
            case PublishedAs(slug):
                return instructors.published_already(slug)
            case Draft() as draft:
                return instructors.not_open(draft)
            case Discarded():
                return instructors.discarded_before()
            case None:
                return None

    async def page(self, turn: Turn, number: int) -> Response:
        """One page of all drafts."""
        found = await self._drafts.listed(turn)
        if isinstance(found, InstructorsOnly):
            return instructors.refused(found)
        return draft_list.page(found, number)

    async def put_aside(self, turn: Turn) -> Response:
        """Let messages be questions again."""
        if not await self._curation.allows(turn):
            return instructors.refused(InstructorsOnly())
        draft = await self._drafts.writing(turn)
        still = await self._drafts.put_aside(turn)
        return render.put_aside(draft) if still is None else self.shown(still)

    def shown(self, found: Found) -> Response:
        """What comes next, or why nothing does."""
        match found:
            case Preview():
                return render.state(found, self._tutor.library)
            case Draft():
                return render.asked(found, self._tutor.library)
            case Unsuitable():
                return render.unsuitable(found, self._tutor.library)
            case BeingWritten() | Gone() | InstructorsOnly():
                return instructors.refused(found)

    async def press(self, at: Pressed, press: OfDraft) -> None:
        match press:
            case AnswerCluster(key):
                begun = self._drafts.answer_cluster(at.turn, key)
                await at.send(await self._moved(at.turn, begun))
            case EditEntry(slug):
                await at.send(await self._moved(at.turn, self._edit(at.turn, slug)))
            case ShowDrafts(page):
                await at.change(await self.page(at.turn, page))
            case OpenDraft(draft):
                await at.send(await self._moved(at.turn, self._drafts.resume(at.turn, draft)))
            case Rebase(draft):
                await at.send(self.shown(await self._drafts.rebase(at.turn, draft)))
            case Publish():
                await self._publish(at, press)
            case PutAside():
                await at.send(await self.put_aside(at.turn))
            case AskDiscard(draft):
                await at.send(self._ask_discard(await self._drafts.find(at.turn, draft)))
            case Discard():
                await self._discard(at, press)

    async def _moved(self, turn: Turn, work: Awaitable[Found]) -> Response:
        """Go to another draft, and say which one is put aside by that."""
        before = await self._drafts.writing(turn)
        found = await work
        here = _number(found)
        is_kept = before is None or is_blank(before) or here in {None, before.id}
        return render.after(None if is_kept else before, self.shown(found))

    async def _edit(self, turn: Turn, slug: str) -> Found:
        draft = await self._drafts.edit(turn, slug)
        if not isinstance(draft, Draft) or draft.id is None:
            return draft
        return await self._drafts.resume(turn, draft.id)

    async def _publish(self, at: Pressed, press: Publish) -> None:
        draft = await self._drafts.find(at.turn, press.draft)
        if isinstance(draft, Draft) and wants_topic(draft):
            await at.send(self.shown(await self._drafts.look(at.turn, press.draft)))
            return
        outcome = await self._drafts.publish(at.turn, press.draft, press.edition)
        match outcome:
            case Published(version):
                await at.change(await self._entries.done(at.turn, outcome, version.slug))
            case EditConflict() if isinstance(draft, Draft):
                await at.send(render.conflicting(outcome, draft))
            case EditConflict():
                await at.send(instructors.overtaken(outcome))
            case Preview():
                await at.send(self._since(outcome, press.edition))
            case BeingWritten() | Gone() | InstructorsOnly():
                await at.send(self.shown(outcome))

    def _since(self, found: Preview, seen: int) -> Response:
        """A draft as it stands, where it may be another edition than the one that was `seen`."""
        if edition(found.draft) == seen:
            return self.shown(found)
        return render.changed(found, self._tutor.library)

    def _ask_discard(self, found: Draft | Gone | InstructorsOnly) -> Response:
        return render.ask_discard(found) if isinstance(found, Draft) else self.shown(found)

    async def _discard(self, at: Pressed, press: Discard) -> None:
        match await self._drafts.discard(at.turn, press.draft, press.edition):
            case Preview() as kept:
                await at.send(self._since(kept, press.edition))
            case Draft() as discarded:
                await at.change(render.discarded(discarded))
            case Gone():
                await at.change(render.gone())
            case refused:
                await at.change(self.shown(refused))


def _number(found: Found) -> int | None:
    """The number of the draft that came of it; None where nothing did."""
    match found:
        case Draft(id=number):
            return number
        case Preview(draft=draft) | Unsuitable(draft=draft):
            return draft.id
        case BeingWritten() | Gone() | InstructorsOnly():
            return None
