"""Cut an answer into words and code, fenced or not, with prompts or without. Pure.

No rule finds all code that people leave bare between their words, and none is needed: an answer is
a draft until a person has read it. Prose taken for code would be run and complained about, so a
line counts as code only where it parses and does something.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from knowledge.examples.markdown import PYTHON
from knowledge.importing.questionnaire import (
    Code,
    Line,
    Lines,
    Part,
    Prose,
    at,
    first_filled,
    is_filled,
    joined,
    trimmed,
)
from knowledge.importing.statements import (
    LONGEST,
    Statement,
    closed,
    is_value,
    open_brackets,
    statement,
)

# What a notebook's cells are put between: nobody wrote these lines.
CELL_FENCE = "~" * 8
CELL_FENCES = frozenset({CELL_FENCE, f"{CELL_FENCE}python", f"{CELL_FENCE}output"})
# A mark that is closed later than so many lines was not meant to open a block.
_LONGEST_BLOCK = 400
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*\{?\.?([\w+-]*)[^`]*$")
_OUTPUT_LANGUAGES = frozenset({"", "text", "txt", "output", "out", "console", "plaintext", "none"})
_NAME = re.compile(r"[^\W\d]\w*")
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
            found += _prose(words)
            words.clear()
            if not new[0].source and isinstance(last := found[-1], Code):
                found[-1] = replace(last, output=new[0].output)
            else:
                found += new
        else:
            words += lines[start:end]
    return (*found, *_prose(words))


def first_code(lines: Lines) -> int:
    """Find the index where code begins, behind the last line where none does."""
    return next((start for start, _, new in _pieces(lines) if new), len(lines))


def _pieces(lines: Lines) -> Iterator[tuple[int, int, list[Code]]]:
    """Give from where to where each piece of code goes, and what it is; for words, nothing."""
    place, below = 0, None
    while place < len(lines):
        new, end = _code(lines, place, below=below)
        yield place, end, new
        if new or is_filled(lines[place:end]):
            below = new[-1] if new else None
        place = end


def as_code(lines: Lines) -> tuple[Part, ...]:
    """Take what the file calls code at its word, but for prompts and output in it."""
    read = parts(lines)
    return read if all(isinstance(part, Code) for part in read) else (_whole(lines),)


def _prose(words: Lines) -> list[Prose]:
    kept = trimmed(words)
    return [Prose(at(kept), joined(kept))] if kept else []


def _code(lines: Lines, place: int, *, below: Code | None) -> tuple[list[Code], int]:
    """Read code that begins at `place`, or nothing and where to look on."""
    if not lines[place].text.strip():
        return [], place + 1
    if opened := fence(lines, place):
        return _with_output(lines, _fenced(opened, below), opened.end)
    if _PROMPT.match(lines[place].text):
        return _session(lines, place)
    end, is_code = _run(lines, place)
    if not is_code:
        return [], max(end, place + 1)
    return _with_output(lines, [_whole(lines[place:end])], end)


def _fenced(opened: Fence, below: Code | None) -> list[Code]:
    """Take a fence by its language; one of another language stays prose, as written."""
    inside = trimmed(opened.inside)
    if not inside:
        return []
    is_output = opened.language in _OUTPUT_LANGUAGES - {""} or _values(inside, 0) == len(inside)
    if below and below.output is None and is_output:
        return [Code(at(inside), "", joined(inside))]
    if opened.language not in PYTHON:
        return []
    if any(_PROMPT.match(line.text) for line in inside):
        return _sessions(inside)
    return [_whole(inside)] if opened.language or _run(inside, 0)[1] else []


def _sessions(lines: Lines) -> list[Code]:
    """Read a fence that holds prompts; what stands before the first one is code without."""
    place = next(n for n, line in enumerate(lines) if _PROMPT.match(line.text))
    before = trimmed(lines[:place])
    found = [_whole(before)] if before else []
    while place < len(lines):
        if _PROMPT.match(lines[place].text):
            read, place = _session(lines, place, is_fenced=True)
            found += read
        else:
            place += 1
    return found


def _session(lines: Lines, start: int, *, is_fenced: bool = False) -> tuple[list[Code], int]:
    """Read one prompt with its output; in a fence that goes on through words to a blank line."""
    found = _PROMPT.match(lines[start].text)
    source, place = [found[1] if found else ""], start + 1
    depth = open_brackets(source[0])
    while place < len(lines) and place - start < LONGEST:
        continued = _CONTINUED.match(lines[place].text)
        if not continued and depth <= 0:
            break
        # Pages that show sessions often lose the dots, and keep the indentation.
        source.append(continued[1] if continued else lines[place].text.lstrip())
        depth += open_brackets(source[-1])
        place += 1
    last = next((n for n in range(place, len(lines)) if _PROMPT.match(lines[n].text)), len(lines))
    is_shown = is_fenced or place == last or not _is_sentence(lines[place].text)
    end = _block(lines[:last], place) if is_shown else place
    output = _OUT.sub("", joined(lines[place:end]).rstrip(), count=1) if end > place else None
    return [Code(at(lines[start:place]), "\n".join(source).rstrip(), output)], end


def _run(lines: Lines, start: int) -> tuple[int, bool]:
    """Find where code without marks ends that begins at `start`, and whether it is any.

    Statements below each other are code; alone, some would be prose that happens to parse.
    """
    place, end, is_code = start, start, False
    names: set[str] = set()
    while place < len(lines):
        if lines[place].text.strip():
            found = _next(lines, place, names)
            if found is None:
                break
            is_code = is_code or found.sure
            names.update(_NAME.findall(joined(lines[place : found.end])))
            end = found.end
        place = max(place + 1, end)
    return end, is_code


def _next(lines: Lines, place: int, above: set[str]) -> Statement | None:
    """Read one more statement; an expression below code has to use a name of it."""
    text = lines[place].text
    if _PROMPT.match(text):
        return None
    if text.strip() in above:
        return Statement(place + 1, sure=False)
    found = statement(lines, place)
    if found is None or found.sure or not above or text.lstrip().startswith("#"):
        return found
    return found if above.intersection(_NAME.findall(text)) else None


def _whole(lines: Lines) -> Code:
    return Code(at(lines), textwrap.dedent(joined(lines)))


def _with_output(lines: Lines, code: list[Code], end: int) -> tuple[list[Code], int]:
    """Read what stands below code as its output: named as such, or values."""
    if not code or code[-1].output is not None or not code[-1].source:
        return code, end
    output, after = _labelled(lines, end)
    if output is None and (values := _values(lines, end)):
        output, after = joined(trimmed(lines[end:values])), values
    return [*code[:-1], replace(code[-1], output=output)], after


def _labelled(lines: Lines, start: int) -> tuple[str | None, int]:
    """Read what follows a label such as "Output:", after a blank line too, in a fence or bare."""
    place = _near(lines, start)
    label = _LABEL.match(lines[place].text) if place is not None else None
    if place is None or not label or _is_sentence(label[1]):
        return None, start
    if label[1]:
        return label[1].strip(), place + 1
    first = _near(lines, place + 1)
    if first is None:
        return None, start
    if fenced := fence(lines, first):
        is_text = fenced.language in _OUTPUT_LANGUAGES
        return (joined(trimmed(fenced.inside)), fenced.end) if is_text else (None, start)
    if _is_sentence(lines[first].text) or statement(lines, first):
        return None, start
    end = _block(lines, first)
    return joined(lines[first:end]).rstrip(), end


def _values(lines: Lines, start: int) -> int:
    """Find where values end that stand at `start`, or after one blank line; 0 for none."""
    place = _near(lines, start)
    if place is None or place > start + 1:
        return 0
    end, first = place, place
    while end < len(lines) and end - first < LONGEST and lines[end].text.strip():
        after = closed(lines, end)
        if after is None or not is_value("\n".join(each.text.strip() for each in lines[end:after])):
            break
        end = after
    return end if end > first else 0


def _block(lines: Lines, start: int) -> int:
    """Find the end of output: a blank line, or a sentence that goes on in words."""
    end, depth = start, 0
    while end < len(lines) and end - start < LONGEST:
        text = lines[end].text
        if text.startswith(_TRACEBACK):
            near = range(end + 1, min(end + LONGEST, len(lines)))
            end = next((n for n in near if _RAISED.match(lines[n].text)), end) + 1
            continue
        if depth <= 0 and (not text.strip() or (end > start and _is_sentence(text))):
            break
        depth += open_brackets(text)
        end += 1
    return end


def _is_sentence(text: str) -> bool:
    """Whether a line reads as words to a person, where output might stand."""
    if text.startswith(_TRACEBACK) or _RAISED.match(text):
        return False
    words = _WORD.findall(text)
    return len(words) > 3 and sum(map(len, words)) * 2 > len(text.strip())


def _near(lines: Lines, start: int) -> int | None:
    """Find the next line with something on it, at most two lines further."""
    return first_filled(lines, range(start, min(start + 3, len(lines))))
