"""Changes as git and chats show them: `-` before what goes, `+` before what comes."""

import re
from typing import Final

from sandbox.paste.statements import fault, is_code, lines_in_texts, looks_typed

_HEAD: Final = re.compile(
    r"@@ |diff --git |index [0-9a-f]+\.\.|(---|\+\+\+) |\\ No newline|(new|deleted) file mode "
)
_PRINTS: Final = re.compile(r"[+-][ \t]*print\(")


def is_change(sent: str) -> bool:
    """Whether it can only be meant so, though Python can read it: nobody negates a `print(…)`."""
    if not sent.lstrip().startswith(("+", "-")):
        return False
    said = [line for line in sent.split("\n") if line.strip()]
    return {line[0] for line in said} == {"+", "-"} and all(map(_PRINTS.match, said))


def without_removed(lines: list[str], at: int) -> list[str] | None:
    """What comes of the change, each line in place; None where it is none."""
    has_margin = all(line.startswith(("+", "-", " ")) for line in _said(lines))
    texts = frozenset[int]() if has_margin else _in_unchanged_texts(lines)
    said = _said([line for number, line in enumerate(lines, 1) if number not in texts])
    if not any(line.startswith("+") for line in said):
        return None
    if not has_margin and not _begins_change(lines[at - 1], said):
        return None
    kept = [
        line if number in texts else _kept(line, has_margin=has_margin)
        for number, line in enumerate(lines, 1)
    ]
    return kept if is_code("\n".join(kept)) or any(map(looks_typed, kept)) else None


def _said(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip() and not _HEAD.match(line)]


def _in_unchanged_texts(lines: list[str]) -> frozenset[int]:
    """Lines of texts that begin on none of the change's: a list in one may have any signs."""
    found: set[int] = set()
    texts = lines_in_texts(lines)
    for number in sorted(texts):
        begins = lines[number - 2]
        is_changed = number - 1 not in texts and begins.startswith(("+", "-"))
        if number - 1 in found or not (is_changed or number - 1 in texts):
            found.add(number)
    return frozenset(found)


def _begins_change(line: str, said: list[str]) -> bool:
    """Whether a line is a change's though others have lost their margin, as chats show them."""
    if _HEAD.match(line):
        return True
    is_both = any(each.startswith("-") for each in said) and any(map(_is_added, said))
    return is_both and line[:1] in "+-" and looks_typed(line[1:])


def _is_added(line: str) -> bool:
    """Unlike `+1`, which goes on with a sum or begins one."""
    return line.startswith("+") and looks_typed(line[1:]) and fault([line]) is not None


def _kept(line: str, *, has_margin: bool) -> str:
    if _HEAD.match(line) or line.startswith("-"):
        return ""
    return line[1:] if line.startswith("+") or (has_margin and line.startswith(" ")) else line
