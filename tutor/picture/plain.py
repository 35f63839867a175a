"""A tensor as it is, and any operation that no other picture suits."""

from tutor.picture.facts import Facts, Many, TensorFacts
from tutor.picture.lattice import Look, all_of
from tutor.picture.marks import HUES, Colour, Scene, soft
from tutor.picture.numbers import shape_text, sizes_text
from tutor.picture.piece import Piece, flowing, led, scene
from tutor.picture.tensor import drawn, look_at, named


def alone(facts: Facts, tensor: TensorFacts) -> Scene:
    """One tensor: its axes, its values where they are few."""
    look = look_at(tensor, Look(fill=all_of(Colour.BLUE_SOFT)))
    return scene(facts.text, described(tensor), drawn(tensor.shape, look))


def described(tensor: TensorFacts) -> str:
    axes = {0: "no axis", 1: "one axis"}.get(len(tensor.shape), f"{len(tensor.shape)} axes")
    order = "" if tensor.contiguous else ", not contiguous"
    strides = f", strides {shape_text(tensor.stride)}" if tensor.shape else ""
    return f"{sizes_text(tensor.shape)}, {tensor.dtype}: {axes}{strides}{order}."


def operation(facts: Facts, results: tuple[TensorFacts, ...]) -> Scene:
    """Operands, an arrow, results."""
    pieces: list[Piece] = []
    for number, (name, tensor) in enumerate(facts.tensors):
        hue = HUES[number % len(HUES)]
        look = Look(fill=all_of(soft(hue)))
        pieces.append(named(name, tensor.shape, look_at(tensor, look)))
    for number, tensor in enumerate(results):
        look = look_at(tensor, Look(fill=all_of(Colour.GREEN_SOFT)))
        name = "result" if len(results) == 1 else f"result[{number}]"
        piece = named(name, tensor.shape, look)
        pieces.append(led("" if number else "→", piece))
    return scene(facts.text, _sentence(facts, results), flowing(pieces))


def _sentence(facts: Facts, results: tuple[TensorFacts, ...]) -> str:
    before = " and ".join(shape_text(tensor.shape) for _, tensor in facts.tensors)
    after = " and ".join(shape_text(tensor.shape) for tensor in results)
    return f"{before} in, {after} out."


def many(facts: Facts, found: Many) -> Scene:
    return operation(facts, found.items)
