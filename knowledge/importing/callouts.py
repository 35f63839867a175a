"""Obsidian's callouts: `> [!question] Why?` and what is quoted below it, unquoted. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.importing.headings import bold_lines, headings
from knowledge.importing.imported import Line
from knowledge.importing.marks import ANSWERED, asks, named_line, numbered_line
from knowledge.importing.text import Text

_QUOTED = re.compile(r"[ \t]*>")
_HEAD = re.compile(r"[ \t]*(?:>[ \t]?)+\[!(\w[\w-]*)\][+-]?[ \t]*(.*)$")
_ASKING = frozenset({"question", "faq", "help"})
_LABEL = re.compile(rf"(?:(?:{ANSWERED}|show|click|hint)\b.*)?$", re.IGNORECASE)
_DEEPER = re.compile(r"#{2,6}[ \t]")


def unquoted(text: Text) -> Text:
    """Make each such question a heading, and what its callouts say its answer.

    Where questions are written otherwise, a callout that asks belongs to an answer.
    """
    heads = {n: one for n in text.open if (one := _HEAD.match(text.lines[n].text))}
    is_free = not any(_DEEPER.match(text.lines[n].text) for n in text.open)
    if not is_free or not any(one[1].lower() in _ASKING for one in heads.values()):
        return text
    return text if _has_others(text) else replace(text, lines=list(_lines(text, heads)))


def _has_others(text: Text) -> bool:
    """Whether it has questions that are not quoted: `Q:`, `1. Why?`, `**Why?**`, `# Why?`."""
    said = [one for n in text.open if not _QUOTED.match(one := text.lines[n].text)]
    is_named = any(named_line(one) is not None for one in said)
    is_counted = any(asks(one) and numbered_line(one) for one in said)
    is_bold = any(asks(one.title) for one in bold_lines(text))
    # One heading is the title of the file.
    titles = [one for one in headings(text) if asks(one.title)]
    return is_named or is_counted or is_bold or len(titles) > 1


def _lines(text: Text, heads: dict[int, re.Match[str]]) -> Iterator[Line]:
    is_open, depth = False, 0
    for place, (number, said) in enumerate(text.lines):
        if place in heads:
            depth = max(depth, said.partition("[")[0].count(">"))
            kind, title = heads[place][1].lower(), heads[place][2].strip()
            is_open = kind in _ASKING and not title
            yield Line(number, _title(title, is_asking=kind in _ASKING))
            continue
        depth = depth if _QUOTED.match(said) else 0
        # No deeper than the callout: what follows may be a prompt, `>>> x`.
        bare = re.sub(rf"^[ \t]*(?:>[ \t]?){{0,{depth}}}", "", said) if depth else said
        if is_open and bare.strip():
            is_open = False
            bare = f"## {bare.strip()}"
        yield Line(number, bare)


def _title(title: str, *, is_asking: bool) -> str:
    if is_asking:
        return f"## {title}" if title else ""
    return "" if _LABEL.match(title) else f"**{title}**"
