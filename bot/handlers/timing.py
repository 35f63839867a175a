"""/time: how long a block takes, or which of two is faster."""

from telegram import Message, Update
from telegram.ext import CommandHandler

from bot.handlers.code import watched
from bot.incoming import after_command, blocks_in, text_of, unprompted
from bot.render import timing as render
from bot.render import words
from bot.replies import Replies
from bot.response import Response
from bot.sources import commands, message_of
from bot.styled import clean
from bot.turns import Context
from tutor.blocks import Blocks, Unclear
from tutor.blocks import blocks_in as parted
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_time(update: Update, context: Context) -> None:
        message = message_of(update)
        match parted(commanded(message)):
            case Unclear():
                await replies.answer(context, message, Response(words.how_to_time()))
            case Blocks() as blocks:
                async with watched(context, message):
                    found = await tutor.time(context.turn, blocks)
                    await replies.answer(context, message, render.timing(found, blocks), quote=True)

    return commands("time", on_time)


def commanded(message: Message) -> list[str]:
    """What /time is to time: blocks in the message, its words, or the message it replies to."""
    here = _blocks(message) or (after_command(message),)
    replied_to = message.reply_to_message
    if not any(block.strip() for block in here) and replied_to is not None:
        here = _blocks(replied_to) or (text_of(replied_to)[0],)
    return [unprompted(clean(block)) for block in here]


def _blocks(message: Message) -> tuple[str, ...]:
    return blocks_in(*text_of(message))
