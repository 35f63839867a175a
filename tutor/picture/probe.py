"""Asking the sandbox what a picture needs to know, and reading what it says."""

import math
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from tutor.picture.computation import Computation, Step
from tutor.picture.expression import Drawable, part_name
from tutor.picture.facts import (
    Clash,
    Fact,
    Facts,
    Graph,
    Held,
    Many,
    Node,
    Part,
    TensorFacts,
)

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
    kind: Literal["part_failed"] = "part_failed"


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Seen:
    held: Held
    gradient: Held | None
    is_tracked: bool


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Differentiated:
    nodes: tuple[_Seen | None, ...]


_SAID: TypeAdapter[_Looked | _Failed] = TypeAdapter(_Looked | _Failed)
_GRAPH: TypeAdapter[_Differentiated] = TypeAdapter(_Differentiated)


def program(wanted: Drawable) -> str:
    """The learner's lines, untouched and first, so that their numbers stay right."""
    parts = [(part_name(number), each.code) for number, each in enumerate(wanted.sources)]
    return _program(wanted.setup, "report", f"{parts!r}, {wanted.result!r}")


def graph_program(wanted: Computation) -> str:
    """The same, to see every step of a graph and the gradients that come back."""
    steps = [(part_name(number), step.code) for number, step in enumerate(wanted.steps)]
    return _program(wanted.setup, "differentiate", f"{steps!r}")


def _program(setup: str, function: str, arguments: str) -> str:
    call = _CALL.format(source=_looking(), function=function, arguments=arguments)
    return f"{setup.rstrip(' ;')}\n{call}"


@cache
def _looking() -> str:
    return files("tutor.picture").joinpath("looking.py").read_text(encoding="utf-8")


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
    made = tuple(Part(source.label, source.role, fact, source.items) for source, fact in parts)
    return Facts(wanted.text, wanted.operation, made, outcome)


def _is_sound(said: _Looked, wanted: Drawable) -> bool:
    facts = [*said.parts, *([said.outcome] if said.outcome else [])]
    tensors = [tensor for fact in facts for tensor in _tensors(fact)]
    return len(said.parts) == len(wanted.sources) and all(map(_is_possible, tensors))


def _tensors(fact: Fact) -> tuple[TensorFacts, ...]:
    match fact:
        case TensorFacts():
            return (fact,)
        case Many(items):
            return items
        case _:
            return ()


def _is_possible(tensor: TensorFacts) -> bool:
    """Whether the figures of a tensor agree with each other, as those of a real one do."""
    figures = (*tensor.shape, *tensor.stride, tensor.offset, tensor.storage_size)
    return (
        len(tensor.shape) == len(tensor.stride) <= _MOST_AXES
        and all(0 <= figure < _LARGEST for figure in figures)
        and tensor.last_place < max(1, tensor.storage_size)
        and (tensor.values is None or len(tensor.values) == tensor.count)
        and (tensor.stored is None or len(tensor.stored) == tensor.storage_size)
    )


def graph_in(wanted: Computation, value: str | None) -> Graph | None:
    """The graph that was seen; None where there is none, or what was said can't be."""
    try:
        seen = _GRAPH.validate_json(value or "").nodes
    except ValidationError:
        return None
    if len(seen) != len(wanted.steps) or not seen[-1] or not all(map(_is_sound_node, seen)):
        return None
    kept = [number for number, node in enumerate(seen) if node]
    places = {number: place for place, number in enumerate(kept)}
    return Graph(
        wanted.text,
        tuple(
            _node(step, node, tuple(places[read] for read in step.reads if read in places))
            for step, node in zip(wanted.steps, seen, strict=True)
            if node
        ),
    )


def _node(step: Step, seen: _Seen, reads: tuple[int, ...]) -> Node:
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
