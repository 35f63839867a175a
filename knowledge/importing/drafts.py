"""An imported answer as the Markdown that a draft holds: prose as it stands, code in fences. Pure.

What a page refuses is written so that it says the same: headings become bold lines, a lone `<` or
`*` stays one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.importing.answers import inside_fences
from knowledge.importing.findings.runs import Program
from knowledge.importing.questionnaire import Code, Part, Prose, numbered

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]")
# Word's bullets, which Markdown does not know.
_BULLET = re.compile(r"([ \t]*)[•‣◦▪][ \t]+(?=\S)")
_CODE_SPAN = re.compile(r"(`+[^`]+`+)")
# Between letters or digits a star would begin emphasis, and "<b" something of HTML.
_SPECIAL = re.compile(r"(?<=\w)\*(?=\w)|<(?=[A-Za-z/!?])")
_LONGEST_INDENT = 3


@dataclass(frozen=True, slots=True)
class DraftText:
    """The sections of a draft: a short answer has one block of code, what follows is more."""

    answer: str
    more: str | None


def draft_text(parts: Sequence[Part], program: Program) -> DraftText:
    """Write the parts below each other; imports that were left out go into the first code."""
    imports = list(program.imports)
    written: list[str] = []
    blocks: list[int] = []
    for is_code, group in groupby(parts, key=lambda part: isinstance(part, Code)):
        if is_code:
            blocks.append(len(written))
            sources = (part.source for part in group if isinstance(part, Code))
            written.append(_fenced([*imports, *sources]))
            imports.clear()
        else:
            written += (_prose(part.text) for part in group if isinstance(part, Prose))
    end = blocks[0] + 1 if len(blocks) > 1 else len(written)
    return DraftText("\n\n".join(written[:end]), "\n\n".join(written[end:]) or None)


def _fenced(code: Sequence[str]) -> str:
    """Join blocks of code into one, in a fence longer than any back-ticks inside."""
    source = "\n".join(code)
    longest = max((len(run) for run in re.findall(r"`{3,}", source)), default=2)
    mark = "`" * (longest + 1)
    return f"{mark}python\n{source}\n{mark}"


def _prose(text: str) -> str:
    lines = numbered(text)
    fenced = inside_fences(lines)
    written: list[str] = []
    in_list, shift = False, 0
    for place, (_, line) in enumerate(lines):
        if place in fenced:
            written.append(line)
            continue
        said = _BULLET.sub(r"\1- ", line)
        is_item = bool(_ITEM.match(said))
        if is_item and not in_list:
            # So far in, what begins a list would be code.
            shift = _indent(said) if _indent(said) > _LONGEST_INDENT else 0
        in_list = is_item or (in_list and said.startswith((" ", "\t")))
        if in_list and shift:
            said = " " * max(_indent(said) - shift, 0) + said.lstrip()
        written.append(_line(said, in_list=in_list))
    return "\n".join(written)


def _indent(line: str) -> int:
    spaced = line.expandtabs(4)
    return len(spaced) - len(spaced.lstrip())


def _line(line: str, *, in_list: bool) -> str:
    if heading := _HEADING.match(line):
        return f"**{heading[1].strip('*')}**" if heading[1] else ""
    if _UNDERLINE.match(line):
        return ""
    if _FENCE.match(line):
        return f"\\{line.lstrip()}"  # nothing closes it, so it would swallow all that follows
    kept = line.lstrip() if _indent(line) > _LONGEST_INDENT and not in_list else line
    return "".join(
        piece if piece.startswith("`") else _SPECIAL.sub(r"\\\g<0>", piece)
        for piece in _CODE_SPAN.split(kept)
    )
