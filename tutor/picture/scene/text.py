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
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, takewhile
from typing import TypeGuard

from tutor.picture.facts import Number

# How wide text will be, without a font at hand: the advances of DejaVu, which paints it.

# Thousandths of the size, from the space to the tilde, of DejaVu Sans.
_ADVANCES = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)  # fmt: skip
_MONO = 0.602
_BOLDER = 1.13
_OTHER = 0.838
# A box that stands for a letter which no font has; such letters are narrower.
_WIDEST = 1.18
_OTHER_SCRIPTS = "\u0530"
_ELLIPSIS = "…"
_NO_BREAK = "\N{NO-BREAK SPACE}"
# After an opening bracket or a comma, and before the dot of a name.
_JOINT = re.compile(r"(?<=[(\[,])|(?=\.[^\W\d])")
_TOGETHER = re.compile(r"\([\d, ]+\)|axis \d+|\d+ × [\d × ]*\d")


def text_width(text: str, size: float, *, mono: bool = False, bold: bool = False) -> float:
    """An upper bound, close to the truth for what our pictures say."""
    if mono:
        return size * sum(_MONO if _is_narrow(character) else _WIDEST for character in text)
    ems = sum(_advance(character) for character in text)
    return size * ems * (_BOLDER if bold else 1.0)


def fitting(text: str, width: float, size: float, *, mono: bool = False, bold: bool = False) -> str:
    """The text, or as much of its start as fits with an ellipsis."""
    measured = partial(text_width, size=size, mono=mono, bold=bold)
    if measured(text) <= width:
        return text
    kept = len(text)
    while kept and measured(text[:kept] + _ELLIPSIS) > width:
        kept -= 1
    return text[:kept].rstrip() + _ELLIPSIS


def wrapped(
    text: str, width: float, size: float, *, mono: bool = False, bold: bool = False
) -> list[str]:
    """Lines that fit, broken at spaces, and within a word only where it is longer than a line."""
    measured = partial(text_width, size=size, mono=mono, bold=bold)
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measured(longer) <= width:
            lines[-1] = longer
        else:
            lines += _broken(word, width, measured)
    return lines


def glued(sentence: str) -> str:
    """A sentence whose shapes, and axes with their numbers, stay on one line."""
    return _TOGETHER.sub(lambda found: found[0].replace(" ", _NO_BREAK), sentence)


def _broken(word: str, width: float, measured: Callable[[str], float]) -> list[str]:
    pieces: list[str] = []
    while (most := _most(word, width, measured)) < len(word):
        cut = _last_joint(word, most)
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def _most(word: str, width: float, measured: Callable[[str], float]) -> int:
    """How many characters fit, but one at least."""
    wide = (end for end in range(2, len(word) + 1) if measured(word[:end]) > width)
    return next(wide, len(word) + 1) - 1


def _last_joint(word: str, most: int) -> int:
    """Where code is broken by hand, if that leaves a line half full at least."""
    joints = [found.start() for found in _JOINT.finditer(word[: most + 1])]
    return max([joint for joint in joints if most / 2 < joint <= most], default=most)


def label(text: str, most: int = 60) -> str:
    """What a learner wrote, as one line that nothing in it can break out of."""
    seen = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    line = " ".join(seen.split())
    return line if len(line) <= most else line[: most - 1] + _ELLIPSIS


def _advance(character: str) -> float:
    code = ord(character.replace(_NO_BREAK, " ")) - 32
    if 0 <= code < len(_ADVANCES):
        return _ADVANCES[code] / 1000
    if not _is_narrow(character):
        return _WIDEST
    return 1.0 if character == _ELLIPSIS else _OTHER


def _is_narrow(character: str) -> bool:
    """Not as wide as high; letters beyond Latin, Greek and Cyrillic may come from any font."""
    if character >= _OTHER_SCRIPTS and unicodedata.category(character)[0] in "LM":
        return False
    return unicodedata.east_asian_width(character) not in "WF"


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
