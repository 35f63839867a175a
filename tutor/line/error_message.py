"""What messages of torch and numpy say: the sizes they name, and what they are about."""

import math
import re
from dataclasses import dataclass
from typing import Final

Shape = tuple[int, ...]

_N: Final = r"([0-9]{1,18})"
_SHAPE: Final = r"[\[(]([0-9, ]*)[\])]"
# Each with the two sizes that should have been equal.
_UNEQUAL: Final = tuple(
    map(
        re.compile,
        (
            rf"mat1 and mat2 shapes cannot be multiplied \([0-9]+x{_N} and {_N}x[0-9]+\)",
            rf"size mismatch, got input \([0-9]+\), mat \([0-9]+x{_N}\), vec \({_N}\)",
            rf"The size of tensor a \({_N}\) must match the size of tensor b \({_N}\)",
            rf"inconsistent tensor size.* but got {_N} and {_N} elements",
            rf"not aligned: {_N} \(dim [0-9]+\) != {_N} \(dim",
            rf"should contain {_N} elements not {_N}$",
            rf"Expected input batch_size \({_N}\) to match target batch_size \({_N}\)",
            rf"Expected size {_N} but got size {_N} for tensor number",
            rf"at index [0-9]+ has size {_N} and the array at index [0-9]+ has size {_N}",
        ),
    )
)
# The same, but what was expected comes first, and the input's own size after it.
_UNLIKE: Final = tuple(
    map(
        re.compile,
        (
            rf"\(size {_N} is different from {_N}\)",
            rf"expected input\[[0-9, ]+\] to have {_N} channels, but got {_N} channels instead",
            rf"must be equal to input_size\. Expected {_N}, got {_N}$",
        ),
    )
)
_EXPANDED: Final = re.compile(
    rf"The expanded size of the tensor \({_N}\) must match the existing size \({_N}\)"
)
_BATCHES: Final = re.compile(rf"batch2 tensor to be: {_SHAPE} but got: {_SHAPE}")
_IN_PLACE: Final = re.compile(
    rf"output (?:operand )?with shape {_SHAPE} doesn't match the broadcast shape {_SHAPE}"
)
# What was to go somewhere, and the shape of that place.
_PUT: Final = tuple(
    map(
        re.compile,
        (
            rf"Target sizes: (?P<into>{_SHAPE})\.  Tensor sizes: (?P<given>{_SHAPE})",
            rf"expand\(torch\.\w+\{{(?P<given>{_SHAPE})\}}, size=(?P<into>{_SHAPE})\)",
            rf"shape (?P<given>{_SHAPE}) .+ to indexing result of shape (?P<into>{_SHAPE})",
            rf"input array from shape (?P<given>{_SHAPE}) into shape (?P<into>{_SHAPE})",
        ),
    )
)
_REGROUPED: Final = (
    re.compile(rf"shape '\[(?P<sizes>[-0-9, ]+)\]' is invalid for input of size (?P<all>{_N})"),
    re.compile(rf"reshape array of size (?P<all>{_N}) into shape \((?P<sizes>[0-9a-z, ]+)\)"),
)


@dataclass(frozen=True, slots=True)
class Put:
    """What was to go somewhere, and the shape of that place."""

    given: Shape
    into: Shape


def shape_text(shape: Shape) -> str:
    """A shape as (2×3)."""
    return f"({'×'.join(str(size) for size in shape)})"


def sizes(message: str) -> tuple[int, int] | None:
    """The two sizes that should have been equal, as far as the message says them."""
    for pattern in _UNEQUAL:
        if found := pattern.search(message):
            return int(found[1]), int(found[2])
    for pattern in _UNLIKE:
        if found := pattern.search(message):
            return int(found[2]), int(found[1])
    if found := _BATCHES.search(message):
        pairs = zip(_shape(found[1]), _shape(found[2]), strict=False)
        return next((pair for pair in pairs if pair[0] != pair[1]), None)
    return None


def is_of_products(message: str) -> bool:
    """Whether it is numpy's message about a product of matrices."""
    return "not aligned: " in message


def put_in_place(message: str) -> Put | None:
    """An operation in place whose result is larger than its place."""
    found = _IN_PLACE.search(message)
    return Put(_shape(found[2]), _shape(found[1])) if found else None


def put_there(message: str) -> Put | None:
    """What an assignment to a part was given."""
    tried = (pattern.search(message) for pattern in _PUT)
    found = next((each for each in tried if each), None)
    return Put(_shape(found["given"]), _shape(found["into"])) if found else None


def regrouped(message: str) -> str:
    """The numbers that do not go together in a `view`, `reshape` or `expand`: ": 6 ≠ 8"."""
    if found := _EXPANDED.search(message):
        return f": {found[1]} ≠ {found[2]}"
    tried = (pattern.search(message) for pattern in _REGROUPED)
    found = next((each for each in tried if each), None)
    if not found:
        return ""
    wanted, count = found["sizes"], int(found["all"])
    size = math.prod(_shape(wanted))
    if "-1" in wanted or "newaxis" in wanted:
        return f": {count} is no multiple of {size}" if size and count % size else ""
    return f": {size} ≠ {count}" if size != count else ""


def is_of_memory(message: str) -> bool:
    """Whether there was no room for a result: torch's words, and numpy's."""
    return "can't allocate memory" in message or message.startswith("Unable to allocate ")


def is_outside_of_rows(message: str) -> bool:
    """Whether an embedding says it: a number chooses none of its rows."""
    return message == "index out of range in self"


def is_outside_of_classes(message: str) -> bool:
    """Whether `one_hot` says it: a number is none of its classes."""
    return message.startswith("Class values must be smaller than num_classes")


def is_target_outside(message: str) -> bool:
    """Whether a loss over classes says it: a target is none of them."""
    return re.match(r"Target [0-9]+ is out of bounds", message) is not None


def _shape(text: str) -> Shape:
    """The sizes in a text, without the -1 of one that is to be worked out."""
    return tuple(int(size) for size in re.findall(r"(?<![-0-9])[0-9]{1,18}", text))
