"""Names that look the same and are not: letters of other alphabets, and signs that can't be seen.

Python takes them all in names, and says of one only that it is not defined.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

from sandbox.worker.shield import names as given_names
from sandbox.worker.told.misspelt import wrong_name

_TWINS: Final = (
    # Of Cyrillic, small letters and capitals.
    ("\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455", "aeopcyxijs"),
    ("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425", "ABEKMHOPCTYX"),
    ("\u0406\u0408\u0405", "IJS"),
    # Of Greek.
    ("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f", "ABEZHIKMNO"),
    ("\u03a1\u03a4\u03a5\u03a7\u03bf", "PTYXo"),
)
# What picks between two looks of the sign before it, as an emoji brings along.
_SELECTORS: Final = range(0xFE00, 0xFE10)
_LOOKS: Final[dict[int, str]] = {
    **{ord(odd): plain for odds, plains in _TWINS for odd, plain in zip(odds, plains, strict=True)},
    **dict.fromkeys(_SELECTORS, ""),
}


def _odd(name: str) -> list[str]:
    return [letter for letter in name if ord(letter) in _LOOKS]


def lookalike(error: BaseException) -> str | None:
    """The name that only looks like the wrong one, and the letter that nobody could see."""
    wrong, names = wrong_name(error)
    names += given_names() if isinstance(error, NameError) else ()
    looks, is_odd = wrong.translate(_LOOKS), bool(_odd(wrong))
    name = next((name for name in names if _looks_like(name, looks, is_odd=is_odd)), None)
    if name is None or (odd := _difference(wrong, name)) is None:
        return None
    return (
        f". Did you mean: '{name}'? It looks the same, but one of the two has {odd} "
        "where the other has none: type it anew wherever it stands"
    )


def _looks_like(name: str, looks: str, *, is_odd: bool) -> bool:
    # Two of plain letters look alike only if they are the same.
    return (is_odd or not name.isascii()) and name.translate(_LOOKS) == looks


def _difference(wrong: str, name: str) -> str | None:
    """The sign that one of the two has in a place where the other has another, or none, by name."""
    return next((f"{unicodedata.name(it)} (U+{ord(it):04X})" for it in _apart(wrong, name)), None)


def _apart(one: str, other: str) -> Iterator[str]:
    """The odd letters that stand in one where none or another stands in the other."""
    for pair in zip(_seen(one), _seen(other), strict=True):
        if len(set(pair)) > 1:
            yield from _odd("".join(pair))
    yield from (it for it in one + other if ord(it) in _SELECTORS)


def _seen(name: str) -> list[str]:
    return [letter for letter in name if ord(letter) not in _SELECTORS]
