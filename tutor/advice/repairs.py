"""Words for a line that Python reads once a little of it is written otherwise.

Nothing is said of a repair that was not tried: Python has to read the program past that line.
"""

import ast
import difflib
import keyword
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tutor.advice.around import Broken

# A line as it would be read, and what is told then.
_Repair = tuple[str, str]
_Try = Callable[[Broken, str], Iterator[_Repair]]

_QUOTED_OR_WORD: Final = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|#.*|(?P<word>[A-Za-z]+)")
_SMALL: Final = frozenset(filter(str.islower, keyword.kwlist))
_FIRST: Final[frozenset[str]] = frozenset(
    "class def elif else except finally for from if import return try while with".split()
)
_ELSEWHERE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("func", "function", "fn", "define", "sub"), "def"),
    **dict.fromkeys(("elseif", "elsif"), "elif"),
    "foreach": "for",
    "using": "import",
    "catch": "except",
}
_NEAR: Final = 0.8
_FIRST_WORD: Final = re.compile(r"\s*(?P<word>[A-Za-z]+)\b")
_DECLARED: Final = re.compile(
    r"(?P<before>\s*)(?P<word>var|let|const|int|float|double|auto|string)\s+(?P<rest>[A-Za-z_]\w*\s*=.*)"
)
_DOTTED: Final = re.compile(r"(?<![\w.])(?P<left>[\w)\]]*\s*)\.(?P<sign>[*/^])(?=\s*[\w(])")
_DOTTED_SIGNS: Final = {"*": "*", "/": "/", "^": "**"}
_NEGATED: Final = re.compile(r"(?<![\w=!<>])!(?=\s*[A-Za-z_(])")
_SLICED: Final = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z_]\w*)\((?P<index>[^()\[\]{}]*:[^()\[\]{}]*)\)"
)
# What gives a name a value, alone or beside others, or takes it.
_HOLDS: Final = (
    r"^\s*\(?(?:[\w*]+\s*,\s*)*\*?{0}\s*(?:,[\w\s*,]*)?\)?\s*=(?!=)"
    r"|^\s*def \w+\((?:[^)\n]*[,\s*])?{0}\s*[,:=)]"
    r"|^\s*for (?:[^:\n]*[,\s(])?{0}[,\s)][^:\n]*\bin\b"
)
_TWO_NAMES: Final = re.compile(
    r"(?P<before>\s*)import (?P<owner>[\w.]+)\s+(?P<name>optim|\w{1,3})\s*"
)
_NAMED: Final = re.compile(r"(?P<before>[(,]\s*)(?P<name>[A-Za-z_]\w*)\s*:(?!=)")
_REMARK: Final = re.compile(r"(?<=\s)(?P<sign>//|%)(?= *[A-Za-z]+(?: +[A-Za-z]+)+\s*$)")
_TURNED: Final = re.compile(r"(?<=[\w\])])'(?=\s*(?:$|[-+*/@;,)\]]))")
_KEY: Final = re.compile(r"(?P<key>'[^'\n]*'|\"[^\"\n]*\")\s*=(?!=)")
_LONGEST_LINE: Final = 60
# Whatever is longer is read by nobody on a phone, and takes long to be read again.
_LONGEST: Final = 20_000


def repaired(broken: Broken) -> str:
    """What one little change would make of a line that is no Python."""
    return _first_read(broken, _INVALID)


def repaired_text(broken: Broken) -> str:
    """A quote that opens no text, but transposes a matrix elsewhere."""
    return _first_read(broken, (_turned,))


def repaired_key(broken: Broken) -> str:
    """A dict whose values are given by an equals sign."""
    return _first_read(broken, (_keyed,))


def _first_read(broken: Broken, tries: Sequence[_Try]) -> str:
    lines = broken.code.split("\n")
    number = broken.error.line or 0
    if not 1 <= number <= len(lines) or len(broken.code) > _LONGEST:
        return ""
    line = lines[number - 1]
    for other, words in (repair for each in tries for repair in each(broken, line)):
        code = "\n".join((*lines[: number - 1], other, *lines[number:]))
        if other != line and _reads_past(code, number):
            return words
    return ""


def _reads_past(code: str, line: int) -> bool:
    try:
        ast.parse(code)
    except SyntaxError as error:
        return (error.lineno or 0) > line
    except (ValueError, RecursionError, MemoryError):
        return False
    return True


def _capital(_: Broken, line: str) -> Iterator[_Repair]:
    """`For i In x:`, as a phone begins a line."""
    changed: list[str] = []

    def made_small(found: re.Match[str]) -> str:
        word = found["word"] or ""
        if word.lower() not in _SMALL or word in keyword.kwlist:
            return found[0]
        changed.append(word)
        return word.lower()

    other = _QUOTED_OR_WORD.sub(made_small, line)
    if changed:
        small = map(str.lower, changed)
        words, capitals = (" and ".join(dict.fromkeys(each)) for each in (small, changed))
        yield other, f"Python tells capitals apart: write {words}, not {capitals}."


