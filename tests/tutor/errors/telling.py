"""What is said of an error, as its tests write it down."""

from sandbox.protocol import Operand, RunError
from tutor.errors.code_around import Failure
from tutor.errors.words import words


def said(kind: str, message: str, broken: str = "", code: str = "", **fields) -> str:
    """`code` fails on its last line, unless `line` says where."""
    usual = {"line": code.count("\n") + 1, "column": None, "end_column": None}
    error = RunError(type=kind, message=message, **{**usual, **fields})
    return words(Failure(error, broken, code))


def held(**shapes: tuple[int, ...]) -> tuple[Operand, ...]:
    return tuple(
        Operand(expression=name, shape=shape, dtype="float32") for name, shape in shapes.items()
    )
