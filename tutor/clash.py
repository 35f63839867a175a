"""Why an operation broke: the sizes that should have been equal."""

import ast
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Final

from sandbox.protocol import Traced
from tutor.label import Operation, columns, operation, parsed, short

Shape = tuple[int, ...]

_OF_LAYERS: Final = "mat1 and mat2 shapes cannot be multiplied"


def shape_text(shape: Shape) -> str:
    """A shape as (2×3)."""
    return f"({'×'.join(str(size) for size in shape)})"


def what_broke(broken: Traced, shapes: Mapping[str, Shape], message: str) -> str:
    """The operation and, where the shapes tell it, what did not go together."""
    expression = broken.expression
    if broken.shape is not None:
        return f"{short(expression)} is {shape_text(broken.shape)}"
    if (found := operation(expression)) is not None:
        return _of_operator(expression, found, shapes)
    if (letters := einsum_letters(expression)) and (sizes := letter_clash(letters, shapes)):
        return "{}: {} is {} and {}".format(short(expression), *sizes)
    layers = _layer_clash(shapes) if _OF_LAYERS in message else None
    return short(expression) + _sizes_text(layers)


def _sizes_text(sizes: tuple[int, int] | None) -> str:
    return f": {sizes[0]} ≠ {sizes[1]}" if sizes else ""


def _of_operator(expression: str, found: Operation, shapes: Mapping[str, Shape]) -> str:
    left, right = (shapes.get(expression[start:end]) for start, end in (found.left, found.right))
    if left is None and right is None:
        return short(expression)
    words = f"{found.name} {_side(left)} {found.symbol} {_side(right)}"
    return words + _sizes_text(
        None if left is None or right is None else clash(found.name, left, right)
    )


def _side(shape: Shape | None) -> str:
    """A number has no shape, nor has what could not be found out."""
    return "…" if shape is None else shape_text(shape)


def clash(name: str, left: Shape, right: Shape) -> tuple[int, int] | None:
    """The two sizes that should have been equal; None where the shapes go together."""
    if name == "matmul":
        return _matmul_clash(left, right)
    pairs = zip_longest(reversed(left), reversed(right), fillvalue=1)
    clashes = (pair for pair in pairs if pair[0] != pair[1] and 1 not in pair)
    return next(clashes, None)


def _matmul_clash(left: Shape, right: Shape) -> tuple[int, int] | None:
    if not left or not right:
        return None
    one, other = left[-1], right[-2] if len(right) > 1 else right[0]
    return (one, other) if one != other else clash("", left[:-2], right[:-2])


def _layer_clash(shapes: Mapping[str, Shape]) -> tuple[int, int] | None:
    """A linear layer's weight is (out×in): what comes in ends with the second."""
    pair = [shape for name, shape in shapes.items() if not name.endswith(".bias")][:2]
    if len(pair) < 2 or not pair[0] or len(pair[1]) != 2:
        return None
    one, other = pair[0][-1], pair[1][1]
    return (one, other) if one != other else None


def einsum_letters(expression: str) -> Mapping[str, str] | None:
    """The letters of each operand of an einsum; None where it is none, or not written out."""
    match parsed(expression):
        case ast.Call(
            func=ast.Attribute(attr="einsum") | ast.Name(id="einsum"),
            args=[ast.Constant(value=str(text)), *operands],
        ):
            places = (columns(expression, operand) for operand in operands)
            terms = text.replace(" ", "").split("->")[0].split(",")
            return dict(zip((expression[a:b] for a, b in places), terms, strict=False))
    return None


def letter_clash(
    letters: Mapping[str, str], shapes: Mapping[str, Shape]
) -> tuple[str, int, int] | None:
    """The first letter of an einsum that stands for two sizes."""
    sizes: dict[str, int] = {}
    for letter, size in _sizes(letters, shapes):
        known = sizes.setdefault(letter, size)
        if known != size and 1 not in (known, size):
            return letter, known, size
    return None


def _sizes(letters: Mapping[str, str], shapes: Mapping[str, Shape]) -> Iterable[tuple[str, int]]:
    for expression, term in letters.items():
        shape = shapes.get(expression, ())
        if term.isalpha() and len(term) == len(shape):
            yield from zip(term, shape, strict=True)
