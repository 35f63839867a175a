"""/stats, for instructors: a card, a chart, and the figures as CSV."""

from collections.abc import Iterator

from telegram import Update
from telegram.ext import CommandHandler

from bot.chart import questions_by_topic
from bot.incoming import is_private
from bot.painting import NotPainted, Painted, Painter
from bot.render import card as render
from bot.render import words
from bot.replies import Replies
from bot.response import Document, Photo, Response
from bot.sources import commands, message_of
from bot.styled import plain
from bot.turns import Context
from progress.csv_export import statistics_csv
from tutor.stats import ClassReport, InstructorsOnly
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies, painter: Painter) -> CommandHandler[Context, None]:
    async def on_stats(update: Update, context: Context) -> None:
        message, turn = message_of(update), context.turn
        if not is_private(message):
            await replies.answer(context, message, Response(plain(words.SEND_IT_PRIVATELY)))
            return
        match await tutor.stats(turn.sender.telegram_user_id, turn.at):
            case InstructorsOnly():
                await replies.answer(context, message, render.instructors_only())
            case ClassReport() as report:
                await replies.answer(context, message, await _with_files(report, painter))

    return commands("stats", on_stats)


async def _with_files(report: ClassReport, painter: Painter) -> Response:
    scene = questions_by_topic(report)
    chart = await painter.paint(scene) if scene else NotPainted()
    attachments = tuple(_attachments(report, chart))
    return Response(render.report(report).text, None, attachments)


def _attachments(report: ClassReport, chart: Painted | NotPainted) -> Iterator[Photo | Document]:
    if isinstance(chart, Painted):
        yield Photo(chart.png)
    # A byte order mark, or a spreadsheet takes it for an old code page.
    table = statistics_csv(report.statistics, report.titles).encode("utf-8-sig")
    yield Document(f"unsqueeze-{report.statistics.until:%Y-%m-%d}.csv", table)
