"""Cut an answer into words and code, fenced or not, with prompts or without. Pure.

No rule finds all code that people leave bare between their words, and none is needed: an answer is
a draft until a person has read it. Prose taken for code would be run and complained about, so a
line counts as code only where it parses and does something.
"""

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from knowledge.examples import python
from knowledge.examples.markdown import PYTHON
from knowledge.importing.questionnaire import (
    Code,
    Line,
    Lines,
    Part,
    Prose,
    at,
    first_filled,
    joined,
    trimmed,
)
from sandbox.paste.statements import bound_by, does_something, end_of_brackets

# What a notebook's cells are put between: nobody wrote these lines.
CELL_FENCE = "~" * 8
CELL_FENCES = frozenset({CELL_FENCE, f"{CELL_FENCE}python", f"{CELL_FENCE}output"})
# A mark that is closed later than so many lines was not meant to open a block.
_LONGEST_BLOCK = 400
# Code or output of more lines is read in pieces.
_LONGEST = 80
_LONGEST_LINE = 1000
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*\{?\.?([\w+-]*)[^`]*$")
_OUTPUT_LANGUAGES = frozenset({"", "text", "txt", "output", "out", "console", "plaintext", "none"})
_LABEL = re.compile(
    r"[ \t]*[*_]{0,2}(?:outputs?|results?|prints|gives|shows|returns|Out[ \t]*\[\d*\])"
    r"[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*(.*)$",
    re.IGNORECASE,
)
_PROMPT = re.compile(r"[ \t]*(?:>>> |In[ \t]?\[\d*\]:[ \t]?)(.*\S.*)$")
_CONTINUED = re.compile(r"[ \t]*\.{3,}(?::[ \t]?| |$)(.*)$")
_OUT = re.compile(r"[ \t]*Out[ \t]?\[\d*\]:[ \t]?")
_TRACEBACK = "Traceback (most recent call last):"
_RAISED = re.compile(r"\s*[\w.]+(?:Error|Exception|Warning|Interrupt|Exit|Iteration)\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Markdown's, within an answer; comments begin so far more seldom.
_HEADING = re.compile(r"[ \t]*#{2,6}\s")
# Python's own complaint is tried so often to find where prose begins below code.
_TRIES = 4
# What Python says of a line that others have to follow.
_UNFINISHED = re.compile("never closed|indented block|triple-quoted|unexpected EOF")
# Word turns quotes and minus signs into these: code all the same, and to be told of as such.
_TYPESET = str.maketrans("“”„\u2018\u2019\u201a–\N{MINUS SIGN}", "\"\"\"'''--")
_WEAK = (ast.Return, ast.Assert, ast.Delete, ast.Raise, ast.Pass, ast.Break, ast.Continue)
_VALUE_NAMES = frozenset("tensor array Parameter dtype device torch np nan inf".split())
_TYPES = ("Size", "int", "float", "uint", "complex", "bool")


class Fence(NamedTuple):
    """A fenced block; `end` is the index after its closing line."""

    language: str
    inside: Lines
    end: int


def fence(lines: Lines, start: int) -> Fence | None:
    """Read the block that opens at index `start`; one that nothing closes is none."""
    opened = _FENCE.match(lines[start].text)
    if not opened:
        return None
    mark = opened[1]
    closing = re.compile(rf"[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
    near = range(start + 1, min(start + _LONGEST_BLOCK, len(lines)))
    end = next((place for place in near if closing.match(lines[place].text)), None)
    return None if end is None else Fence(opened[2].lower(), lines[start + 1 : end], end + 1)


def inside_fences(lines: Lines) -> frozenset[int]:
    """Find the indices of all lines that belong to a block, its first and last line included."""
    found: set[int] = set()
    for place in range(len(lines)):
        if place not in found and (block := fence(lines, place)):
            found.update(range(place, block.end))
    return frozenset(found)


def parts(lines: Lines) -> tuple[Part, ...]:
    """Cut; every line that says something is in a part, but for prompts, fences and labels."""
    found: list[Part] = []
    words: list[Line] = []
    for start, end, new in _pieces(lines):
        if new:
            found += [*_prose(words), *new]
            words.clear()
        else:
            words += lines[start:end]
    return (*found, *_prose(words))


def first_code(lines: Lines) -> int:
    """Find the index where code begins, behind the last line where none does."""
    return next((start for start, _, new in _pieces(lines) if new), len(lines))


def as_code(lines: Lines) -> tuple[Part, ...]:
    """Take what the file calls code at its word, but for prompts and output in it."""
    read = parts(lines)
    return read if all(isinstance(part, Code) for part in read) else (_whole(lines),)


def _pieces(lines: Lines) -> Iterator[tuple[int, int, list[Code]]]:
    """Give from where to where each piece of code goes, and what it is; for words, nothing."""
    place = 0
    names: frozenset[str] = frozenset()
    while place < len(lines):
        new, end = _code(lines, place, names)
        if new and new[-1].output is None:
            output, end = _output(lines, end)
            new[-1] = replace(new[-1], output=output)
        yield place, end, new
        names = names.union(*(_names_in(*_statements(each.source)) for each in new))
        place = end


def _prose(words: Lines) -> list[Prose]:
    kept = trimmed(words)
    return [Prose(at(kept), joined(kept))] if kept else []


def _whole(lines: Lines) -> Code:
    return Code(at(lines), textwrap.dedent(joined(lines)))


def _code(lines: Lines, place: int, names: frozenset[str]) -> tuple[list[Code], int]:
    """Read code that begins at `place`, or nothing and where to look on."""
    if opened := fence(lines, place):
        return _fenced(trimmed(opened.inside), opened.language), opened.end
    if _PROMPT.match(lines[place].text):
        code, end = _session(lines, place)
        return [code], end
    end = _bare(lines, place, names)
    return ([_whole(lines[place:end])], end) if end > place else ([], place + 1)


def _fenced(inside: Lines, language: str) -> list[Code]:
    """Take a fence by its language; one of another language stays prose, as written."""
    if not inside or language not in PYTHON:
        return []
    if any(_PROMPT.match(line.text) for line in inside):
        return _sessions(inside)
    return [_whole(inside)] if language or _bare(inside, 0) else []


def _sessions(lines: Lines) -> list[Code]:
    """Read a fence that holds prompts; what stands before the first one is code without."""
    place = next(n for n, line in enumerate(lines) if _PROMPT.match(line.text))
    before = trimmed(lines[:place])
    found = [_whole(before)] if before else []
    while place < len(lines):
        if _PROMPT.match(lines[place].text):
            code, place = _session(lines, place, is_fenced=True)
            found.append(code)
        else:
            place += 1
    return found


def _session(lines: Lines, start: int, *, is_fenced: bool = False) -> tuple[Code, int]:
    """Read one prompt with its output; in a fence that goes on through words to a blank line."""
    first = _PROMPT.sub(r"\1", lines[start].text)
    # Pages that show sessions often lose the dots inside of brackets.
    end = start + end_of_brackets([first, *_texts(lines, start + 1)])
    while end < len(lines) and _CONTINUED.match(lines[end].text):
        end += 1
    source = [first, *(_continued(line.text) for line in lines[start + 1 : end])]
    until = next((n for n in range(end, len(lines)) if _PROMPT.match(lines[n].text)), len(lines))
    after = _block(lines[:until], end, is_fenced=is_fenced)
    output = _OUT.sub("", joined(lines[end:after]).rstrip(), count=1) if after > end else None
    return Code(at(lines[start:end]), "\n".join(source).rstrip(), output), after


def _continued(text: str) -> str:
    found = _CONTINUED.match(text)
    return found[1] if found else text.lstrip()


def _bare(lines: Lines, start: int, names: frozenset[str] = frozenset()) -> int:
    """Find where code without marks ends that begins at `start`; `start` where none does.

    An expression counts where it uses one of the `names` of the code above.
    """
    if not _may_begin(lines[start].text.strip().translate(_TYPESET)):
        return start
    indent = _indent(lines[start].text)
    near = takewhile(lambda line: _may_belong(line.text, indent), lines[start : start + _LONGEST])
    texts = [line.text.expandtabs()[indent:] for line in near]
    end = 0
    for statement in _statements("\n".join(texts).translate(_TYPESET)):
        if not _is_code(statement, names, texts[statement.lineno - 1]):
            break
        names |= _names_in(statement)
        end = statement.end_lineno or 0
    while 0 < end < len(lines) - start and lines[start + end].text.lstrip().startswith("# "):
        end += 1
    return start + end


def _may_begin(text: str) -> bool:
    """Look at a line alone, which takes a moment; most are words."""
    read = python.read(text)
    is_read = isinstance(read, ast.Module) or bool(_UNFINISHED.search(read.message))
    return text.startswith("@") or (bool(text) and is_read and len(text) <= _LONGEST_LINE)


def _may_belong(text: str, indent: int) -> bool:
    """Whether a line may go on with code that is indented so."""
    is_in = _indent(text) >= indent or not text.strip()
    is_other = _PROMPT.match(text) or _HEADING.match(text)
    return is_in and not is_other and len(text) <= _LONGEST_LINE


def _indent(text: str) -> int:
    expanded = text.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def _is_code(statement: ast.stmt, names: frozenset[str], text: str) -> bool:
    """Weigh a statement below code with these names; some prose parses as Python, too."""
    match statement:
        case ast.Expr(value=value) if _is_shown(value):
            return False
        case (
            ast.Expr(value=ast.BinOp(op=ast.Sub()))
            | ast.Assign(value=ast.BinOp(left=ast.Constant(), op=ast.Sub()))
        ) if "–" in text:
            return False  # `x[0] – first` and `dim = 0 – rows` explain
        case _ if isinstance(statement, _WEAK):
            return bool(names)
    return does_something(statement, names) or not names.isdisjoint(_names_in(statement))


def _statements(source: str) -> list[ast.stmt]:
    """Read as far as Python can: where it complains, words begin."""
    lines = source.split("\n")
    for _ in range(_TRIES):
        read = python.read("\n".join(lines))
        if isinstance(read, ast.Module):
            return read.body
        lines = lines[: min(read.line, len(lines)) - 1]
    return []


def _names_in(*statements: ast.stmt) -> frozenset[str]:
    found = set(bound_by(statements))
    for node in (node for statement in statements for node in ast.walk(statement)):
        match node:
            case (
                ast.Name(id=name)
                | ast.ClassDef(name=name)
                | ast.alias(asname=str(name))
                | ast.alias(name=name)
            ):
                found.add(name)
    return frozenset(found)


def _is_shown(value: ast.expr) -> bool:
    """Whether this is what a prompt shows: numbers, a tuple of them, a tensor, an array."""
    return all(map(_is_of_value, ast.walk(value)))


def _is_of_value(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name):
            return name in _VALUE_NAMES or name.startswith(_TYPES)
        case ast.Attribute(value=ast.Name(), attr=name):
            return name.startswith(_TYPES)
        case _:
            return not isinstance(node, ast.Attribute)


def _output(lines: Lines, start: int) -> tuple[str | None, int]:
    """Read what stands below code as its output: named as such, in a fence of its own, or values.

    Give where it ends, too; `start` where there is none.
    """
    place = _near(lines, start)
    label = None if place is None else _LABEL.match(lines[place].text)
    if place is not None and label:
        if label[1]:
            is_said = _is_sentence(label[1])
            return (None, start) if is_said else (label[1].strip(), place + 1)
        place = _near(lines, place + 1)
    if place is None:
        return None, start
    if opened := fence(lines, place):
        inside, end = trimmed(opened.inside), opened.end
        is_told = label or opened.language or _values(inside, 0) == len(inside)
        is_output = is_told and inside and opened.language in _OUTPUT_LANGUAGES
        return (joined(inside), end) if is_output else (None, start)
    is_block = label and _bare(lines, place) == place
    end = _block(lines, place) if is_block else _values(lines, place)
    return (joined(lines[place:end]).rstrip(), end) if end > place else (None, start)


def _values(lines: Lines, start: int) -> int:
    """Find where values end that stand at `start`."""
    texts, end = _texts(lines, start), 0
    while end < len(texts) and texts[end].strip():
        after = end + end_of_brackets(texts[end:])
        value = python.parsed_expression("\n".join(map(str.strip, texts[end:after])))
        if value is None or not _is_shown(value):
            break
        end = after
    return start + end


def _block(lines: Lines, start: int, *, is_fenced: bool = False) -> int:
    """Find the end of output: a blank line, or a sentence; what is fenced may begin with one."""
    texts, end = _texts(lines, start), 0
    while end < len(texts):
        text = texts[end]
        if text.startswith(_TRACEBACK):
            below = range(end + 1, len(texts))
            end = next((n for n in below if _RAISED.match(texts[n])), end) + 1
        elif not text.strip() or ((end or not is_fenced) and _is_sentence(text)):
            break
        else:
            end += end_of_brackets(texts[end:])
    return start + end


def _is_sentence(text: str) -> bool:
    """Whether a line reads as words to a person, where output might stand."""
    if text.startswith(_TRACEBACK) or _RAISED.match(text):
        return False
    words = _WORD.findall(text)
    return len(words) > 3 and sum(map(len, words)) * 2 > len(text.strip())


def _texts(lines: Lines, start: int) -> list[str]:
    return [line.text for line in lines[start : start + _LONGEST]]


def _near(lines: Lines, start: int) -> int | None:
    """Find the next line with something on it, at most two lines further."""
    return first_filled(lines, range(start, min(start + 3, len(lines))))
