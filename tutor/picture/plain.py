"""A tensor as it is, and any operation that no other picture suits."""

from collections.abc import Iterator, Sequence
from itertools import cycle

from tutor.picture.facts import Clash, Fact, Facts, Many, TensorFacts, tensors_in
from tutor.picture.lattice import Look, all_of
from tutor.picture.marks import HUES, Colour, Scene, soft
from tutor.picture.numbers import shape_text, sizes_text
from tutor.picture.piece import Piece, after_arrow, flowing, scene, words
from tutor.picture.tensor import drawn, look_at, with_values


def alone(facts: Facts, tensor: TensorFacts) -> Scene:
    """One tensor: its axes, its values where they are few."""
    look = look_at(tensor, Look(fill=all_of(Colour.BLUE_SOFT)))
    return scene(facts.text, described(tensor), drawn(tensor.shape, look))


def described(tensor: TensorFacts) -> str:
    axes = {0: "no axis", 1: "one axis"}.get(len(tensor.shape), f"{len(tensor.shape)} axes")
    order = "" if tensor.contiguous else ", not contiguous"
    strides = f", strides {shape_text(tensor.stride)}" if tensor.shape else ""
    return f"{sizes_text(tensor.shape)}, {tensor.dtype}: {axes}{strides}{order}."


def operation(facts: Facts) -> Scene:
    """Operands, an arrow, results."""
    results = tensors_in(facts.outcome)
    look = Look(fill=all_of(Colour.GREEN_SOFT))
    one = len(results) == 1
    made = [
        with_values("result" if one else f"result[{number}]", tensor, look)
        for number, tensor in enumerate(results)
    ]
    pieces = [*_operands(facts), *after_arrow(made)]
    if isinstance(facts.outcome, Many) and facts.outcome.left_out:
        pieces.append(_more())
    return scene(facts.text, _sentence(facts), flowing(pieces))


def _operands(facts: Facts) -> Iterator[Piece]:
    hues = cycle(HUES)
    for part in facts.parts:
        for name, tensor in part.tensors:
            yield with_values(name, tensor, Look(fill=all_of(soft(next(hues)))))
        if part.left_out:
            yield _more()


def _more() -> Piece:
    """A list goes on, and its rest is not drawn."""
    return words("⋯", 17.0, Colour.QUIET, bold=True)


def _sentence(facts: Facts) -> str:
    before = _way([part.fact for part in facts.parts], "in")
    return f"{', '.join(filter(None, (before, _way([facts.outcome], 'out'))))}."


def _way(found: Sequence[Fact | Clash], way: str) -> str:
    shapes = " and ".join(filter(None, map(shapes_of, found)))
    drawn = [len(fact.items) for fact in found if isinstance(fact, Many) and fact.left_out]
    some = f", the first {drawn[0]} of them drawn" if drawn else ""
    return f"{shapes} {way}{some}" if shapes else ""


def shapes_of(fact: Fact | Clash) -> str:
    """The shape of each; of a list that goes on it is not known of all."""
    match fact:
        case TensorFacts(shape=shape):
            return shape_text(shape)
        case Many(items, count):
            shapes = " and ".join(shape_text(item.shape) for item in items)
            return f"{count} tensors" if fact.left_out else shapes
        case _:
            return ""
