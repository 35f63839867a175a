"""Markdown with chunks, as Quarto and R Markdown have it: the rest is taken out. Pure."""

import re

from knowledge.importing.assembly import Remark
from knowledge.importing.imported import Line, Lines, Questionnaire, numbered
from knowledge.importing.markdown import read_markdown_lines
from knowledge.importing.text import Text
from knowledge.problem import Problem, Refused

_DIV = re.compile(r"[ \t]*:{3,}[ \t]*(.*)$")
_TITLED = re.compile(r"""(?:title|summary)\s*=\s*["'](.+?)["']""")
_OPTION = re.compile(r"[ \t]*#\|")
_HEAD = re.compile(r"---[ \t]*$")


def read_quarto(path: str, written: str) -> Questionnaire | Refused:
    """Read it as Markdown without its head, the marks of its blocks and options of its chunks."""
    lines, remarks = _plain(numbered(written))
    read = read_markdown_lines(path, lines)
    if isinstance(read, Refused):
        return read
    notes = (*read.notes, *(Problem(path, *remark) for remark in remarks))
    return Questionnaire(read.questions, tuple(sorted(notes)))


def _plain(lines: Lines) -> tuple[Lines, list[Remark]]:
    end = _end_of_head(lines)
    fenced = Text(lines).fenced
    remarks: list[Remark] = [(1, "left out, the head of the file")] if end else []
    kept: list[Line] = [Line(line.number, "") for line in lines[:end]]
    for place in range(end, len(lines)):
        number, text = lines[place]
        if (place in fenced and _OPTION.match(text)) or (place not in fenced and _DIV.match(text)):
            remarks += _said(number, text)
            kept += [] if place in fenced else [Line(number, "")]
        else:
            kept.append(lines[place])
    return kept, remarks


def _said(number: int, text: str) -> list[Remark]:
    """Name what the mark of a block says to readers, and an option of a chunk."""
    if _OPTION.match(text):
        return [(number, f"left out, an option of a chunk: {text.strip()!r}")]
    titled = _TITLED.search(text)
    return [(number, f"left out, the title of a block: {titled[1]!r}")] if titled else []


def _end_of_head(lines: Lines) -> int:
    if not _HEAD.match(lines[0].text):
        return 0
    return next((n + 1 for n in range(1, len(lines)) if _HEAD.match(lines[n].text)), 0)
