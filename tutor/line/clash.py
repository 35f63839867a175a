"""Why an operation broke: the sizes that should have been equal."""

import ast
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Final

from sandbox.protocol import Traced
from tutor.line.labels import Operation, columns, operation, parsed, short
from tutor.line.rows import WIDTH, width

Shape = tuple[int, ...]
# The operands of what broke: the column and the text of each there, and its shape.
Given = Mapping[tuple[int, str], Shape]

# What messages of torch and numpy say.

_A: Final = "(?P<a>[0-9]{1,18})"
_B: Final = "(?P<b>[0-9]{1,18})"
_GIVEN: Final = r"[\[(](?P<given>[0-9, ]*)[\])]"
_INTO: Final = r"[\[(](?P<into>[0-9, ]*)[\])]"
# Two sizes that should have been equal; for some it is the second that comes first.
_UNEQUAL: Final = (
    rf"shapes cannot be multiplied \([0-9]+x{_A} and {_B}x[0-9]+\)",
    rf"size mismatch, got input \([0-9]+\), mat \([0-9]+x{_A}\), vec \({_B}\)",
    rf"The size of tensor a \({_A}\) must match the size of tensor b \({_B}\)",
    rf"expanded size of the tensor \({_A}\) must match the existing size \({_B}\)",
    rf"inconsistent tensor size.* but got {_A} and {_B} elements",
    rf"not aligned: {_A} \(dim [0-9]+\) != {_B} \(dim",
    rf"should contain {_A} elements not {_B}$",
    rf"Expected input batch_size \({_A}\) to match target batch_size \({_B}\)",
    rf"Expected size {_A} but got size {_B} for tensor number",
    rf"at index [0-9]+ has size {_A} and the array at index [0-9]+ has size {_B}",
    rf"batch2 tensor to be: \[([0-9]+), {_A}\] but got: \[\1, {_B}\]",
    rf"batch2 tensor to be: \[{_A}, [0-9]+\] but got: \[{_B}, ",
    rf"\(size {_B} is different from {_A}\)",
    rf"expected input\[[0-9, ]+\] to have {_B} channels, but got {_A} channels instead",
    rf"must be equal to input_size\. Expected {_B}, got {_A}$",
)
_IN_PLACE: Final = (
    rf"output (?:operand )?with shape {_INTO} doesn't match the broadcast shape {_GIVEN}",
)
# What was to go somewhere, and the shape of that place.
_PUT: Final = (
    rf"Target sizes: {_INTO}\.  Tensor sizes: {_GIVEN}",
    rf"expand\(torch\.\w+\{{{_GIVEN}\}}, size={_INTO}\)",
    rf"shape {_GIVEN} .+ to indexing result of shape {_INTO}",
    rf"input array from shape {_GIVEN} into shape {_INTO}",
)
_REGROUPED: Final = (
    rf"shape '\[(?P<given>[0-9, ]+)\]' is invalid for input of size {_B}",
    rf"reshape array of size {_B} into shape \((?P<given>[0-9, ]+)\)",
)


def _said(patterns: Iterable[str], message: str) -> re.Match[str] | None:
    tried = (re.search(pattern, message) for pattern in patterns)
    return next((found for found in tried if found), None)


def _put(patterns: Iterable[str], message: str) -> tuple[Shape, Shape] | None:
    """What was to go somewhere, and the shape of that place."""
    found = _said(patterns, message)
    return (_shape(found["given"]), _shape(found["into"])) if found else None


def _shape(text: str) -> Shape:
    return tuple(int(size) for size in re.findall("[0-9]{1,18}", text))


def is_of_memory(message: str) -> bool:
    """Whether there was no room for a result: torch's words, and numpy's."""
    return "can't allocate memory" in message or message.startswith("Unable to allocate ")


def shape_text(shape: Shape) -> str:
    """A shape as (2×3)."""
    return f"({'×'.join(str(size) for size in shape)})"


# What is told of it.


def what_broke(broken: Traced, given: Given, message: str) -> str:
    """The operation and, where the shapes or the message tell it, what did not go together."""
    expression = broken.expression
    if broken.shape is not None:
        return f"{short(expression)} is {shape_text(broken.shape)}"
    if found := operation(expression):
        return _of_operator(expression, found, given, message)
    return short(expression) + _reason(expression, given, message)


