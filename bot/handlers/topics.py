"""/topics: everything there is to read."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.filters import commands, message_of
from bot.keyboards import PAGE_LENGTH
from bot.render import answer as render
from bot.replies import Replies
from bot.response import Response
from bot.turns import Context
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_topics(update: Update, context: Context) -> None:
        await replies.answer(context, message_of(update), topics_page(tutor))

    return commands("topics", on_topics)


def topics_page(tutor: Tutor) -> Response:
    """The topics that have entries, in teaching order."""
    used = {entry.topic for entry in tutor.library.entries.values()}
    titles = {slug: title for slug, title in tutor.library.topics.items() if slug in used}
    return render.topics(titles)


def topic_page(tutor: Tutor, topic: str, page: int) -> Response | None:
    """One page of a topic; None where it does not exist, or has shrunk since."""
    entries = [each for each in tutor.library.entries.values() if each.topic == topic]
    if not entries[page * PAGE_LENGTH :]:
        return None
    return render.topic(topic, tutor.library.title(topic), entries, page)
