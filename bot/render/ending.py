"""How a run ended, as one bold line. We read that line back where a learner replies to a run.

What it begins with stays as it is once released: replies in old chats are read as well.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from telegram import MessageEntity
from telegram.constants import MessageEntityType as Type

from bot.render.output import on_one_line
from bot.sending.styled import Styled, bold, plain, portion, stacked
from sandbox.protocol import Outcome, RunResult
from tutor.line.clash import is_of_memory

LONGEST_TYPE = 80


class _Line(NamedTuple):
    """The line's beginning, which tells it from any other; the rest of it, and some advice."""

    begins: str
    rest: str = ""
    advice: str = ""


_LINES: Final[Mapping[Outcome, _Line]] = {
    Outcome.OK: _Line("✅ Finished", " in {seconds}"),
    Outcome.ERROR: _Line("❌ ", "{error}"),
    Outcome.TIMEOUT: _Line(
        "⏱ Stopped",
        " after {seconds}: it took too long",
        "Look for a loop that doesn't end, or try it on smaller tensors or with fewer steps.",
    ),
    Outcome.MEMORY: _Line(
        "🧠 Stopped",
        ": it needed more memory than a snippet gets",
        "Try it on smaller tensors.",
    ),
    Outcome.OUTPUT: _Line(
        "📜 Stopped",
        ": it printed far too much",
        "Print less, perhaps only shapes or the first rows.",
    ),
    Outcome.KILLED: _Line(
        "💥 Stopped",
        ": the process ended before the code did",
        "That happens when code ends or crashes Python itself. Try it in smaller steps.",
    ),
    Outcome.REJECTED: _Line("🚫 Not run", "", "Please send it again, changed."),
}
_FORGED: Final = _Line("🚫 Not accepted")
_BEGINNINGS: Final = tuple(line.begins for line in (*_LINES.values(), _FORGED))
_FAILED: Final = _LINES[Outcome.ERROR].begins
_UNNAMED: Final = "It ended with an error"
# What follows the type of an error: its line, or of timed blocks which one, and the line in it.
_NAMED: Final = re.compile(rf"{_FAILED}(?!{_UNNAMED})(.+?)(?: on line \d+| in .+)?\Z")


def ending(result: RunResult) -> Styled:
    """Tell how a run ended and, where that helps, what to do about it."""
    line, error = _line_of(result), result.error
    where = f" on line {error.line}" if error and error.line else ""
    named = _named(error.type) + where if error else _UNNAMED
    rest = line.rest.format(seconds=duration(result.seconds), error=named)
    return stacked(bold(line.begins + rest), plain(line.advice))


def _line_of(result: RunResult) -> _Line:
    line, error = _LINES[result.outcome], result.error
    if error is None:
        return line
    if error.type == "ForgedResult":
        return _FORGED
    if result.outcome is Outcome.KILLED and error.message.startswith("stopped "):
        # What stopped it is told below, and was no end or crash of its own.
        return _Line(line.begins)
    is_full = result.outcome is Outcome.MEMORY and error.type == "MemoryError"
    if is_full and not is_of_memory(error.message):
        # Python's own values filled it, and neither a tensor nor an array.
        less = "Try it on less data; if there is a loop, look whether it ends."
        return line._replace(advice=less)
    return line


def failed_block(kind: str, block: str, line: int | None) -> str:
    """The bold line about a timed block that failed."""
    return f"{_FAILED}{_named(kind)} in {block}" + (f", line {line}" if line else "")


def _named(kind: str) -> str:
    return on_one_line(kind)[:LONGEST_TYPE]


def duration(seconds: float) -> str:
    """Two digits that matter, in the unit that suits."""
    if seconds < 1:
        return f"{max(1, round(seconds * 1000))} ms"
    return f"{seconds:.2g} s" if seconds < 10 else f"{round(seconds)} s"


def tells_of_run(text: str, entities: Sequence[MessageEntity]) -> bool:
    """Whether a message of ours is the reply to a run, however the run ended."""
    return _ending_in(text, entities) is not None


def error_line(text: str, entities: Sequence[MessageEntity]) -> str:
    """The error that our message tells of, as a traceback's last line; empty without one."""
    ending = _ending_in(text, entities)
    named = _NAMED.match(portion(text, ending.offset, ending.length)) if ending else None
    if ending is None or named is None:
        return ""
    end = ending.offset + ending.length
    following = (each.offset for each in entities if each.offset >= end)
    said = portion(text, end, min(following, default=len(text)) - end).strip()
    message = said.split("\n")[0]
    return f"{named[1]}: {message}" if message else named[1]


def _ending_in(text: str, entities: Sequence[MessageEntity]) -> MessageEntity | None:
    bold = (each for each in entities if each.type == Type.BOLD)
    said = ((each, portion(text, each.offset, each.length)) for each in bold)
    return next((each for each, line in said if line.startswith(_BEGINNINGS)), None)
