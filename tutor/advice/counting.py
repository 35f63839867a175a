"""Words for what a loop was to go through, or to count up to."""

import ast
import math
from typing import Final

from tutor.advice.around import Broken
from tutor.advice.table import Table


def _no_range(broken: Broken) -> str:
    """`for i in n:`, where `n` is a whole number."""
    written, tree = broken.text.strip(), ast.unparse(broken.tree)
    for node in broken.nodes:
        match node:
            case ast.For(target=ast.Name(id=target), iter=several) if (
                several.lineno == broken.error.line and ast.unparse(several) == tree
            ):
                return (
                    f"{written} is one whole number: to count up to it write "
                    f"for {target} in range({written}):"
                )
    return ""


def _range_of(broken: Broken) -> str:
    """A tensor or a shape in the brackets of `range`."""
    match broken.tree:
        case ast.Call(
            func=ast.Name(id="range"), args=[ast.Attribute(attr="shape", value=owner)], keywords=[]
        ):
            held = broken.part(owner)
            return (
                f"range takes one whole number, and {held}.shape holds one for each axis: "
                f"range({held}.shape[0]) counts along the first."
            )
        case ast.Call(func=ast.Name(id="range"), args=[ast.Name() as given], keywords=[]):
            held = broken.part(given)
            shapes = [each.shape for each in broken.error.operands if each.expression == held]
            # Of a single number, which is no whole one here, the length is not what was meant.
            if shapes and math.prod(shapes[0]) > 1:
                return (
                    f"range takes one whole number, and {held} is a tensor: range(len({held})) "
                    "counts along its first axis."
                )
    return ""


def _numbered(broken: Broken) -> str:
    """`for i, x, y in enumerate(loader)`, of which each turn gives a number and a pair."""
    for node in broken.nodes:
        match node:
            case ast.For(
                target=ast.Tuple(elts=[number, _, _, *_] as names),
                iter=ast.Call(func=ast.Name(id="enumerate"), args=[several]),
            ) if node.lineno == broken.error.line and not broken.defines("enumerate"):
                inner = ", ".join(map(ast.unparse, names[1:]))
                return (
                    "enumerate gives a number and one thing: put the others into brackets, "
                    f"for {ast.unparse(number)}, ({inner}) in enumerate({ast.unparse(several)}):"
                )
    return ""


COUNTING: Final[Table] = {
    "TypeError": {
        "'int' object is not iterable$": _no_range,
        "'torch.Size' object cannot be interpreted as an integer$": _range_of,
        "only integer tensors of a single element can be converted to an index$": _range_of,
    },
    "ValueError": {
        r"not enough values to unpack \(expected \d+, got 2\)$": _numbered,
    },
}
