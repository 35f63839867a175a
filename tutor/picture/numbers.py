"""Numbers as cells show them: right in every digit shown, and all of a tensor in one manner.

The rule, for the numbers of one tensor:

- Whole ones below ten million are written in full, or as `1e6` where cells have no room and no
  digit is lost. A float that ends in a dot is whole: nothing that was rounded ends so.
- Fractions get equally many decimals: as many as write all of them in full, where a cell has room
  for that and none has more than six digits. Else they are rounded: to two decimals (from 1000 on
  to one), or to more where there is room and unequal ones would look alike or one would keep less
  than two digits.
- What is larger, or smaller than 0.01 and too long for those decimals, is told as `1.5e7`: in full
  where it has up to three digits, else in two, or in up to five where unequal ones would look
  alike. Small ones get no more digits than there is room for, be it one: a column is worth more.
  Whole ones that look alike even so are written in full, if they have up to thirteen digits.

A float32 can't hold 0.1, and what is worked out with it is a little further off: in full means to a
quarter of a millionth. Only what is whole is told as whole.
`are_exact` says whether anything was rounded; pictures put no `=` where it was. Nor do they where
the digits shown don't come out: a quarter of a millionth of 220155.4 is a digit that is seen.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, takewhile
from typing import TypeGuard

from tutor.picture.facts import Number

# How many characters a cell has where few stand beside each other.
ROOM = 8
_LARGE = 10**7
_LARGEST_IN_FULL = 10**13
# A hundredth and a tenth of a thousandth; what a float32 has for them is a little less.
_SMALL, _TINY = 0.009999, 0.00009999
_MOST_DECIMALS, _MOST_ROUNDED = 5, 4
_MOST_TYPED = 6
_FEWEST_DIGITS, _FEW_DIGITS, _MOST_DIGITS = 2, 3, 5
# Four roundings of a float32.
_PRECISION = 2.5e-7
# A longer text of another kind, such as a complex number, is cut and says so.
_LONGEST_TEXT = 14
# What is too large even for a float.
_BEYOND = "big"


def spelled(values: Iterable[Number], room: int = ROOM) -> tuple[str, ...]:
    """The values by the rule above; `room` is how many characters fractions may take."""
    numbers = tuple(values)
    counted = [number for number in numbers if _is_counted(number)]
    most = _longest_whole(counted, room)
    floats = [n for n in counted if isinstance(n, float) and not _is_large(n, most)]
    decimals = _decimals(floats, room)
    powers = _powers([number for number in counted if _is_power(number, decimals, most)], room)
    return tuple(_spelled(number, decimals, powers) for number in numbers)


def are_exact(values: Iterable[Number], shown: Iterable[str]) -> bool:
    """Whether the texts are the numbers themselves, none of them rounded."""
    pairs = zip(values, shown, strict=True)
    return all(
        _is_same(number, float(plain(text))) for number, text in pairs if _is_counted(number)
    )


def plain(text: str) -> str:
    """The text with a hyphen for a sign, which Python reads."""
    return text.replace("\N{MINUS SIGN}", "-")


def _is_counted(number: Number) -> TypeGuard[int | float]:
    """Whether it has digits: truth values, inf and nan have none."""
    return type(number) is int or (isinstance(number, float) and math.isfinite(number))


def _longest_whole(numbers: Iterable[float], room: int) -> int:
    """How long a whole number may be in full: as there is room, if the longer ones lose nothing."""
    longer = [n for n in numbers if abs(n) < _LARGE and _is_large(n, room)]
    powers = [_power(number, _FEWEST_DIGITS) for number in longer]
    are_shorter = sum(map(len, powers)) < sum(len(_whole(number)) for number in longer)
    return room if are_shorter and are_exact(longer, powers) else _LONGEST_TEXT


def _is_power(number: float, decimals: int, most: int) -> bool:
    """Whether it is told with a power of ten: too large to write, or too small for the decimals."""
    if _is_large(number, most):
        return True
    return abs(number) < max(_SMALL, 10.0**-decimals) and not _has(number, decimals)


def _is_large(number: float, most: int) -> bool:
    """Whether it is whole and longer than that, or too large for any cell."""
    return abs(number) >= _LARGE or (number == round(number) and len(_whole(number)) > most)


def _has(number: float, decimals: int) -> bool:
    """Whether so many decimals tell all of it; what has more digits than people type, none do."""
    if number == round(number):
        return True
    typed = float(f"{number:.{_MOST_TYPED}g}")
    return _is_same(number, typed) and _is_same(typed, round(typed, decimals))


def _is_same(number: float, told: float) -> bool:
    """Equal but for what a float32 can't tell; what is near a whole number is not whole."""
    if float(told).is_integer():
        return number == told
    return math.isclose(number, told, rel_tol=_PRECISION)


