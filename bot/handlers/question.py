"""A text is a question."""

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.incoming import is_private, question_in, quoted_answer
from bot.render import answer as render
from bot.render import followup
from bot.replies import Replies
from bot.response import Response
from bot.sources import WRITTEN, Addressed, message_of
from bot.styled import clean
from bot.turns import Context
from tutor.ask import Answer, Answered, Suggestions, Unanswered
from tutor.followup import Before, Excerpt, FollowedUp, TakenAs
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> MessageHandler[Context, None]:
    async def on_question(update: Update, context: Context) -> None:
        message = message_of(update)
        asked = clean(question_in(message.text or "", context.bot.username))
        found = await tutor.ask(context.turn, asked, _before(message, context.bot.id))
        if is_worth_saying(found, message):
            await replies.answer(context, message, _response(found, tutor, update.update_id))

    texts = filters.TEXT & ~filters.COMMAND
    return MessageHandler(WRITTEN & texts & Addressed(), on_question)


def _before(message: Message, bot_id: int) -> Before:
    return Before(
        quoted=quoted_answer(message, bot_id),
        sent=message.date if message.edit_date else None,
        alone=is_private(message),
    )


def is_worth_saying(found: Answer | FollowedUp, message: Message) -> bool:
    """In a group, only a sure answer is a reason to speak."""
    return is_private(message) or isinstance(found, Answered | Excerpt | TakenAs)


def _response(found: Answer | FollowedUp, tutor: Tutor, asked: int) -> Response:
    match found:
        case Answered():
            return render.answer(found)
        case Suggestions():
            return render.suggestions(found, asked)
        case Unanswered():
            slugs = {title: slug for slug, title in tutor.library.topics.items()}
            return render.unanswered(found, slugs)
        case _:
            return followup.followed_up(found)
