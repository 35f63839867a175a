"""Words for a number or an array that was given where torch takes a tensor."""

import ast
from typing import Final

from tutor.advice.around import Broken, root
from tutor.advice.table import Table
from tutor.label import columns

_OF_TORCH: Final = frozenset({"F", "nn", "torch"})
# Functions that Python's own mathematics has as well, for one number.
_MATHEMATICS: Final = frozenset(
    "acos asin atan ceil cos cosh erf exp floor log log10 log2 sin sinh sqrt tan tanh".split()  # noqa: SIM905
)


def _number(broken: Broken) -> str:
    """`torch.sqrt(4)`."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr=name) as made, args=[given, *rest]) if root(
            made
        ) in _OF_TORCH and not name.endswith("_like"):
            pass
        case _:
            return ""
    if isinstance(given, ast.Starred):
        return ""
    start, end = columns(broken.text, given)
    number = broken.part(given)
    call = f"{broken.text[:start]}torch.tensor({number}){broken.text[end:]}"
    plain = f"math.{name}({number}), or " if name in _MATHEMATICS and not rest else ""
    return f"{broken.part(made)} takes a tensor, and {number} is a number: write {plain}{call}."


def _array(broken: Broken) -> str:
    return _made_a_tensor(broken, int(broken.found["position"]) - 1)


def _first(broken: Broken) -> str:
    """An array where a convolution takes pictures."""
    return _made_a_tensor(broken, 0)


def _made_a_tensor(broken: Broken, position: int) -> str:
    """An array of NumPy's, of which layers take no doubles, nor the whole numbers of pictures."""
    match broken.tree:
        case ast.Call(func=made, args=args) if len(args) > position:
            given = args[position]
        case _:
            return ""
    held = {each.expression: each.dtype for each in broken.error.operands}
    written = broken.part(given)
    if written not in held:
        return ""
    is_layer = root(made) not in _OF_TORCH
    others = {dtype for name, dtype in held.items() if name != written}
    is_other = held[written] != "float32" if is_layer else held[written] == "float64"
    single = ".float()" if is_other and (is_layer or "float32" in others) else ""
    start, end = columns(broken.text, given)
    call = f"{broken.text[:start]}torch.from_numpy({written}){single}{broken.text[end:]}"
    return f"{written} is an array of NumPy's, and this takes a tensor: write {call}."


INPUTS: Final[Table] = {
    "TypeError": {
        r"\w+\(\): argument 'input' \(position 1\) must be Tensor, not (int|float)$": _number,
        r"conv\dd\(\) received an invalid combination .* - got \(numpy\.ndarray, ": _first,
        (
            r"\w+\(\): argument '\w+' \(position (?P<position>\d+)\) must be Tensor, not "
            r"numpy\.ndarray$"
        ): _array,
    },
}
