"""Views and copies: how a tensor walks over its storage."""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tutor.picture.facts import Clash, Facts, Index, Plain, TensorFacts, flat, unflat
from tutor.picture.kinds.tensor import columns_of, room_of, with_values
from tutor.picture.scene.lattice import Look
from tutor.picture.scene.marks import (
    INNER_WIDTH,
    Box,
    Colour,
    Curve,
    Mark,
    Scene,
    Words,
    hue_of,
    soft,
)
from tutor.picture.scene.pieces import Piece, below, beside, flowing, led, scene, words
from tutor.picture.scene.text import fitting, label, shape_text, spelled, text_width

_CELL_HEIGHT = 26.0
_NARROWEST = 25.0
_GAP = 2.0
_HOP_ROOM = 20.0
_PLACE_ROOM = 15.0
_MOST_HOPS = 5
_VALUE_SIZE = 12.0
_TITLE_SIZE = 12.0
_MOST_PLACES = 256
_ASKED = re.compile(r"shape '\[(-?\d+(?:, -?\d+)*)\]' is invalid for input of size")


def walked(facts: Facts, name: str, before: TensorFacts, after: TensorFacts) -> Scene:
    """An operand and what reads it anew: as a view over the same storage, or as a copy."""
    shares = before.storage == after.storage
    body: list[Piece] = [_pair(name, before, after, shares=shares, in_order=_keeps_order(facts))]
    read_as = f" as {after.dtype}" if before.dtype != after.dtype else ""
    own = f"a storage of its own · {after.storage_size} numbers"
    title = _title(name, f"{read_as} · {after.storage_size} numbers") if shares else own
    body += _storage_parts(after, title, room_of(after, _columns(before, after)))
    told = _view_sentence(facts, name, before, after) if shares else _copy_sentence(name, after)
    return scene(facts.text, told, *body)


def refused(facts: Facts, name: str, tensor: TensorFacts, clash: Clash) -> Scene | None:
    """Why a tensor can't be viewed like that; None where that is not what went wrong."""
    short = label(name, 24)
    if "view size is not compatible" in clash.message:
        told = (
            f"A view has one stride per axis, and no such strides walk this storage in the order "
            f"of {short}, which is not contiguous. reshape() copies instead."
        )
    elif asked := _ASKED.search(clash.message):
        told = _not_so_many([int(size) for size in asked[1].split(", ")], short, tensor.count)
    else:
        return None
    look = Look(fill=lambda index: _lane(index, tensor.shape))
    title = f"its storage · {tensor.storage_size} numbers"
    parts = _storage_parts(tensor, title, room_of(tensor))
    return scene(facts.text, told, with_values(name, tensor, look), *parts)


def _title(name: str, end: str) -> str:
    """Whose storage it is, by as much of the name as there is room for beside the rest."""
    room = INNER_WIDTH - text_width(f"storage of {end}", _TITLE_SIZE, bold=True)
    return f"storage of {fitting(label(name, 18), room, _TITLE_SIZE, bold=True)}{end}"


def _not_so_many(asked: Sequence[int], name: str, count: int) -> str:
    """What the sizes come to; where one is left open, what it would have to divide."""
    sizes = " × ".join(str(size) for size in asked if size >= 0)
    if min(asked) < 0:
        return f"{name} holds {count} numbers, no multiple of {sizes}."
    return f"{sizes} is {math.prod(asked)}, and {name} holds {count} numbers."


def _copy_sentence(name: str, copy: TensorFacts) -> str:
    own = f"{copy.count} numbers in a storage of their own"
    own = "one number in a storage of its own" if copy.count == 1 else own
    return f"A copy: {own}. Changing it leaves {label(name, 24)} as it is."


