"""A counterexample drawn: the input, what a submission made of it, and what was expected. Pure."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

from sandbox.grading import OtherValues, array
from sandbox.values import Called, TensorValue, Value
from tutor.picture.facts import Index, TensorFacts
from tutor.picture.kinds.tensor import has_room, with_values
from tutor.picture.scene.lattice import Look, all_of
from tutor.picture.scene.marks import HUES, Colour, Scene, soft
from tutor.picture.scene.pieces import Piece, below, flowing, led, scene, words
from tutor.practice.grading.counterexample import Counterexample

_MOST_CHARACTERS = 40


def may_be_drawn(shown: Counterexample) -> bool:
    """Whether there is a tensor in it, and room for all of them."""
    values = [*shown.inputs, shown.got.returned, shown.expected.returned]
    tensors = [value for value in values if isinstance(value, TensorValue)]
    return bool(tensors) and all(has_room(tensor.shape) for tensor in tensors)


def pictured(shown: Counterexample, names: Sequence[str], sentence: str) -> Scene:
    """With the first cell that differs marked; inputs that have no name are shown by place."""
    named = [*names, *map(str, range(len(names), len(shown.inputs)))]
    given = list(zip(named, shown.inputs, strict=False))
    hues = cycle(map(soft, HUES))
    body = [_piece(name, value, Look(fill=all_of(next(hues)))) for name, value in given]
    results = _results(shown.got, shown.expected, _first(shown))
    return scene("Smallest input that shows it", sentence, flowing(body), flowing(results))


def _first(shown: Counterexample) -> Index | None:
    found = shown.difference
    return found.first if isinstance(found, OtherValues) else None


def _results(got: Called, expected: Called, first: Index | None) -> Iterator[Piece]:
    for name, call, mark in (
        ("yours", got, Colour.RED_SOFT),
        ("expected", expected, Colour.GREEN_SOFT),
    ):
        if call.raised:
            error = words(call.raised.type, mono=True)
            yield led("→", below([words(name, bold=True, mono=True), error], 5.0))
        else:
            yield led("→", _piece(name, call.returned, Look(fill=_marked(first, mark))))


def _marked(first: Index | None, mark: Colour) -> Callable[[Index], Colour]:
    return lambda index: mark if index == first else Colour.PLAIN


def _piece(name: str, value: Value, look: Look) -> Piece:
    if isinstance(value, TensorValue):
        return with_values(name, _facts(value), look)
    said = repr(value)
    short = said if len(said) <= _MOST_CHARACTERS else f"{said[:_MOST_CHARACTERS]}…"
    return below([words(name, bold=True, mono=True), words(short, mono=True)], 5.0)


def _facts(tensor: TensorValue) -> TensorFacts:
    numbers = array(tensor).ravel().tolist()
    values = tuple(str(it) if isinstance(it, complex) else it for it in numbers)
    count = tensor.numel
    return TensorFacts(tensor.shape, (), 0, tensor.dtype, 0, count, contiguous=True, values=values)