def _of_operator(expression: str, found: Operation, given: Given, message: str) -> str:
    left, right = (given.get((at, expression[at:end])) for at, end in (found.left, found.right))
    sizes = _sizes(message)
    if left is None and right is None:
        return short(expression) + _unequal(sizes)
    # A matrix of numpy's has its product for `*`.
    name = "matmul" if found.symbol == "*" and "not aligned: " in message else found.name
    # "…" stands for a number, and for a shape that is not known.
    sides = ["…" if shape is None else shape_text(shape) for shape in (left, right)]
    words = f"{name} {sides[0]} {found.symbol} {sides[1]}"
    if put := _put(_IN_PLACE, message):
        return f"{words}: gives {shape_text(put[0])}"
    if left is None or right is None:
        return words + _unequal(sizes)
    sizes = sizes or clash(name, left, right)
    if not sizes and is_of_memory(message):
        return f"{words}: would give {shape_text(outcome(name, left, right))}"
    return words + _unequal(sizes)


def _reason(expression: str, given: Given, message: str) -> str:
    tree = parsed(expression)
    if isinstance(tree, ast.Subscript) and (put := _put(_PUT, message)):
        return f" is {shape_text(put[1])}{_unequal(clash('', *put))}"
    if not isinstance(tree, ast.Call):
        return ""
    if letter := _letter_clash(expression, given):
        return ": {} is {} and {}".format(*letter)
    if put := _put(_IN_PLACE, message):
        return f": gives {shape_text(put[0])}, not {shape_text(put[1])}"
    if found := _said(_REGROUPED, message):
        return _unequal((math.prod(_shape(found["given"])), int(found["b"])))
    return _unequal(_sizes(message))


def _sizes(message: str) -> tuple[int, int] | None:
    found = _said(_UNEQUAL, message)
    return (int(found["a"]), int(found["b"])) if found else None


def _unequal(sizes: tuple[int, int] | None) -> str:
    return f": {sizes[0]} ≠ {sizes[1]}" if sizes else ""


def clash(name: str, left: Shape, right: Shape) -> tuple[int, int] | None:
    """The two sizes that should have been equal; None where the shapes go together."""
    if name == "matmul":
        if not left or not right:
            return None
        one, other = left[-1], right[-2] if len(right) > 1 else right[0]
        return (one, other) if one != other else clash("", left[:-2], right[:-2])
    pairs = zip_longest(reversed(left), reversed(right), fillvalue=1)
    return next((pair for pair in pairs if pair[0] != pair[1] and 1 not in pair), None)


def outcome(name: str, left: Shape, right: Shape) -> Shape:
    """The shape of the result, where nothing clashes."""
    if name != "matmul":
        pairs = zip_longest(reversed(left), reversed(right), fillvalue=1)
        return tuple(one if other == 1 else other for one, other in pairs)[::-1]
    batches = outcome("", left[:-2], right[:-2])
    return (*batches, *left[-2:-1], *(right[-1:] if len(right) > 1 else ()))


def einsum_letters(expression: str) -> Mapping[int, str]:
    """What an einsum calls the axes of the operand at a column, if that is written."""
    match parsed(expression):
        case ast.Call(
            func=ast.Attribute(attr="einsum") | ast.Name(id="einsum"),
            args=[ast.Constant(value=str(text)), *operands],
        ):
            terms = text.replace(" ", "").split("->")[0].split(",")
            places = (columns(expression, operand)[0] for operand in operands)
            return dict(zip(places, terms, strict=False))
    return {}


def _letter_clash(expression: str, given: Given) -> tuple[str, int, int] | None:
    """The first letter of an einsum that stands for two sizes."""
    terms, known = einsum_letters(expression), dict[str, int]()
    for (column, _), shape in given.items():
        term = terms.get(column, "")
        for letter, size in zip(term, shape, strict=False) if len(term) == len(shape) else ():
            before = known.setdefault(letter, size)
            if before != size and 1 not in (before, size):
                return letter, before, size
    return None


_TOLD: Final = re.compile(r"(?:(?P<place>.+?): )?(?P<layer>\w+\(.*\))", re.DOTALL)
# What torch writes with its name and everybody else without, and what is so unless one says else.
_USUAL: Final = re.compile(r"\b(?:in|out)_features=|, bias=True(?=\)$)")
_LONGEST_PLACE: Final = 30


def inner_layer(inside: str | None) -> str:
    """Which layer broke in a call of several: "in net[2], Linear(4, 3)"; else empty."""
    if (found := _TOLD.fullmatch(inside or "")) is None:
        return ""
    place, layer = found["place"] or "", _USUAL.sub("", found["layer"])
    if len(place) > _LONGEST_PLACE:
        place = f"…{place[1 - _LONGEST_PLACE :]}"
    return next(_shorter(f"in {place}, " if place else "in ", layer))


def _shorter(place: str, layer: str) -> Iterator[str]:
    if width(place + layer) <= WIDTH:
        yield place + layer
    arguments = layer[: max(0, WIDTH - width(place) - len(", …)"))].rpartition(", ")[0]
    if "(" in arguments:
        yield f"{place}{arguments}, …)"
    yield place + layer.partition("(")[0][:WIDTH]
