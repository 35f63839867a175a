"""Buttons. Whatever is pressed is answered, be it old, forged or of a page that is gone."""

from telegram import CallbackQuery, Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from bot import keyboards
from bot.callback_data import Stale
from bot.codec import (
    DrawExample,
    DrawQuoted,
    NoneOfThese,
    OpenEntry,
    OpenOther,
    RunExample,
    RunSection,
    ShowTopic,
    ShowTopics,
    Unfold,
    View,
    Vote,
    unpack,
)
from bot.commanded import code_again
from bot.handlers.draw import pictured
from bot.handlers.topics import topic_page, topics_page
from bot.incoming import is_private, unprompted
from bot.painting import Painter
from bot.pressed import Pressed
from bot.render import answer as render
from bot.render import drawing, words
from bot.render import run as run_render
from bot.replies import change
from bot.response import Response
from bot.turns import Context
from knowledge.entry import Entry
from knowledge.example import Section, section_code
from tutor.ask import Answered, answered
from tutor.decline import Forgotten, PassedOn
from tutor.draw import Drawing
from tutor.run import NoExample, NotRun, Ran
from tutor.tutor import Tutor


def handler(tutor: Tutor, painter: Painter) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is not None:
            await Press(tutor, painter, context, query).act()

    return CallbackQueryHandler(on_press)


class Press(Pressed):
    """One press of a learner's button."""

    def __init__(
        self, tutor: Tutor, painter: Painter, context: Context, query: CallbackQuery
    ) -> None:
        super().__init__(context, query)
        self._tutor = tutor
        self._painter = painter

    async def act(self) -> None:
        """Do what the button says, and let its spinner end in any case."""
        match unpack(self._query.data):
            case (OpenEntry(slug) | OpenOther(slug)) as press:
                await self._open(slug, beside=isinstance(press, OpenOther))
            case (RunExample() | RunSection()) as wanted:
                await self._run(wanted)
            case Unfold(slug, view):
                await self._unfold(slug, view)
            case Vote(slug, helpful, view):
                await self._vote(slug, view, helpful=helpful)
            case ShowTopics():
                await self._show(topics_page(self._tutor))
            case ShowTopic(slug, page):
                await self._show(topic_page(self._tutor, slug, page))
            case NoneOfThese(asked):
                await self._decline(asked)
            case DrawExample() | DrawQuoted() as wanted:
                await self._draw(wanted)
            case Stale():
                await self.toast(words.STALE_BUTTON)

    async def _open(self, slug: str, *, beside: bool = False) -> None:
        found = self._tutor.choose(self._context.turn, slug, beside=beside)
        await self.toast(None if found else words.GONE)
        if found:
            await self.send(render.answer(found))

    async def _run(self, wanted: RunExample | RunSection) -> None:
        slug = wanted.slug
        section = wanted.section if isinstance(wanted, RunSection) else Section.SHORT
        await self.toast(self._missing(slug, section) or words.RUNNING)
        async with self.busy(ChatAction.TYPING):
            match await self._tutor.run_example(self._context.turn, slug, section):
                case Ran() as ran:
                    shown = run_render.example(ran)
                    if section is Section.SHORT:
                        shown = drawing.offered(shown, ran, DrawExample(slug))
                    await self.send(shown, quote=True)
                case NotRun() as outcome:
                    await self.send(run_render.not_run(outcome), quote=True)

    async def _draw(self, wanted: DrawExample | DrawQuoted) -> None:
        match wanted:
            case DrawExample(slug):
                await self.toast(self._missing(slug, drawn=True) or words.DRAWING)
                async with self.busy(ChatAction.UPLOAD_PHOTO):
                    await self._show_picture(await self._tutor.draw_example(self.turn, slug))
            case DrawQuoted():
                quoted = self._message.reply_to_message if self._message else None
                code = unprompted(await code_again(quoted) or "") if quoted else ""
                await self.toast(words.DRAWING if code else words.CODE_GONE)
                if code:
                    async with self.busy(ChatAction.UPLOAD_PHOTO):
                        await self._show_picture(await self._tutor.draw(self.turn, code))

    async def _show_picture(self, found: Drawing | NoExample | None) -> None:
        if found and not isinstance(found, NoExample):
            await self.send(await pictured(self._painter, found), quote=True)

    def _missing(
        self, slug: str, section: Section = Section.SHORT, *, drawn: bool = False
    ) -> str | None:
        """Why a page's example is neither run nor drawn, where it isn't."""
        entry = self._tutor.entry(slug)
        if entry is None:
            return words.GONE
        has_example = bool(section_code(entry, section))
        return None if has_example or (drawn and entry.diagram) else words.NO_EXAMPLE

    async def _unfold(self, slug: str, view: View) -> None:
        entry = self._tutor.entry(slug)
        await self.toast(None if entry else words.GONE)
        if entry is None or self._message is None:
            return
        self._tutor.unfold(self._context.turn, slug, _open_sections(view))
        shown = render.answer(self._again(entry), view)
        await self.unfold(shown, render.opened(entry, view))

    async def _vote(self, slug: str, view: View, *, helpful: bool) -> None:
        counts = await self._tutor.vote(self._context.turn, slug, helpful=helpful)
        thanks = words.THANKS_HELPFUL if helpful else words.THANKS_UNHELPFUL
        entry = self._tutor.entry(slug)
        await self.toast(thanks if entry else words.GONE)
        if entry is None or not counts:
            return
        # In a group others may want to vote as well.
        if self._message is None or is_private(self._message):
            await self.redraw_buttons(render.answer(self._again(entry), view).keyboard)
        if not helpful:
            await self._offer_others(slug)

    async def _offer_others(self, slug: str) -> None:
        # In a group only a sure answer is a reason to speak.
        if self._message is None or not is_private(self._message):
            return
        found = await self._tutor.instead(self._context.turn, slug)
        if found:
            await self.send(render.instead(found), quote=True)

    async def _decline(self, asked: int) -> None:
        match await self._tutor.decline(self._context.turn, asked):
            case PassedOn(again=again):
                await self.toast(words.ALREADY_PASSED_ON if again else words.PASSED_ON)
                if self._message:
                    await change(self._context, self._message, render.none_of_these())
            case Forgotten():
                await self.toast(words.FORGOTTEN_QUESTION)

    async def _show(self, response: Response | None) -> None:
        await self.toast(None if response else words.STALE_BUTTON)
        if response and self._message:
            await change(self._context, self._message, response)

    def _again(self, entry: Entry) -> Answered:
        """The answer with the pressed button, made anew; its buttons say what else may be meant."""
        others = keyboards.others(self._message.reply_markup if self._message else None)
        return answered(self._tutor.library, entry, others)


def _open_sections(view: View) -> list[Section]:
    sections = ((view.more, Section.MORE), (view.pitfall, Section.PITFALL))
    return [section for is_open, section in sections if is_open]
