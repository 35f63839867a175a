"""Code in reStructuredText, the language of docstrings and of most libraries' pages."""

import re
from typing import Final

from sandbox.paste.literals import lines_in_texts
from sandbox.paste.statements import code_beside, fault, is_code, is_prose, looks_typed

# Behind a space stand words in brackets or quotes, and none of a call's or an index's.
_PROSE: Final = r"""(?:[^\[\](){}=#"']|(?<=\w)'(?=\w)|(?<=[ \t])(?:\([^()="']*\)|"[^"=]*"))*"""
# A directive, or prose that ends in two colons.
_OPENS: Final = re.compile(
    rf"([ \t]*)(?:(\.\. [\w-]+::|::[ \t]*$)|(?=\S){_PROSE}(?<=[\w)\"])::[ \t]*$)"
)
# Words of Python's that nothing in it begins with.
_GOES_ON: Final = re.compile(r"^(?:and|or)\b")
_OPTION: Final = re.compile(r"[ \t]*:[\w-]+:")


def without_directives(lines: list[str], at: int) -> list[str] | None:
    """The blocks of code, moved out; None unless the fault is a directive or prose above one."""
    opened, texts = _opened(lines), lines_in_texts(lines)
    first = next((at + 1 for at in opened if at + 1 not in texts), None)
    if first is None or not _is_fault(lines[:first], at):
        return None
    meant, beside = _blocks(lines, opened)
    kept = code_beside(beside) or beside
    whole = [block or other for block, other in zip(meant, kept, strict=True)]
    return whole if fault(whole) is None and is_code("\n".join(whole)) else None


def _is_fault(above: list[str], at: int) -> bool:
    """Whether it is the directive, or the prose above; Python can name one further down first."""
    found = at if at <= len(above) else fault(above)
    return found == len(above) or (found is not None and code_beside(above[:-1]) is not None)


def _opened(lines: list[str]) -> dict[int, int]:
    """Where a block opens, and how far in."""
    found = {at: match for at, line in enumerate(lines) if (match := _OPENS.match(line))}
    return {at: len(m[1]) for at, m in found.items() if m[2] or _is_prose_above(lines, at)}


def _is_prose_above(lines: list[str], at: int) -> bool:
    """Prose alone opens none without an empty line, and `if x::` has a colon too many."""
    line = _GOES_ON.sub("then", lines[at].strip())
    is_followed = at + 1 < len(lines) and not lines[at + 1].strip()
    return is_followed and is_prose(line) and not looks_typed(line)


def _blocks(lines: list[str], opened: dict[int, int]) -> tuple[list[str], list[str]]:
    """What stands in blocks, and what beside them; each line in place, the other's is empty."""
    meant, beside = [""] * len(lines), [""] * len(lines)
    outer: int | None = None
    inner = 0
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if at in opened:
            outer, inner = opened[at], 0
        elif not line.strip():
            continue
        elif outer is None or depth <= outer:
            outer, beside[at] = None, line
        elif not _OPTION.match(line) or inner:
            inner = inner or depth
            meant[at] = line[min(depth, inner) :]
    return meant, beside
