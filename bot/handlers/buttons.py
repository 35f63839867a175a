"""Buttons. Whatever is pressed is answered, be it old, forged or of a page that is gone."""

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from bot import words
from bot.buttons import learners
from bot.buttons.codec import Stale
from bot.buttons.learners import (
    DrawExample,
    DrawQuoted,
    NoneOfThese,
    OpenEntry,
    OpenOther,
    OpenTold,
    RunExample,
    ShowRepair,
    ShowTopic,
    ShowTopics,
    Unfold,
    View,
    Vote,
    unpack,
)
from bot.context import Context
from bot.handlers.code import pictured
from bot.handlers.pages import topic_page, topics_page
from bot.handlers.press import Pressed
from bot.messages.code import run_before
from bot.messages.incoming import is_private
from bot.render import answer as render
from bot.render import run
from bot.render.run import told
from bot.render.talk import RUN_QUOTED
from bot.sending.pictures import Painter
from bot.sending.replies import Replies
from knowledge.pages.entry import Entry, Section
from tutor.conversation.after_answer import (
    Forgotten,
    NoExample,
    Overtaken,
    PageExample,
    PassedOn,
    Retired,
    Voted,
)
from tutor.conversation.ask import Answered, answered
from tutor.draw import Drawing
from tutor.tutor import Tutor

_SAID_OF_QUOTED = {
    DrawQuoted: (words.DRAWING, words.CODE_GONE),
    ShowRepair: (words.RUNNING, words.CODE_GONE_RUN),
}
_WHY_NOT = {NoExample: words.NO_EXAMPLE, Retired: words.GONE}


def handler(tutor: Tutor, painter: Painter) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        await LearnerButtons(tutor, painter, update, context).act()

    return CallbackQueryHandler(on_press)


