"""Asking the sandbox what a picture needs to know, and reading what it says."""

import math
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from tutor.picture.asking.computation import Computation, ComputationStep
from tutor.picture.asking.expression import Drawable, part_name
from tutor.picture.facts import (
    Clash,
    Fact,
    Facts,
    Graph,
    Node,
    NodeValue,
    Part,
    TensorFacts,
    tensors_in,
)
from tutor.picture.scene.text import label
from tutor.sent_programs import source

_LOOKING = ("picture/asking/looking.py",)
_BACKWARD = (*_LOOKING, "picture/asking/backward.py")
_MOST_LABEL = 60
_MOST_SHOWN = 16
_MOST_LEAVES = 8
_MOST_AXES = 12
_LARGEST = 2**62
_FEW = 3

_CALL = """
_unsqueeze_looking = {{"__name__": "_unsqueeze_looking"}}
exec({source!r}, _unsqueeze_looking)
_unsqueeze_looking[{function!r}](globals(), {arguments}, __import__("torch"))
"""

_Fact = Annotated[Fact, Field(discriminator="kind")]


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Looked:
    """The operation was tried: either it gave something, or it clashed."""

    parts: tuple[_Fact, ...]
    outcome: _Fact | None = None
    clash: Clash | None = None


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Failed:
    failed_part: int
    clash: Clash


@dataclass(frozen=True)
class PartFailed:
    """An operand could not be made; perhaps that is what should be drawn."""

    number: int


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Seen:
    held: NodeValue
    gradient: NodeValue | None
    is_tracked: bool


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Leaf:
    """A parameter of a layer that some steps call."""

    label: Annotated[str, Field(max_length=_MOST_LABEL)]
    readers: tuple[int, ...]
    seen: _Seen


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Differentiated:
    nodes: tuple[_Seen | None, ...]
    leaves: tuple[_Leaf, ...] = Field(default=(), max_length=_MOST_LEAVES)
    failed: Clash | None = None


_SAID: TypeAdapter[_Looked | _Failed] = TypeAdapter(_Looked | _Failed)
_GRAPH: TypeAdapter[_Differentiated] = TypeAdapter(_Differentiated)


def program(wanted: Drawable) -> str:
    """The learner's lines, untouched and first, so that their numbers stay right."""
    parts = [(part_name(number), each.code) for number, each in enumerate(wanted.sources)]
    return _program(wanted.setup, _LOOKING, "report", f"{parts!r}, {wanted.result!r}")


def graph_program(wanted: Computation) -> str:
    """The same, to see every step of a graph and the gradients that come back."""
    steps = [
        (part_name(number), step.code, step.layer, step.given)
        for number, step in enumerate(wanted.steps)
    ]
    return _program(wanted.setup, _BACKWARD, "differentiate", f"{steps!r}, {wanted.last!r}")


def _program(setup: str, modules: tuple[str, ...], function: str, arguments: str) -> str:
    call = _CALL.format(source=source(*modules), function=function, arguments=arguments)
    return f"{setup.rstrip(' ;')}\n{call}"


def facts_in(wanted: Drawable, value: str | None) -> Facts | PartFailed | None:
    """What was said, or None where it is not what our program says."""
    try:
        said = _SAID.validate_json(value or "")
    except ValidationError:
        return None
    match said:
        case _Failed(number):
            return PartFailed(number) if 0 <= number < len(wanted.sources) else None
        case _Looked() if _is_sound(said, wanted):
            return _facts(said, wanted)
        case _:
            return None


def _facts(said: _Looked, wanted: Drawable) -> Facts | None:
    outcome = said.outcome or said.clash
    if outcome is None:
        return None
    parts = zip(wanted.sources, said.parts, strict=True)
    made = tuple(Part(each.label, each.role, fact, each.items) for each, fact in parts)
    return Facts(wanted.text, wanted.operation, made, outcome, wanted.changed)


def _is_sound(said: _Looked, wanted: Drawable) -> bool:
    facts = [*said.parts, *([said.outcome] if said.outcome else [])]
    tensors = [tensor for fact in facts for tensor in tensors_in(fact)]
    return len(said.parts) == len(wanted.sources) and all(map(_is_possible, tensors))


def _is_possible(tensor: TensorFacts) -> bool:
    """Whether the figures of a tensor agree with each other, as those of a real one do."""
    figures = (*tensor.shape, tensor.offset, tensor.storage_size)
    return (
        len(tensor.shape) == len(tensor.stride) <= _MOST_AXES
        and all(0 <= figure < _LARGEST for figure in figures)
        and all(abs(stride) < _LARGEST for stride in tensor.stride)
        and 0 <= tensor.reach[0] <= tensor.reach[1] < max(1, tensor.storage_size)
        and (tensor.values is None or len(tensor.values) == tensor.count)
        and (tensor.stored is None or len(tensor.stored) == tensor.storage_size)
    )


def graph_in(wanted: Computation, value: str | None) -> Graph | None:
    """The graph that was seen; None where there is none, or what was said can't be."""
    try:
        said = _GRAPH.validate_json(value or "")
    except ValidationError:
        return None
    seen, count = said.nodes, len(wanted.steps)
    nodes = [*seen, *(leaf.seen for leaf in said.leaves)]
    if len(seen) != count or not seen[-1] or not all(map(_is_sound_node, nodes)):
        return None
    if not all(leaf.readers and all(0 <= n < count for n in leaf.readers) for leaf in said.leaves):
        return None
    return Graph(wanted.text, tuple(_ordered(wanted, said)), said.failed)


def _ordered(wanted: Computation, said: _Differentiated) -> Iterator[Node]:
    """The steps that made tensors, and before the first of them that reads it each parameter."""
    places: dict[int, int] = {}
    of_leaves: dict[int, int] = {}
    for number, (step, node) in enumerate(zip(wanted.steps, said.nodes, strict=True)):
        if node is None:
            continue
        read = [n for n, leaf in enumerate(said.leaves) if number in leaf.readers]
        for n in read:
            if n not in of_leaves:
                of_leaves[n] = len(places) + len(of_leaves)
                yield _of_layer(step, said.leaves[n])
        reads = [places[each] for each in step.reads if each in places]
        places[number] = len(places) + len(of_leaves)
        yield _node(step, node, (*reads, *(of_leaves[n] for n in read)))


def _of_layer(step: ComputationStep, leaf: _Leaf) -> Node:
    """A parameter, as it would be written: `m[0].weight`."""
    name = re.sub(r"\.(\d+)(?=\.)", r"[\1]", f"{step.layer_name}.{leaf.label}")
    seen = leaf.seen
    shown = label(name, _MOST_SHOWN)
    return Node(shown, (), seen.held, seen.gradient, seen.is_tracked, is_parameter=True)


def _node(step: ComputationStep, seen: _Seen, reads: tuple[int, ...]) -> Node:
    name = step.label if reads else step.name
    return Node(name, reads, seen.held, seen.gradient, seen.is_tracked)


def _is_sound_node(node: _Seen | None) -> bool:
    """A gradient has its tensor's shape; that is how backward works."""
    if node is None:
        return True
    helds = [node.held, *([node.gradient] if node.gradient else [])]
    return all(
        held.shape == node.held.shape
        and len(held.shape) <= _MOST_AXES
        and all(0 <= size < _LARGEST for size in held.shape)
        and (held.values is None or len(held.values) == math.prod(held.shape) <= _FEW)
        for held in helds
    )
