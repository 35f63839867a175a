"""How a run ended, as one bold line. We read that line back where a learner replies to a run.

What it begins with stays as it is once released: replies in old chats are read as well.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import MessageEntity
from telegram.constants import MessageEntityType as Type

from bot.render.output import on_one_line
from bot.sending.styled import Styled, bold, plain, portion, stacked
from sandbox.protocol import Outcome, RunError, RunResult
from tutor.line.clash import is_of_memory

LONGEST_TYPE = 80


@dataclass(frozen=True, slots=True)
class _Line:
    """The line's beginning, which tells it from any other; the rest of it, and some advice."""

    begins: str
    rest: str = ""
    advice: str = ""


_LINES: Mapping[Outcome, _Line] = {
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
# What stopped it is told below, and was no end or crash of its own.
_STOPPED = _Line("💥 Stopped")
_FORGED = _Line("🚫 Not accepted")
_BEGINNINGS = tuple(line.begins for line in (*_LINES.values(), _FORGED))
_FAILED = _LINES[Outcome.ERROR].begins
_UNNAMED = "It ended with an error"
# What follows the type of an error: its line, or of timed blocks which one, and the line in it.
_NAMED = re.compile(rf"{_FAILED}(.+?)(?: on line \d+| in .+)?\Z")
_LESS_DATA = "Try it on less data; if there is a loop, look whether it ends."


def ending(result: RunResult) -> Styled:
    """Tell how a run ended and, where that helps, what to do about it."""
    line = _line(result.outcome, result.error)
    rest = line.rest.format(seconds=duration(result.seconds), error=_failure(result.error))
    return stacked(bold(line.begins + rest), plain(_advice(result) or line.advice))


def _line(outcome: Outcome, error: RunError | None) -> _Line:
    if error and error.type == "ForgedResult":
        return _FORGED
    is_stopped = error is not None and error.message.startswith("stopped ")
    return _STOPPED if outcome is Outcome.KILLED and is_stopped else _LINES[outcome]


def _advice(result: RunResult) -> str:
    """Python's own values filled the memory, and neither a tensor nor an array."""
    error = result.error
    if error is None or error.type != "MemoryError" or result.outcome is not Outcome.MEMORY:
        return ""
    return "" if is_of_memory(error.message) else _LESS_DATA


def _failure(error: RunError | None) -> str:
    if error is None:
        return _UNNAMED
    return _named(error.type, f" on line {error.line}" if error.line else "")


def failed_block(kind: str, block: str, line: int | None) -> str:
    """The bold line about a timed block that failed."""
    return _FAILED + _named(kind, f" in {block}" + (f", line {line}" if line else ""))


def _named(kind: str, where: str) -> str:
    return f"{on_one_line(kind)[:LONGEST_TYPE]}{where}"


def duration(seconds: float) -> str:
    """Two digits that matter, in the unit that suits."""
    if seconds < 1:
        return f"{max(1, round(seconds * 1000))} ms"
    return f"{seconds:.2g} s" if seconds < 10 else f"{round(seconds)} s"


def is_ending(line: str) -> bool:
    """Claim that a bold line of ours tells how a run ended."""
    return line.startswith(_BEGINNINGS)


def error_type(line: str) -> str | None:
    """The type of the error that such a line names; None where it names none."""
    named = _NAMED.match(line)
    return named[1] if named and named[1] != _UNNAMED else None


# What our message that somebody replies to had told of a run. Pure.


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
