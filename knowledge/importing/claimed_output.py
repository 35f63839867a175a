"""What an answer says its code shows: values right below the code, or below "Output:". Pure."""

import re
from dataclasses import dataclass

from knowledge.importing.fence import fence
from knowledge.importing.imported import Line, Lines, first_filled, joined, trimmed
from knowledge.importing.statement import LONGEST, is_value, open_brackets, statement

_LABEL = re.compile(
    r"[ \t]*[*_]{0,2}(?:outputs?|results?|prints|gives|shows|returns|Out[ \t]*\[\d*\])"
    r"[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*(.*)$",
    re.IGNORECASE,
)
OUTPUT_LANGUAGES = frozenset({"", "text", "txt", "output", "out", "console", "plaintext", "none"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_TRACEBACK = "Traceback (most recent call last):"
_RAISED = re.compile(r"[\w.]+(?:Error|Exception|Warning|Interrupt|Exit|Iteration)\b")
ENOUGH_WORDS = 4


@dataclass(frozen=True, slots=True)
class FoundOutput:
    """Output was found; `end` is the index after its last line."""

    text: str
    end: int


def labelled(lines: Lines, start: int) -> FoundOutput | None:
    """Read what follows a label such as "Output:", after a blank line too, in a fence or bare."""
    place = _filled(lines, start)
    label = _LABEL.match(lines[place].text) if place is not None else None
    if place is None or not label:
        return None
    if label[1]:
        said = label[1].strip()
        return None if is_sentence(said) else FoundOutput(said, place + 1)
    first = _filled(lines, place + 1)
    fenced = fence(lines, first) if first is not None else None
    if fenced:
        is_text = fenced.language in OUTPUT_LANGUAGES
        return FoundOutput(joined(trimmed(fenced.inside)), fenced.end) if is_text else None
    if first is None or is_sentence(lines[first].text) or statement(lines, first):
        return None
    return block(lines, first)


def values_below(lines: Lines, start: int) -> FoundOutput | None:
    """Read values that stand below code without a label, at once or after one blank line."""
    place = _filled(lines, start)
    if place is None or place > start + 1:
        return None
    end = place
    while end < len(lines) and end - place < LONGEST and lines[end].text.strip():
        value_end = _value_end(lines, end)
        if value_end is None:
            break
        end = value_end
    return FoundOutput(joined(lines[place:end]), end) if end > place else None


def block(lines: Lines, start: int) -> FoundOutput:
    """Read output to its end: a blank line, or a sentence that goes on in words."""
    end, depth = start, 0
    while end < len(lines) and end - start < LONGEST:
        text = lines[end].text
        if text.startswith(_TRACEBACK):
            end = _after_traceback(lines, end)
            continue
        if depth <= 0 and (not text.strip() or (end > start and is_sentence(text))):
            break
        depth += open_brackets(text)
        end += 1
    return FoundOutput(joined(lines[start:end]).rstrip(), end)


def is_sentence(text: str) -> bool:
    """Whether a line reads as words to a person, where output might stand."""
    if text.startswith(_TRACEBACK) or _RAISED.match(text.strip()):
        return False
    words = _WORD.findall(text)
    return len(words) >= ENOUGH_WORDS and sum(map(len, words)) * 2 > len(text.strip())


def _after_traceback(lines: Lines, start: int) -> int:
    for place in range(start + 1, min(start + LONGEST, len(lines))):
        if _RAISED.match(lines[place].text):
            return place + 1
    return start + 1


def _value_end(lines: Lines, start: int) -> int | None:
    depth = 0
    for place in range(start, min(start + LONGEST, len(lines))):
        depth += open_brackets(lines[place].text)
        if depth <= 0:
            text = "\n".join(_text(line) for line in lines[start : place + 1])
            return place + 1 if is_value(text) else None
    return None


def _text(line: Line) -> str:
    return line.text.strip()


def _filled(lines: Lines, start: int) -> int | None:
    """Find the next line with something on it, at most two lines further."""
    return first_filled(lines, range(start, min(start + 3, len(lines))))
