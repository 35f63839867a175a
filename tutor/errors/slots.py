"""What a rule's sentence is filled with: parts of the code as written, and what they held."""

import ast
import math
import re
from collections.abc import Callable, Mapping
from typing import Final, Self

from tutor.errors import pattern
from tutor.errors.code_around import Failure, is_number

Slots = Mapping[str, "Slot"]
_NUMBER: Final = re.compile(r"-?\d+")


class Slot(str):
    """A text; of a part of the code with what it held, as `{A.shape}`, where that is known."""

    __slots__ = ("dtype", "node", "shape")

    node: ast.AST | None
    shape: tuple[int, ...] | None
    dtype: str

    def __new__(
        cls, text: str, failure: Failure | None = None, node: ast.AST | None = None
    ) -> Self:
        slot = super().__new__(cls, text)
        held = failure.held(text) if failure and node is not None else None
        slot.node = node
        slot.shape, slot.dtype = (held.shape, held.dtype) if held else (None, "")
        return slot

    @property
    def atom(self) -> str:
        """In brackets, where what is put behind it would bind to its end alone."""
        return f"({self})" if self.node is not None and not pattern.is_atom(self.node) else self

    @property
    def after(self) -> str:
        """As further arguments, behind others."""
        return f", {self}" if self else ""

    @property
    def before(self) -> str:
        """As arguments, before others."""
        return f"{self}, " if self else ""

    @property
    def axes(self) -> int:
        return len(self.shape or ())

    @property
    def last(self) -> int:
        return (self.shape or (0,))[-1]

    @property
    def numbers(self) -> list[int]:
        return [int(each) for each in _NUMBER.findall(self)]

    @property
    def sum(self) -> int:
        return sum(self.numbers)

    @property
    def product(self) -> int:
        """Without the -1 of a size that is to be worked out."""
        return math.prod(each for each in self.numbers if each >= 0)

    @property
    def less(self) -> int:
        return int(self) - 1

    @property
    def millions(self) -> str:
        return f"{round(int(self) / 1_000_000):,}"

    @property
    def floating(self) -> str:
        """A number as one with a point."""
        return f"{self}.0" if _NUMBER.fullmatch(self) else self

    @property
    def of_torch(self) -> str:
        """What torch calls a dtype of Python's or NumPy's."""
        name = self.strip("'\"").rpartition(".")[2].rstrip("_")
        return {"int": "int64", "float": "float64", "complex": "complex128"}.get(name, name)


def slot_of(failure: Failure, filling: pattern.Filling) -> Slot:
    match filling:
        case str():
            return Slot(filling)
        case tuple():
            return Slot(", ".join(failure.source(each) for each in filling))
    return Slot(failure.source(filling), failure, filling)


def _is_text(slot: Slot) -> bool:
    match slot.node:
        case ast.JoinedStr() | ast.Constant(value=str()):
            return True
    return False


# The words that say what may stand in a slot; any other is a pattern for it as it is written.
_KINDS: Final[Mapping[str, Callable[[Slot], bool]]] = {
    "tensor": lambda slot: slot.shape is not None,
    "scalar": lambda slot: slot.shape == (),
    "vector": lambda slot: slot.axes == 1,
    "matrix": lambda slot: slot.axes == 2,
    "cube": lambda slot: slot.axes == 3,
    "column": lambda slot: slot.axes == 2 and slot.last == 1,
    "float": lambda slot: "float" in slot.dtype,
    "whole": lambda slot: slot.dtype.startswith(("int", "uint")),
    "bool": lambda slot: slot.dtype == "bool",
    "number": lambda slot: slot.node is not None and is_number(slot.node),
    "text": _is_text,
    "name": lambda slot: isinstance(slot.node, ast.Name),
    "plain": lambda slot: isinstance(slot.node, ast.Name | ast.Attribute),
}


def may_stand(slot: Slot, kind: str) -> bool:
    """Whether a slot holds what a rule's `where` asks for."""
    if kind.startswith("not "):
        return not may_stand(slot, kind.removeprefix("not "))
    known = _KINDS.get(kind)
    return known(slot) if known else re.fullmatch(kind, slot, re.DOTALL) is not None
