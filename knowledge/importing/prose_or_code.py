"""Cut an answer into prose and code, fenced or not, with prompts or without. Pure.

No rule finds all code that people leave bare between their words, and none is needed: an answer is
a draft until a person has read it. Prose taken for code would be run and complained about, so a
line counts as code only where it parses and does something.
"""

import re
import textwrap
from dataclasses import dataclass, replace

from knowledge.examples.markdown import PYTHON
from knowledge.importing.claimed_output import OUTPUT_LANGUAGES, labelled, values_below
from knowledge.importing.fence import FencedBlock, fence
from knowledge.importing.imported import Code, Line, Lines, Part, Prose, joined, numbers, trimmed
from knowledge.importing.prompts import is_prompt, session
from knowledge.importing.statement import Statement, Weight, statement

# What MyST calls a cell of a notebook.
CELL = "code-cell"
_NAME = re.compile(r"[^\W\d]\w*")


def parts(lines: Lines) -> tuple[Part, ...]:
    """Cut; every line that says something is in a part, but for prompts, fences and labels."""
    found: list[Part] = []
    words: list[Line] = []
    place = 0
    while place < len(lines):
        new, end = _code(lines, place, after=found[-1] if found and not _filled(words) else None)
        if new:
            _end_prose(words, found)
            found = _joined(found, new)
        else:
            words += lines[place:end]
        place = end
    _end_prose(words, found)
    return tuple(found)


def _filled(words: Lines) -> bool:
    return any(line.text.strip() for line in words)


def _end_prose(words: list[Line], found: list[Part]) -> None:
    kept = trimmed(words)
    if kept:
        found.append(Prose(kept[0].number, joined(kept), numbers(kept)))
    words.clear()


def _joined(found: list[Part], new: list[Code]) -> list[Part]:
    """Add code; output that stands alone goes to the code before it."""
    match found, new:
        case [*before, Code(output=None) as code], [Code(source="", output=output), *rest]:
            return [*before, replace(code, output=output), *rest]
        case _:
            return [*found, *new]


def _code(lines: Lines, place: int, *, after: Part | None) -> tuple[list[Code], int]:
    """Read code that begins at `place`, or nothing and where to look on."""
    if not lines[place].text.strip():
        return [], place + 1
    opened = fence(lines, place)
    if opened:
        return _labelled(lines, _fenced(opened, after), opened.end)
    if is_prompt(lines[place].text):
        return session(lines, place)
    run = _bare(lines, place)
    if not run.is_code:
        return [], max(run.end, place + 1)
    return _with_output(lines, place, run.end)


def _fenced(opened: FencedBlock, after: Part | None) -> list[Code]:
    """Take a fence by its language; one of another language stays prose, as written."""
    inside = trimmed(opened.inside)
    if not inside:
        return []
    is_output = opened.language and opened.language in OUTPUT_LANGUAGES
    if isinstance(after, Code) and after.output is None and (is_output or _is_shown(inside)):
        return [Code(inside[0].number, "", joined(inside))]
    if opened.language not in PYTHON and opened.language != CELL:
        return []
    if any(is_prompt(line.text) for line in inside):
        return _session_whole(inside)
    if not opened.language and not _bare(inside, 0).is_code:
        return []
    return [_whole(inside)]


def _is_shown(lines: Lines) -> bool:
    """Whether all of it is values, which a fence without a language holds as often as code."""
    found = values_below(lines, 0)
    return found is not None and found.end == len(lines)


def _labelled(lines: Lines, code: list[Code], end: int) -> tuple[list[Code], int]:
    """Read output that is named as such below a fence of code."""
    match code:
        case [*before, Code(output=None) as last] if last.source:
            told = labelled(lines, end)
            return ([*before, replace(last, output=told.text)], told.end) if told else (code, end)
        case _:
            return code, end


def _session_whole(lines: Lines) -> list[Code]:
    """Read a fence that holds prompts; what stands before the first one is code without."""
    first = next(n for n, line in enumerate(lines) if is_prompt(line.text))
    before = trimmed(lines[:first])
    found = [_whole(before)] if before else []
    place = first
    while place < len(lines):
        if is_prompt(lines[place].text):
            read, place = session(lines, place, fenced=True)
            found += read
        else:
            place += 1
    return found


@dataclass(frozen=True, slots=True)
class _Run:
    """Statements below each other; alone, some would be prose that happens to parse."""

    end: int
    is_code: bool


def _bare(lines: Lines, start: int) -> _Run:
    """Find where code without marks ends that begins at `start`, if any does."""
    place, end, is_code = start, start, False
    names: set[str] = set()
    while place < len(lines):
        if not lines[place].text.strip():
            place += 1
            continue
        found = _in_run(lines, place, names)
        if found is None:
            break
        is_code = is_code or found.weight is Weight.SURE
        names.update(_NAME.findall(joined(lines[place : found.end])))
        place = end = found.end
    return _Run(end, is_code)


def _in_run(lines: Lines, place: int, above: set[str]) -> Statement | None:
    """Read one more statement; an expression below code has to use a name of it."""
    text = lines[place].text
    if is_prompt(text):
        return None
    if text.strip() in above:
        return Statement(place + 1, Weight.ONLY_BESIDE_CODE)
    found = statement(lines, place)
    if found is None or found.weight is Weight.SURE or not above:
        return found
    is_remark = text.lstrip().startswith("#")
    return found if is_remark or above.intersection(_NAME.findall(text)) else None


def _with_output(lines: Lines, start: int, end: int) -> tuple[list[Code], int]:
    code = _whole(lines[start:end])
    output = labelled(lines, end) or values_below(lines, end)
    if output is None:
        return [code], end
    return [replace(code, output=output.text)], output.end


def _whole(lines: Lines) -> Code:
    return Code(lines[0].number, textwrap.dedent(joined(lines)), at=numbers(lines))
