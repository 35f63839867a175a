"""What instructors write, as a whole: begun, taken up, published, put aside or thrown away."""

from collections.abc import Awaitable

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot import words
from bot.buttons.codec import Stale
from bot.buttons.curation import (
    VERSION,
    AnswerCluster,
    AskTopic,
    CurationPress,
    DropPart,
    EditEntry,
    FinishPart,
    OfConflict,
    OfDraft,
    OfEntry,
    OfPart,
    OfUnanswered,
    OpenDraft,
    PutAside,
    Rebase,
    RunDraft,
    SetTopic,
    ShowDrafts,
    UnfoldDraft,
    WritePart,
    unpack,
)
from bot.buttons.learners import View
from bot.buttons.publishing import EndMany, ListDrafts, OfPublishing, Publish
from bot.context import Context
from bot.drafts import listing, render
from bot.drafts.publishing import Endings
from bot.handlers.entries import Entries
from bot.handlers.instructors import Conflicts, UnansweredQuestions
from bot.handlers.press import Pressed
from bot.render import answer, unanswered
from bot.render import run as run_render
from bot.sending.response import Response
from bot.sending.styled import plain
from knowledge.curation.draft import Draft, Step, is_blank, part_of
from knowledge.curation.listing import Which
from progress.events import Turn
from tutor.curation.desk import Gone, InstructorsOnly
from tutor.curation.preview import Preview, Unsuitable
from tutor.curation_desk import Curation
from tutor.run import NotRun, Ran
from tutor.tutor import Tutor


class Drafts:
    """The dialogue about drafts. Each draft is a row, so any process goes on from any button."""

    def __init__(self, tutor: Tutor, curation: Curation, entries: Entries) -> None:
        self._tutor = tutor
        self._curation = curation
        self._drafts = curation.drafts
        self.endings = Endings(tutor, curation, entries)

    async def answer(
        self, turn: Turn, question: str, message_id: int, *, is_edited: bool
    ) -> Response:
        """Begin an answer; the same command, edited, changes the question."""
        draft = await self._drafts.writing(turn)
        if draft is not None and part_of(draft, message_id) is Step.QUESTION:
            return render.shown(await self._drafts.write(turn, question, message_id))
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
            return render.shown(found)
        return render.waiting(found)

    async def of_before(self, turn: Turn, message_id: int) -> Response | None:
        """What to say of an edited message that went into a draft which is not open any more."""
        found = await self._drafts.of_before(turn, message_id)
        return None if found is None else unanswered.of_before(found)

    async def page(self, turn: Turn, number: int) -> Response:
        """One page of all drafts."""
        found = await self._drafts.listed(turn)
        if isinstance(found, InstructorsOnly):
            return unanswered.refused(found)
        return listing.page(found, ListDrafts(Which.ALL, number, 0))

    async def put_aside(self, turn: Turn) -> Response:
        """Let messages be questions again."""
        if not await self._curation.allows(turn):
            return unanswered.refused(InstructorsOnly())
        draft = await self._drafts.writing(turn)
        still = await self._drafts.put_aside(turn)
        return render.put_aside(draft) if still is None else render.shown(still)

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
                await at.send(render.shown(await self._drafts.rebase(at.turn, draft)))
            case PutAside():
                await at.send(await self.put_aside(at.turn))

    async def _moved(self, turn: Turn, work: Awaitable[render.Found]) -> Response:
        """Go to another draft, and say which one is put aside by that."""
        before = await self._drafts.writing(turn)
        found = await work
        here = _number(found)
        is_kept = before is None or is_blank(before) or here in {None, before.id}
        return render.after(None if is_kept else before, render.shown(found))

    async def _edit(self, turn: Turn, slug: str) -> render.Found:
        draft = await self._drafts.edit(turn, slug)
        if not isinstance(draft, Draft) or draft.id is None:
            return draft
        return await self._drafts.resume(turn, draft.id)

    async def press_part(self, at: Pressed, press: OfPart) -> None:
        """Say which part the next message is, and show what the preview has of it."""
        match press:
            case FinishPart(draft):
                await at.send(render.shown(await self._drafts.finish(at.turn, draft)))
            case WritePart(draft, step):
                await at.send(render.shown(await self._drafts.goto(at.turn, draft, step)))
            case DropPart(draft, step):
                await at.send(render.shown(await self._drafts.drop(at.turn, draft, step)))
            case AskTopic(draft):
                await at.send(self._topics(await self._drafts.look(at.turn, draft)))
            case SetTopic(draft, topic):
                await self._set_topic(at, draft, topic)
            case UnfoldDraft():
                await self._unfold(at, press)
            case RunDraft(draft):
                await at.send(self._ran(await self._drafts.run(at.turn, draft)))

    def _topics(self, found: Preview | Gone | InstructorsOnly) -> Response:
        if not isinstance(found, Preview) or found.entry is None:
            return render.shown(found)
        return render.topics(found, found.entry)

    async def _set_topic(self, at: Pressed, draft_id: int, topic: str) -> None:
        found = await self._drafts.set_topic(at.turn, draft_id, topic)
        if isinstance(found, Preview):
            await at.change(Response(plain(f"Topic: {found.topics.get(topic, topic)}")))
        await at.send(render.shown(found))

    async def _unfold(self, at: Pressed, press: UnfoldDraft) -> None:
        found = await self._drafts.look(at.turn, press.draft)
        if isinstance(found, Preview) and found.entry is not None:
            view = View(more=press.more, pitfall=press.pitfall)
            shown = render.preview(found, found.entry, view)
            await at.unfold(shown, answer.opened(found.entry, view))
        else:
            await at.send(render.shown(found))

    def _ran(self, outcome: Ran | NotRun | Preview | Gone | InstructorsOnly) -> Response:
        match outcome:
            case Ran():
                return run_render.example(outcome)
            case NotRun():
                return run_render.not_run(outcome)
            case _:
                return render.shown(outcome)


def _number(found: render.Found) -> int | None:
    """The number of the draft that came of it; None where nothing did."""
    draft = found.draft if isinstance(found, Preview | Unsuitable) else found
    return draft.id if isinstance(draft, Draft) else None


# Instructors' buttons. Each is answered at once, then goes to whoever knows what it is about.

# Whether code is run is known only later: the draft may be somebody else's.
RUNNING = "One moment …"

_RUNS_CODE = DropPart | EndMany | FinishPart | OpenDraft | Publish | Rebase | RunDraft | UnfoldDraft


def handler(
    curation: Curation,
    *,
    unanswered: UnansweredQuestions,
    entries: Entries,
    conflicts: Conflicts,
    drafts: Drafts,
) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        press = unpack(at.data)
        if isinstance(press, Stale):
            await at.toast(words.STALE_BUTTON)
        elif not await curation.allows(at.turn):
            await at.toast(words.INSTRUCTORS_ONLY)
        else:
            await at.toast(RUNNING if isinstance(press, _RUNS_CODE) else None)
            await act(at, press)

    async def act(at: Pressed, press: CurationPress) -> None:
        if isinstance(press, OfUnanswered):
            await unanswered.press(at, press)
        elif isinstance(press, OfEntry):
            await entries.press(at, press)
        elif isinstance(press, OfConflict):
            await conflicts.press(at, press)
        elif isinstance(press, OfDraft):
            await drafts.press(at, press)
        elif isinstance(press, OfPublishing):
            await drafts.endings.press(at, press)
        else:
            await drafts.press_part(at, press)

    return CallbackQueryHandler(on_press, f"^{VERSION}")