def _misspelt(_: Broken, line: str) -> Iterator[_Repair]:
    found = _FIRST_WORD.match(line)
    if not found or found["word"] in _SMALL:
        return
    word = found["word"]
    near = difflib.get_close_matches(word.lower(), sorted(_FIRST), 1, _NEAR)
    swapped = [each for each in sorted(_FIRST) if sorted(each) == sorted(word.lower())]
    for meant in dict.fromkeys((*_elsewhere(word), *swapped, *near)):
        other = line[: found.start("word")] + meant + line[found.end("word") :]
        yield other, f"Python has no {word}: write {meant}."


def _elsewhere(word: str) -> Iterator[str]:
    if meant := _ELSEWHERE.get(word.lower()):
        yield meant


def _declared(_: Broken, line: str) -> Iterator[_Repair]:
    if found := _DECLARED.fullmatch(line):
        rest = found["rest"]
        words = f"Python needs no {found['word']} before a name: write {_short(rest)}"
        yield f"{found['before']}{rest}", words


def _dotted(_: Broken, line: str) -> Iterator[_Repair]:
    """MATLAB's signs for each element."""
    signs = [found["sign"] for found in _DOTTED.finditer(line)]
    if signs:
        other = _DOTTED.sub(lambda found: f"{found['left']}{_DOTTED_SIGNS[found['sign']]}", line)
        sign = _DOTTED_SIGNS[signs[0]]
        words = f"Python has no .{signs[0]}: write {sign}, which takes each element of a tensor."
        yield other, words


def _negated(_: Broken, line: str) -> Iterator[_Repair]:
    words = "Python writes not for !, as in not x; for a tensor of truth values ~x."
    yield _NEGATED.sub("not ", line), words


def _sliced(broken: Broken, line: str) -> Iterator[_Repair]:
    """`x(:, 1)` of what the code gives a value, or a function is given."""
    for found in _SLICED.finditer(line):
        if not re.search(_HOLDS.format(found["name"]), broken.code, re.MULTILINE):
            continue
        other = f"{found['name']}[{found['index']}]"
        start, end = found.span()
        yield line[:start] + other + line[end:], f"Positions go in square brackets: {other}."


def _counted(broken: Broken, line: str) -> Iterator[_Repair]:
    """`for i range(3):`, without the `in`."""
    column = broken.error.column or 0
    other = f"{line[:column].rstrip()} in {line[column:]}"
    if line.lstrip().startswith("for "):
        yield other, f"The word in is missing: {_short(other.strip())}"


def _given(_: Broken, line: str) -> Iterator[_Repair]:
    """`f(dtype: x)`, for an argument by name."""
    if found := _NAMED.search(line):
        other = _NAMED.sub(lambda each: f"{each['before']}{each['name']}=", line)
        yield other, f"An argument has = behind its name, no colon: write {found['name']}=…"


def _imported(_: Broken, line: str) -> Iterator[_Repair]:
    """`import torch nn` or `import numpy np`, of which the second is a short name."""
    if found := _TWO_NAMES.fullmatch(line):
        owner, name = found["owner"], found["name"]
        is_part = owner == "torch" and name in ("nn", "optim")
        other = f"from {owner} import {name}" if is_part else f"import {owner} as {name}"
        yield found["before"] + other, f"A word is missing: write {other}."


def _remarked(_: Broken, line: str) -> Iterator[_Repair]:
    if found := _REMARK.search(line):
        other = f"{line[: found.start()]}#{line[found.end() :]}"
        yield other, f"If that is a comment behind {found['sign']}: in Python it begins with #."


def _turned(_: Broken, line: str) -> Iterator[_Repair]:
    words = "A quote begins a text. If this one is to transpose, write .T in its place."
    yield _TURNED.sub(".T", line), words


def _keyed(broken: Broken, line: str) -> Iterator[_Repair]:
    found = _KEY.search(line)
    if found and _is_in_braces(broken, line[: found.start()]):
        other = _KEY.sub(lambda each: f"{each['key']}:", line)
        yield other, f"In a dict a colon stands behind each key: {found['key']}: …"


def _is_in_braces(broken: Broken, before: str) -> bool:
    """Whether a brace is open, of the line's beginning or above."""
    above = broken.code.split("\n")[: (broken.error.line or 1) - 1]
    begun = "\n".join((*above, before))
    return begun.count("{") > begun.count("}")


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


_INVALID: Final[Sequence[_Try]] = (
    *(_capital, _misspelt, _declared, _dotted, _negated, _sliced),
    *(_counted, _given, _imported, _remarked),
)
