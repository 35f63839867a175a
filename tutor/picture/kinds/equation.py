"""Whether an elementwise operation comes out in the numbers as they are shown, as by hand."""

import math
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction

from tutor.picture.facts import Number
from tutor.picture.scene.text import plain

_Number = Fraction | complex
# Beyond them a power is longer than anybody works out.
_LARGEST_EXPONENT = 64
_TRUTHS = {"True": Fraction(1), "False": Fraction(0)}
_BY_HAND: dict[str, Callable[[_Number, _Number], object]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul,
    "eq": operator.eq, "ne": operator.ne,
}  # fmt: skip
_ORDERS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "gt": operator.gt, "lt": operator.lt, "ge": operator.ge, "le": operator.le,
}  # fmt: skip


def comes_out(operation: str, texts: Sequence[str], times: str = "1") -> bool:
    """Whether left, right and result are true together; right counts as many times as is said.

    What inf, nan and a division by zero make is what torch says it is.
    """
    try:
        a, b, made, factor = (_read(text) for text in (*texts, times))
    except ValueError:
        return False
    if a is None or b is None or made is None or factor is None:
        return True
    return _is_true(operation, a, b * factor, made)


def overflows(operation: str, left: Number, right: Number, made: Number) -> bool:
    """Whether numbers made inf, or nothing at all, only since their dtype goes no further.

    By hand something else comes out, and what is divided by zero is inf anyway.
    """
    if isinstance(left, str) or isinstance(right, str):
        return False
    if made in {"inf", "-inf"}:
        return operation != "div" or right != 0
    vanishes = operation in {"mul", "div", "pow"} and made == 0 and left != 0
    return vanishes and (operation != "mul" or right != 0)


def _read(text: str) -> _Number | None:
    """The number; None for those that have no digits."""
    if text in _TRUTHS:
        return _TRUTHS[text]
    written = plain(text)
    if written.endswith("j"):
        return complex(written)
    # A fraction of what a float can't hold could be longer than memory.
    near = float(written)
    if not math.isfinite(near):
        return None
    return Fraction(written) if near else Fraction(0)


def _is_true(operation: str, a: _Number, b: _Number, made: _Number) -> bool:
    if operation in _BY_HAND:
        return _BY_HAND[operation](a, b) == made
    if operation == "div":
        return made * b == a
    if isinstance(a, complex) or isinstance(b, complex) or isinstance(made, complex):
        return False
    if operation in _ORDERS:
        return _ORDERS[operation](a, b) == made
    return operation == "pow" and _is_power(a, b, made)


def _is_power(base: Fraction, exponent: Fraction, made: Fraction) -> bool:
    """Roots too: `made` is the square root of what it is when it is squared."""
    times, root = exponent.numerator, exponent.denominator
    if abs(times) > _LARGEST_EXPONENT or root > _LARGEST_EXPONENT:
        return False
    if root > 1 and (base < 0 or made < 0):
        return False
    if times < 0:
        return made**root * base**-times == 1
    return made**root == base**times
