"""What stands around code that was copied: numbers of lines, a chat's button, output below."""

import re
from collections.abc import Iterable
from textwrap import dedent
from typing import Final

from sandbox.paste.sessions import begins
from sandbox.paste.statements import (
    Meant,
    bound_by,
    code_beside,
    fault,
    first_outside_texts,
    is_code,
    looks_typed,
    not_run,
    parsed,
)

# `1  x`, `1. x`, `1: x`, `1 | x`, `1) x`, with the arrow of a traceback, and an empty line's alone.
_NUMBER: Final = re.compile(
    r"[ \t]*(?:-*>[ \t]*)?([0-9]{1,5})(?:[ \t]?[:|│]|[.)](?=[ \t]|$)|(?=[ \t]|$))"
)
# What a chat shows above a block: its language, and this.
_BUTTON: Final = re.compile(r"[ \t]*(?:python)? ?(?:copy code|copy ?edit)[ \t]*$", re.IGNORECASE)
_LABEL: Final = re.compile(r"\s*(?:python|py|copy|edit)\s*$", re.IGNORECASE)
_TRACEBACK: Final = r"[ \t]*(?:\w+[ \t]+)?Traceback \(most recent call last\):?[ \t]*$"
_OUTPUT: Final = re.compile(
    rf"{_TRACEBACK}|-{{10,}}[ \t]*$|[ \t]*\*{{0,2}}Out(?:put)?:\*{{0,2}}\s*$"
)


def without_numbers(lines: list[str]) -> list[str] | None:
    """None unless they count the lines, every one of them, and code stands beside them."""
    found = [_NUMBER.match(line) for line in lines if line.strip()]
    numbers = [int(each[1]) if each else 0 for each in found]
    if len(found) < 2 or numbers != list(range(numbers[0], numbers[0] + len(found))):
        return None
    # To the left of a wide column `9` stands as far out as `10`.
    behind = _moved_out(_NUMBER.sub("", line, 1) for line in lines)
    below = _moved_out(_NUMBER.sub(lambda each: " " * len(each[0]), line, 1) for line in lines)
    return next((way for way in (behind, below) if is_code("\n".join(way))), _with_mistake(behind))


def _moved_out(lines: Iterable[str]) -> list[str]:
    return dedent("\n".join(line if line.strip() else "" for line in lines)).split("\n")


def _with_mistake(lines: list[str]) -> list[str] | None:
    """Code with a mistake, or a session; None where it is Python, but only values."""
    is_typed = any(looks_typed(line) or begins(line) for line in lines)
    return lines if is_typed and fault(lines) is not None else None


def without_button(lines: list[str], at: int) -> list[str] | None:
    """Without the line of a button and the language beside it; None where that is no fault."""
    button = first_outside_texts(lines, _BUTTON)
    if button is None:
        return None
    near = {
        n for n in (button - 1, button + 1) if 0 < n <= len(lines) and _LABEL.match(lines[n - 1])
    }
    plain = ["" if n in {button, *near} else line for n, line in enumerate(lines, 1)]
    if at in {button, *near}:
        return plain
    above = code_beside(plain[:button]) if at < button else None
    return None if above is None else [*above, *plain[button:]]


def without_output(lines: list[str], at: int) -> Meant | None:
    """The program above; None unless Python reads it all, and the fault comes behind it."""
    mark = first_outside_texts(lines, _OUTPUT)
    if mark is None or at < mark:
        return None
    above, below = lines[: mark - 1], lines[mark:]
    if fault(above) is not None or not is_code("\n".join(above)):
        return None
    is_quoted = any(re.match(_TRACEBACK, line) for line in lines[mark - 1 :])
    if not is_quoted and _may_go_on(below, bound_by(parsed("\n".join(above)))):
        return None
    end = max(number for number, line in enumerate(lines, 1) if line.strip())
    why = f"like something printed; leave out line {mark} if that is code"
    return Meant(above + [""] * (len(below) + 1), not_run([range(mark, end + 1)], why))


def _may_go_on(output: list[str], bound: frozenset[str]) -> bool:
    return any(looks_typed(line) or is_code(line, bound) for line in map(str.strip, output))
