"""How wide text will be, without a font at hand: the advances of DejaVu, which paints it."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial

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
