"""Words for a line that Python can't read, where it shows another language's habit."""

import keyword
import re
from typing import Final

from tutor.advice.around import Broken
from tutor.advice.repairs import repaired, repaired_key, repaired_text
from tutor.advice.table import Table

# Whatever stands in quotes or behind a # is no code; a line that goes on elsewhere may mislead.
_QUOTED: Final = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|#.*")
_ASSIGNED: Final = re.compile(r"\s*(?P<name>[A-Za-z]+)\s*=(?!=)")
_UNFINISHED: Final = re.compile(r"(?:[-+*/%@&|^<>=]|\b(?:and|or|not|in|is|as|import|from))\s*$")
# A line may be as long as all code together: no pattern goes through a part of it again and again.
_WORDS: Final = (
    (
        re.compile(r"&&|\|\|"),
        (
            "Python writes and, or in place of && and ||; for tensors & and |, with brackets "
            "around each side."
        ),
    ),
    (
        re.compile(
            r"(?<![\w.])(?P<name>[\w.]++(?:\[[\w, :]*+\])*+) *+(?P<sign>(?P<one>[+-])(?P=one))"
            r"\s*+;?\s*+$"
        ),
        "Python has no {name}{sign}: write {name} {one}= 1.",
    ),
    (re.compile(r"^\s*+(?:\}\s*+)?else\s++if\b"), "Python writes elif for else if."),
    (
        re.compile(
            r"^\s*+for\s*+\(?\s*+(?:(?:int|let|var|auto)\s++)?(?P<name>[A-Za-z_]\w*+)\s*+=(?!=)"
        ),
        "Python counts with range: for {name} in range(3) gives 0, 1 and 2.",
    ),
    (
        re.compile(
            r"^\s*+for\s++(?P<name>[A-Za-z_]\w*+)\s++in\s++(?P<first>\w++)\s*+(?::|\.\.)\s*+"
            r"(?P<last>\w++)\s*+:?\s*+$"
        ),
        (
            "Python counts with range, which leaves out its end: for {name} in "
            "range({first}, {last}):"
        ),
    ),
    (
        re.compile(r"^\s*+(?:\}\s*+)?(?:def|class|if|elif|else|for|while|function)\b.*\{\s*+$"),
        (
            "Python has no braces around a block: the line ends with a colon, and what belongs to "
            "it is indented."
        ),
    ),
)


def _invalid(broken: Broken) -> str:
    line = _line(broken)
    taken = _ASSIGNED.match(line)
    if taken and keyword.iskeyword(taken["name"]):
        return f"{taken['name']} is a word of Python's own: take another name."
    if words := _habit(broken):
        return words
    if words := repaired(broken):
        return words
    return "This line ends in the middle: something is missing." if _is_cut(broken, line) else ""


def _habit(broken: Broken) -> str:
    line = _line(broken)
    for pattern, words in _WORDS:
        if found := pattern.search(line):
            return words.format(**found.groupdict())
    return ""


def _is_cut(broken: Broken, line: str) -> bool:
    """Whether Python gave up at the line's end, behind a sign that wants something after it."""
    column = broken.error.column
    is_at_end = column is not None and column >= len(line.rstrip())
    return is_at_end and _UNFINISHED.search(line.rstrip()) is not None


def _line(broken: Broken) -> str:
    lines = broken.code.split("\n")
    number = broken.error.line or 0
    return _QUOTED.sub("''", lines[number - 1]) if 1 <= number <= len(lines) else ""


SYNTAX: Final[Table] = {
    "SyntaxError": {
        "invalid syntax$": _invalid,
        "expected ':'$": _habit,
        r"invalid syntax\. Perhaps you forgot a comma\?$": _habit,
        "expected 'except' or 'finally' block$": repaired,
        "unterminated string literal ": repaired_text,
        "cannot assign to literal here": repaired_key,
        "f-string: unmatched '[\\[(]'$": (
            "Inside of an f-string's braces use the other kind of quotes, as in f\"{{d['a']}}\"."
        ),
    },
}
