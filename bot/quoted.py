"""What a message of ours, to which somebody replies, told of a run. Pure."""

from collections.abc import Sequence

from telegram import MessageEntity
from telegram.constants import MessageEntityType as Type

from bot.styled import portion

# What the bold line begins with that tells how a run ended.
_ENDINGS = ("✅ Finished", "❌ ", "🚫 Not run", *(f"{sign} Stopped" for sign in "⏱🧠📜💥"))
_FAILED = "❌ "
_WHERE = " on line "


def tells_of_run(text: str, entities: Sequence[MessageEntity]) -> bool:
    """Whether it is the reply to a run, however that ended."""
    return _headline(text, entities) is not None


def error_line(text: str, entities: Sequence[MessageEntity]) -> str:
    """The error that it tells of, as a traceback's last line; empty where there is none."""
    headline = _headline(text, entities)
    if headline is None or not _titled(text, headline).startswith(_FAILED):
        return ""
    kind = _titled(text, headline).removeprefix(_FAILED).partition(_WHERE)[0]
    end = headline.offset + headline.length
    following = (each.offset for each in entities if each.offset >= end)
    said = portion(text, end, min(following, default=len(text)) - end).strip()
    message = said.split("\n")[0]
    return f"{kind}: {message}" if message else kind


def _headline(text: str, entities: Sequence[MessageEntity]) -> MessageEntity | None:
    bold = (each for each in entities if each.type == Type.BOLD)
    return next((each for each in bold if _titled(text, each).startswith(_ENDINGS)), None)


def _titled(text: str, entity: MessageEntity) -> str:
    return portion(text, entity.offset, entity.length)
