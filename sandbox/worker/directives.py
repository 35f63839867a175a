"""Code in reStructuredText, the language of docstrings and of most libraries' pages."""

import re
from typing import Final

from sandbox.worker.literals import first_outside_texts
from sandbox.worker.statements import code_beside, fault, is_code

# A directive, or prose that ends in two colons.
_OPENS: Final = re.compile(r"([ \t]*)(?:\.\. [\w-]+::|(?=\S)[^\[\](){}=#\"']*\w::[ \t]*$)")
_OPTION: Final = re.compile(r"[ \t]*:[\w-]+:")


def without_directives(lines: list[str], at: int) -> list[str] | None:
    """The blocks of code, moved out; None unless the fault is a directive or prose above one."""
    first = first_outside_texts(lines, _OPENS)
    if first is None or not _is_fault(lines[:first], at):
        return None
    meant, beside = _blocks(lines)
    kept = code_beside(beside) or beside
    whole = [block or other for block, other in zip(meant, kept, strict=True)]
    return whole if fault(whole) is None and is_code("\n".join(whole)) else None


def _is_fault(above: list[str], at: int) -> bool:
    """Whether it is the directive, or the prose above; Python can name one further down first."""
    found = at if at <= len(above) else fault(above)
    return found == len(above) or (found is not None and code_beside(above[:-1]) is not None)


def _blocks(lines: list[str]) -> tuple[list[str], list[str]]:
    """What stands in blocks, and what beside them; each line in place, the other's is empty."""
    meant, beside = [""] * len(lines), [""] * len(lines)
    outer: int | None = None
    inner = 0
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if found := _OPENS.match(line):
            outer, inner = len(found[1]), 0
        elif not line.strip():
            continue
        elif outer is None or depth <= outer:
            outer, beside[at] = None, line
        elif not _OPTION.match(line) or inner:
            inner = inner or depth
            meant[at] = line[min(depth, inner) :]
    return meant, beside