def _view_sentence(facts: Facts, name: str, before: TensorFacts, after: TensorFacts) -> str:
    what = "No new tensor" if facts.changed else "A view"
    told = [f"{what}: the result reads the storage of {label(name, 24)}, nothing is copied."]
    if any(not stride and size > 1 for size, stride in zip(after.shape, after.stride, strict=True)):
        told.append("A stride of 0 reads the same numbers again and again.")
    elif any(stride < 0 for stride in after.stride):
        told.append(f"Strides {shape_text(after.stride)}: a negative one walks backwards.")
    elif after.stride != before.stride and len(after.stride) == len(before.stride):
        told.append(f"Strides {shape_text(before.stride)} became {shape_text(after.stride)}.")
    if not after.contiguous:
        told.append("It is not contiguous.")
    return " ".join(told)


def _keeps_order(facts: Facts) -> bool:
    """Whether a copy reads its numbers row by row: not by an index, or where an order is asked."""
    asked = any(
        isinstance(each.fact, Plain) and type(each.fact.value) is str for each in facts.parts
    )
    return facts.operation != "index" and not asked


def _pair(
    name: str, before: TensorFacts, after: TensorFacts, *, shares: bool, in_order: bool
) -> Piece:
    """Equal colours are equal numbers: each row of the result that reads others has its own."""
    colours = _places(after) if shares else {}

    def of_operand(index: Index) -> Colour:
        if shares:
            return _of_place(before.place(index), before, after, colours)
        if before.count != after.count or not in_order:
            return Colour.PLAIN
        return _lane(unflat(flat(index, before.shape), after.shape), after.shape)

    columns = _columns(before, after)

    def of_result(index: Index) -> Colour:
        return colours.get(after.place(index), _lane(index, after.shape))

    operand = with_values(name, before, Look(fill=of_operand), columns)
    result = with_values("result", after, Look(fill=of_result), columns)
    return flowing([operand, led("→", result)])


