"""How drafts end, by their buttons: published, added to a page, thrown away."""

from bot.buttons.publishing import (
    AddWording,
    AskDiscard,
    Discard,
    EndMany,
    ListDrafts,
    OfPublishing,
    Publish,
)
from bot.drafts import ending, listing, render
from bot.handlers.entries import Entries
from bot.handlers.press import Pressed
from bot.render import unanswered
from bot.sending.response import Response
from bot.sending.styled import plain
from knowledge.curation.draft import Draft, edition, wants_topic
from knowledge.curation.listing import editions
from knowledge.curation.version import EditConflict, Published
from tutor.curation.desk import Gone, InstructorsOnly
from tutor.curation.preview import Preview
from tutor.curation.publishing import Doubtful, Ended
from tutor.curation.unanswered import AsksAlready
from tutor.curation.writers import BeingWritten
from tutor.curation_desk import Curation
from tutor.tutor import Tutor


class Endings:
    """What the buttons do that end a draft."""

    def __init__(self, tutor: Tutor, curation: Curation, entries: Entries) -> None:
        self._tutor = tutor
        self._drafts = curation.drafts
        self._publishing = curation.publishing
        self._entries = entries

    async def press(self, at: Pressed, press: OfPublishing) -> None:
        match press:
            case Publish():
                await self._publish(at, press)
            case AddWording(draft, slug):
                await self._add(at, draft, slug)
            case AskDiscard(draft):
                await at.send(self._ask_discard(await self._drafts.find(at.turn, draft)))
            case Discard():
                await self._discard(at, press)
            case ListDrafts() | EndMany():
                await at.change(await self._many(at, press))

    async def _publish(self, at: Pressed, press: Publish) -> None:
        number, seen = press.draft, press.edition
        draft = await self._drafts.find(at.turn, number)
        if isinstance(draft, Draft) and wants_topic(draft):
            await at.send(render.shown(await self._drafts.look(at.turn, number)))
            return
        outcome = await self._publishing.publish(at.turn, number, seen, sure=press.sure)
        match outcome:
            case Published(version):
                await at.change(await self._entries.done(at.turn, outcome, version.slug))
            case EditConflict() if isinstance(draft, Draft):
                await at.send(render.conflicting(outcome, draft))
            case EditConflict():
                await at.send(unanswered.overtaken(outcome))
            case Doubtful():
                await at.send(ending.doubtful(outcome))
            case Preview():
                await at.send(self._since(outcome, seen))
            case BeingWritten() | Gone() | InstructorsOnly():
                await at.send(render.shown(outcome))

    async def _add(self, at: Pressed, number: int, slug: str) -> None:
        draft = await self._drafts.find(at.turn, number)
        outcome = await self._publishing.add_to(at.turn, number, slug)
        match outcome:
            case Published() if isinstance(draft, Draft):
                page = self._tutor.library.entries[slug]
                await at.change(ending.added(outcome, draft, page))
            case Published():
                await at.change(await self._entries.done(at.turn, outcome, slug))
            case AsksAlready(owner):
                await at.send(unanswered.asks_already(outcome, self._tutor.entry(owner)))
            case EditConflict():
                await at.send(unanswered.overtaken(outcome))
            case BeingWritten() | Gone() | InstructorsOnly():
                await at.send(render.shown(outcome))

    async def _many(self, at: Pressed, press: ListDrafts | EndMany) -> Response:
        drafts = await self._drafts.listed(at.turn)
        if isinstance(drafts, InstructorsOnly):
            return render.shown(drafts)
        if isinstance(press, ListDrafts):
            return listing.page(drafts, press)
        those = listing.chosen(drafts, press, publish=press.publish)
        if press.editions != editions(those):
            is_asked = bool(press.editions) or not those
            return listing.changed() if is_asked else listing.ask_many(those, press)
        done = await self._publishing.end_all(at.turn, those, publish=press.publish)
        if not isinstance(done, Ended):
            return render.shown(done)
        return listing.ended(done, publish=press.publish)

    def _ask_discard(self, found: Draft | Gone | InstructorsOnly) -> Response:
        return ending.ask_discard(found) if isinstance(found, Draft) else render.shown(found)

    async def _discard(self, at: Pressed, press: Discard) -> None:
        match await self._publishing.discard(at.turn, press.draft, press.edition):
            case Preview() as kept:
                await at.send(self._since(kept, press.edition))
            case Draft() as discarded:
                await at.change(ending.discarded(discarded))
            case Gone():
                # Perhaps by this very press, handled twice.
                await at.change(Response(plain("That draft is gone. /drafts lists what there is.")))
            case refused:
                await at.change(render.shown(refused))

    def _since(self, found: Preview, seen: int) -> Response:
        """A draft as it stands, where it may be another edition than the one that was `seen`."""
        if edition(found.draft) == seen:
            return render.shown(found)
        return render.changed(found)
