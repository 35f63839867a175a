"""What a program printed, pasted below it without a fence or a prompt."""

import re
from itertools import takewhile
from typing import Final

from sandbox.paste.statements import (
    Meant,
    bound_by,
    fault,
    first_outside_texts,
    is_code,
    looks_typed,
    not_run,
    parsed,
)

_TRACEBACK: Final = re.compile(r"[ \t]*(?:\w+[ \t]+)?Traceback \(most recent call last\):?[ \t]*$")
_MARK: Final = re.compile(
    rf"{_TRACEBACK.pattern}"
    r"|[ \t]*\*{0,2}(?:(?:[Ee]xpected|[Ss]ample|[Cc]onsole)[ \t])?"
    r"(?:[Oo]ut|OUT|[Oo]utputs?|OUTPUT|[Rr]esults?|[Pp]rints)(?: ?\[\d+\])?"
    r"(?::\*{0,2}|\*\*:)[ \t]*$"
    r"|(?:Output|OUTPUT)[ \t]*$"
)
_RULE: Final = re.compile(r"-{10,}[ \t]*$")


def without_output(lines: list[str], at: int) -> Meant | None:
    """The program above; None unless Python reads it all, and the fault comes behind it."""
    mark = first_outside_texts(lines, _MARK)
    if mark is None:
        return None
    # Notebooks draw a line above a traceback.
    start = mark - 2 if mark > 1 and _RULE.match(lines[mark - 2]) else mark - 1
    if at <= start:
        return None
    above = lines[:start]
    if fault(above) is not None or not is_code("\n".join(above)):
        return None
    if _may_go_on(lines[mark - 1 :], bound_by(parsed("\n".join(above)))):
        return None
    end = max(number for number, line in enumerate(lines, 1) if line.strip())
    why = f"like something printed; leave out line {mark} if that is code"
    return Meant(above + [""] * (len(lines) - start), not_run([range(start + 1, end + 1)], why))


def _may_go_on(output: list[str], bound: frozenset[str]) -> bool:
    """Whether code may stand below a mark; a traceback quotes what was run."""
    printed = takewhile(lambda line: not _TRACEBACK.match(line), output)
    said = (line.strip() for line in printed)
    return any(looks_typed(line) or is_code(line, bound) for line in said)
