"""Einsum notation as `torch.einsum` reads it: axes, what is summed, what comes out. Pure.

Letters of both cases name axes, capitals first where an order is needed; `...` stands for any
number of leading axes that broadcast; without `->` the output is what occurs exactly once, in
alphabetical order, after the axes of `...`. A letter may be sized 1 in one operand and more in
another, but not twice with different sizes in one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from string import ascii_letters

ELLIPSIS = "..."
ARROW = "->"

Shape = tuple[int, ...]
Axes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notation:
    """Axes of each input and, where `->` says so, of the output: letters, and `...` at most once.

    `output` is None where it is left to the rule.
    """

    inputs: tuple[Axes, ...]
    output: Axes | None = None

    def __str__(self) -> str:
        inputs = ",".join("".join(axes) for axes in self.inputs)
        return inputs if self.output is None else f"{inputs}{ARROW}{''.join(self.output)}"

    @property
    def result(self) -> Axes:
        """The output's axes, by the rule where none are written."""
        if self.output is not None:
            return self.output
        counted = Counter(axis for axes in self.inputs for axis in axes)
        once = sorted(axis for axis, count in counted.items() if count == 1 and axis != ELLIPSIS)
        return (ELLIPSIS, *once) if ELLIPSIS in counted else tuple(once)

    @property
    def summed(self) -> Axes:
        """What the output lacks, in the order of its first occurrence."""
        seen = dict.fromkeys(axis for axes in self.inputs for axis in axes)
        kept = set(self.result)
        return tuple(axis for axis in seen if axis not in kept)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why that is no einsum: what was expected, and what came."""

    message: str


@dataclass(frozen=True, slots=True)
class Contraction:
    """A notation with sizes: the result's shape, and how long each letter is."""

    shape: Shape
    sizes: Mapping[str, int]


def parse(text: str) -> Notation | Fault:
    """Read a notation; spaces between axes mean nothing."""
    left, arrow, right = text.partition(ARROW)
    inputs = [_axes(part, "an operand") for part in left.split(",")]
    outputs = [_axes(right, "the output")] if arrow else []
    fault = next((each for each in (*inputs, *outputs) if isinstance(each, Fault)), None)
    if fault is not None:
        return fault
    read = [each for each in (*inputs, *outputs) if not isinstance(each, Fault)]
    notation = Notation(tuple(read[: len(inputs)]), read[-1] if arrow else None)
    return next(_output_faults(notation), notation)


def contract(notation: Notation, shapes: Sequence[Shape]) -> Contraction | Fault:
    """Hold a notation against the shapes of its operands."""
    if len(shapes) != len(notation.inputs):
        return miscounted(notation, len(shapes))
    sizes: dict[str, int] = {}
    broad: Shape = ()
    for axes, shape in zip(notation.inputs, shapes, strict=True):
        placed = _placed(axes, shape)
        if isinstance(placed, Fault):
            return placed
        own, wide = placed
        merged = _merged(sizes, own)
        broadened = broadcast(broad, wide)
        if isinstance(merged, Fault):
            return merged
        if broadened is None:
            return Fault(f"expected the axes of '...' to broadcast, got {broad} and {wide}")
        sizes, broad = merged, broadened
    pieces = (broad if axis == ELLIPSIS else (sizes[axis],) for axis in notation.result)
    return Contraction(tuple(size for piece in pieces for size in piece), sizes)


def miscounted(notation: Notation, operands: int) -> Fault:
    """The fault of a notation that was given too many or too few operands."""
    written = ",".join("".join(axes) for axes in notation.inputs)
    count = len(notation.inputs)
    return Fault(f"expected {counted(count, 'operand')} for {written!r}, got {operands}")


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _axes(text: str, where: str) -> Axes | Fault:
    """One operand's axes, or the output's."""
    axes: list[str] = []
    rest = text.lstrip(" ")
    while rest:
        axis = ELLIPSIS if rest.startswith(ELLIPSIS) else rest[0]
        if axis != ELLIPSIS and axis not in ascii_letters:
            return Fault(f"expected letters, commas, '...' and one '->', got {axis!r}")
        if axis == ELLIPSIS and ELLIPSIS in axes:
            return Fault(f"expected '...' at most once in {where}, got {text.strip()!r}")
        axes.append(axis)
        rest = rest[len(axis) :].lstrip(" ")
    return tuple(axes)


def _output_faults(notation: Notation) -> Iterator[Fault]:
    known = {axis for axes in notation.inputs for axis in axes} | {ELLIPSIS}
    for axis, times in Counter(notation.output or ()).items():
        if axis not in known:
            yield Fault(f"expected output letters that an input has, got {axis!r}")
        if times > 1:
            yield Fault(f"expected each letter once in the output, got {axis!r} {times} times")


def _placed(axes: Axes, shape: Shape) -> tuple[dict[str, int], Shape] | Fault:
    """The size of each letter in one operand, and what `...` covers there."""
    letters = len(axes) - (ELLIPSIS in axes)
    spare = len(shape) - letters
    if spare < 0 or (spare and ELLIPSIS not in axes):
        least = "at least " if ELLIPSIS in axes else ""
        expected = f"{least}{letters} {'axis' if letters == 1 else 'axes'}"
        return Fault(f"expected {expected} in {''.join(axes)!r}, got a tensor of shape {shape}")
    at = axes.index(ELLIPSIS) if ELLIPSIS in axes else len(axes)
    wide = shape[at : at + spare]
    named = [axis for axis in axes if axis != ELLIPSIS]
    sizes: dict[str, int] = {}
    for axis, size in zip(named, (*shape[:at], *shape[at + spare :]), strict=True):
        if sizes.setdefault(axis, size) != size:
            written = f"{axis!r} in {''.join(axes)!r}"
            return Fault(f"expected one size for {written}, got {sizes[axis]} and {size}")
    return sizes, wide


def _merged(sizes: Mapping[str, int], own: Mapping[str, int]) -> dict[str, int] | Fault:
    """Sizes so far with those of one more operand."""
    merged = dict(sizes)
    for axis, size in own.items():
        before = merged.get(axis, 1)
        if 1 not in (before, size) and before != size:
            return Fault(f"expected one size for {axis!r} everywhere, got {before} and {size}")
        merged[axis] = size if before == 1 else before
    return merged


def broadcast(left: Shape, right: Shape) -> Shape | None:
    """The shape of both together by torch's rule: from the last axis, equal or one of them 1."""
    pairs = list(zip_longest(reversed(left), reversed(right), fillvalue=1))
    if any(one != other and 1 not in (one, other) for one, other in pairs):
        return None
    return tuple(max(pair) if 0 not in pair else 0 for pair in reversed(pairs))
