"""Text as Python reads it, or why it does not: what people send may be anything. Pure."""

import ast
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Tree = TypeVar("Tree")


@dataclass(frozen=True, slots=True)
class NotPython:
    """What a text is to Python, as in "the code is ...", and at which of its lines, from 1."""

    line: int
    message: str


def read(code: str) -> ast.Module | NotPython:
    return _quietly(lambda: ast.parse(code))


def parsed(code: str) -> ast.Module | None:
    """The tree of a program; None where a text is none, or is nested too deeply to be read."""
    found = read(code)
    return None if isinstance(found, NotPython) else found


def parsed_expression(code: str) -> ast.expr | None:
    found = _quietly(lambda: ast.parse(code, mode="eval"))
    return None if isinstance(found, NotPython) else found.body


def _quietly(parse: Callable[[], Tree]) -> Tree | NotPython:
    """Parse; what Python merely warns of is the writer's own affair."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return parse()
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        return NotPython(line, f"not Python: {getattr(error, 'msg', error)}")
    except (RecursionError, MemoryError):
        return NotPython(1, "nested too deeply to be read")
