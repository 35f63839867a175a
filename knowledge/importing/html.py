"""HTML in Markdown that says nothing itself: comments, and what folds an answer away. Pure."""

import re
from dataclasses import replace

from knowledge.importing.assembly import Remark
from knowledge.importing.imported import Line, Lines
from knowledge.importing.marks import asks
from knowledge.importing.text import Text

_MARKS = frozenset({"<!--", "-->", ""})
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Stands for a line of a fence, which nothing is taken out of.
_FENCED = "\0"
_FOLD = re.compile(r"</?(?:details|summary)(?:\s[^<>]*)?>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary(?:\s[^<>]*)?>(.*?)</summary>", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:click|tap)\b.*|(?:(?:show|see|open|reveal|view)\s+)?(?:the\s+)?"
    r"(?:answer|solution|antwort|lösung|respuesta|solución))\W*$",
    re.IGNORECASE,
)


def without_html(text: Text) -> tuple[Text, list[Remark]]:
    """Empty comments, and name them; take off what folds, and make its title a bold line."""
    kept = _without_comments(text)
    remarks = [
        (line.number, f"left out, it is a comment: {line.text.strip()!r}")
        for line, now in zip(text.lines, kept, strict=True)
        if line != now and line.text.strip() not in _MARKS
    ]
    unfolded = [
        line if place in text.fenced else Line(line.number, _unfolded(line.text))
        for place, line in enumerate(kept)
    ]
    return replace(text, lines=unfolded), remarks


def _without_comments(text: Text) -> Lines:
    """Look for their ends outside of fences alone; what is fenced within a comment goes, too."""
    masked = [_FENCED if n in text.fenced else line.text for n, line in enumerate(text.lines)]
    # Behind the last end no comment is closed, and looking for one would take long.
    closed, end, rest = "\n".join(masked).rpartition("-->")
    blank = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), closed + end)
    left = f"{blank}{rest}".split("\n")
    return [
        line if kept == _FENCED else Line(line.number, kept)
        for line, kept in zip(text.lines, left, strict=True)
    ]


def _unfolded(text: str) -> str:
    if not _FOLD.search(text):
        return text
    return _FOLD.sub("", _SUMMARY.sub(_title, text)).rstrip()


def _title(found: re.Match[str]) -> str:
    """Keep a summary's words in bold, unless they are a mere label such as "Answer"."""
    said = found[1].strip()
    if _LABEL.match(said) and not asks(said):
        return ""
    return f"**{said}**" if said else ""
