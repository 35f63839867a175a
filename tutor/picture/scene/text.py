"""Numbers as cells show them: right in every digit shown, and all of a tensor in one manner.

The rule, for the numbers of one tensor: whole ones are written in full up to ten digits, a float
with a dot at its end. Fractions get equally many decimals: as many as write all of them in full,
where a cell has room for that, else two (from 1000 on one). What is larger, or smaller than 0.01
and not told by those decimals, is told as `1.5e7`. In full means as far as a float32 can tell.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import partial
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
_LARGEST_WHOLE = 10**10
_LARGE = 10**7
# A hundredth; what a float32 has for it is a little less.
_SMALL = 0.009999
_MOST_DECIMALS = 5
# Four roundings of a float32.
_PRECISION = 2.5e-7
# A longer text of another kind, such as a complex number, is cut and says so.
_LONGEST_TEXT = 14


def spelled(values: Iterable[Number], room: int = ROOM) -> tuple[str, ...]:
    """The values by the rule above; `room` is how many characters fractions may take."""
    numbers = tuple(values)
    floats = [n for n in numbers if isinstance(n, float) and math.isfinite(n) and abs(n) < _LARGE]
    decimals = _decimals([n for n in floats if n == 0 or abs(n) >= _SMALL], room)
    small = [n for n in floats if 0 < abs(n) < _SMALL]
    if small and _takes_room(exact := _decimals(floats, room), floats, room):
        decimals = exact
    return tuple(_spelled(number, decimals, room) for number in numbers)


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


def _decimals(floats: Sequence[float], room: int) -> int:
    """How many tell all of every number; where that is too much, how many they are rounded to."""
    rounded = 1 if max(map(abs, floats), default=0) >= 1000 else 2
    tried = range(_MOST_DECIMALS + 1)
    return next((d for d in tried if _takes_room(d, floats, room)), rounded)


def _takes_room(decimals: int, floats: Sequence[float], room: int) -> bool:
    """Whether so many decimals tell all of every number, and have room."""
    told = all(_is_same(number, round(number, decimals)) for number in floats)
    return told and (not decimals or all(len(f"{n:.{decimals}f}") <= room for n in floats))


def _is_same(number: float, told: float) -> bool:
    """Equal but for what a float32 can't tell; what is near a whole number is not whole."""
    if float(told).is_integer():
        return number == told
    return math.isclose(number, told, rel_tol=_PRECISION)


def _spelled(number: Number, decimals: int, room: int) -> str:
    match number:
        case bool() | str():
            text = str(number)
        case int() | float() if not _is_counted(number):
            text = str(number)
        case int():
            text = str(number) if abs(number) < _LARGEST_WHOLE else _power(number, room)
        case float() if number.is_integer() and _LARGE <= abs(number) < _LARGEST_WHOLE:
            text = f"{number:.0f}."
        case float():
            rounded = round(number, decimals)
            is_told = (abs(number) >= _SMALL and bool(rounded)) or _is_same(number, rounded)
            fixed = f"{number:.{decimals}f}" if decimals else f"{number:.0f}."
            text = fixed if is_told and abs(number) < _LARGE else _power(number, room)
    text = text.replace("-", "\N{MINUS SIGN}")
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}{_ELLIPSIS}"


def _power(number: float, room: int) -> str:
    """As `1.5e7`: in up to three digits where that is all of it, else in two if there is room."""
    try:
        written = [_scientific(number, digits) for digits in (1, 2, 3)]
    except OverflowError:  # Too large even for a float.
        return "big"
    full = next((text for text in written if _is_same(number, float(text))), written[1])
    return full if len(full) <= room else written[0]


def _scientific(number: float, digits: int) -> str:
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as Python writes it."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def sizes_text(shape: tuple[int, ...]) -> str:
    """A shape as people say it."""
    return " × ".join(map(str, shape)) if shape else "one number"
