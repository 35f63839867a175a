"""What a program printed, as a screen would show it and safe to look at; and what stderr says."""

import re
from typing import Final, NamedTuple

from bot.sending.response import Document, Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, clean, plain, pre, stacked
from sandbox.protocol import RunError, RunResult
from tutor.line.rows import BROKE, WIDTH, Row, aligned, stretches

# A text as a screen shows it: a line that was written over has its last state, and no colours.

# What sets colours and weight, and nothing else: all other controls stay, to be made visible.
_COLOUR: Final = re.compile(r"\x1b\[[0-9;:]*m")
# A bar's end may wipe it off, with spaces or by a code that erases the line.
_WIPED: Final = re.compile(r"(?:\s|\x1b\[[0-2]?K)*")
_ERASED: Final = re.compile(r"\A(\x1b\[[0-2]?K)+|(\x1b\[[0-2]?K)+\Z")


class Screen(NamedTuple):
    """What is to be seen, and how many states of its lines are not."""

    text: str
    earlier: int


def on_screen(printed: str) -> Screen:
    """The last state of each line, with a note where there were others: nothing hides unsaid.

    A later text takes the whole line, also where it is shorter: a terminal would leave the rest.
    """
    lines = uncoloured(printed).replace("\r\n", "\n").split("\n")
    states = [_states(line) for line in lines]
    return Screen("\n".join(map(_last, states)), sum(map(len, states)) - len(states))


def uncoloured(text: str) -> str:
    """The text without the codes for colours; a terminal's other controls are kept."""
    return _COLOUR.sub("", text)


def _states(line: str) -> list[str]:
    """What stood in a line, one after the other; an empty line between is none."""
    states = [_ERASED.sub("", state) for state in line.split("\r")]
    if len(states) == 1:
        return states
    return [state for state in states if not _WIPED.fullmatch(state)] or [""]


def _last(states: list[str]) -> str:
    earlier = len(states) - 1
    note = f" ({earlier} earlier state{'s' * (earlier > 1)} of this line)" if earlier else ""
    return states[-1] + note


# Making what a program printed safe to look at: nothing invisible, nothing that reorders text.

# Unicode draws a picture for each control character, in the same order.
_PICTURED: Final = {number: 0x2400 + number for number in range(0x20)} | {0x7F: 0x2421}
# Others are shown by their number, as in Python's own messages.
_HIDDEN: Final = (
    *range(0x80, 0xA0),
    0xAD,
    0x61C,
    0x180E,
    *(0x200B, 0x200E, 0x200F),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
)
_SHOWN: Final[dict[int, int | str]] = {
    **_PICTURED,
    **{number: f"⟨U+{number:04X}⟩" for number in _HIDDEN},
    **{ord(kept): kept for kept in "\t\n"},
    **dict.fromkeys((0x2028, 0x2029), "\n"),
}


def visible(text: str) -> str:
    """The text with every control shown as a symbol; line breaks and tabs stay."""
    return clean(text).replace("\r\n", "\n").translate(_SHOWN)


def on_one_line(text: str) -> str:
    """The same on one line, for names, wordings and messages inside a sentence."""
    return " ".join(visible(text).split())


COMPLAINT_LENGTH = 900

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
    shown = _complaint(_read(result.stderr))
    if not shown.text or not on_screen(result.stderr).earlier:
        return Response(shown)
    whole = Document("stderr.txt", f"{visible(result.stderr).rstrip()}\n".encode())
    return Response(stacked(shown, plain("All of it is in stderr.txt.")), None, (whole,))


def _before(error: RunError, stderr: str) -> Styled:
    """Warnings, which an error may come of; all of it where the code ended itself."""
    found = _TRACEBACK.search(stderr)
    text = _read(stderr[: found.start()] if found else stderr)
    if error.type == "SystemExit":
        # What it ended itself with, unless that is a number, stands there once more.
        said = "" if _NUMBER.match(error.message) else _read(error.message)
        return _complaint(text.removesuffix(said).rstrip())
    return _complaint(text) if found and _WARNING.search(text) else Styled()


def _read(written: str) -> str:
    """What a terminal would show of it."""
    return visible(on_screen(written).text).strip()


def _complaint(text: str) -> Styled:
    """It begins with the first warning where what stands before would cut that off."""
    if not text:
        return Styled()
    found = _WARNING.search(text)
    start = text.rfind("\n", 0, found.start()) + 1 if found else 0
    if start and start + len(text[start:].partition("\n")[0]) > COMPLAINT_LENGTH:
        text = f"…\n{text[start:]}"
    title = "Warnings:" if found else "On stderr:"
    return stacked(plain(title), pre(clipped(text, COMPLAINT_LENGTH)))


# The line that Python could not read, with a mark where it gave up.

_OF_INDENTS: Final = frozenset({"IndentationError", "TabError"})
_INDENT: Final = re.compile(r"\A[ \t]+")


def misread(error: RunError, code: str, stderr: str) -> Styled:
    """Empty where the place is not known, or the sandbox read another line than was sent."""
    lines = code.split("\n")
    number = error.line or 0
    if error.type not in _OF_INDENTS | {"SyntaxError"} or not 1 <= number <= len(lines):
        return Styled()
    line = lines[number - 1]
    if error.type in _OF_INDENTS:
        before = next((each for each in reversed(lines[: number - 1]) if each.strip()), "")
        return pre("\n".join(map(_with_tabs, filter(None, (before, line)))), "python")
    is_as_sent = line.isprintable() and line.strip() in stderr
    return _marked(line, error.column) if is_as_sent else Styled()


def _with_tabs(line: str) -> str:
    """Tabs are told from blanks, for that may be what is wrong."""
    shown = _INDENT.sub(lambda found: found[0].replace("\t", "→   "), line.rstrip())
    return clipped(visible(shown), 2 * WIDTH)


def _marked(line: str, column: int | None) -> Styled:
    """As much of the line as is wide enough for a phone, around the place."""
    if column is None or not 0 <= column <= len(line):
        return Styled()
    half = WIDTH // 2
    start = min(column, max(column - half, len(line) - len(line.lstrip())))
    shown = stretches(line, start, min(len(line), column + WIDTH - half - 2))
    tried = (aligned(each, [Row(column, BROKE)]) for each in shown)
    return pre(next(filter(None, tried), ""))


# The error that another was raised from; the wire has it in the traceback alone.

# Python's words between the two, and ours.
_BETWEEN: Final = {
    "The above exception was the direct cause of the following exception:": "Because of",
    "During handling of the above exception, another exception occurred:": "While handling",
}
_BEGINNING: Final = "Traceback (most recent call last):\n"
_PLACE: Final = re.compile(r'^  File "<snippet>", line (\d+)', re.MULTILINE)


def cause(stderr: str) -> str:
    """In one line: which error, where, and its first words; empty where there was none."""
    places = {words: stderr.rfind(f"\n\n{words}\n\n") for words in _BETWEEN}
    between, end = max(places.items(), key=lambda place: place[1])
    start = stderr.rfind(_BEGINNING, 0, end) if end >= 0 else -1
    if start < 0:
        return ""
    # The frames are indented, what was raised is not.
    told = stderr[start + len(_BEGINNING) : end]
    words = next((line for line in told.split("\n") if line and not line.startswith(" ")), "")
    kind, colon, message = words.partition(": ")
    lines = _PLACE.findall(told)
    where = f" on line {lines[-1]}" if lines else ""
    return f"{_BETWEEN[between]}: {kind}{where}{colon}{message}" if words else ""
