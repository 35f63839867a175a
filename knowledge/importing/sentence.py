"""Prose as sentences that know their lines. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.importing.imported import Prose

# A full stop ends a sentence where a new one begins; those inside names and numbers do not.
_END = re.compile(
    r"(?<=[.!?:;])[\"')*`]*\s+(?=[\"'(*`]*[A-Z0-9`])|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|[a-z]\))\s)"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence on one line; `line` is where it begins."""

    line: int
    text: str


def sentences(part: Prose) -> Iterator[Sentence]:
    """Cut a passage; list items are sentences of their own."""
    start = 0
    for end in (*(found.span() for found in _END.finditer(part.text)), (len(part.text),) * 2):
        text = part.text[start : end[0]]
        if text.strip():
            skipped = len(text) - len(text.lstrip())
            line = part.line_of(part.text.count("\n", 0, start + skipped))
            yield Sentence(line, _SPACE.sub(" ", text).strip())
        start = end[1]
