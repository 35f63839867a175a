"""Elementwise operations: axes lined up from the right, and what is repeated so that they fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.picture.facts import Clash, Facts, Index, Part, Plain, TensorFacts
from tutor.picture.kinds.tensor import (
    columns_of,
    has_room,
    look_at,
    named,
    with_values,
)
from tutor.picture.scene.lattice import Look, all_of
from tutor.picture.scene.marks import Colour, Scene, hue_of, soft
from tutor.picture.scene.pieces import Chip, Column, Piece, Row, flowing, led, scene, table, words
from tutor.picture.scene.text import label, shape_text, sizes_text

_Operand = tuple[str, TensorFacts]

_NO_STORAGE = -1
_OPERANDS = frozenset({"0", "1", "input", "other"})
# Of other dtypes it is told: they overflow and round as beginners don't expect.
_USUAL = frozenset({"float32", "float64", "int64", "bool"})
_SIGNS = {
    "add": "+", "sub": "−", "mul": "×", "div": "÷", "pow": "**", "gt": ">", "lt": "<", "ge": "≥",
    "le": "≤", "eq": "==", "ne": "≠",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aligned:
    """Shapes lined up from the right: a row per operand, None where an axis is not there.

    `sizes` is the shape of the result, with None where the operands can't agree.
    """

    rows: tuple[tuple[int | None, ...], ...]
    sizes: tuple[int | None, ...]

    @property
    def fits(self) -> bool:
        return None not in self.sizes

    def stretches(self, row: int, axis: int) -> bool:
        """Whether an operand is repeated along an axis of the result."""
        return self.rows[row][axis] in {None, 1} and self.sizes[axis] not in {None, 1}


def aligned(shapes: Sequence[Index]) -> Aligned:
    """Line shapes up as broadcasting does."""
    axes = max((len(shape) for shape in shapes), default=0)
    rows = tuple((None,) * (axes - len(shape)) + tuple(shape) for shape in shapes)
    return Aligned(rows, tuple(_agreed(column) for column in zip(*rows, strict=True)))


def _agreed(column: Sequence[int | None]) -> int | None:
    sizes = {size for size in column if size is not None and size != 1}
    if not sizes:
        return 1
    return sizes.pop() if len(sizes) == 1 else None


def source(index: Index, shape: Index) -> Index:
    """Which element of an operand a place of the result reads."""
    own = index[len(index) - len(shape) :]
    return tuple(0 if size == 1 else i for i, size in zip(own, shape, strict=True))


def is_ghost(index: Index, shape: Index) -> bool:
    """Whether an operand is only read there as if it went on."""
    missing = len(index) - len(shape)
    beyond = zip(index[missing:], shape, strict=True)
    return any(index[:missing]) or any(size == 1 and i for i, size in beyond)


def broadcast(facts: Facts) -> Scene | None:
    """Which axes meet, what is repeated, and what comes out or why it can't."""
    operands = _operands(facts)
    if len(operands) < sum(part.role.isdigit() or part.role in _OPERANDS for part in facts.parts):
        return None  # One that can't be drawn takes part: all would be said of the rest.
    lined = aligned([tensor.shape for _, tensor in operands])
    match facts.outcome:
        case Clash() if not lined.fits:
            clashing = [axis for axis, size in enumerate(lined.sizes) if size is None]
            return scene(facts.text, _clash_sentence(lined), _table(operands, lined, clashing))
        case Clash() as clash if facts.changed and operands[0][1].storage != _NO_STORAGE:
            return _not_in_place(facts, operands, lined, clash)
        case TensorFacts(shape=shape) as result if shape == lined.sizes:
            stretched = len({tensor.shape for _, tensor in facts.tensors}) > 1
            body = [_table(operands, lined)] if stretched and shape else []
            if has_room(shape) or not stretched:
                made = with_values("result", result, Look(fill=all_of(Colour.GREEN_SOFT)))
                last = led("→", made)
                body.append(flowing([*_seen(facts, operands, shape), last]))
            of_dtype = "" if result.dtype in _USUAL else f" The result is {result.dtype}."
            return scene(facts.text, _sentence(operands, lined) + of_dtype, *body)
        case _:
            return None


def _sign(facts: Facts) -> str:
    """What stands between the operands; nothing where more than they has a say in the result."""
    sign = _SIGNS.get(facts.operation, "")
    match [part for part in facts.parts if part.role not in _OPERANDS]:
        case []:
            return sign
        case [Part(times, "alpha")] if facts.operation in {"add", "sub"}:
            return f"{sign} {label(times, 12)} ×"
        case _:
            return ""


def _operands(facts: Facts) -> list[_Operand]:
    """In their order; plain numbers count too, since they are read everywhere."""
    found: list[_Operand] = []
    for part in facts.parts:
        match part.fact:
            case TensorFacts() as tensor:
                found.append((part.label, tensor))
            case Plain(bool() | int() | float() as value) if part.role.isdigit():
                number = TensorFacts(
                    (), (), 0, "number", _NO_STORAGE, 1, contiguous=True, values=(value,)
                )
                found.append((part.label, number))
    return found


