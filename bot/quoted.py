"""What our message that somebody replies to had told of a run. Pure."""

from collections.abc import Sequence

from telegram import MessageEntity
from telegram.constants import MessageEntityType as Type

from bot.render.ending import error_type, is_ending
from bot.styled import portion


def tells_of_run(text: str, entities: Sequence[MessageEntity]) -> bool:
    """Whether a message of ours is the reply to a run, however the run ended."""
    return _ending(text, entities) is not None


def error_line(text: str, entities: Sequence[MessageEntity]) -> str:
    """The error that our message tells of, as a traceback's last line; empty without one."""
    ending = _ending(text, entities)
    kind = error_type(_words(text, ending)) if ending else None
    if ending is None or kind is None:
        return ""
    end = ending.offset + ending.length
    following = (each.offset for each in entities if each.offset >= end)
    said = portion(text, end, min(following, default=len(text)) - end).strip()
    message = said.split("\n")[0]
    return f"{kind}: {message}" if message else kind


def _ending(text: str, entities: Sequence[MessageEntity]) -> MessageEntity | None:
    bold = (each for each in entities if each.type == Type.BOLD)
    return next((each for each in bold if is_ending(_words(text, each))), None)


def _words(text: str, entity: MessageEntity) -> str:
    return portion(text, entity.offset, entity.length)
