"""Markdown with chunks, as Quarto and R Markdown have it: the rest is taken out. Pure."""

import re

from knowledge.importing.assembly import Remark
from knowledge.importing.fence import fence
from knowledge.importing.imported import Line, Lines, Questionnaire, numbered
from knowledge.importing.markdown import read_markdown_lines
from knowledge.importing.text import Text
from knowledge.pages.problems import Problem, Refused

_DIV = re.compile(r"[ \t]*:{3,}[ \t]*(.*)$")
_KIND = (
    r"\{(?:admonition|note|tip|hint|important|warning|dropdown|toggle|solution|answer|exercise)\}"
)
_BLOCK = re.compile(rf"^(?::{{3,}}[ \t]*\{{|`{{3,}}[ \t]*{_KIND})", re.MULTILINE)
_FENCED_BLOCK = re.compile(rf"[ \t]*`{{3,}}[ \t]*({_KIND}.*)$")
# `:::{.callout title="Look"}` or `:::{admonition} Look`.
_TITLED = re.compile(r"""(?:title|summary)\s*=\s*["'](.+?)["']|:{3,}[ \t]*\{\w+\}[ \t]*(\S.*)$""")
# What MyST says to itself below the mark of a block.
_SETTING = re.compile(r":[\w-]+:")
_OPTION = re.compile(r"[ \t]*#\|")
_HEAD = re.compile(r"---[ \t]*$")


def has_blocks(text: str) -> bool:
    """Whether Markdown has blocks such as `:::{admonition}`, whatever its name."""
    return bool(_BLOCK.search(text))


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
    lines = [*(Line(line.number, "") for line in lines[:end]), *_as_blocks(lines[end:])]
    fenced = Text(lines).fenced
    remarks: list[Remark] = [(1, "left out, the head of the file")] if end else []
    kept: list[Line] = []
    above = ""
    for place, line in enumerate(lines):
        is_mark = place not in fenced and bool(_DIV.match(line.text))
        is_setting = bool(_DIV.match(above) and _SETTING.match(line.text))
        is_option = place in fenced and bool(_OPTION.match(line.text))
        if is_mark or is_option:
            remarks += _said(*line)
        if is_mark or is_setting:
            kept.append(Line(line.number, ""))
        elif not is_option:
            kept.append(line)
        above = line.text
    return kept, remarks


def _as_blocks(lines: Lines) -> Lines:
    """Write MyST's blocks that stand between back-ticks as those between colons."""
    made = list(lines)
    for place, line in enumerate(lines):
        found = _FENCED_BLOCK.match(line.text)
        block = fence(lines, place) if found else None
        if found and block:
            made[place] = Line(line.number, f":::{found[1]}")
            made[block.end - 1] = Line(lines[block.end - 1].number, ":::")
    return made


def _said(number: int, text: str) -> list[Remark]:
    """Name what the mark of a block says to readers, and an option of a chunk."""
    if _OPTION.match(text):
        return [(number, f"left out, an option of a chunk: {text.strip()!r}")]
    titled = _TITLED.search(text)
    said = titled and (titled[1] or titled[2])
    return [(number, f"left out, the title of a block: {said!r}")] if said else []


def _end_of_head(lines: Lines) -> int:
    if not _HEAD.match(lines[0].text):
        return 0
    return next((n + 1 for n in range(1, len(lines)) if _HEAD.match(lines[n].text)), 0)
