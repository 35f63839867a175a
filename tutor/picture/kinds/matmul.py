"""Matrix products: a row of the left meets a column of the right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from tutor.picture.facts import Clash, Facts, Index, TensorFacts
from tutor.picture.kinds.tensor import heading, look_at
from tutor.picture.scene.lattice import CELL_HEIGHT, Look, Sheet, all_of, sheet
from tutor.picture.scene.marks import INNER_WIDTH, Box, Colour, Mark, Scene, Words, soft
from tutor.picture.scene.pieces import Piece, scene, words
from tutor.picture.scene.text import are_exact, label, plain, sizes_text, spelled, text_width

_SIZE = 13.0
_NAME = 24.0
_ABOVE = 18.0
_GAP = 20.0
_BETWEEN = 12.0
_MOST_TERMS = 4
# How far off the result a sum of rounded numbers may be, to be shown at all.
_ROUNDING = 0.05


@dataclass(frozen=True, slots=True)
class _Side:
    """A tensor as a matrix: a vector lies down on the left and stands on the right.

    A vector has no axis for its one row, or its one column; nor has the product for it.
    """

    name: str
    tensor: TensorFacts
    size: tuple[int, int]
    has_rows: bool = True
    has_columns: bool = True

    def index(self, row: int, column: int) -> Index:
        """The element in a cell; of a batch it is the first matrix that is drawn."""
        own = (*((row,) if self.has_rows else ()), *((column,) if self.has_columns else ()))
        return (*(0,) * (len(self.tensor.shape) - len(own)), *own)

    @property
    def margin(self) -> float:
        """Room for the number of rows beside it."""
        return text_width(str(self.size[0]), _SIZE, bold=True) + 8

    @property
    def heading(self) -> Piece:
        return heading(self.name, self.tensor.shape, INNER_WIDTH / 2)

    @property
    def heading_width(self) -> float:
        """Half of the card at the most, which a long shape may leave."""
        return min(self.heading.width, INNER_WIDTH / 2)


def _is_row_by_column(operation: str, axes: Sequence[int]) -> bool:
    """`inner` goes along the last axis of both, and `dot` pairs every matrix with every other."""
    match operation:
        case "inner":
            return axes[1] == 1
        case "dot":
            return min(axes) == 1 or max(axes) == 2
        case _:
            return True


def product(facts: Facts) -> Scene | None:
    """Both matrices around their product, or the sizes that do not meet."""
    operands = _operands(facts)
    shapes = [tensor.shape for _, tensor in operands]
    if len(shapes) != 2 or any(not shape or 0 in shape for shape in shapes):
        return None
    if not _is_row_by_column(facts.operation, [len(shape) for shape in shapes]):
        return None
    left, right = _sides(*operands)
    meets = left.size[1] == right.size[0]
    match facts.outcome:
        case Clash() if not meets:
            return scene(facts.text, _clash_sentence(left, right), _apart(left, right))
        case TensorFacts() as result if meets:
            size = (left.size[0], right.size[1])
            made = _Side("result", result, size, left.has_rows, right.has_columns)
            body = [_crossed(left, right, made), *_formula(left, right, made)]
            return scene(facts.text, _sentence(left, right, result), *body)
        case _:
            return None


def _operands(facts: Facts) -> Sequence[tuple[str, TensorFacts]]:
    """From left to right, however they are written; none where more has a say, such as `axes`."""
    if len(facts.parts) != len(facts.tensors):
        return ()
    return facts.tensors[::-1] if facts.parts[-1].role == "input" else facts.tensors


def _sides(left: tuple[str, TensorFacts], right: tuple[str, TensorFacts]) -> tuple[_Side, _Side]:
    (name, first), (other, second) = left, right
    rows, inner = (1, *first.shape)[-2:]
    meeting, columns = second.shape[-2:] if len(second.shape) > 1 else (second.shape[0], 1)
    return (
        _Side(name, first, (rows, inner), has_rows=len(first.shape) > 1),
        _Side(other, second, (meeting, columns), has_columns=len(second.shape) > 1),
    )


def _sentence(left: _Side, right: _Side, result: TensorFacts) -> str:
    inner = left.size[1]
    sums = f"{inner} products, added up" if inner > 1 else "one product"
    told = f"Each number is a row times a column: {sums}."
    if max(len(left.tensor.shape), len(right.tensor.shape)) <= 2:
        return told
    matrices = min(len(left.tensor.shape), 2) + min(len(right.tensor.shape), 2) - 2
    batch = result.shape[: len(result.shape) - matrices]
    pairs = f"{sizes_text(batch)} pairs" if math.prod(batch) != 1 else "pair"
    return f"{told} So for each of the {pairs} of matrices; the first is drawn."


def _clash_sentence(left: _Side, right: _Side) -> str:
    a, b = label(left.name, 16), label(right.name, 16)
    inner, other = left.size[1], right.size[0]
    numbers = "number" if inner == 1 else "numbers"
    told = f"A row of {a} has {inner} {numbers}, a column of {b} has {other}: they can't be paired."
    if len(right.tensor.shape) == 2 and right.size[1] == inner:
        return f"{told} {a} @ {b}.T would fit."
    if len(left.tensor.shape) == 2 and left.size[0] == other:
        return f"{told} {a}.T @ {b} would fit."
    return told


def _crossed(left: _Side, right: _Side, result: _Side) -> Piece:
    """The left one at the left, the right one above: rows and columns cross in the product."""
    sheets = _sheets([left, right, result])
    a, b, c = (found.piece for found in sheets)
    top = _NAME + _ABOVE
    before_right = _BETWEEN + right.margin
    x = max(left.margin + a.width, left.heading_width) + before_right
    y = top + b.height + _GAP
    if x + b.width > INNER_WIDTH:
        # The name of the left one has room below the right one, not beside it.
        x = left.margin + a.width + before_right
        y += _NAME + 6
    inner = Colour.PURPLE
    marks: list[Mark] = [
        *_placed(left, a, left.margin, y, rows=Colour.QUIET, columns=inner),
        *_placed(right, b, x, top, rows=inner, columns=Colour.QUIET),
        *c.at(x, y),
        *_framed(sheets, (left.margin, y), (x, top), (x, y)),
    ]
    name = result.heading
    marks += name.at(_inside(x, name), y + a.height + 4)
    width = max(x + b.width, x + name.width, x - right.margin + right.heading_width)
    return Piece(
        min(INNER_WIDTH, width), y + max(a.height, c.height) + 4 + name.height, tuple(marks)
    )


def _apart(left: _Side, right: _Side) -> Piece:
    """One below the other: nothing crosses where nothing fits."""
    sheets = _sheets([left, right])
    a, b = (found.piece for found in sheets)
    margin = max(left.margin, right.margin)
    top = _NAME + _ABOVE
    y = top + a.height + 16 + top
    marks = [
        *_placed(left, a, margin, top, rows=Colour.QUIET, columns=Colour.RED),
        *_placed(right, b, margin, y, rows=Colour.RED, columns=Colour.QUIET),
    ]
    if all(each.columns for each in sheets):
        marks.append(_frame(margin, top, a.width, CELL_HEIGHT, Colour.RED))
        marks.append(_frame(margin, y, sheets[1].cell_width, b.height, Colour.RED))
    names = max(left.heading_width, right.heading_width)
    return Piece(max(margin + a.width, margin + b.width, names), y + b.height, tuple(marks))


def _placed(
    side: _Side, piece: Piece, x: float, y: float, *, rows: Colour, columns: Colour
) -> list[Mark]:
    """A matrix under its name, with its sizes at its sides."""
    name = side.heading
    above = Words(
        x + piece.width / 2, y - 9, str(side.size[1]), _SIZE, columns, "middle", bold=True
    )
    beside = Words(x - 6, y + piece.height / 2, str(side.size[0]), _SIZE, rows, "end", bold=True)
    return [
        *name.at(_inside(x - side.margin, name), y - _ABOVE - _NAME),
        *piece.at(x, y),
        above,
        beside,
    ]


def _inside(x: float, name: Piece) -> float:
    """Where a name begins: further to the left where it would leave the card."""
    return min(x, INNER_WIDTH - name.width)


def _look(side: _Side, hue: Colour, columns: int) -> Look:
    own = look_at(side.tensor, Look(fill=all_of(soft(hue))), columns)
    return replace(own, text=lambda cell: own.text(side.index(*cell)))


def _sheets(sides: Sequence[_Side]) -> list[Sheet]:
    """Cells of one width below each other, so that columns go on; blocks where they don't fit."""
    hues = (Colour.BLUE, Colour.ORANGE, Colour.GREEN)
    # Both matrices, and the sizes at their sides, which are a column's width together.
    columns = sides[0].size[1] + sides[1].size[1] + 1
    looks = [_look(side, hue, columns) for side, hue in zip(sides, hues, strict=False)]
    found = _drawn(sides, looks)
    cell = max(each.cell_width for each in found[1:])
    found = _drawn(sides, [looks[0], *(replace(look, least_width=cell) for look in looks[1:])])
    room = INNER_WIDTH - _BETWEEN - sum(side.margin for side in sides[:2])
    whole = all(f.columns == s.size[1] for f, s in zip(found, sides, strict=True))
    if whole and sum(f.piece.width for f in found[:2]) <= room:
        return found
    return _drawn(sides, [replace(look, cells=False) for look in looks], room / 2)


