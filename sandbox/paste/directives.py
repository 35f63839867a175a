"""Code in reStructuredText, the language of docstrings and of most libraries' pages."""

import re
from dataclasses import dataclass
from typing import Final

from sandbox.paste.fences import PYTHON
from sandbox.paste.prompts import begins
from sandbox.paste.statements import (
    code_beside,
    fault,
    is_code,
    is_prose,
    lines_in_texts,
    looks_typed,
)

# Behind a space stand words in brackets or quotes, and none of a call's or an index's.
_PROSE: Final = r"""(?:[^\[\](){}=#"']|(?<=\w)'(?=\w)|(?<=[ \t])(?:\([^()="']*\)|"[^"=]*"))*"""
# A directive and its language, or prose that ends in two colons.
_OPENS: Final = re.compile(
    rf"([ \t]*)(?:\.\. ([\w-]+)::[ \t]*([\w+-]*)|(::)[ \t]*$|(?=\S){_PROSE}(?<=[\w)\"])::[ \t]*$)"
)
_OF_CODE: Final = frozenset({"testcode", "testsetup", "testcleanup", "doctest", "plot", "ipython"})
_OF_A_LANGUAGE: Final = frozenset({"code-block", "code", "sourcecode"})
_OF_NO_CODE: Final = frozenset(
    {
        *("testoutput", "math", "image", "figure", "note", "tip", "hint", "warning", "important"),
        *("caution", "attention", "danger", "seealso", "admonition", "todo", "versionadded"),
        *("versionchanged", "deprecated"),
    }
)
# Words of Python's that nothing in it begins with.
_GOES_ON: Final = re.compile(r"^(?:and|or)\b")
_OPTION: Final = re.compile(r"[ \t]*:[\w-]+:")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A line that opens a block: how far in, and what it says of it."""

    depth: int
    directive: str
    language: str

    @property
    def is_said_to_be_code(self) -> bool:
        if self.directive in _OF_A_LANGUAGE:
            return self.language.lower() in PYTHON
        return self.directive in _OF_CODE

    @property
    def may_be_code(self) -> bool:
        is_open = not self.directive or (self.directive in _OF_A_LANGUAGE and not self.language)
        return is_open or self.is_said_to_be_code

    @property
    def is_said_to_be_none(self) -> bool:
        if self.directive in _OF_A_LANGUAGE:
            return bool(self.language) and not self.is_said_to_be_code
        return self.directive in _OF_NO_CODE


def without_directives(lines: list[str], at: int) -> list[str] | None:
    """The blocks of code, moved out; None unless the fault is a directive or prose above one."""
    opened, texts = _opened(lines), lines_in_texts(lines)
    first = next((at + 1 for at in opened if at + 1 not in texts), None)
    if first is None or not _is_fault(lines[:first], at):
        return None
    meant, beside = _blocks(lines, opened)
    kept = code_beside(beside) or beside
    whole = [block or other for block, other in zip(meant, kept, strict=True)]
    is_said = any(map(str.strip, meant)) and any(o.is_said_to_be_code for o in opened.values())
    is_meant = is_said or is_code("\n".join(whole))
    return whole if is_meant and fault(whole) is None else None


def _is_fault(above: list[str], at: int) -> bool:
    """Whether it is the directive, or the prose above; Python can name one further down first."""
    found = at if at <= len(above) else fault(above)
    return found == len(above) or (found is not None and code_beside(above[:-1]) is not None)


def _opened(lines: list[str]) -> dict[int, _Opened]:
    """Where a block opens."""
    found = {at: match for at, line in enumerate(lines) if (match := _OPENS.match(line))}
    return {
        at: _Opened(len(match[1]), match[2] or "", match[3] or "")
        for at, match in found.items()
        if match[2] or match[4] or _is_prose_above(lines, at)
    }


def _is_prose_above(lines: list[str], at: int) -> bool:
    """Prose alone opens none without an empty line, and `if x::` has a colon too many."""
    line = _GOES_ON.sub("then", lines[at].strip())
    is_followed = at + 1 < len(lines) and not lines[at + 1].strip()
    return is_followed and is_prose(line) and not looks_typed(line)


def _blocks(lines: list[str], opened: dict[int, _Opened]) -> tuple[list[str], list[str]]:
    """What stands in blocks, and what beside them; each line in place, the other's is empty.

    What one is said to be counts where another may be code; a session's prompt says more.
    """
    meant, beside = [""] * len(lines), [""] * len(lines)
    heeds = any(each.may_be_code for each in opened.values())
    outer: _Opened | None = None
    inner = 0
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if at in opened:
            outer, inner = opened[at], 0
        elif not line.strip():
            continue
        elif outer is None or depth <= outer.depth:
            outer, beside[at] = None, line
        elif not _OPTION.match(line) or inner:
            inner = inner or depth
            if not (heeds and outer.is_said_to_be_none) or begins(line):
                meant[at] = line[min(depth, inner) :]
    return meant, beside