class LearnerButtons(Pressed):
    """One press of a learner's button."""

    def __init__(self, tutor: Tutor, painter: Painter, update: Update, context: Context) -> None:
        super().__init__(update, context)
        self._tutor = tutor
        self._painter = painter

    async def act(self) -> None:
        """Do what the button says, and let its spinner end in any case."""
        match unpack(self.data):
            case (OpenEntry() | OpenOther() | OpenTold()) as wanted:
                await self._open(wanted)
            case RunExample(slug, section):
                await self._run(slug, section)
            case Unfold(slug, view):
                await self._unfold(slug, view)
            case Vote(slug, helpful, view):
                await self._vote(slug, view, helpful=helpful)
            case (ShowTopics() | ShowTopic()) as wanted:
                await self._show(wanted)
            case NoneOfThese(question_update):
                await self._decline(question_update)
            case DrawExample(slug):
                await self._draw_example(slug)
            case (DrawQuoted() | ShowRepair()) as wanted:
                await self._look_at_quoted(wanted)
            case Stale():
                await self.toast(words.STALE_BUTTON)

    async def _open(self, wanted: OpenEntry | OpenOther | OpenTold) -> None:
        is_beside = isinstance(wanted, OpenOther)
        told_in = wanted.section if isinstance(wanted, OpenTold) else None
        found = self._tutor.choose(self.turn, wanted.slug, beside=is_beside, told_in=told_in)
        await self.toast(None if found else words.GONE)
        if found:
            await self.send(render.answer(found))

    async def _run(self, slug: str, section: Section) -> None:
        match self._tutor.example(slug, section):
            case PageExample() as found:
                await self.toast(words.RUNNING)
                async with self.busy(ChatAction.TYPING):
                    outcome = await self._tutor.run_example(self.turn, found)
                    await self.send(run.running_example(outcome, slug, section), quote=True)
            case NoExample() | Retired() as lacking:
                await self.toast(_WHY_NOT[type(lacking)])

    async def _draw_example(self, slug: str) -> None:
        match self._tutor.drawable_example(slug):
            case PageExample() as found:
                await self.toast(words.DRAWING)
                async with self.busy(ChatAction.UPLOAD_PHOTO):
                    await self._show_picture(await self._tutor.draw_example(self.turn, found))
            case NoExample() | Retired() as lacking:
                await self.toast(_WHY_NOT[type(lacking)])

    async def _look_at_quoted(self, wanted: DrawQuoted | ShowRepair) -> None:
        """Draw or mend the code of the message above, which the button's own one quotes."""
        quoted = self.quoted
        ran = await run_before(quoted, self._context.bot.username) if quoted else None
        code, draws = ran or "", isinstance(wanted, DrawQuoted)
        begun, gone = _SAID_OF_QUOTED[type(wanted)]
        await self.toast(begun if code else gone)
        if not code:
            return
        async with self.busy(ChatAction.UPLOAD_PHOTO if draws else ChatAction.TYPING):
            if draws:
                await self._show_picture(await self._tutor.draw(self.turn, code))
            else:
                mended = await self._tutor.repair(self.turn, code)
                await self.send(run.repaired(mended), quote=True)

    async def _show_picture(self, found: Drawing) -> None:
        await self.send(await pictured(self._painter, found), quote=True)

    async def _unfold(self, slug: str, view: View) -> None:
        entry = self._tutor.entry(slug)
        await self.toast(None if entry else words.GONE)
        if entry is None:
            return
        sections = ((view.more, Section.MORE), (view.pitfall, Section.PITFALL))
        self._tutor.unfold(self.turn, slug, [each for is_open, each in sections if is_open])
        shown = render.answer(self._again(entry), view)
        await self.unfold(shown, render.opened(entry, view))

    async def _vote(self, slug: str, view: View, *, helpful: bool) -> None:
        match await self._tutor.vote(self.turn, slug, helpful=helpful):
            case Voted(entry):
                await self.toast(words.THANKS_HELPFUL if helpful else words.THANKS_UNHELPFUL)
                await self._after_vote(entry, view, helpful=helpful)
            case Overtaken():
                await self.toast(words.LATER_VOTE)
            case Retired():
                await self.toast(words.GONE)

    async def _after_vote(self, entry: Entry, view: View, *, helpful: bool) -> None:
        """In a group others may want to vote, and only a sure answer is a reason to speak."""
        if self._message is None or not is_private(self._message):
            return
        await self.redraw_buttons(learners.answer(self._again(entry), view))
        found = None if helpful else await self._tutor.instead(self.turn, entry.slug)
        if found:
            await self.send(render.instead(found), quote=True)

    async def _decline(self, question_update: int) -> None:
        match await self._tutor.decline(self.turn, question_update):
            case PassedOn(again=again):
                await self.toast(words.ALREADY_PASSED_ON if again else words.PASSED_ON)
                await self.change(render.none_of_these())
            case Forgotten():
                await self.toast(words.FORGOTTEN_QUESTION)

    async def _show(self, wanted: ShowTopics | ShowTopic) -> None:
        response = (
            topic_page(self._tutor, wanted.topic, wanted.page)
            if isinstance(wanted, ShowTopic)
            else topics_page(self._tutor)
        )
        await self.toast(None if response else words.STALE_BUTTON)
        if response:
            await self.change(response)

    def _again(self, entry: Entry) -> Answered:
        """The answer with the pressed button, made anew; its buttons say what else may be meant."""
        others = learners.others(self._message.reply_markup if self._message else None)
        return answered(self._tutor.library, entry, others)


# Run it: code that was sent without a fence is run when somebody says so.


def run_button_handler(tutor: Tutor, replies: Replies) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        offer, quoted = at.message, at.quoted
        code = await run_before(quoted, context.bot.username) if quoted else None
        if offer is None or quoted is None or code is None:
            await at.toast(words.CODE_GONE_RUN)
            return
        await at.toast(words.RUNNING)
        async with at.busy(ChatAction.TYPING):
            outcome = await tutor.run(at.turn, code)
            # The reply quotes the message with the code, where Draw finds it again.
            response = told(outcome, drawable=True)
            await replies.add(context, quoted, response, below=offer.message_id)

    return CallbackQueryHandler(on_press, rf"{RUN_QUOTED}\Z")