def _drawn(
    sides: Sequence[_Side], looks: Sequence[Look], width: float = INNER_WIDTH
) -> list[Sheet]:
    pairs = zip(sides, looks, strict=True)
    return [sheet((), side.size, look, width) for side, look in pairs]


def _framed(
    sheets: Sequence[Sheet],
    left: tuple[float, float],
    right: tuple[float, float],
    made: tuple[float, float],
) -> list[Mark]:
    """The first row, the first column, and the number where they cross."""
    a, b, c = sheets
    if not all(each.columns for each in sheets):
        return []
    return [
        _frame(*left, a.piece.width, CELL_HEIGHT, Colour.BLUE),
        _frame(*right, b.cell_width, b.piece.height, Colour.ORANGE),
        _frame(*made, c.cell_width, CELL_HEIGHT, Colour.GREEN),
    ]


def _frame(x: float, y: float, width: float, height: float, hue: Colour) -> Box:
    return Box(x - 1.5, y - 1.5, width + 3, height + 3, edge=hue, radius=5, line=2.0)


def _formula(left: _Side, right: _Side, result: _Side) -> list[Piece]:
    """The first number of the product, worked out, where that is short."""
    inner = left.size[1]
    if not 0 < inner <= _MOST_TERMS or 0 in result.size:
        return []
    row = [left.tensor.value(left.index(0, k)) for k in range(inner)]
    column = [right.tensor.value(right.index(k, 0)) for k in range(inner)]
    values = [*row, *column, result.tensor.value(result.index(0, 0))]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return []
    texts = spelled(known)
    pairs = list(zip(texts[:inner], texts[inner:-1], strict=True))
    equals = _equals(pairs, texts[-1], exact=are_exact(known, texts))
    terms = " + ".join(f"{a.removesuffix('.')}·{b.removesuffix('.')}" for a, b in pairs)
    piece = words(f"{terms} {equals} {texts[-1].removesuffix('.')}", _SIZE, mono=True)
    return [piece] if equals and piece.width <= INNER_WIDTH else []


def _equals(pairs: Sequence[tuple[str, str]], result: str, *, exact: bool) -> str:
    """What is true between the numbers as they are shown; nothing where that would mislead."""
    try:
        total = sum(Decimal(plain(a)) * Decimal(plain(b)) for a, b in pairs)
        told = Decimal(plain(result))
    except InvalidOperation:
        return ""
    if exact:
        return "=" if total == told else ""
    return "≈" if math.isclose(total, told, rel_tol=_ROUNDING) else ""
