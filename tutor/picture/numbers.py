"""Numbers as cells show them: short, and all of a tensor in the same manner."""

import math
from collections.abc import Iterable

from tutor.picture.facts import Number, TensorFacts

_MOST_CHARACTERS = 6


def texts(tensor: TensorFacts) -> tuple[str, ...] | None:
    """Every value as text; None where there are too many to show."""
    return None if tensor.values is None else spelled(tensor.values)


def spelled(values: Iterable[Number]) -> tuple[str, ...]:
    """Whole numbers stay whole, fractions get as many decimals as all of them need, up to two."""
    numbers = tuple(values)
    finite = [n for n in numbers if isinstance(n, float) and math.isfinite(n)]
    decimals = max((_decimals(n) for n in finite), default=0)
    return tuple(_spelled(number, decimals) for number in numbers)


def _decimals(number: float) -> int:
    if abs(number) >= 1000:
        return 0
    return next((d for d in (0, 1) if abs(number - round(number, d)) < 1e-6), 2)


def _spelled(number: Number, decimals: int) -> str:
    match number:
        case bool():
            return "True" if number else "False"
        case float() if abs(number) >= 10**5 or 0 < abs(number) < 0.005:
            return _scientific(number)
        case float():
            text = f"{number:.{decimals}f}" if decimals else f"{number:.0f}."
            return text.replace("-", "\N{MINUS SIGN}")
        case int() if len(str(number)) > _MOST_CHARACTERS:
            return _scientific(number)
        case _:
            return str(number).replace("-", "\N{MINUS SIGN}")[: _MOST_CHARACTERS + 3]


def _scientific(number: float) -> str:
    try:
        mantissa, exponent = f"{number:.0e}".split("e")
    except (OverflowError, ValueError):
        return "big"
    return f"{mantissa}e{int(exponent)}".replace("-", "\N{MINUS SIGN}")


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as Python writes it."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def sizes_text(shape: tuple[int, ...]) -> str:
    """A shape as people say it."""
    return " × ".join(map(str, shape)) if shape else "one number"
