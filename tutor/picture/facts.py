"""What is known of a drawn expression: its operands before it, its result after it."""

import ast
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.examples.python import parsed_expression

Number = bool | int | float | str
Index = tuple[int, ...]


def flat(index: Sequence[int], shape: Index) -> int:
    """The number of an element in row-major order."""
    number = 0
    for position, size in zip(index, shape, strict=True):
        number = number * size + position
    return number


def unflat(number: int, shape: Index) -> Index:
    """The element of that number."""
    found: list[int] = []
    for size in reversed(shape):
        found.append(number % size)
        number //= size
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class TensorFacts:
    """One tensor. `values` run in row-major order, `stored` along its storage; None when many."""

    shape: Index
    stride: Index
    offset: int
    dtype: str
    storage: int
    storage_size: int
    contiguous: bool
    values: tuple[Number, ...] | None = None
    stored: tuple[Number, ...] | None = None
    kind: Literal["tensor"] = "tensor"

    @property
    def count(self) -> int:
        return math.prod(self.shape)

    def place(self, index: Sequence[int]) -> int:
        """Where in the storage an element is."""
        steps = (i * step for i, step in zip(index, self.stride, strict=True))
        return self.offset + sum(steps)

    @property
    def reach(self) -> tuple[int, int]:
        """The first and the last place that it reads; an empty tensor reads none.

        Strides of numpy's may be negative: then it begins at the end.
        """
        if 0 in self.shape:
            return 0, 0
        steps = [(size - 1) * step for size, step in zip(self.shape, self.stride, strict=True)]
        below = sum(step for step in steps if step < 0)
        return self.offset + below, self.offset + sum(steps) - below

    def value(self, index: Sequence[int]) -> Number | None:
        return None if self.values is None else self.values[flat(index, self.shape)]


@dataclass(frozen=True, slots=True)
class Plain:
    """A number, a text, or a row of numbers: an argument that says how."""

    value: bool | int | float | str | tuple[int, ...] | None
    kind: Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Many:
    """Several tensors in a list or a tuple; of a long one the first few."""

    items: tuple[TensorFacts, ...]
    count: int
    kind: Literal["many"] = "many"

    @property
    def left_out(self) -> int:
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Anything else; its type is all that is said."""

    type: str
    kind: Literal["opaque"] = "opaque"


Fact = TensorFacts | Plain | Many | Opaque


@dataclass(frozen=True, slots=True)
class Part:
    """One operand or argument: as it was written, as what it was given, and what it held.

    Of a list that was written out, `items` are its elements as written.
    """

    label: str
    role: str
    fact: Fact
    items: tuple[str, ...] = ()

    def item(self, number: int) -> str:
        """What to call an element of a list; `[x]*7[0]` would be one of the 7."""
        if number < len(self.items):
            return self.items[number]
        return f"{self.label}[{number}]" if _can_be_indexed(self.label) else f"[{number}]"

    @property
    def tensors(self) -> tuple[tuple[str, TensorFacts], ...]:
        """The tensor, or those of a list, by name."""
        if isinstance(self.fact, TensorFacts):
            return ((self.label, self.fact),)
        tensors = tensors_in(self.fact)
        return tuple((self.item(number), each) for number, each in enumerate(tensors))

    @property
    def left_out(self) -> int:
        """How many more a list has."""
        return self.fact.left_out if isinstance(self.fact, Many) else 0


def _can_be_indexed(label: str) -> bool:
    return isinstance(parsed_expression(label), ast.Name | ast.Attribute | ast.Subscript | ast.Call)


@dataclass(frozen=True, slots=True)
class Clash:
    """Why the operation could not be done."""

    type: str
    message: str


def tensors_in(fact: Fact | Clash) -> tuple[TensorFacts, ...]:
    """The tensor, or those of a list."""
    match fact:
        case TensorFacts():
            return (fact,)
        case Many(items):
            return items
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class Facts:
    """One operation. `operation` is its name, as in `add`, `matmul`, `view` or `index`.

    `changed` is the name of an operand that it changes in place.
    """

    text: str
    operation: str
    parts: tuple[Part, ...]
    outcome: Fact | Clash
    changed: str = ""

    @property
    def tensors(self) -> tuple[tuple[str, TensorFacts], ...]:
        """The operands that are tensors, those in lists too, by name."""
        return tuple(each for part in self.parts for each in part.tensors)

    def argument(self, *roles: str) -> bool | int | float | str | tuple[int, ...] | None:
        """The plain argument that was given as one of these, by name or by position."""
        for part in self.parts:
            if part.role in roles and isinstance(part.fact, Plain):
                return part.fact.value
        return None


@dataclass(frozen=True, slots=True)
class NodeValue:
    """What a node of a graph held, or the gradient that came back to it; values where few."""

    shape: Index
    values: tuple[Number, ...] | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One tensor of a graph: how it is called, the nodes it was made from, and what it got back."""

    label: str
    reads: tuple[int, ...]
    held: NodeValue
    gradient: NodeValue | None
    is_tracked: bool
    is_parameter: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """A computation forward and backward; each node reads earlier ones, and the last is the end.

    `failed` is what Python has against the learner's own last line.
    """

    text: str
    nodes: tuple[Node, ...]
    failed: Clash | None = None

    @property
    def without_parameters(self) -> "Graph":
        """The same with its layers as boxes that hold theirs unseen."""
        kept = [number for number, node in enumerate(self.nodes) if not node.is_parameter]
        places = {number: place for place, number in enumerate(kept)}
        nodes = (
            replace(node, reads=tuple(places[read] for read in node.reads if read in places))
            for node in (self.nodes[number] for number in kept)
        )
        return replace(self, nodes=tuple(nodes))

    @property
    def operations(self) -> tuple[Node, ...]:
        """The nodes that were made from others."""
        return tuple(node for node in self.nodes if node.reads)
