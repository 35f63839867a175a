"""What is said of a submission: one thing, the most useful. Pure."""

from dataclasses import dataclass

from sandbox.grading import (
    ChangedInput,
    DidNotRaise,
    Difference,
    NotAView,
    OtherDtype,
    OtherShape,
    OtherType,
    OtherValues,
    RaisedInstead,
    TooLarge,
)
from sandbox.values import Called, Raised, Value


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The smallest input found on which a submission differs, and what came of it on both sides."""

    inputs: Value
    got: Called
    expected: Called
    difference: Difference


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome`: passed, wrong, refused (by a rule of the exercise), or how its run ended.

    `mistake` names which typical one it behaves like; `line` is one of the submission's.
    """

    outcome: str
    feedback: str
    line: int | None = None
    mistake: str | None = None
    counterexample: Counterexample | None = None

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"


def sentence(found: Difference) -> str:
    """What is wrong, in words."""
    match found:
        case OtherType() | OtherDtype() | OtherShape() | OtherValues():
            return _of_value(found)
        case RaisedInstead(error=error):
            return f"It raises {_error(error)}"
        case DidNotRaise(expected=error):
            return f"It returns something where {error.type} is to be raised."
        case ChangedInput():
            return "The result is right, but an input is changed on the way: work on a copy."
        case NotAView():
            return "The values are right, but copied: the result is to share the input's memory."
        case TooLarge(largest=largest, bound=bound):
            return f"A tensor on the way has {largest} elements; {bound} are enough."


def _of_value(found: OtherType | OtherDtype | OtherShape | OtherValues) -> str:
    match found:
        case OtherType():
            asked = ": is there a return?" if found.got == "None" else "."
            return f"It returns {found.got} instead of {found.expected}{asked}"
        case OtherDtype(same_values=True):
            return f"Right values, wrong dtype: {found.got} instead of {found.expected}."
        case OtherDtype():
            return f"The dtype is {found.got} instead of {found.expected}; values differ, too."
        case OtherShape(same_values=True):
            return f"Right values, wrong shape: {found.got} instead of {found.expected}."
        case OtherShape():
            return f"The shape is {found.got} instead of {found.expected}."
        case _:
            return _of_values(found)


def _of_values(found: OtherValues) -> str:
    if found.is_transposed:
        return "The values are right but transposed: rows and columns are swapped."
    if found.of == 1:
        return "The value differs."
    return f"{found.wrong} of {found.of} values differ, the first at {found.first}."


def _error(error: Raised) -> str:
    where = f" (line {error.line})" if error.line else ""
    return f"{error.type}{where}: {error.message}"
