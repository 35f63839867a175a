"""Line numbers that a page, an editor or a traceback puts beside code."""

import re
from itertools import pairwise
from textwrap import dedent
from typing import Final

from sandbox.paste.prompts import begins
from sandbox.paste.statements import fault, is_code, looks_typed

# `1  x`, `1. x`, `1: x`, `1 | x`, `1) x`, with the arrow of a traceback, and an empty line's alone.
_NUMBER: Final = re.compile(
    r"[ \t]*(?:-*>[ \t]*)?([0-9]{1,5})(?:[ \t]?[:|│]|[.)](?=[ \t]|$)|(?=[ \t]|$))"
)
_ALONE: Final = re.compile(r"[ \t]*([0-9]{1,5})[ \t]*$")


def without_numbers(lines: list[str]) -> list[str] | None:
    """None unless they count the lines, every one of them, and code stands beside them."""
    if (beside := _without_lines_of_numbers(lines)) is not None:
        return beside
    found = {at: _NUMBER.match(line) for at, line in enumerate(lines) if line.strip()}
    numbers = {at: match for at, match in found.items() if match}
    if len(numbers) < len(found) or not _counts([int(each[1]) for each in numbers.values()]):
        return None
    behind = [line[numbers[at].end() :] if at in numbers else "" for at, line in enumerate(lines)]
    # To the left of a wide column `9` stands as far out as `10`, and code begins below code.
    below = [
        " " * numbers[at].end() + text if at in numbers else "" for at, text in enumerate(behind)
    ]
    return _first_that_is_code(_moved_out(behind), _moved_out(below))


def _counts(numbers: list[int]) -> bool:
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _moved_out(lines: list[str]) -> list[str]:
    return dedent("\n".join(line if line.strip() else "" for line in lines)).split("\n")


def _first_that_is_code(*ways: list[str]) -> list[str] | None:
    """With a mistake in it too, as long as it is none that the numbers made."""
    for lines in ways:
        if is_code("\n".join(lines)):
            return lines
    is_typed = any(looks_typed(line) or begins(line) for line in ways[0])
    return ways[0] if fault(ways[0]) is not None and is_typed else None


def _without_lines_of_numbers(lines: list[str]) -> list[str] | None:
    """As a table is copied: each number on a line of its own, above the line of code."""
    said = [at for at, line in enumerate(lines) if line.strip()]
    numbers = [order for order, at in enumerate(said) if _ALONE.match(lines[at])]
    if not _counts([int(lines[said[order]]) for order in numbers]) or numbers[0]:
        return None
    widest = max(end - start for start, end in pairwise([*numbers, len(said)]))
    left = {said[order] for order in numbers} if widest == 2 else set()
    return ["" if at in left else line for at, line in enumerate(lines)] if left else None
