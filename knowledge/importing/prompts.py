"""Sessions pasted into an answer: Python's `>>>` and IPython's `In [1]:`. Pure."""

import re

from knowledge.importing.claimed_output import block, is_sentence
from knowledge.importing.imported import Code, Lines, numbers
from knowledge.importing.statement import LONGEST, open_brackets

_PROMPT = re.compile(r"[ \t]*(?:>>>(?: |$)|In[ \t]?\[\d*\]:[ \t]?)(.*)$")
_CONTINUED = re.compile(r"[ \t]*\.{3,}(?::[ \t]?| |$)(.*)$")
_OUT = re.compile(r"[ \t]*Out[ \t]?\[\d*\]:[ \t]?")


def is_prompt(text: str) -> bool:
    """Whether code follows a prompt on this line; an empty prompt says nothing."""
    found = _PROMPT.match(text)
    return bool(found and found[1].strip())


def session(lines: Lines, start: int, *, fenced: bool = False) -> tuple[list[Code], int]:
    """Read one prompt with its output; `fenced` output goes on through words to a blank line."""
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
    output, end = _output(lines, place, fenced=fenced)
    at = numbers(lines[start:place])
    return [Code(lines[start].number, "\n".join(source).rstrip(), output, at)], end


def _output(lines: Lines, start: int, *, fenced: bool) -> tuple[str | None, int]:
    """Read up to a blank line, the next prompt, or words."""
    if start == len(lines) or not lines[start].text.strip() or is_prompt(lines[start].text):
        return None, start
    if not fenced and is_sentence(lines[start].text):
        return None, start
    last = next((n for n in range(start, len(lines)) if is_prompt(lines[n].text)), len(lines))
    found = block(lines[:last], start)
    return _OUT.sub("", found.text, count=1), found.end
