"""What is said of a submission: one thing, the most useful. Pure."""

from dataclasses import dataclass

from sandbox.grading import (
    ChangedInput,
    Difference,
    DidNotRaise,
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
        case RaisedInstead(error=error):
            return f"It raises {_error(error)}"
        case DidNotRaise(expected=error):
            return f"It returns something where {error.type} is to be raised."
        case OtherType(expected=expected, got="None"):
            return f"It returns None instead of a {expected}: is there a return?"
        case OtherType(expected=expected, got=got):
            return f"It returns {got} where {expected} is wanted."
        case OtherDtype(expected=expected, got=got, same_values=True):
            return f"Right values, wrong dtype: {got} instead of {expected}."
        case OtherDtype(expected=expected, got=got):
            return f"The dtype is {got} instead of {expected}, and the values differ, too."
        case OtherShape(expected=expected, got=got, same_values=True):
            return f"Right values, wrong shape: {got} instead of {expected}."
        case OtherShape(expected=expected, got=got):
            return f"The shape is {got} instead of {expected}."
        case OtherValues(is_transposed=True):
            return "The values are right but transposed: rows and columns are swapped."
        case OtherValues(first=first, wrong=wrong, of=of) if of > 1:
            return f"{wrong} of {of} values differ, the first at {first}."
        case OtherValues():
            return "The value differs."
        case ChangedInput():
            return "The result is right, but an input is changed on the way: work on a copy."
        case NotAView():
            return "The values are right, but copied: the result is to share the input's memory."
        case TooLarge(largest=largest, bound=bound):
            return f"A tensor on the way has {largest} elements; {bound} are enough."


def _error(error: Raised) -> str:
    where = f" (line {error.line})" if error.line else ""
    return f"{error.type}{where}: {error.message}"