def _decimals(floats: Sequence[float], room: int) -> int:
    """How many tell all of every number; where that is too much, how many they are rounded to."""
    for least in (_TINY, _SMALL):
        floats = [number for number in floats if number == 0 or abs(number) >= least]
        tried = range(_MOST_DECIMALS + 1)
        full = next((d for d in tried if all(_has(number, d) for number in floats)), None)
        if full is not None and (full == 0 or _longest(floats, full) <= room):
            return full
    return _rounded(floats, room)


def _rounded(floats: Sequence[float], room: int) -> int:
    """The fewest that tell the numbers apart, else the fewest that tell two digits of each."""
    least = 1 if max(map(abs, floats)) >= 1000 else 2
    fitting = [d for d in range(least, _MOST_ROUNDED + 1) if _longest(floats, d) <= room]
    telling = [d for d in fitting if all(_is_told(number, d) for number in floats)]
    apart = [d for d in telling if _are_apart(floats, [_fixed(number, d) for number in floats])]
    return min(apart or telling or fitting[-1:] or [least])


def _is_told(number: float, decimals: int) -> bool:
    """Whether it keeps two digits at least, or all that it has."""
    return abs(number) >= 10.0 ** (1 - decimals) or _has(number, decimals)


def _longest(floats: Sequence[float], decimals: int) -> int:
    return max(len(_fixed(number, decimals)) for number in floats)


def _powers(numbers: Iterable[int | float], room: int) -> dict[int | float, str]:
    """How each is told with a power of ten; large ones, which may count something, stay apart."""
    small = [number for number in numbers if abs(number) < 1]
    large = [number for number in numbers if abs(number) >= 1]
    return _fitting(small, room) | _apart(large)


def _fitting(numbers: Sequence[int | float], room: int) -> dict[int | float, str]:
    """In two digits, or as many as tell them apart, if there is room; in one if there is none."""
    tried = range(1, _MOST_DIGITS + 1)
    written = ([_power(number, digits, room) for number in numbers] for digits in tried)
    one = next(written)
    longer = takewhile(lambda texts: all(len(text) <= room for text in texts), written)
    two = next(longer, one)
    apart = (texts for texts in chain([two], longer) if _are_apart(numbers, texts))
    return dict(zip(numbers, next(apart, two), strict=True))


def _apart(numbers: Sequence[int | float]) -> dict[int | float, str]:
    """In the fewest digits that tell them apart; in full where no few do."""
    tried = range(_FEWEST_DIGITS, _MOST_DIGITS + 1)
    written = ([_power(number, digits) for number in numbers] for digits in tried)
    apart = next((texts for texts in written if _are_apart(numbers, texts)), None)
    return dict(zip(numbers, apart or map(_whole, numbers), strict=True))


def _are_apart(numbers: Sequence[int | float], shown: Sequence[str]) -> bool:
    """Whether unequal ones differ in more than a zero at the end."""
    return len(set(map(_value, shown))) >= len(set(numbers))


def _value(text: str) -> float:
    return math.inf if text == _BEYOND else float(plain(text))


def _spelled(number: Number, decimals: int, powers: Mapping[int | float, str]) -> str:
    match number:
        case bool():
            return "True" if number else "False"
        case int() | float() if number in powers:
            return powers[number]
        case float() if math.isfinite(number):
            return _fixed(number, decimals)
        case _:
            text = _signed(str(number))
            return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _fixed(number: float, decimals: int) -> str:
    return _signed(f"{number:.{decimals}f}" if decimals else f"{number:.0f}.")


def _whole(number: float) -> str:
    """In full, where it is whole and has room."""
    if abs(number) >= _LARGEST_IN_FULL or number != int(number):
        return _power(number, _FEWEST_DIGITS)
    return _signed(str(number) if isinstance(number, int) else _fixed(number, 0))


def _power(number: float, digits: int, room: int = _LONGEST_TEXT) -> str:
    """As `1.5e7`, without zeros at the end; in up to three digits if that is all, and has room."""
    try:
        written = [_scientific(number, d) for d in range(1, max(digits, _FEW_DIGITS) + 1)]
    except (OverflowError, ValueError):
        return _BEYOND
    allowed = [*written[:digits], *(text for text in written[digits:] if len(text) <= room)]
    full = next((text for text in allowed if _is_same(number, float(plain(text)))), None)
    return full or written[digits - 1]


def _scientific(number: float, digits: int) -> str:
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    return _signed(f"{mantissa}e{int(exponent)}")


def _signed(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as Python writes it."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def sizes_text(shape: tuple[int, ...]) -> str:
    """A shape as people say it."""
    return " × ".join(map(str, shape)) if shape else "one number"
