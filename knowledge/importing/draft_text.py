"""An imported answer as the Markdown that a draft holds: prose as it stands, code in fences. Pure.

What a page refuses is written so that it says the same: headings become bold lines, a lone `<` or
`*` stays one.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.importing.imported import Code, Part, Prose
from knowledge.importing.running import Program

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]")
_CODE_SPAN = re.compile(r"(`+[^`]+`+)")
# Between letters or digits a star would begin emphasis, and "<b" something of HTML.
_SPECIAL = re.compile(r"(?<=\w)\*(?=\w)|<(?=[A-Za-z/!?])")
_LONGEST_INDENT = 3


def draft_text(parts: Sequence[Part], program: Program) -> str:
    """Write the parts below each other; imports that were left out go into the first code."""
    imports = list(program.imports)
    written: list[str] = []
    code: list[str] = []
    for part in parts:
        match part:
            case Code(source=source):
                code += [*imports, source]
                imports.clear()
            case Prose(text=text):
                written += [*_fenced(code), _prose(text)]
                code.clear()
    return "\n\n".join([*written, *_fenced(code)])


def _fenced(code: Sequence[str]) -> Iterator[str]:
    """Put code that follows on each other into one block."""
    if code:
        source = "\n".join(code)
        runs = re.findall(r"`{3,}", source)
        fence = "`" * max(3, *(len(run) + 1 for run in runs)) if runs else "```"
        yield f"{fence}python\n{source}\n{fence}"


def _prose(text: str) -> str:
    lines: list[str] = []
    in_list = False
    for line in text.split("\n"):
        in_list = bool(_ITEM.match(line)) or (in_list and line.startswith((" ", "\t")))
        lines.append(_line(line, in_list=in_list))
    return "\n".join(lines)


def _line(line: str, *, in_list: bool) -> str:
    if heading := _HEADING.match(line):
        return f"**{heading[1].strip('*')}**" if heading[1] else ""
    if _UNDERLINE.match(line):
        return ""
    indent = len(line) - len(line.lstrip())
    kept = line.lstrip() if indent > _LONGEST_INDENT and not in_list else line
    return "".join(
        piece if piece.startswith("`") else _SPECIAL.sub(r"\\\g<0>", piece)
        for piece in _CODE_SPAN.split(kept)
    )
