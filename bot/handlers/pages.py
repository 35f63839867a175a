"""/start and /help. A link `?start=e-SLUG` opens that page, and so does `?start=SLUG`."""

from telegram import Message, Update
from telegram.ext import CommandHandler

from bot import words
from bot.buttons import learners
from bot.buttons.learners import PAGE_LENGTH
from bot.context import Context
from bot.handlers.private import private_command
from bot.messages.incoming import after_command, commands, is_private, message_of
from bot.messages.typed import linked_entry
from bot.render import answer as render
from bot.render import card
from bot.render.output import on_one_line
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.splitting import clipped
from progress.events import Turn
from tutor.curation_desk import Curation
from tutor.tutor import Tutor

# /me: what a learner has touched, how firmly, and what to read next.


def me_handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_me(turn: Turn, _message: Message) -> Response:
        return card.progress(await tutor.me(turn.sender.telegram_user_id, turn.at))

    return private_command("me", replies, on_me)


NAME_LENGTH = 40

Handler = CommandHandler[Context, None]


# To begin with; the first one's example is run by a button.
FIRST_PAGES = ("view-vs-reshape", "what-is-broadcasting", "what-is-a-tensor")


def greeting(update: Update, tutor: Tutor) -> Response:
    """The first thing that somebody reads."""
    name = update.effective_user.first_name if update.effective_user else ""
    said = words.welcome(clipped(on_one_line(name), NAME_LENGTH))
    return Response(said, learners.welcome(tutor.library.known(FIRST_PAGES)))


def handlers(tutor: Tutor, curation: Curation, replies: Replies) -> list[Handler]:
    async def on_start(update: Update, context: Context) -> None:
        message = message_of(update)
        payload = after_command(message).strip()
        linked = linked_entry(payload)
        found = tutor.choose(context.turn, payload if linked is None else linked)
        if found:
            response = render.answer(found)
        elif linked is None:
            response = greeting(update, tutor)
        else:
            retired = linked in tutor.library.whole
            response = render.retired() if retired else render.no_such_page()
        await replies.answer(context, message, response)

    async def on_help(update: Update, context: Context) -> None:
        message, instructor = message_of(update), await curation.allows(context.turn)
        manual = words.manual(instructor=instructor, group=not is_private(message))
        await replies.answer(context, message, Response(manual))

    return [
        commands("start", on_start),
        commands("help", on_help),
    ]


# /topics: everything there is to read.


def topics_handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
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
