"""What went to stderr: warnings, and what a program says before it ends itself."""

import re
from typing import Final

from bot.graphemes import clipped
from bot.render.screen import on_screen
from bot.render.visible import visible
from bot.response import Document, Response
from bot.styled import Styled, plain, pre, stacked
from sandbox.protocol import RunError, RunResult

COMPLAINT_LENGTH = 900
ALL_OF_STDERR = "All of it is in stderr.txt."

_WARNING: Final = re.compile(r"Warning|WARNING")
_NUMBER: Final = re.compile(r"-?\d+$")
# Where Python begins to tell of the error itself.
_TRACEBACK: Final = re.compile(
    r'^(Traceback \(most recent call last\):$|  File "<snippet>")', re.MULTILINE
)


def complaints(result: RunResult) -> Response:
    """All of stderr; where the code failed, what stands before the error's own traceback."""
    if result.error:
        return Response(_before(result.error, result.stderr))
    screen = on_screen(result.stderr)
    text = visible(screen.text).strip()
    if not text:
        return Response(Styled())
    shown = _shown(text)
    if not screen.earlier:
        return Response(shown)
    whole = Document("stderr.txt", f"{visible(result.stderr).rstrip()}\n".encode())
    return Response(stacked(shown, plain(ALL_OF_STDERR)), None, (whole,))


def _before(error: RunError, stderr: str) -> Styled:
    """Warnings, which an error may come of; all of it where the code ended itself."""
    found = _TRACEBACK.search(stderr)
    told = stderr[: found.start()] if found else stderr
    text = _read(told)
    if error.type == "SystemExit":
        # What it ended itself with, unless that is a number, stands there once more.
        said = "" if _NUMBER.match(error.message) else _read(error.message)
        text = text.removesuffix(said).rstrip()
    elif not found or not _WARNING.search(text):
        return Styled()
    return _shown(text) if text else Styled()


def _read(written: str) -> str:
    """What a terminal would show of it."""
    return visible(on_screen(written).text).strip()


def _shown(text: str) -> Styled:
    title = "Warnings:" if _WARNING.search(text) else "On stderr:"
    return stacked(plain(title), pre(clipped(_from_the_warning(text), COMPLAINT_LENGTH)))


def _from_the_warning(text: str) -> str:
    """Begin with the first warning where what stands before would cut it off."""
    found = _WARNING.search(text)
    start = text.rfind("\n", 0, found.start()) + 1 if found else 0
    is_cut_off = len(text[:start]) + len(text[start:].partition("\n")[0]) > COMPLAINT_LENGTH
    return f"…\n{text[start:]}" if start and is_cut_off else text
