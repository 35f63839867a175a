"""Drafting: an instructor writes an answer message by message; its code is run as it comes.

Each draft is a row, and so is whose next message goes into it (`writers.py`): a restart loses
nothing, and of two who want the same draft, the second is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from knowledge.curation.cluster import Cluster
from knowledge.curation.compose import made_anew, rebased
from knowledge.curation.draft import (
    OPTIONAL,
    Draft,
    Step,
    answering,
    complete,
    editing,
    noted,
    part_of,
    taken_in,
    written,
)
from knowledge.curation.suitable import awaits_topic, topic_named
from progress.events import Turn
from tutor.curation.desk import Desk, Gone, InstructorsOnly, author_of
from tutor.curation.preview import Preview, Previews, Unsuitable, tried_again, unsuitable_for
from tutor.curation.unanswered import UnansweredList
from tutor.curation.writers import Discarded, PublishedAs, Refusal, Writers, changed_last, is_late
from tutor.run import NotRun, Ran


class Drafting:
    """Drafts: begun, written and shown."""

    def __init__(self, desk: Desk, unanswered: UnansweredList) -> None:
        self._desk = desk
        self._unanswered = unanswered
        self._previews = Previews(desk)
        self._writers = Writers(desk)

    async def start(
        self, turn: Turn, question: str = "", message_id: int | None = None
    ) -> Draft | Unsuitable | InstructorsOnly:
        """Begin an answer to a question, perhaps still to come; messages go into it.

        The same update begins one draft however often it comes.
        """
        if (begun := await self._begun(turn)) is not None:
            return begun
        draft, step = Draft(author_of(turn), turn.at), Step.QUESTION
        refused = await unsuitable_for(self._desk, draft, step, question) if question else None
        if question and refused is None:
            draft = written(draft, question)
        saved = await self._writers.begin(turn, noted(draft, step, message_id))
        return saved if refused is None else replace(refused, draft=saved)

    async def answer_cluster(self, turn: Turn, key: str) -> Draft | Preview | Refusal:
        """Begin an answer to a cluster; a draft that answers it already is taken up.

        The question is the cluster's leading wording until another is written.
        """
        if (begun := await self._begun(turn)) is not None:
            return begun
        found = await self._unanswered.cluster(turn, key)
        if not isinstance(found, Cluster):
            return found
        if (there := await self._writers.answering(found)) is not None:
            return await self.resume(turn, there)
        return await self._writers.begin(turn, answering(Draft(author_of(turn), turn.at), found))

    async def edit(self, turn: Turn, slug: str) -> Draft | Gone | InstructorsOnly:
        """Begin to change an entry; `goto` then says which part the next message is."""
        if (begun := await self._begun(turn)) is not None:
            return begun
        held = await self._desk.held(slug)
        if held is None:
            return Gone()
        draft = Draft(author_of(turn), turn.at)
        return await self._writers.begin(turn, editing(draft, held.entry, held.number, held.base))

    async def writing(self, turn: Turn) -> Draft | None:
        """The draft that this person's next message goes into, if any."""
        return await self._writers.writing(turn)

    async def of_before(
        self, turn: Turn, message_id: int
    ) -> Draft | PublishedAs | Discarded | None:
        """What became of a draft that has this person's message, which is no question then."""
        return await self._writers.of_before(turn, message_id)

    async def write(
        self, turn: Turn, text: str, message_id: int | None = None
    ) -> Preview | Unsuitable | Refusal:
        """Take a message into the draft that is being written; a message counts once.

        A message that was edited brings the same part again. A message that was put off until a
        later one had changed the draft is not taken in.
        """
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        draft = await self.writing(turn)
        if draft is None:
            return Gone()
        if is_late(draft, turn):
            return await self._previews.of(draft)
        await self._writers.keep(turn, draft)
        return await self._write(turn, draft, text, message_id)

    async def _write(
        self, turn: Turn, draft: Draft, text: str, message_id: int | None
    ) -> Preview | Unsuitable | Refusal:
        topics = await self._desk.topics() if awaits_topic(draft) else {}
        topic = topic_named(draft, text, topics)
        # A message that was no part may be a topic's name at last, once it is edited.
        if topic is not None and part_of(draft, message_id) in {None, Step.READY}:
            return await self._saved(turn, self._under(draft, topic, topics))
        step = part_of(draft, message_id) or Step.READY
        step = draft.step if step is Step.READY else step
        if (refused := await unsuitable_for(self._desk, draft, step, text)) is not None:
            return await self._refused(turn, noted(draft, step, message_id), refused)
        ran = await self._previews.rehearsed(turn, step, text)
        if changed_last(draft, turn):
            return replace(await self._previews.of(draft), ran=ran)
        proven = await self._previews.proven(taken_in(draft, step, text, message_id))
        shown = await self._saved(turn, tried_again(proven, step, ran))
        return replace(shown, ran=ran) if isinstance(shown, Preview) else shown

    async def _refused(self, turn: Turn, draft: Draft, why: Unsuitable) -> Unsuitable | Refusal:
        """Keep which part a message was meant for: it may be edited."""
        saved = await self._writers.save(turn, draft)
        if not isinstance(saved, Draft):
            return saved
        whole = await self._previews.of(saved) if saved.step is Step.READY else None
        return replace(why, draft=saved, whole=whole)

    async def goto(self, turn: Turn, draft_id: int, step: Step) -> Draft | Preview | Refusal:
        """Let the next message be this part of this draft."""
        draft = await self._own(turn, draft_id)
        if not isinstance(draft, Draft):
            return draft
        return await self._writers.save(turn, replace(draft, step=step))

    async def drop(self, turn: Turn, draft_id: int, step: Step) -> Preview | Refusal:
        """Leave out the example, More or the pitfall."""

        def emptied(draft: Draft) -> Draft:
            left_out = written(replace(draft, step=step), "") if step in OPTIONAL else draft
            return complete(left_out)

        return await self._changed(turn, draft_id, emptied)

    async def finish(self, turn: Turn, draft_id: int) -> Preview | Refusal:
        """Leave the part that was asked for as it is, and go on with what is missing, if any."""
        return await self._changed(
            turn, draft_id, lambda draft: complete(replace(draft, step=Step.READY))
        )

    async def resume(self, turn: Turn, draft_id: int) -> Preview | Refusal:
        """Take up a draft, an imported one too; its code is run where it was not as it stands."""
        return await self._changed(turn, draft_id, complete)

    async def find(self, turn: Turn, draft_id: int) -> Draft | Gone | InstructorsOnly:
        """See a draft, whoever writes it."""
        return await self._writers.found(turn, draft_id)

    async def look(self, turn: Turn, draft_id: int) -> Preview | Gone | InstructorsOnly:
        """See what a draft would be."""
        draft = await self.find(turn, draft_id)
        return await self._previews.of(draft) if isinstance(draft, Draft) else draft

    async def run(
        self, turn: Turn, draft_id: int
    ) -> Ran | NotRun | Preview | Gone | InstructorsOnly:
        """Run a draft's example as learners will; its preview, where there is none to run."""
        found = await self.look(turn, draft_id)
        if not isinstance(found, Preview) or not (found.entry and found.entry.has_example):
            return found
        return await self._previews.run(turn, found.entry)

    async def rebase(self, turn: Turn, draft_id: int) -> Preview | Refusal:
        """Go on from the entry as it is now, after somebody else was faster."""
        draft = await self._own(turn, draft_id)
        if not isinstance(draft, Draft):
            return draft
        if draft.slug is None:
            return await self._previews.of(draft)
        held = await self._desk.held(draft.slug)
        if held is None:
            return await self._kept(turn, made_anew(draft, await self._desk.vacated(draft.slug)))
        return await self._kept(turn, rebased(draft, held.entry, held.number, held.base))

    async def set_topic(self, turn: Turn, draft_id: int, topic: str) -> Preview | Refusal:
        """Put a draft under another topic."""
        draft = await self._own(turn, draft_id)
        if not isinstance(draft, Draft):
            return draft
        topics = await self._desk.topics()
        if topic not in topics:
            return Gone()
        return await self._saved(turn, self._under(draft, topic, topics))

    def _under(self, draft: Draft, topic: str, topics: Mapping[str, str]) -> Draft:
        """The draft under a topic, which it names by title as well where no release has it."""
        shipped = self._desk.library.shipped_topics or self._desk.library.topics
        title = None if topic in shipped else topics[topic]
        return complete(replace(draft, topic=topic, topic_title=title, step=Step.READY))

    async def put_aside(self, turn: Turn) -> Preview | None:
        """Let messages be questions again; what was written stays among the drafts.

        Where a later message has gone into the draft since, it is not put aside but shown.
        """
        before = await self.writing(turn)
        if before is not None and is_late(before, turn):
            return await self._previews.of(before)
        await self._desk.store.put_aside(turn.sender.telegram_user_id)
        await self._writers.forget_blank(turn, before)
        return None

    async def listed(self, turn: Turn) -> tuple[Draft, ...] | InstructorsOnly:
        """What is being written, but by those who teach other classes; the latest first."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        others, drafts = await self._desk.elsewhere(turn), await self._desk.store.drafts()
        return tuple(each for each in drafts if each.author.telegram_user_id not in others)

    async def _begun(self, turn: Turn) -> Draft | InstructorsOnly | None:
        """What this very update has begun already, or that its sender may begin nothing."""
        allowed = await self._desk.allows(turn)
        return await self._writers.begun(turn) if allowed else InstructorsOnly()

    async def _own(self, turn: Turn, draft_id: int) -> Draft | Preview | Refusal:
        """A draft that this person's messages go into from here on.

        A press may have been put off until they had changed a draft by a later update. It then
        takes nothing back, and messages go where they went: a preview of that draft comes back.
        """
        overtaken = await self._writers.overtaken(turn, draft_id)
        if overtaken is not None:
            return await self._previews.of(overtaken)
        return await self._writers.own(turn, draft_id)

    async def _changed(
        self, turn: Turn, draft_id: int, change: Callable[[Draft], Draft]
    ) -> Preview | Refusal:
        """Take up a draft, change it, and see what it would be."""
        draft = await self._own(turn, draft_id)
        return await self._kept(turn, change(draft)) if isinstance(draft, Draft) else draft

    async def _kept(self, turn: Turn, draft: Draft) -> Preview | Refusal:
        """Run what has not been run as it stands, keep the draft, and see what it would be."""
        return await self._saved(turn, await self._previews.proven(draft))

    async def _saved(self, turn: Turn, draft: Draft) -> Preview | Refusal:
        saved = await self._writers.save(turn, draft)
        return await self._previews.of(saved) if isinstance(saved, Draft) else saved