def _of_place(
    place: int, before: TensorFacts, after: TensorFacts, colours: Mapping[int, Colour]
) -> Colour:
    """Of one number of the operand, whose places may be wider or narrower than the result's."""
    wide, narrow = after.storage_size // before.storage_size, 1
    if not wide:
        wide, narrow = 1, before.storage_size // after.storage_size
    read = (each // narrow for each in range(place * wide, (place + 1) * wide))
    return next((colours[each] for each in read if each in colours), Colour.PLAIN)


def _lane(index: Index, shape: Index) -> Colour:
    """The colour of a row; a tensor of one axis has one."""
    return soft(hue_of(flat(index[:-1], shape[:-1])))


def _places(tensor: TensorFacts) -> Mapping[int, Colour]:
    """Which row reads each place of the storage first."""
    found: dict[int, Colour] = {}
    if tensor.count > _MOST_PLACES:
        return found
    for number in range(tensor.count):
        index = unflat(number, tensor.shape)
        found.setdefault(tensor.place(index), _lane(index, tensor.shape))
    return found


def _columns(before: TensorFacts, after: TensorFacts) -> int:
    """Those of the wider one: equal numbers look alike in both."""
    return max(columns_of(before.shape), columns_of(after.shape))


def _storage_parts(tensor: TensorFacts, title: str, room: int) -> list[Piece]:
    """The storage as cells where they are few, and what one step along each axis means in it."""
    if not tensor.shape or 0 in tensor.shape:
        return []
    head = words(title, _TITLE_SIZE, Colour.QUIET, bold=True)
    if tensor.stored is None:
        return [below([head, _steps(tensor, {})], 6.0)]
    strip, seen = _strip(tensor, spelled(tensor.stored, room))
    return [below([head, strip, _steps(tensor, seen)], 8.0)]


def _steps(tensor: TensorFacts, seen: Mapping[int, str]) -> Piece:
    """What one step along each axis means; `seen` says where its arrows are."""
    axes = enumerate(zip(tensor.shape, tensor.stride, strict=True))
    lines = [_step(axis, size, stride, seen.get(axis, "")) for axis, (size, stride) in axes]
    if tensor.offset:
        lines.append(words(f"It begins at place {tensor.offset}.", 13.0))
    return below(lines, 3.0)


def _step(axis: int, size: int, stride: int, where: str) -> Piece:
    where_to = "on" if stride > 0 else "back"
    places = f"{abs(stride)} place{'s' if abs(stride) > 1 else ''} {where_to}"
    how = "stays where it is" if stride == 0 else places
    if size == 1:
        how = f"stride {stride}, with nowhere to go"
    note = f"({where})" if where else ""
    return beside([words(f"axis {axis}: {how}", 13.0), words(note, 12.0, Colour.QUIET)], 8.0)


def _strip(tensor: TensorFacts, texts: Sequence[str]) -> tuple[Piece, dict[int, str]]:
    """Numbered cells, on as many lines as it takes, and the first hops over them."""
    widest = max((text_width(text, _VALUE_SIZE, mono=True) for text in texts), default=0.0)
    cell = max(_NARROWEST, widest + 3)
    a_line = max(1, int((INNER_WIDTH + _GAP) // (cell + _GAP)))
    colours = _places(tensor)
    starts = range(0, len(texts), a_line)
    first, *rest = (
        _line(range(start, min(start + a_line, len(texts))), texts, colours, cell)
        for start in starts
    )
    axes = len(tensor.shape)
    above = _hops(tensor, axes - 1, cell, a_line)
    under = _hops(tensor, axes - 2, cell, a_line) if axes > 1 else []
    up, down = (_HOP_ROOM if hops else 0.0 for hops in (above, under))
    marks = [
        *first.at(0, up),
        *(_hop(start, end, up - 2, up - 26, Colour.INK) for start, end in above),
        *(
            _hop(start, end, up + first.height + 1, up + first.height + 25, Colour.QUIET)
            for start, end in under
        ),
    ]
    top = Piece(first.width, up + first.height + down, tuple(marks))
    seen = {axes - 1: "above"} if above else {}
    return below([top, *rest], 5.0), seen | ({axes - 2: "below"} if under else {})


def _hop(start: float, end: float, y: float, peak: float, colour: Colour) -> Curve:
    """From one cell to another: over the cells, or under their numbers."""
    inside = 3 if start < end else -3
    return Curve((start + inside, y), ((start + end) / 2, peak), (end - inside, y), colour)


def _hops(tensor: TensorFacts, axis: int, cell: float, a_line: int) -> list[tuple[float, float]]:
    """The first steps along an axis, as far as the first line goes."""
    stride = tensor.stride[axis]
    steps = min(tensor.shape[axis] - 1, _MOST_HOPS) if stride else 0
    places = [tensor.offset + step * stride for step in range(steps + 1)]
    steps_shown = [pair for pair in pairwise(places) if max(pair) < a_line]
    return [(_middle(start, cell), _middle(end, cell)) for start, end in steps_shown]


def _middle(place: int, cell: float) -> float:
    return place * (cell + _GAP) + cell / 2


def _line(places: range, texts: Sequence[str], colours: Mapping[int, Colour], cell: float) -> Piece:
    marks: list[Mark] = []
    for column, place in enumerate(places):
        x = column * (cell + _GAP)
        read = place in colours or not colours
        marks.append(Box(x, 0, cell, _CELL_HEIGHT, colours.get(place, Colour.PLAIN), radius=4))
        ink = Colour.INK if read else Colour.QUIET
        middle = x + cell / 2
        marks.append(
            Words(middle, _CELL_HEIGHT / 2, texts[place], _VALUE_SIZE, ink, "middle", mono=True)
        )
        marks.append(Words(middle, _CELL_HEIGHT + 8, str(place), 12.0, Colour.QUIET, "middle"))
    width = len(places) * (cell + _GAP) - _GAP
    return Piece(width, _CELL_HEIGHT + _PLACE_ROOM, tuple(marks))
