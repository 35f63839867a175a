"""/unanswered, for instructors: what learners asked in vain, and where it may belong."""

from telegram.ext import CommandHandler

from bot.buttons.curation import (
    DismissCluster,
    MergeCluster,
    OfConflict,
    OfUnanswered,
    Settle,
    ShowConflict,
    ShowUnanswered,
    UndoDismissal,
)
from bot.context import Context
from bot.handlers.entries import Entries
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.render import entries as render_entries
from bot.render import unanswered as render
from bot.sending.replies import Replies
from bot.sending.response import Response
from knowledge.curation.cluster import Cluster
from knowledge.curation.version import EditConflict, Published
from progress.events import Turn
from tutor.curation.desk import Gone, Held, InstructorsOnly
from tutor.curation.unanswered import AsksAlready
from tutor.curation_desk import Curation
from tutor.tutor import Tutor

# /conflicts, for instructors: entries that a release and one of them both changed.


class Conflicts:
    """What waits for a decision, and the decision."""

    def __init__(self, curation: Curation, entries: Entries) -> None:
        self._kept = curation.entries
        self._entries = entries

    async def listed(self, turn: Turn) -> Response:
        """All of them, or the only one at once."""
        found = await self._kept.conflicts(turn)
        if isinstance(found, InstructorsOnly):
            return render.refused(found)
        alike = await self._kept.asked_alike(turn)
        if isinstance(alike, InstructorsOnly):
            return render.refused(alike)
        if len(found) == 1 and not alike:
            return await self._conflict(turn, found[0].slug)
        return render_entries.listed(found, alike)

    async def press(self, at: Pressed, press: OfConflict) -> None:
        match press:
            case ShowConflict(slug):
                await at.send(await self._conflict(at.turn, slug))
            case Settle(keep, number, slug):
                outcome = await self._kept.settle(at.turn, slug, number, keep=keep)
                await at.change(await self._entries.done(at.turn, outcome, slug))

    async def _conflict(self, turn: Turn, slug: str) -> Response:
        found = await self._kept.held(turn, slug)
        if not isinstance(found, Held):
            return render.refused(found)
        if found.conflict is None:
            return render_entries.none_any_more(slug)
        return render_entries.conflict(found, found.conflict)


def conflicts_handler(conflicts: Conflicts, replies: Replies) -> CommandHandler[Context, None]:
    return private_command("conflicts", replies, lambda turn, _: conflicts.listed(turn))


class UnansweredQuestions:
    """The list, and what its buttons do; those that answer are a draft's."""

    def __init__(self, tutor: Tutor, curation: Curation) -> None:
        self._tutor = tutor
        self._questions = curation.unanswered

    async def page(self, turn: Turn, number: int) -> Response:
        """One page of the list."""
        found = await self._questions.listed(turn)
        if isinstance(found, InstructorsOnly):
            return render.refused(found)
        return render.page(found, self._tutor.library.entries, number)

    async def press(self, at: Pressed, press: OfUnanswered) -> None:
        match press:
            case ShowUnanswered(page):
                await at.change(await self.page(at.turn, page))
            case DismissCluster(page, key):
                await self._dismiss(at, page, key)
            case MergeCluster(page, key, slug):
                await self._merge(at, page, key, slug)
            case UndoDismissal(key):
                await self._reopen(at, key)

    async def _dismiss(self, at: Pressed, page: int, key: str) -> None:
        found = await self._questions.dismiss(at.turn, key)
        await at.change(await self.page(at.turn, page))
        if isinstance(found, Cluster):
            await at.send(render.dismissed(found))

    async def _reopen(self, at: Pressed, key: str) -> None:
        found = await self._questions.reopen(at.turn, key)
        if isinstance(found, Cluster):
            await at.change(render.reopened(found))
        else:
            await at.send(render.refused(found))

    async def _merge(self, at: Pressed, page: int, key: str, slug: str) -> None:
        found = await self._questions.cluster(at.turn, key)
        outcome = await self._questions.merge(at.turn, key, slug)
        if not isinstance(outcome, Gone | InstructorsOnly):
            await at.change(await self.page(at.turn, page))
        # It is off the list already where this press comes twice.
        cluster = found if isinstance(found, Cluster) else None
        await at.send(self._merged(outcome, cluster, slug))

    def _merged(
        self,
        outcome: Published | EditConflict | AsksAlready | Gone | InstructorsOnly,
        cluster: Cluster | None,
        slug: str,
    ) -> Response:
        match outcome:
            case Published(version):
                entry = version.entry or self._tutor.library.entries[slug]
                return render.merged(outcome, cluster, entry)
            case EditConflict():
                return render.overtaken(outcome)
            case AsksAlready(owner):
                return render.asks_already(outcome, self._tutor.entry(owner))
            case Gone() | InstructorsOnly():
                return render.refused(outcome)


def unanswered_handler(
    unanswered: UnansweredQuestions, replies: Replies
) -> CommandHandler[Context, None]:
    return private_command("unanswered", replies, lambda turn, _: unanswered.page(turn, 0))
