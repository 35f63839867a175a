"""/unanswered, for instructors: what learners asked in vain, and where it may belong."""

from telegram.ext import CommandHandler

from bot.curation_codec import (
    DismissCluster,
    MergeCluster,
    OfUnanswered,
    ShowUnanswered,
    UndoDismissal,
)
from bot.pressed import Pressed
from bot.private import private_command
from bot.render import instructors
from bot.render import unanswered as render
from bot.replies import Replies
from bot.response import Response
from bot.turns import Context
from knowledge.curation.cluster import Cluster
from knowledge.curation.version import EditConflict, Published
from progress.turn import Turn
from tutor.curation import Curation
from tutor.desk import Gone, InstructorsOnly
from tutor.tutor import Tutor
from tutor.unanswered import AsksAlready


class UnansweredQuestions:
    """The list, and what its buttons do; those that answer are a draft's."""

    def __init__(self, tutor: Tutor, curation: Curation) -> None:
        self._tutor = tutor
        self._questions = curation.unanswered

    async def page(self, turn: Turn, number: int) -> Response:
        """One page of the list."""
        found = await self._questions.listed(turn)
        if isinstance(found, InstructorsOnly):
            return instructors.refused(found)
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
            await at.send(instructors.refused(found))

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
                return instructors.overtaken(outcome)
            case AsksAlready(owner):
                return render.asks_already(outcome, self._tutor.entry(owner))
            case Gone() | InstructorsOnly():
                return instructors.refused(outcome)


def handler(unanswered: UnansweredQuestions, replies: Replies) -> CommandHandler[Context, None]:
    return private_command("unanswered", replies, lambda turn, _: unanswered.page(turn, 0))
