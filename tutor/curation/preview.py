"""Preview: a draft as the entry it would be, its code run as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from knowledge.curation.compose import (
    Place,
    Unfit,
    composed,
    faults,
    slug_for,
)
from knowledge.curation.draft import WITH_CODE, Draft, Proven, Step
from knowledge.curation.ownership import asked_elsewhere, wording_key
from knowledge.curation.suitable import unsuitable, unsuitable_parts
from knowledge.pages.entry import Entry, entry_code
from knowledge.search.retrieval import Abstained, Retrieval
from progress.events import Turn
from sandbox.protocol import Outcome
from tutor.curation.desk import Desk
from tutor.curation.proof import Disproved, examples_hold, illustrated, prove, rehearsable
from tutor.library import Library
from tutor.run import NotRun, Ran, execute

SEE_ALSO = 2


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft, and the entry it would be; None while it is unfinished or `problems` forbid it.

    `topics` are those that it may belong to, by slug. `near` is the page that is most like it, if
    any is near; of an edit, none. `ran` is what became of code that was just written, as learners
    will see it run.
    """

    draft: Draft
    entry: Entry | None
    problems: tuple[str, ...]
    near: Entry | None = None
    topics: Mapping[str, str] = field(default_factory=dict)
    ran: Ran | NotRun | None = None


@dataclass(frozen=True, slots=True)
class Unsuitable:
    """The message cannot be the part that is asked for, for this reason; nothing has changed.

    `entry` has the question already. `whole` is the draft as it stands, where it is complete: then
    no part is asked for. A `wordless` message, such as a picture, can't be edited into words.
    """

    draft: Draft
    reason: str
    entry: Entry | None = None
    whole: Preview | None = None
    wordless: bool = False


async def unsuitable_for(desk: Desk, draft: Draft, step: Step, text: str) -> Unsuitable | None:
    """Say why a text can't be this part of a draft; a question may be another entry's already."""
    if (reason := unsuitable(step, text)) is not None:
        return Unsuitable(draft, reason, wordless=not text.strip())
    if step is not Step.QUESTION:
        return None
    library = await desk.current()
    owner = library.entry(library.owners.get(wording_key(text), ""))
    if owner is None or owner.slug == draft.slug:
        return None
    return Unsuitable(draft, f"The entry {owner.slug} answers that question already.", owner)


def _writer(draft: Draft) -> str:
    """Whose line at the sandbox a draft's code waits in."""
    return str(draft.author.telegram_user_id)


class Previews:
    """Runs drafts and makes entries of them, none of which is published."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of(self, draft: Draft) -> Preview:
        """Make the entry, and check it as `knowledge check` would."""
        library = await self._desk.current()
        found = library.search(draft.question)
        made, topics = await self._made(draft, library, found), await self._desk.topics()
        return replace(made, near=_nearest(draft, library, found), topics=topics)

    async def _made(self, draft: Draft, library: Library, found: Retrieval) -> Preview:
        owners = library.owners
        unfit = (*unsuitable_parts(draft), *asked_elsewhere([draft.question], draft.slug, owners))
        if draft.step is Step.READY and unfit:
            return Preview(draft, None, (*unfit, *draft.problems))
        if draft.proven is None:
            return Preview(draft, None, draft.problems)
        entry = composed(draft, draft.proven, _place(draft, library, found), owners)
        if isinstance(entry, Unfit):
            return Preview(draft, None, entry.problems)
        problems = faults(entry, owners) or await self._checked(draft, entry)
        if problems:
            return Preview(draft, None, problems)
        match await illustrated(self._desk.runner, entry, draft.original, _writer(draft)):
            case Disproved(problems=problems):
                return Preview(draft, None, problems)
            case Entry() as entry:
                return Preview(draft, entry, ())

    async def proven(self, draft: Draft) -> Draft:
        """Run a draft's code, where it is complete and was not run as it stands."""
        if draft.step is not Step.READY or draft.proven is not None or not draft.answer:
            return draft
        match await prove(self._desk.runner, draft, _writer(draft)):
            case Proven() as proven:
                return replace(draft, proven=proven, problems=())
            case Disproved(problems=problems):
                return replace(draft, problems=problems)

    async def rehearsed(self, turn: Turn, step: Step, text: str) -> Ran | NotRun | None:
        """Run the code that a part brings as learners will run it; it counts as nobody's run."""
        code = rehearsable(step, text)
        return await self._run(turn, code) if code else None

    async def run(self, turn: Turn, entry: Entry) -> Ran | NotRun:
        """Run a preview's example."""
        return await self._run(turn, entry_code(entry))

    async def _run(self, turn: Turn, code: str) -> Ran | NotRun:
        return await execute(self._desk.runner, code, learner=turn.learner)

    async def _checked(self, draft: Draft, entry: Entry) -> tuple[str, ...]:
        return await examples_hold(self._desk.runner, entry, _writer(draft))


def _place(draft: Draft, library: Library, found: Retrieval) -> Place:
    """Where the entry belongs: beside those that its question is most like."""
    near = library.known([one.slug for one in found.candidates])
    slug = draft.slug or slug_for(draft.question, {*library.whole, *library.entries})
    topic = near[0].topic if near else next(iter(library.topics))
    difficulty = near[0].difficulty if near else 1
    return Place(slug, topic, difficulty, tuple(entry.slug for entry in near[:SEE_ALSO]))


def _nearest(draft: Draft, library: Library, found: Retrieval) -> Entry | None:
    """The page that a new draft is most like; none where learners would get none for it."""
    if draft.original is not None:
        return None
    if draft.nearest is not None:
        return library.entry(draft.nearest)
    slugs = [] if isinstance(found, Abstained) else [one.slug for one in found.candidates]
    return next(iter(library.known(slugs)), None)


def tried_again(draft: Draft, step: Step, ran: Ran | NotRun | None) -> Draft:
    """Let the next message be the same part again where its code failed, or can't be shown."""
    failed = isinstance(ran, Ran) and ran.result.outcome is not Outcome.OK
    if draft.step is Step.READY and step in WITH_CODE and (failed or draft.problems):
        return replace(draft, step=step)
    return draft
