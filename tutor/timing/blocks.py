"""Which part of a message is set-up and which are the blocks to time. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.examples.python import parsed_expression
from tutor.run import understood

# Keyboards of phones make longer dashes of two.
_BETWEEN = re.compile(
    r"^[ \t]*(?:-{3,}|-*[\u2013\u2014][-\u2013\u2014]*|#[ \t]*vs\.?)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# On one line, as in a title; Python has no use for the word between two expressions.
_VERSUS = re.compile(r"[ \t]+vs\.?[ \t]+", re.IGNORECASE)
_SETUP = re.compile(r"\s*#[ \t]*set-?up\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Code to time: one block, or two to compare; both find what `setup` made."""

    first: str
    second: str | None = None
    setup: str = ""

    def source(self, name: str) -> str:
        """The code under the name that a block has in the sandbox."""
        return {"setup": self.setup, "first": self.first, "second": self.second}.get(name) or ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """No such blocks: `blocks` is how many there were besides a set-up."""

    blocks: int


def blocks_in(texts: Sequence[str]) -> Blocks | Unclear:
    """Read blocks as they were written: in blocks of their own, or with a line between them.

    A line of dashes or `# vs` parts two blocks, and so does a "vs" between two expressions. The
    set-up begins with `# setup`, or is the first of three. Each is as the sandbox reads it.
    """
    parted = (part for text in texts for part in _BETWEEN.split(text) if part.strip())
    read = (understood(part).strip("\n") for part in parted)
    parts = [part for part in read if part.strip()]
    marked = [part for part in parts if _SETUP.match(part)]
    others = [part for part in parts if not _SETUP.match(part)]
    if len(others) == 1:
        others = _compared(others[0])
    if not marked and len(others) == 3:
        marked, others = others[:1], others[1:]
    match others:
        case [first] if len(marked) <= 1:
            return Blocks(first, None, "".join(marked))
        case [first, second] if len(marked) <= 1:
            return Blocks(first, second, "".join(marked))
        case _:
            return Unclear(len(others))


def _compared(part: str) -> list[str]:
    """The two expressions that a "vs" stands between, else the part as it is."""
    if _is_expression(part.strip()):  # The word stands in a string or a comment.
        return [part]
    sides = _VERSUS.split(part.strip())
    return sides if len(sides) == 2 and all(map(_is_expression, sides)) else [part]


def _is_expression(code: str) -> bool:
    return parsed_expression(code) is not None
