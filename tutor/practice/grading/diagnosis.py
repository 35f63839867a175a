"""What is said of a submission that differs: one thing, the most useful. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

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
from sandbox.values import Raised, TensorValue, Value


def diagnosis(
    inputs: Sequence[Value], differences: Sequence[Difference | None], shown: Difference | None
) -> str:
    """Which inputs it is wrong for, where they have that in common, and what is wrong.

    `shown` is the difference on an input that is shown; without one only its kind is told.
    """
    where = _where(inputs, differences)
    if shown:
        said = sentence(shown)
    else:
        kinds = Counter(_kind(found) for found in differences if found)
        said = kinds.most_common(1)[0][0]
    return f"{where} {said}" if where else said


def _where(inputs: Sequence[Value], differences: Sequence[Difference | None]) -> str:
    """What all inputs that fail have in common, and none of the others."""
    fails = [found is not None for found in differences]
    if all(fails):
        return ""
    for words, holds in _FAMILIES.items():
        if [holds(list(_tensors(each)), list(_numbers(each))) for each in inputs] == fails:
            return words
    return ""


def _tensors(value: Value) -> Iterator[TensorValue]:
    match value:
        case TensorValue():
            yield value
        case list() | tuple():
            for each in value:
                yield from _tensors(each)


def _numbers(value: Value) -> Iterator[float]:
    match value:
        case bool():
            pass
        case int() | float():
            yield value
        case list() | tuple():
            for each in value:
                yield from _numbers(each)


def _is_square(tensor: TensorValue) -> bool:
    return len(tensor.shape) < 2 or tensor.shape[-1] == tensor.shape[-2]


_Family = Callable[[list[TensorValue], list[float]], bool]
_FAMILIES: Final[Mapping[str, _Family]] = {
    "Right for square inputs only.": lambda ts, _: not all(map(_is_square, ts)),
    "Right, but not for an empty input.": lambda ts, _: any(not t.numel for t in ts),
    "Right, but not where a size is 1.": lambda ts, _: any(1 in t.shape for t in ts),
    "Right, but not where all sizes are 1.": lambda ts, _: all(t.numel == 1 for t in ts),
    "Right, but not for 0.": lambda _, ns: 0 in ns,
    "Right for even numbers only.": lambda _, ns: any(n % 2 for n in ns),
    "Right for odd numbers only.": lambda _, ns: any(n % 2 == 0 for n in ns),
    "Right, but not for numbers below 0.": lambda _, ns: any(n < 0 for n in ns),
    "Right, but not for whole numbers.": lambda ts, _: any("int" in t.dtype for t in ts),
}


def _kind(found: Difference) -> str:
    """What may be told of an input that is not shown."""
    match found:
        case RaisedInstead(error=error):
            return f"It raises {error.type} for some inputs."
        case OtherShape():
            return "The shape differs for some inputs."
        case OtherValues() | OtherType() | DidNotRaise():
            return "The result differs for some inputs, which are larger than those shown."
        case _:
            return sentence(found)


def sentence(found: Difference) -> str:
    """What is wrong, in words."""
    match found:
        case OtherType() | OtherDtype() | OtherShape() | OtherValues():
            return _of_value(found)
        case RaisedInstead(error=error, expected=expected):
            wanted = f" Here {expected} is to be raised." if expected else ""
            return f"It raises {_error(error)}{wanted}"
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
        case OtherShape():
            return _of_shape(found)
        case _:
            return _of_values(found)


def _of_shape(found: OtherShape) -> str:
    shapes = f"{found.got} instead of {found.expected}."
    if found.is_transposed:
        return f"It is transposed: the shape is {shapes}"
    return f"Right values, wrong shape: {shapes}" if found.same_values else f"The shape is {shapes}"


def _of_values(found: OtherValues) -> str:
    if found.is_transposed:
        return "The values are right but transposed: rows and columns are swapped."
    if found.of == 1:
        return "The value differs."
    return f"{found.wrong} of {found.of} values differ, the first at {found.first}."


def _error(error: Raised) -> str:
    where = f" (line {error.line})" if error.line else ""
    return f"{error.type}{where}: {error.message}."
