"""Why an operation broke: the sizes that should have been equal."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from sandbox.protocol import Traced
from tutor.line import error_message
from tutor.line.error_message import Shape, shape_text
from tutor.line.labels import Operation, columns, operation, parsed, short
from tutor.line.rows import WIDTH, width


@dataclass(frozen=True, slots=True)
class Given:
    """An operand; the same text may stand for another one at another column of what broke."""

    column: int
    text: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Letters:
    """What an einsum calls the axes of the operand at a column."""

    column: int
    term: str


def what_broke(broken: Traced, given: Sequence[Given], message: str) -> str:
    """The operation and, where the shapes or the message tell it, what did not go together."""
    expression = broken.expression
    if broken.shape is not None:
        return f"{short(expression)} is {shape_text(broken.shape)}"
    if (found := operation(expression)) is not None:
        return _of_operator(expression, found, given, message)
    letters = einsum_letters(expression)
    if letters and (sizes := letter_clash(letters, given)):
        return "{}: {} is {} and {}".format(short(expression), *sizes)
    return short(expression) + _reason(expression, given, message)


def _sizes_text(sizes: tuple[int, int] | None) -> str:
    return f": {sizes[0]} ≠ {sizes[1]}" if sizes else ""


def _of_operator(expression: str, found: Operation, given: Sequence[Given], message: str) -> str:
    shapes = {(each.column, each.text): each.shape for each in given}
    left, right = (
        shapes.get((start, expression[start:end])) for start, end in (found.left, found.right)
    )
    if left is None and right is None:
        return short(expression) + _sizes_text(error_message.sizes(message))
    # A matrix of numpy's has its product for `*`.
    name = "matmul" if found.symbol == "*" and error_message.is_of_products(message) else found.name
    words = f"{name} {_side(left)} {found.symbol} {_side(right)}"
    if put := error_message.put_in_place(message):
        return f"{words}: gives {shape_text(put.given)}"
    if left is None or right is None:
        return words + _sizes_text(error_message.sizes(message))
    unequal = _sizes_text(error_message.sizes(message) or clash(name, left, right))
    if not unequal and error_message.is_of_memory(message):
        return f"{words}: would give {shape_text(outcome(name, left, right))}"
    return words + unequal


def _side(shape: Shape | None) -> str:
    """An operand's shape; "…" stands for a number, and for a shape that is not known."""
    return "…" if shape is None else shape_text(shape)


def _reason(expression: str, given: Sequence[Given], message: str) -> str:
    match parsed(expression):
        case ast.Call() as call:
            unequal = _sizes_text(error_message.sizes(message))
            return unequal or _of_call(call, expression, given, message)
        case ast.Subscript() if put := error_message.put_there(message):
            sizes = clash("", put.given, put.into)
            return f" is {shape_text(put.into)}{_sizes_text(sizes)}"
    return ""


def _of_call(call: ast.Call, expression: str, given: Sequence[Given], message: str) -> str:
    if put := error_message.put_in_place(message):
        return f": gives {shape_text(put.given)}, not {shape_text(put.into)}"
    if (count := _places(call, expression, given, message)) is not None:
        return f": only 0 to {count - 1} fit" if count > 0 else ""
    return error_message.regrouped(message)


def _places(call: ast.Call, expression: str, given: Sequence[Given], message: str) -> int | None:
    """How many values an index or a class could have had, where one was out of range."""
    if error_message.is_outside_of_rows(message):
        weights = (each.shape for each in given if each.text.endswith(".weight"))
        return next((shape[0] for shape in weights if len(shape) == 2), None)
    if error_message.is_outside_of_classes(message):
        return _classes_written(call)
    if error_message.is_target_outside(message) and (shape := _scored(call, expression, given)):
        return shape[1] if len(shape) > 1 else shape[0]
    return None


def _scored(call: ast.Call, expression: str, given: Sequence[Given]) -> Shape | None:
    """The shape of what a loss calls its input; None where it was not traced as a whole.

    The shape of `x` would say nothing about an input that is written `model(x)`.
    """
    named = (keyword.value for keyword in call.keywords if keyword.arg == "input")
    if (node := next(named, None) or next(iter(call.args), None)) is None:
        return None
    start, end = columns(expression, node)
    shapes = {(each.column, each.text): each.shape for each in given}
    return shapes.get((start, expression[start:end]))


