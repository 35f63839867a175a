"""Joining and parting: which piece each number comes from, along which axis."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from tutor.picture.facts import Clash, Facts, Index, Many, TensorFacts
from tutor.picture.lattice import Look, all_of
from tutor.picture.marks import Colour, Scene, hue_of, soft
from tutor.picture.numbers import shape_text
from tutor.picture.piece import Piece, flowing, led, scene
from tutor.picture.table import Chip, Column, Row, table
from tutor.picture.tensor import look_at, named


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
    role = "1" if facts.operation == "unbind" else "2"
    if not facts.tensors or not isinstance(facts.outcome, Many):
        return None
    name, before = facts.tensors[0]
    axis = _named_axis(facts.argument("dim", "axis", role), len(before.shape))
    if axis is None or facts.outcome.left_out:
        return None
    pieces = facts.outcome.items
    gone = facts.operation == "unbind"
    ends = list(accumulate(1 if gone else piece.shape[axis] for piece in pieces))
    if ends[-1] != before.shape[axis]:
        return None
    whole = Look(fill=lambda index: soft(hue_of(_which(ends, index[axis]))), axes=_bold(axis))
    drawn = [named(name, before.shape, look_at(before, whole))]
    for number, piece in enumerate(pieces):
        look = look_at(piece, Look(fill=all_of(soft(hue_of(number)))))
        drawn.append(led("" if number else "→", named(f"[{number}]", piece.shape, look)))
    shares = all(piece.storage == before.storage for piece in pieces)
    end = " Each is a view: nothing is copied." if shares else ""
    went = f" Axis {axis} goes away." if gone else ""
    return scene(facts.text, f"{len(pieces)} pieces along axis {axis}.{went}{end}", flowing(drawn))


def _joined(
    facts: Facts, told: str, result: TensorFacts, axis: int, which: Callable[[int], int]
) -> Scene:
    pieces: list[Piece] = []
    for number, (name, tensor) in enumerate(facts.tensors):
        look = Look(fill=all_of(soft(hue_of(number))))
        pieces.append(named(name, tensor.shape, look_at(tensor, look)))
    look = Look(fill=lambda index: soft(hue_of(which(index[axis]))), axes=_bold(axis))
    pieces.append(led("→", named("result", result.shape, look_at(result, look))))
    return scene(facts.text, told, flowing(pieces))


def _bold(axis: int) -> tuple[Colour, ...]:
    return (*[Colour.QUIET] * axis, Colour.INK)


def _which(ends: Sequence[int], at: int) -> int:
    return next((number for number, end in enumerate(ends) if at < end), len(ends) - 1)


def _axis(facts: Facts, axes: int) -> int | None:
    return _named_axis(facts.argument("dim", "axis", "1"), axes)


def _named_axis(said: object, axes: int) -> int | None:
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
