"""Reductions: which numbers become one, and which axis goes away."""

import math
import re
from collections.abc import Callable, Sequence

from tutor.picture.facts import Facts, Index, TensorFacts, flat, tensors_in
from tutor.picture.kinds.tensor import with_values
from tutor.picture.scene.lattice import Look, all_of, bold
from tutor.picture.scene.marks import HUES, Colour, Scene, soft
from tutor.picture.scene.pieces import Piece, after_arrow, flowing, scene
from tutor.picture.scene.text import label, shape_text

# They are told of which kind before they are told along which axis.
_KINDS_FIRST = frozenset({"norm", "normalize"})
# How the results are called, by how many there are.
_NAMES = {1: ("result",), 2: ("values", "indices")}


def reduced(facts: Facts) -> Scene | None:
    """Numbers of one colour become the number of that colour."""
    results = tensors_in(facts.outcome)
    folded = _folded(facts)
    if len(results) not in _NAMES or folded is None:
        return None
    name, before = folded
    axes = _axes(facts, before)
    after = results[0]
    if axes is None or after.shape not in _shapes(before.shape, axes):
        return None
    kept = len(after.shape) == len(before.shape) and bool(before.shape)
    lanes = axes if kept else ()
    made = [
        with_values(said, tensor, Look(fill=_lanes(tensor, lanes)))
        for said, tensor in zip(_NAMES[len(results)], results, strict=True)
    ]
    body = flowing([_coloured(name, before, axes), *after_arrow(made)])
    return scene(facts.text, _sentence(facts, before, axes, after, kept=kept), body)


def _folded(facts: Facts) -> tuple[str, TensorFacts] | None:
    """The only tensor that goes in; of several, or of a list, no axis goes away.

    Python's own `sum` goes over the first axis, and has a start in the axis's place.
    """
    read = [part for part in facts.parts if part.role != "out"]
    found = [(part.label, part.fact) for part in read if isinstance(part.fact, TensorFacts)]
    if len(found) != 1 or sum(len(part.tensors) for part in read) != 1:
        return None
    is_pythons = re.match(rf"{re.escape(facts.operation)}\s*\(", facts.text)
    if is_pythons and (len(read) > 1 or len(found[0][1].shape) != 1):
        return None
    return found[0]


def along(facts: Facts) -> Scene | None:
    """What works lane by lane and keeps the shape, such as softmax and cumsum."""
    results = tensors_in(facts.outcome)
    if len(results) not in _NAMES or not facts.tensors:
        return None
    name, before = facts.tensors[0]
    axes = _axes(facts, before)
    if facts.operation == "flip" and facts.argument("2") is not None:
        return None
    if not axes or len(axes) != 1 or any(after.shape != before.shape for after in results):
        return None
    told = f"{facts.operation} works along axis {axes[0]}: numbers of one colour, together."
    names = _NAMES[len(results)]
    made = [_coloured(said, after, axes) for said, after in zip(names, results, strict=True)]
    return scene(facts.text, told, flowing([_coloured(name, before, axes), *after_arrow(made)]))


def _axes(facts: Facts, tensor: TensorFacts) -> tuple[int, ...] | None:
    """The axes that are folded; all where none is named."""
    axes = len(tensor.shape)
    said = facts.argument("dim", "axis")
    if said is None:
        said = facts.argument("2" if facts.operation in _KINDS_FIRST else "1")
    if said is None:
        return tuple(range(axes))
    listed = said if isinstance(said, tuple) else (said,)
    if not all(type(each) is int and -axes <= each < axes for each in listed):
        return None
    return tuple(sorted({int(each) % axes for each in listed}))


def _shapes(shape: Index, axes: Sequence[int]) -> tuple[Index, Index]:
    """What comes out without and with `keepdim`."""
    gone = tuple(size for axis, size in enumerate(shape) if axis not in axes)
    return gone, tuple(1 if axis in axes else size for axis, size in enumerate(shape))


def _sentence(
    facts: Facts, before: TensorFacts, axes: Sequence[int], after: TensorFacts, *, kept: bool
) -> str:
    change = f"{shape_text(before.shape)} became {shape_text(after.shape)}."
    if len(axes) == len(before.shape):
        return f"{_all(before.count, label(facts.operation, 20))} {change}"
    which = " and ".join(f"axis {axis}" for axis in axes)
    stays, goes = ("stays", "goes") if len(axes) == 1 else ("stay", "go")
    end = f"{stays} with size 1 (keepdim)" if kept else f"{goes} away"
    name = label(facts.operation, 20)
    numbers = _numbers([before.shape[axis] for axis in axes])
    return f"{name} makes one of {numbers} along {which}, which {end}. {change}"


def _all(count: int, name: str) -> str:
    """What is true of any function, be it of one number or of none: the mean of these is nan."""
    match count:
        case 0:
            return f"There are no numbers, and {name} makes one all the same."
        case 1:
            return "There is only one number, so one comes out."
        case _:
            return f"All {count} numbers become one."


def _numbers(sizes: Sequence[int]) -> str:
    """So many as the axes have together."""
    told = {0: "no numbers", 1: "the only number"}
    return told.get(math.prod(sizes), f"the {' × '.join(map(str, sizes))} numbers")


def _coloured(name: str, tensor: TensorFacts, axes: Sequence[int]) -> Piece:
    """Each lane in its colour; the folded axes are the bold ones."""
    return with_values(name, tensor, Look(fill=_lanes(tensor, axes), axes=bold(axes)))


def _lanes(tensor: TensorFacts, axes: Sequence[int]) -> Callable[[Index], Colour]:
    """A block has one colour: it shows no lanes."""
    if tensor.values is None:
        return all_of(Colour.BLUE_SOFT)
    return lambda index: _lane(index, tensor.shape, axes)


def _lane(index: Index, shape: Index, axes: Sequence[int]) -> Colour:
    """The colour of all numbers that fold into the same one, while there are colours."""
    kept = [axis for axis in range(len(shape)) if axis not in axes]
    lane = flat([index[axis] for axis in kept], tuple(shape[axis] for axis in kept))
    return soft(HUES[lane]) if lane < len(HUES) else Colour.PLAIN
