"""What went to stderr: warnings, and what a program says before it ends itself."""

import re
from dataclasses import dataclass
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Screen:
    """What is to be seen, and how many states of its lines are not."""

    text: str
    earlier: int


def on_screen(printed: str) -> Screen:
    """The last state of each line, with a note where there were others: nothing hides unsaid.

    A later text takes the whole line, also where it is shorter: a terminal would leave the rest.
    """
    lines = uncoloured(printed).replace("\r\n", "\n").split("\n")
    states = [_states(line) for line in lines]
    text = "\n".join(_last(of_line) for of_line in states)
    return Screen(text, sum(len(of_line) - 1 for of_line in states))


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

_BIDI = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
# Characters that nobody sees, so that text could say more than it shows.
_UNSEEN = {
    "\u00ad": "SHY",
    "\u180e": "MVS",
    "\u200b": "ZWSP",
    "\u2060": "WJ",
    "\u2061": "FA",
    "\u2062": "IT",
    "\u2063": "IS",
    "\u2064": "IP",
    "\ufeff": "BOM",
    **{chr(number): f"{number:04X}" for number in range(0x206A, 0x2070)},
    **{chr(number): f"{number:04X}" for number in range(0xFFF9, 0xFFFC)},
    **{chr(number): f"{number:05X}" for number in range(0xE0000, 0xE0080)},
}
_KEPT = {"\t", "\n"}

# Unicode draws a picture for each control character, in the same order.
_CONTROLS = {chr(number): chr(0x2400 + number) for number in range(0x20)} | {"\x7f": "\u2421"}
_LATER_CONTROLS = {chr(number): f"⟨{number:02X}⟩" for number in range(0x80, 0xA0)}
_SHOWN = str.maketrans(
    {
        **{control: shown for control, shown in _CONTROLS.items() if control not in _KEPT},
        **_LATER_CONTROLS,
        **{control: f"⟨{name}⟩" for control, name in (_BIDI | _UNSEEN).items()},
        "\u2028": "\n",
        "\u2029": "\n",
    }
)


def visible(text: str) -> str:
    """The text with every control shown as a symbol; line breaks and tabs stay."""
    return clean(text).replace("\r\n", "\n").translate(_SHOWN)


def on_one_line(text: str) -> str:
    """The same on one line, for names, wordings and messages inside a sentence."""
    return " ".join(visible(text).split())


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


# The line that Python could not read, with a mark where it gave up.

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
