"""Asking the sandbox what a picture needs to know, and reading what it says."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from tutor.picture.expression import Drawable, part_name
from tutor.picture.facts import Clash, Fact, Facts, Many, Part, TensorFacts

_MOST_AXES = 12
_LARGEST = 2**62

_CALL = """
_unsqueeze_looking = {{"__name__": "_unsqueeze_looking"}}
exec({source!r}, _unsqueeze_looking)
_unsqueeze_looking["report"](globals(), {parts!r}, {result!r}, __import__("torch"))
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


_SAID: TypeAdapter[_Looked | _Failed] = TypeAdapter(_Looked | _Failed)


def program(wanted: Drawable) -> str:
    """The learner's lines, untouched and first, so that their numbers stay right."""
    parts = [(part_name(number), each.code) for number, each in enumerate(wanted.sources)]
    call = _CALL.format(source=_looking(), parts=parts, result=wanted.result)
    return f"{wanted.setup.rstrip(' ;')}\n{call}"


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
