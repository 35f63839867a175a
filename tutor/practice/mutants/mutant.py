"""Small mistakes put into a solution, one at a time: cases that let one pass are too weak. Pure."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Final

from tutor.practice.mutants.axes import AXES_OPERATORS, OF_AN_AXIS, axes
from tutor.practice.mutants.elsewhere import ELSEWHERE
from tutor.practice.mutants.nodes import places

OPERATORS: Final = (*AXES_OPERATORS, *ELSEWHERE)
OF_AXES: Final = frozenset(name for name, _ in (*OF_AN_AXIS, *AXES_OPERATORS))
# What code that behaves like such a mutant is told. A dtype or an input changed is told by itself.
LIKE: Final = {
    "axes swapped": "with two axes in the other order",
    "transposed": "with something transposed",
    "reshape for permute": "with a reshape where axes are to change places",
    "keepdim dropped": "without keepdim",
    "unsqueeze elsewhere": "with an axis of size 1 in another place",
    "axis moved": "along another axis",
    "off by one": "with a number that is off by one",
    "reduction swapped": "with its opposite or neighbour, such as a sum for a mean",
    "comparison weakened": "with another comparison, such as < for <=",
    "operation swapped": "with another operator, such as - for +",
    "step left out": "with a step left out",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A solution with one mistake in it; `diff` shows which."""

    operator: str
    code: str
    diff: str

    @property
    def is_of_axes(self) -> bool:
        """Whether it transposes or broadcasts otherwise: what squares and ones would hide."""
        return self.operator in OF_AXES

    @property
    def line(self) -> str:
        """The first line that it has and the solution has not."""
        changed = (it[1:].strip() for it in self.diff.splitlines() if it.startswith("+"))
        return next(changed, "")


def mutants(code: str) -> Iterator[Mutant]:
    """Every one that an operator makes of it, each once."""
    tree = ast.parse(code)
    before, seen = ast.unparse(tree), {ast.dump(tree)}
    numbers = {id(it) for node in ast.walk(tree) for it in axes(node)}
    for node, put in list(places(tree)):
        for operator, change in OF_AN_AXIS if id(node) in numbers else OPERATORS:
            for made in change(node):
                put(made)
                dump, after = ast.dump(tree), ast.unparse(ast.fix_missing_locations(tree))
                put(node)
                if dump not in seen:
                    seen.add(dump)
                    yield Mutant(operator, after, _diff(before, after))


def _diff(before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm="")
    return "\n".join(list(lines)[3:])
