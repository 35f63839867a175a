"""Prompts of JupyterLab, nbsphinx and Colab, as IPython writes its own."""

import re
from typing import Final

from sandbox.paste.sessions import without_prompts
from sandbox.paste.signs import without_unseen
from sandbox.paste.statements import Meant, code_beside, first_outside_texts, lines_in_texts

_LAB: Final = re.compile(r"[ \t\u00a0]*\[([\d *]*)\]:[ \t\u00a0]?")
_COLAB: Final = re.compile(r"[ \t]*\[([\d *]*)\][ \t]*$")
# How long it took, which Colab puts below the prompt.
_TOOK: Final = re.compile(r"[ \t]*(?:✓[ \t]*)?\d+(?:ms|s|m|h)[ \t]*$")


def without_cells(lines: list[str], at: int) -> Meant | None:
    """What stands in the cells; None where the fault is nothing of their prompts."""
    if _is_prompted(lines, at):
        named: list[str] | None = _named(lines)
    else:
        named = _without_times(lines) if _TOOK.match(lines[at - 1]) else None
    return without_prompts(without_unseen(named)) if named else None


def _is_prompted(lines: list[str], at: int) -> bool:
    """Whether the fault is a prompt, or prose above the first."""
    first = first_outside_texts(lines, _LAB)
    if first is None or _LAB.match(lines[at - 1]):
        return first is not None
    return at < first and code_beside(lines[: first - 1]) is not None


def _named(lines: list[str]) -> list[str]:
    """The second of a number stands before the answer."""
    texts, named, last = lines_in_texts(lines), list[str](), ""
    for number, line in enumerate(lines, 1):
        found = None if number in texts else _LAB.match(line)
        if found is None:
            named.append(line)
            continue
        is_answer = found[1].isdecimal() and found[1] == last
        named.append(f"{'Out' if is_answer else 'In '}[{found[1]}]: {line[found.end() :]}".rstrip())
        last = "" if is_answer else found[1]
    return named


def _without_times(lines: list[str]) -> list[str] | None:
    texts, named, is_changed = lines_in_texts(lines), lines.copy(), False
    for at, line in enumerate(lines):
        above = at - 1 if at and lines[at - 1].strip() else at - 2
        if at + 1 in texts or above < 0 or not _TOOK.match(line):
            continue
        if found := _COLAB.match(lines[above]):
            named[above], named[at], is_changed = f"In [{found[1]}]:", "", True
    return named if is_changed else None
