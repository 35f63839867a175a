"""The parts of a draft: which one the next message is, and what the preview shows of them."""

from bot.codec import View
from bot.curation_codec import (
    AskTopic,
    DropPart,
    FinishPart,
    OfPart,
    RunDraft,
    SetTopic,
    UnfoldDraft,
    WritePart,
)
from bot.handlers.drafts import Drafts
from bot.pressed import Pressed
from bot.render import answer
from bot.render import draft as render
from bot.render import run as run_render
from bot.response import Response
from tutor.curation import Curation
from tutor.desk import Gone, InstructorsOnly
from tutor.preview import Preview
from tutor.run import NotRun, Ran
from tutor.tutor import Tutor


class DraftParts:
    """Answers with what comes next, as `Drafts` shows it."""

    def __init__(self, tutor: Tutor, curation: Curation, drafts: Drafts) -> None:
        self._tutor = tutor
        self._drafts = curation.drafts
        self._shown = drafts.shown

    async def press(self, at: Pressed, press: OfPart) -> None:
        match press:
            case FinishPart(draft):
                await at.send(self._shown(await self._drafts.finish(at.turn, draft)))
            case WritePart(draft, step):
                await at.send(self._shown(await self._drafts.goto(at.turn, draft, step)))
            case DropPart(draft, step):
                await at.send(self._shown(await self._drafts.drop(at.turn, draft, step)))
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
            return self._shown(found)
        return render.topics(found.draft, found.entry.topic, self._tutor.library)

    async def _set_topic(self, at: Pressed, draft_id: int, topic: str) -> None:
        found = await self._drafts.set_topic(at.turn, draft_id, topic)
        if isinstance(found, Preview):
            await at.change(render.topic_set(self._tutor.library.title(topic)))
        await at.send(self._shown(found))

    async def _unfold(self, at: Pressed, press: UnfoldDraft) -> None:
        found = await self._drafts.look(at.turn, press.draft)
        if isinstance(found, Preview) and found.entry is not None:
            view = View(more=press.more, pitfall=press.pitfall)
            shown = render.preview(found, found.entry, view)
            await at.unfold(shown, answer.opened(found.entry, view))
        else:
            await at.send(self._shown(found))

    def _ran(self, outcome: Ran | NotRun | Preview | Gone | InstructorsOnly) -> Response:
        match outcome:
            case Ran():
                return run_render.example(outcome)
            case NotRun():
                return run_render.not_run(outcome)
            case Preview() | Gone() | InstructorsOnly():
                return self._shown(outcome)
