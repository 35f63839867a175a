"""What was meant by a paste, and what is said of the lines of it that are left out in doubt."""

from dataclasses import dataclass
from typing import Final

_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """What was meant, line by line, and what is to be said of what is left out.

    `shown`: the lines, from 1, whose values a session shows.
    """

    lines: list[str]
    told: str = ""
    shown: frozenset[int] = frozenset()


def not_run(left: list[range], why: str) -> str:
    """A sentence on lines that are left out in doubt."""
    return f"not run: {', '.join(map(_numbers, left[:_TOLD]))}, {why}\n" if left else ""


def _numbers(lines: range) -> str:
    return f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]} to {lines[-1]}"
