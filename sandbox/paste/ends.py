"""Where that ends which begins on a line of a paste: code, a value in brackets, an example."""

import ast
from itertools import takewhile
from typing import Final

from sandbox.paste.literals import outside, outside_texts
from sandbox.paste.statements import fault, looks_typed, parsed

OPENS: Final = "([{"
_CLOSES: Final = ")]}"
# Prose below code has a first fault; Python may name another behind that before it.
_TRIES: Final = 4


def end_of_code(lines: list[str], start: int) -> int:
    """As far as Python can read from there; `start` where it can read nothing."""
    end = len(lines)
    for _ in range(_TRIES):
        if (at := fault(lines[start:end])) is None:
            return end
        end = start + min(at, end - start) - 1
    return start


def end_of_brackets(lines: list[str], start: int) -> int:
    """Behind a value on several lines that is no Python, such as a printed module."""
    depth = 0
    for place in range(start, len(lines)):
        depth += _deeper(outside(lines[place]))
        if depth <= 0:
            return place + 1
    return start + 1


def _deeper(bare: str) -> int:
    return sum((sign in OPENS) - (sign in _CLOSES) for sign in bare)


def end_of_statement(lines: list[str]) -> int:
    """Behind what goes on in brackets, in a text or behind a backslash; 1 where nothing ends it."""
    depth = 0
    for place, bare in enumerate(outside_texts(lines), 1):
        depth += _deeper(bare)
        if depth <= 0 and not bare.endswith("\\"):
            return place
    return 1


def end_of_code_set_apart(lines: list[str], start: int) -> int:
    """Behind lines that begin further in, below an empty one; 0 where none of them is like code.

    So pages set apart examples that are no sessions; what was printed seldom stands so.
    """
    if not lines[start][:1].isspace() or not start or lines[start - 1].strip():
        return 0
    block = list(takewhile(str.strip, lines[start:]))
    further_in = (line.strip() for line in block if line[:1].isspace())
    return start + len(block) if any(map(looks_typed, further_in)) else 0


def end_of_record(lines: list[str]) -> int:
    """Behind a named tuple as it shows itself, `point(x=1, y=2)`; 0 where there is none."""
    end = end_of_brackets(lines, 0)
    match parsed("\n".join(lines[:end])):
        case [ast.Expr(value=ast.Call(func=ast.Name(), args=[], keywords=[_, *_]))]:
            return end
    return 0
