"""Texts and comments in code, found without Python's reader, which refuses the rest of a paste."""

import re
from itertools import accumulate
from typing import Final

# What many editors show as the end of a line, and Python does not know as one.
LINE_ENDS: Final = "\u2028\u2029\u0085\v"
# Group 1 is the text or the comment, so that a pattern of "this or LITERAL" tells which it found.
# A quote behind a backslash opens none: a search from each would take for ever.
LITERAL: Final = (
    r"""((?<!\\)\"{3}(?:\\.|[^\\])*?\"{3}|(?<!\\)'{3}(?:\\.|[^\\])*?'{3}"""
    rf"""|(?<!\\)"(?:\\.|[^"\\\n])*"|(?<!\\)'(?:\\.|[^'\\\n])*'|\#[^\n{LINE_ENDS}]*)"""
)
_LITERAL: Final = re.compile(LITERAL, re.DOTALL)


def lines_in_texts(lines: list[str]) -> frozenset[int]:
    """The numbers of the lines that begin within a text, and mean what they say."""
    places = accumulate((len(line) + 1 for line in lines), initial=0)
    starts = {place: number for number, place in enumerate(places, 1)}
    found: set[int] = set()
    for text in _LITERAL.finditer("\n".join(lines)):
        if text[0].count("\n"):
            ends = (at for at, sign in enumerate(text[0], text.start()) if sign == "\n")
            found.update(starts[end + 1] for end in ends)
    return frozenset(found)


def first_outside_texts(lines: list[str], begins: re.Pattern[str]) -> int | None:
    """The number of the first line that begins so; a docstring's examples are no paste."""
    found = [number for number, line in enumerate(lines, 1) if begins.match(line)]
    texts = lines_in_texts(lines) if found else frozenset[int]()
    return next((number for number in found if number not in texts), None)


def outside_texts(lines: list[str]) -> list[str]:
    """Lines without texts and comments; a text that goes on leaves a backslash, which does, too."""
    bare = _LITERAL.sub(lambda found: "\\\n" * found[0].count("\n"), "\n".join(lines))
    return bare.split("\n")


def outside(line: str) -> str:
    """One line without its texts and comments."""
    return _LITERAL.sub("", line)