def _classes_written(call: ast.Call) -> int | None:
    """The number of classes of a `one_hot`."""
    named = (keyword.value for keyword in call.keywords if keyword.arg == "num_classes")
    match [*call.args[1:2], *named]:
        case [ast.Constant(value=int(count))]:
            return count
    return None


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


def outcome(name: str, left: Shape, right: Shape) -> Shape:
    """The shape of the result, where nothing clashes."""
    if name != "matmul":
        pairs = zip_longest(reversed(left), reversed(right), fillvalue=1)
        return tuple(one if other == 1 else other for one, other in pairs)[::-1]
    batches = outcome("", left[:-2], right[:-2])
    return (*batches, *left[-2:-1], *(right[-1:] if len(right) > 1 else ()))


def einsum_letters(expression: str) -> Sequence[Letters]:
    """The letters of each operand of an einsum; none where it is none, or not written out."""
    match parsed(expression):
        case ast.Call(
            func=ast.Attribute(attr="einsum") | ast.Name(id="einsum"),
            args=[ast.Constant(value=str(text)), *operands],
        ):
            places = (columns(expression, operand)[0] for operand in operands)
            terms = text.replace(" ", "").split("->")[0].split(",")
            return [Letters(*each) for each in zip(places, terms, strict=False)]
    return []


def letter_clash(letters: Iterable[Letters], given: Iterable[Given]) -> tuple[str, int, int] | None:
    """The first letter of an einsum that stands for two sizes."""
    sizes: dict[str, int] = {}
    for letter, size in _sizes(letters, given):
        known = sizes.setdefault(letter, size)
        if known != size and 1 not in (known, size):
            return letter, known, size
    return None


def _sizes(letters: Iterable[Letters], given: Iterable[Given]) -> Iterable[tuple[str, int]]:
    shapes = {each.column: each.shape for each in given}
    for each in letters:
        shape = shapes.get(each.column, ())
        if each.term.isalpha() and len(each.term) == len(shape):
            yield from zip(each.term, shape, strict=True)


# Which layer broke inside of a call that runs several, in the width of a phone.

_TOLD: Final = re.compile(r"(?:(?P<place>.+?): )?(?P<layer>\w+\(.*\))", re.DOTALL)
# What torch writes with its name and everybody else without.
_SIZES: Final = re.compile(r"\b(?:in|out)_features=")
_LONGEST_PLACE: Final = 30
_REST: Final = ", …)"


def inner_layer(inside: str | None, message: str) -> str:
    """Such as "in net[2], Linear(4, 3)"; empty where the sandbox names no layer."""
    if (found := _TOLD.fullmatch(inside or "")) is None:
        return ""
    place = f"in {_last(found['place'])}, " if found["place"] else "in "
    layer = found["layer"].removesuffix(", bias=True)")
    layer = _SIZES.sub("", layer if layer == found["layer"] else f"{layer})")
    rows = _rows(layer) if error_message.is_outside_of_rows(message) else ""
    return place + _cut(layer, WIDTH - width(place + rows)) + rows


def _last(place: str) -> str:
    """A place; of a long one the end, which is the layer's own name."""
    return place if len(place) <= _LONGEST_PLACE else f"…{place[1 - _LONGEST_PLACE :]}"


def _rows(layer: str) -> str:
    """The numbers that choose a row, where the layer is an embedding."""
    match parsed(layer):
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=int(count)), *_]):
            return f": 0 to {count - 1}" if name.startswith("Embedding") and count > 0 else ""
    return ""


def _cut(layer: str, room: int) -> str:
    """A layer with as many of its arguments as there is room for."""
    kind = layer.partition("(")[0][:WIDTH]
    return next((text for text in _shorter(layer) if width(text) <= room), kind)


def _shorter(layer: str) -> Iterator[str]:
    yield layer
    match parsed(layer):
        case ast.Call(args=args, keywords=keywords):
            values = args or [each.value for each in keywords]
            ends = (columns(layer, value)[1] for value in reversed(values))
            yield from (layer[:end] + _REST for end in ends)
