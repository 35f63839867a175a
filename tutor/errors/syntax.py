"""Lines that Python can't read. Nothing is told of a repair that it would not read either."""

import ast
import difflib
import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Final

from knowledge.examples import python
from tutor.errors.code_around import Failure
from tutor.errors.fixes import Reader
from tutor.errors.slots import Slots

# Whatever stands in quotes or behind a # is no code.
_QUOTED: Final = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|#.*")
_WORD: Final = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|#.*|(?P<word>[A-Za-z]+)")
_SMALL: Final = frozenset(filter(str.islower, keyword.kwlist))
_FIRST: Final = (
    "class def elif else except finally for from if import return try while with".split()
)
_FIRST_WORD: Final = re.compile(r"\s*(?P<word>[A-Za-z]+)\b")
_LONGEST_LINE: Final = 60
# A pattern may go through a part of a line again and again.
_LONGEST_SEARCHED: Final = 500
# Whatever is longer is read by nobody on a phone, and takes long to be read again.
_LONGEST: Final = 20_000


def read_line(failure: Failure, source: str, becomes: str | None) -> Mapping[str, str] | None:
    """What a pattern finds on the line of an error; with what it becomes, if Python reads that."""
    line = _line(failure)
    if len(line) > _LONGEST_SEARCHED:
        return None
    searched = line if becomes is not None else _QUOTED.sub("''", line)
    if (found := re.search(source, searched)) is None:
        return None
    groups = {name: text or "" for name, text in found.groupdict().items()}
    if becomes is None:
        return groups
    other = re.sub(source, becomes, line)
    if other == line or not _reads(failure, other):
        return None
    return {**groups, "line": _short(other), "fix": other}


def _line(failure: Failure) -> str:
    lines = failure.code.split("\n")
    return lines[failure.line - 1] if 1 <= failure.line <= len(lines) else ""


def _short(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


def _reads(failure: Failure, line: str) -> bool:
    """Whether Python reads past the line once it is written otherwise."""
    lines = failure.code.split("\n")
    code = "\n".join((*lines[: failure.line - 1], line, *lines[failure.line :]))
    if len(code) > _LONGEST:
        return False
    found = python.read(code)
    return isinstance(found, ast.Module) or found.line > failure.line


def _misspelt_word(failure: Failure, _: Slots) -> Mapping[str, str] | None:
    """`For i In x:`, as a phone begins a line, or `improt torch`."""
    line = _line(failure)
    for other, wrong, meant in (*_capitals(line), *_misspelt(line)):
        if _reads(failure, other):
            return {"wrong": wrong, "meant": meant, "fix": other}
    return None


def _capitals(line: str) -> Iterator[tuple[str, str, str]]:
    changed: list[str] = []

    def made_small(found: re.Match[str]) -> str:
        word = found["word"] or ""
        if word.lower() not in _SMALL or word in keyword.kwlist:
            return found[0]
        changed.append(word)
        return word.lower()

    other = _WORD.sub(made_small, line)
    if changed:
        yield other, " and ".join(changed), " and ".join(map(str.lower, changed))


def _misspelt(line: str) -> Iterator[tuple[str, str, str]]:
    found = _FIRST_WORD.match(line)
    if not found or found["word"] in _SMALL:
        return
    word = found["word"].lower()
    swapped = [each for each in _FIRST if sorted(each) == sorted(word)]
    for meant in (*swapped, *difflib.get_close_matches(word, _FIRST, 1, 0.8)):
        yield line[: found.start("word")] + meant + line[found.end("word") :], found["word"], meant


READERS: Final[Mapping[str, Reader]] = {"misspelt_word": _misspelt_word}
