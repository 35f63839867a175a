"""The smallest input that shows what is wrong. Pure."""

from dataclasses import dataclass

from sandbox.grading import Difference
from sandbox.values import Called, TensorValue, Value
from tutor.practice.grading.trial import Cases, Tried, size


@dataclass(frozen=True, slots=True)
class Counterexample:
    """An input on which a submission differs, and what came of it on both sides."""

    inputs: tuple[Value, ...]
    got: Called
    expected: Called
    difference: Difference


def smallest(cases: Cases, tried: Tried) -> Counterexample | None:
    """Of those that may be shown, empty ones last; None where all of them are right."""
    shown = range(cases.shown)
    failing = [(at, found) for at in shown if (found := tried.differences[at])]
    if not failing:
        return None
    at, found = min(failing, key=lambda each: _to_look_at(cases.inputs[each[0]]))
    inputs = cases.inputs[at]
    assert isinstance(inputs, tuple)  # noqa: S101 - so they are drawn
    return Counterexample(inputs, tried.got[at], cases.expected[at], found)


def _to_look_at(inputs: Value) -> tuple[bool, tuple[int, float]]:
    return _holds_nothing(inputs), size(inputs)


def _holds_nothing(value: Value) -> bool:
    match value:
        case TensorValue():
            return not value.numel
        case list() | tuple():
            return any(map(_holds_nothing, value))
        case _:
            return value == 0 and type(value) is int
