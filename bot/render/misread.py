"""The line that Python could not read, with a mark where it gave up."""

from typing import Final

from bot.graphemes import clipped
from bot.render.visible import visible
from bot.styled import Styled, pre
from sandbox.protocol import RunError
from tutor.rows import BROKE, WIDTH, Row, aligned, stretches

_OF_INDENTS: Final = frozenset({"IndentationError", "TabError"})
_KINDS: Final = _OF_INDENTS | {"SyntaxError"}
_BEFORE: Final = WIDTH // 2


def misread(error: RunError, code: str, stderr: str) -> Styled:
    """Empty where the place is not known, or the sandbox read another line than was sent."""
    lines = code.split("\n")
    number = error.line or 0
    if error.type not in _KINDS or not 1 <= number <= len(lines):
        return Styled()
    line = lines[number - 1]
    if error.type in _OF_INDENTS:
        return _indented(lines, number)
    return (
        _marked(line, error.column) if line.isprintable() and line.strip() in stderr else Styled()
    )


def _indented(lines: list[str], number: int) -> Styled:
    """The line and the last one before it that says something, with the blanks they begin with."""
    before = next((line for line in reversed(lines[: number - 1]) if line.strip()), "")
    shown = [_with_tabs(line) for line in (before, lines[number - 1]) if line]
    return pre("\n".join(shown), "python")


def _with_tabs(line: str) -> str:
    """Tabs are told from blanks, for that may be what is wrong."""
    text = line.rstrip().lstrip(" \t")
    blanks = line[: len(line.rstrip()) - len(text)].replace("\t", "→   ")
    return clipped(blanks + visible(text).replace("\n", " "), 2 * WIDTH)


def _marked(line: str, column: int | None) -> Styled:
    """As much of the line as is wide enough for a phone, around the place."""
    if column is None or not 0 <= column <= len(line):
        return Styled()
    start = min(column, max(column - _BEFORE, len(line) - len(line.lstrip())))
    shown = stretches(line, start, min(len(line), column + WIDTH - _BEFORE - 2))
    tried = (aligned(each, [Row(column, BROKE)]) for each in shown)
    return pre(next((block for block in tried if block), ""))