def _sentence(operands: Sequence[_Operand], lined: Aligned) -> str:
    axes = range(len(lined.sizes))
    told = [
        _stretch_sentence(label(name, 22), lined, row)
        for row, (name, _) in enumerate(operands)
        if any(lined.stretches(row, axis) for axis in axes)
    ]
    if not told:
        return f"Element by element, {sizes_text(operands[0][1].shape)}. Nothing is repeated."
    shapes = {tensor.shape for _, tensor in operands if tensor.storage != _NO_STORAGE}
    start = ["Axes line up from the right."] if len(axes) > 1 and len(shapes) > 1 else []
    return " ".join([*start, *told])


def _stretch_sentence(name: str, lined: Aligned, row: int) -> str:
    own = lined.rows[row]
    if all(size is None for size in own):
        return f"{name} is one number, read everywhere."
    stretched = [axis for axis in range(len(own)) if lined.stretches(row, axis)]
    missing = [axis for axis in stretched if own[axis] is None]
    ones = [axis for axis in stretched if own[axis] == 1]
    told = [f"has no {_listed(missing)}"] if missing else []
    told += [f"has size 1 on {_listed(ones)}"] if ones else []
    times = " × ".join(str(lined.sizes[axis]) for axis in stretched)
    return f"{name} {' and '.join(told)}: it is read {times} times, and not copied."


def _listed(axes: Sequence[int]) -> str:
    noun = "axis" if len(axes) == 1 else "axes"
    return f"{noun} {' and '.join(map(str, axes))}"


def _clash_sentence(lined: Aligned) -> str:
    axis = max(axis for axis, size in enumerate(lined.sizes) if size is None)
    sizes = [size for row in lined.rows if (size := row[axis]) not in {None, 1}]
    where = "the last axis" if axis == len(lined.sizes) - 1 else f"axis {axis}"
    listed = " and ".join(str(size) for size in dict.fromkeys(sizes))
    return f"Lined up from the right, {where} meets {listed}. Sizes that meet must be equal or 1."


def _not_in_place(
    facts: Facts, operands: Sequence[_Operand], lined: Aligned, clash: Clash
) -> Scene | None:
    """What comes out has another shape or another dtype than what was to hold it."""
    name, tensor = operands[0]
    short = label(name, 22)
    sizes = tuple(size for size in lined.sizes if size is not None)
    if sizes != tensor.shape:
        told = (
            f"Together they are {shape_text(sizes)}, and {short} is {shape_text(tensor.shape)}: "
            "what is changed in place keeps its shape."
        )
        clashing = [axis for axis in range(len(sizes)) if lined.stretches(0, axis)]
        return scene(facts.text, told, _table(operands, lined, clashing))
    if "cast" not in clash.message:
        return None
    told = (
        f"What is changed in place keeps its dtype: {short} is {tensor.dtype}, which can't hold "
        "what comes out. A new tensor could."
    )
    body = [flowing(_seen(facts, operands, sizes))] if has_room(sizes) else []
    return scene(facts.text, told, *body)


def _table(operands: Sequence[_Operand], lined: Aligned, clashing: Sequence[int] = ()) -> Piece:
    columns = [
        Column(f"axis {axis}", str(axis), clash=axis in clashing)
        for axis in range(len(lined.sizes))
    ]
    rows: list[Row] = [
        (name, [_chip(lined, row, axis) for axis in range(len(columns))])
        for row, (name, _) in enumerate(operands)
    ]
    result = [Chip(str(size), Colour.GREEN) for size in lined.sizes] if lined.fits else []
    return table(columns, rows, result)


def _chip(lined: Aligned, row: int, axis: int) -> Chip | None:
    size, hue = lined.rows[row][axis], hue_of(row)
    if lined.stretches(row, axis):
        before = "" if size is None else "1 "
        to = f"→ {lined.sizes[axis]}"
        return Chip(f"{before}{to}", hue, ghost=True, short=f"→{lined.sizes[axis]}")
    if size is None:
        return None
    clash = lined.sizes[axis] is None and size != 1
    return Chip(str(size), Colour.RED if clash else hue)


def _seen(facts: Facts, operands: Sequence[_Operand], shape: Index) -> list[Piece]:
    """Every operand as a result of that shape sees it."""
    sign = _sign(facts)
    return [
        led(sign if number else "", _stretched(operand, shape, hue_of(number)))
        for number, operand in enumerate(operands)
    ]


def _stretched(operand: _Operand, shape: Index, hue: Colour) -> Piece:
    """An operand with its ghosts: it says its own shape, and is as large as it is read."""
    name, tensor = operand
    if tensor.storage == _NO_STORAGE:
        number = words(label(name, 16), 15.0, bold=True, mono=True)
        return Piece(number.width, 66, tuple(number.at(0, 42)))
    own = look_at(tensor, Look(fill=all_of(soft(hue))), columns_of(shape))
    if not tensor.shape or tensor.shape == shape:
        return named(name, tensor.shape, tensor.shape, own)
    look = Look(
        text=lambda index: own.text(source(index, tensor.shape)),
        fill=own.fill,
        ghost=lambda index: is_ghost(index, tensor.shape),
        ghost_edge=hue,
    )
    return named(name, tensor.shape, shape, look)
