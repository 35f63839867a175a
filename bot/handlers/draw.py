"""/draw: a picture of what an expression does; and the button that asks for one."""

from telegram import Message, Update
from telegram.constants import MessageEntityType as Type
from telegram.ext import CommandHandler

from bot.handlers.code import content_of, watched
from bot.incoming import code_in, own_code, text_of, unprompted
from bot.painting import Painted, Painter
from bot.render import explained, words
from bot.render import run as run_render
from bot.replies import Replies
from bot.response import Photo, Response
from bot.sources import commands, message_of
from bot.styled import Styled, clean, plain
from bot.turns import Context
from tutor.draw import Drawing, Drawn, NothingToDraw
from tutor.run import NotRun, Ran
from tutor.tutor import Tutor

# What we print has no language of its own; what we show as code has.
_LANGUAGES = frozenset({"python", "pycon"})


def handler(tutor: Tutor, replies: Replies, painter: Painter) -> CommandHandler[Context, None]:
    async def on_draw(update: Update, context: Context) -> None:
        message = message_of(update)
        code = commanded(message)
        if not code:
            await replies.answer(context, message, Response(words.how_to_draw()))
            return
        async with watched(context, message):
            drawing = await tutor.draw(context.turn, clean(unprompted(code)))
            response = await pictured(painter, drawing)
            await replies.answer(context, message, response, quote=True)

    return commands("draw", on_draw)


async def pictured(painter: Painter, drawing: Drawing) -> Response:
    """The picture, or what is to be said in its place."""
    match drawing:
        case Drawn(scene, caption):
            painted = await painter.paint(scene)
            if isinstance(painted, Painted):
                return Response(Styled(), None, (Photo(painted.png, caption),))
            return Response(plain(words.NOT_PAINTED))
        case NothingToDraw():
            return Response(words.nothing_to_draw())
        case Ran() as ran:
            return explained.offered(run_render.ran(ran), ran)
        case NotRun() as outcome:
            return run_render.not_run(outcome)


def commanded(message: Message) -> str:
    """What /draw is to draw: code in the message, or the code of the one it replies to."""
    here = own_code(message)
    replied_to = message.reply_to_message
    if here.strip() or replied_to is None:
        return here
    if replied_to.from_user and replied_to.from_user.is_bot:
        return _shown_code(replied_to)
    return own_code(replied_to)


async def code_again(message: Message) -> str | None:
    """The code of a message that was run before; None where it is no longer to be had."""
    if message.document:
        content = await content_of(message)
        return content.decode() if isinstance(content, bytes) else None
    return clean(own_code(message)) or None


def _shown_code(message: Message) -> str:
    """The code in a message of ours, without what it printed."""
    text, entities = text_of(message)
    shown = [each for each in entities if each.type == Type.PRE and each.language in _LANGUAGES]
    return unprompted(code_in(text, shown) or "") if shown else ""
