"""Joining and parting: which piece each number comes from, along which axis."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from tutor.picture.facts import Clash, Facts, Index, Many, TensorFacts
from tutor.picture.kinds.tensor import with_values
from tutor.picture.scene.lattice import Look, all_of, bold
from tutor.picture.scene.marks import Colour, Scene, hue_of, soft
from tutor.picture.scene.pieces import (
    Chip,
    Column,
    Piece,
    Row,
    after_arrow,
    flowing,
    led,
    scene,
    table,
)
from tutor.picture.scene.text import shape_text


def concatenated(facts: Facts) -> Scene | None:
    """Pieces one after the other along an axis that they have."""
    tensors = facts.tensors
    axis = _axis(facts, max((len(tensor.shape) for _, tensor in tensors), default=0))
    if axis is None or any(part.left_out for part in facts.parts):
        return None
    match facts.outcome:
        case Clash():
            return _clash(facts, axis)
        # Of torch an empty piece may have fewer axes than the others.
        case TensorFacts() as result if len(tensors) > 1 and all(
            len(tensor.shape) > axis for _, tensor in tensors
        ):
            ends = list(accumulate(tensor.shape[axis] for _, tensor in tensors))
            if ends[-1] != result.shape[axis]:
                return None
            sizes = " + ".join(str(tensor.shape[axis]) for _, tensor in tensors)
            told = f"One after the other along axis {axis}: {sizes} = {ends[-1]}."
            return _joined(facts, told, result, axis, lambda at: _which(ends, at))
        case _:
            return None


def stacked(facts: Facts) -> Scene | None:
    """Pieces of one shape along an axis that is new."""
    tensors = facts.tensors
    axis = _axis(facts, len(tensors[0][1].shape) + 1 if tensors else 0)
    if axis is None:
        return None
    match facts.outcome:
        case Clash():
            return _clash(facts, None)
        case TensorFacts() as result if len(tensors) == result.shape[axis]:
            told = (
                f"A new axis {axis} counts the {len(tensors)} pieces: "
                f"{shape_text(tensors[0][1].shape)} became {shape_text(result.shape)}."
            )
            return _joined(facts, told, result, axis, lambda at: at)
        case _:
            return None


def parted(facts: Facts) -> Scene | None:
    """One tensor taken apart along an axis."""
    if not facts.tensors or not isinstance(facts.outcome, Many):
        return None
    name, before = facts.tensors[0]
    gone = facts.operation == "unbind"
    axis = _axis(facts, len(before.shape), role="1" if gone else "2")
    pieces = facts.outcome.items
    if axis is None or facts.outcome.left_out or not pieces:
        return None
    ends = list(accumulate(1 if gone else piece.shape[axis] for piece in pieces))
    if ends[-1] != before.shape[axis]:
        return None
    whole = _whole(name, before, axis, lambda at: _which(ends, at))
    made = _in_hues([(f"[{number}]", piece) for number, piece in enumerate(pieces)])
    drawn = flowing([whole, *after_arrow(made)])
    shares = all(piece.storage == before.storage for piece in pieces)
    end = " Each is a view: nothing is copied." if shares else ""
    went = f" Axis {axis} goes away." if gone else ""
    return scene(facts.text, f"{len(pieces)} pieces along axis {axis}.{went}{end}", drawn)


def _joined(
    facts: Facts, told: str, result: TensorFacts, axis: int, which: Callable[[int], int]
) -> Scene:
    pieces = _in_hues(facts.tensors)
    made = _whole("result", result, axis, which)
    return scene(facts.text, told, flowing([*pieces, led("→", made)]))


def _in_hues(tensors: Sequence[tuple[str, TensorFacts]]) -> list[Piece]:
    """The pieces, each in a hue of its own."""
    return [
        with_values(name, tensor, Look(fill=all_of(soft(hue_of(number)))))
        for number, (name, tensor) in enumerate(tensors)
    ]


def _whole(name: str, tensor: TensorFacts, axis: int, which: Callable[[int], int]) -> Piece:
    """What holds the pieces: `which` of them, by the place along the axis, in their hues."""
    look = Look(fill=lambda index: soft(hue_of(which(index[axis]))), axes=bold([axis]))
    return with_values(name, tensor, look)


def _which(ends: Sequence[int], at: int) -> int:
    return next((number for number, end in enumerate(ends) if at < end), len(ends) - 1)


def _axis(facts: Facts, axes: int, role: str = "1") -> int | None:
    """The axis that is named, or the first; `role` is its place among the arguments."""
    said = facts.argument("dim", "axis", role)
    axis = 0 if said is None else said
    if type(axis) is not int or not -axes <= axis < axes:
        return None
    return axis % axes


def _clash(facts: Facts, axis: int | None) -> Scene | None:
    """Sizes in a table; all but the joined axis must agree. With `axis` None all must."""
    shapes = [tensor.shape for _, tensor in facts.tensors]
    if len({len(shape) for shape in shapes}) != 1:
        return None
    axes = range(len(shapes[0]))
    clashing = [a for a in axes if a != axis and len({shape[a] for shape in shapes}) > 1]
    if not clashing:
        return None
    columns = [
        Column(f"axis {a}", str(a), Colour.INK if a == axis else Colour.QUIET, a in clashing)
        for a in axes
    ]
    rows: list[Row] = [
        (name, [_size(number, tensor.shape, a, clashing) for a in axes])
        for number, (name, tensor) in enumerate(facts.tensors)
    ]
    which = " and ".join(f"axis {a}" for a in clashing)
    rule = (
        "stack needs equal shapes"
        if axis is None
        else f"only axis {axis}, along which they are joined, may differ"
    )
    return scene(facts.text, f"The pieces differ on {which}: {rule}.", table(columns, rows, []))


def _size(number: int, shape: Index, axis: int, clashing: Sequence[int]) -> Chip:
    hue = Colour.RED if axis in clashing else hue_of(number)
    return Chip(str(shape[axis]), hue)
