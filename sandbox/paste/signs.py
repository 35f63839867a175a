"""Signs of web pages, word processors and phones: what looks like Python's, or like nothing."""

import re
from typing import Final

from sandbox.paste.statements import LINE_ENDS, LITERAL

# Whole, as Chinese and Japanese keyboards have them; letters and numbers are Python's affair.
_WIDE: Final = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
IN_PYTHON: Final = (
    {sign: plain for sign, plain in _WIDE.items() if not f"a{plain}".isidentifier()}
    | dict.fromkeys("“”„‟«»″〃", '"')
    | dict.fromkeys("‘’‚‛`´′‵ʹ", "'")  # noqa: RUF001
    | dict.fromkeys("−–—‐‑‒―", "-")  # noqa: RUF001
    | {"×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/"}  # noqa: RUF001
    | {"≤": "<=", "≥": ">=", "≠": "!=", "²": "**2", "³": "**3"}
    | {"…": "...", "→": "->", "、": ",", "。": "."}
)
_SIGN: Final = re.compile(r"(?:f-string: )?invalid character '(.)'")
# Spaces of web pages, and what has no width at all.
_SPACES: Final = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_WIDTHLESS: Final = "\u00ad\u034f\u061c\u180e\ufeff\ufffc" + "".join(
    chr(code)
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F))
    for code in range(first, last + 1)
)
_UNSEEN: Final = str.maketrans(
    _SPACES + LINE_ENDS, " " * len(_SPACES) + "\n" * len(LINE_ENDS), _WIDTHLESS
)
_LITERAL_OR_UNSEEN: Final = re.compile(f"{LITERAL}|[{_SPACES}{LINE_ENDS}{_WIDTHLESS}]+", re.DOTALL)
_LITERAL_OR_SIGN: Final = re.compile(
    f"{LITERAL}|[{re.escape(''.join(set(IN_PYTHON) - {'`', '·'}))}]", re.DOTALL
)


def without_unseen(lines: list[str]) -> list[str]:
    """Quotes and comments keep theirs, which is no mistake there."""

    def seen(found: re.Match[str]) -> str:
        return found[0] if found[1] else found[0].translate(_UNSEEN)

    return _LITERAL_OR_UNSEEN.sub(seen, "\n".join(lines)).split("\n")


def misprint(line: str, error: SyntaxError) -> int | None:
    """Where in the line a sign stands that only looks like one of Python's."""
    if _SIGN.match(error.msg):
        return (error.offset or 1) - 1
    if error.msg.startswith("unterminated string literal"):
        opened = re.compile("[\"']").search(line, max((error.offset or 1) - 1, 0))
        places = range(opened.end(), len(line)) if opened else ()
        # Inside a word it is an apostrophe, which may stand there.
        ends = (at for at in places if opened and IN_PYTHON.get(line[at]) == opened[0])
        return next((at for at in ends if not line[at + 1 : at + 2].isalnum()), None)
    signs = (found.start() for found in _LITERAL_OR_SIGN.finditer(line) if not found[1])
    return next(signs, None)
