"""Words for a number or an array that was given where torch takes a tensor."""

import ast
import re
from collections.abc import Collection, Sequence
from typing import Final

from tutor.advice.around import Broken, root
from tutor.advice.table import Table
from tutor.line.labels import columns

_OF_TORCH: Final = frozenset({"F", "nn", "torch"})
# Functions that Python's own mathematics has as well, for one number.
_MATHEMATICS: Final = frozenset(
    "acos asin atan ceil cos cosh erf exp floor log log10 log2 sin sinh sqrt tan tanh".split()
)

# Either side of these may be a number that was made a tensor.
_OF_TWO: Final = frozenset(
    """
    add atan2 dist div divide fmax fmin hypot logical_and logical_or logical_xor maximum minimum mul
    multiply sub subtract
    """.split()
)
_OF_FLOATS: Final = frozenset(
    """
    celu dropout elu gelu hardshrink hardsigmoid hardswish leaky_relu log_softmax logsigmoid mean
    mish selu silu softmax softmin softplus softshrink std std_mean var var_mean
    """.split()
)
_INDICES: Final = frozenset({"index", "indices", "target"})
# What has numbers of its own, of one dtype; and what takes two tensors of one dtype alone.
_WEIGHTED: Final = re.compile(r"linear$|conv\w*$|layer_norm$")
_DOUBLE: Final = re.compile(r"\bdouble\b|set_default_dtype")
_PRODUCTS: Final = frozenset("addmm addmv baddbmm bmm dot inner matmul mm mv outer vdot".split())


def _number(broken: Broken) -> str:
    """`torch.sqrt(4)`."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr=name) as made, args=[given, *rest]) if root(
            made
        ) in _OF_TORCH and not name.endswith("_like"):
            pass
        case _:
            return ""
    if isinstance(given, ast.Starred) or (name not in _OF_TWO and _has_tensor(broken, rest)):
        return ""
    start, end = columns(broken.text, given)
    number = broken.part(given)
    call = f"{broken.text[:start]}torch.tensor({_fitting(broken, name, number)}){broken.text[end:]}"
    plain = f"math.{name}({number}), or " if name in _MATHEMATICS and not rest else ""
    return f"{broken.part(made)} takes a tensor, and {number} is a number: write {plain}{call}."


def _has_tensor(broken: Broken, rest: Sequence[ast.expr]) -> bool:
    """Whether a tensor stands further on, so that two may have changed places."""
    held = {each.expression for each in broken.error.operands}
    return not held.isdisjoint(map(broken.part, rest))


def _fitting(broken: Broken, name: str, number: str) -> str:
    """The number as it is written; with a point for what takes no whole ones."""
    if name not in _OF_FLOATS or broken.found["kind"] == "float":
        return number
    return f"{number}.0" if number.removeprefix("-").isdecimal() else f"float({number})"


def _array(broken: Broken) -> str:
    return _made_a_tensor(broken, int(broken.found["position"]) - 1, broken.found["argument"])


def _first(broken: Broken) -> str:
    """An array where a convolution takes pictures."""
    return _made_a_tensor(broken, 0, "input")


def _made_a_tensor(broken: Broken, position: int, argument: str) -> str:
    """An array of NumPy's, of which layers take no doubles, nor the whole numbers of pictures."""
    match broken.tree:
        case ast.Call(args=args) if len(args) > position:
            given = args[position]
        case _:
            return ""
    held = {each.expression: each.dtype for each in broken.error.operands}
    written = broken.part(given)
    if written not in held:
        return ""
    others = {dtype for name, dtype in held.items() if name != written}
    dtype = _dtype_wanted(broken, argument, others) or held[written]
    if dtype not in (held[written], "float32"):
        return ""
    single = ".float()" if dtype != held[written] else ""
    start, end = columns(broken.text, given)
    call = f"{broken.text[:start]}torch.from_numpy({written}){single}{broken.text[end:]}"
    return f"{written} is an array of NumPy's, and this takes a tensor: write {call}."


def _dtype_wanted(broken: Broken, argument: str, others: Collection[str]) -> str:
    """What it takes alone: that of a layer's weights, of the other side, or of indices.

    Empty where it takes any, and `unknown` where that can't be told.
    """
    name = broken.found["function"]
    if argument in _INDICES:
        return "int64"
    if _WEIGHTED.match(name) and argument == "input" and _is_layer(broken):
        return "unknown" if _DOUBLE.search(broken.code) else "float32"
    if _WEIGHTED.match(name) or name in _PRODUCTS:
        return next(iter(others)) if len(others) == 1 else "unknown"
    return ""


def _is_layer(broken: Broken) -> bool:
    """Whether a layer is called, or a model that holds it, with that array alone."""
    match broken.tree:
        case ast.Call(func=made, args=[_], keywords=[]):
            return root(made) not in _OF_TORCH
    return False


INPUTS: Final[Table] = {
    "TypeError": {
        (
            r"\w+\(\): argument 'input' \(position 1\) must be Tensor, not (?P<kind>int|float)$"
        ): _number,
        (
            r"(?P<function>conv\dd)\(\) received an invalid combination .* - got \(numpy\.ndarray, "
        ): _first,
        (
            r"(?P<function>\w+)\(\): argument '(?P<argument>\w+)' \(position (?P<position>\d+)\) "
            r"must be Tensor, not numpy\.ndarray$"
        ): _array,
    },
}
