"""A row of advice: which errors it is for, and what tells it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.render.around import Broken


@dataclass(frozen=True, slots=True)
class Advice:
    """`tell` gives no words where the code leaves open what was meant."""

    kind: str
    message: re.Pattern[str]
    tell: Callable[[Broken, re.Match[str]], str]


def advised(rows: Sequence[Advice], broken: Broken) -> str:
    """The first row's words that has any for the error; empty where none has."""
    error = broken.error
    for row in rows:
        found = row.message.match(error.message) if row.kind == error.type else None
        if found and (words := row.tell(broken, found)):
            return words
    return ""
