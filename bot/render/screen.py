"""A text as a screen shows it: a line that was written over has its last state, and no colours."""

import re
from dataclasses import dataclass
from typing import Final

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
