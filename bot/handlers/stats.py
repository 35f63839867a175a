"""/stats, for instructors: a card, a chart, and the figures as CSV."""

from collections.abc import Iterator
from dataclasses import replace

from telegram import Message
from telegram.ext import CommandHandler

from bot.chart import questions_by_topic
from bot.painting import NotPainted, Painted, Painter
from bot.private import private_command
from bot.render import card as render
from bot.replies import Replies
from bot.response import Document, Photo, Response
from bot.turns import Context
from progress.csv_export import statistics_csv
from progress.turn import Turn
from tutor.desk import InstructorsOnly
from tutor.stats import ClassReport
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies, painter: Painter) -> CommandHandler[Context, None]:
    async def on_stats(turn: Turn, _message: Message) -> Response:
        match await tutor.stats(turn.sender.telegram_user_id, turn.at):
            case InstructorsOnly():
                return render.instructors_only()
            case ClassReport() as report:
                return await _with_files(report, painter)

    return private_command("stats", replies, on_stats)


async def _with_files(report: ClassReport, painter: Painter) -> Response:
    scene = questions_by_topic(report)
    chart = await painter.paint(scene) if scene else NotPainted()
    return replace(render.report(report), attachments=tuple(_attachments(report, chart)))


def _attachments(report: ClassReport, chart: Painted | NotPainted) -> Iterator[Photo | Document]:
    if isinstance(chart, Painted):
        yield Photo(chart.png)
    # A byte order mark, or a spreadsheet takes it for an old code page.
    table = statistics_csv(report.statistics, report.titles).encode("utf-8-sig")
    yield Document(f"unsqueeze-{report.statistics.until:%Y-%m-%d}.csv", table)
