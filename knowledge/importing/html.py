"""HTML in Markdown that says nothing itself: comments, and what folds an answer away. Pure."""

import re

from knowledge.importing.assembly import Remark
from knowledge.importing.imported import Line, Lines
from knowledge.importing.marks import asks

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


def without_html(lines: Lines, fenced: frozenset[int]) -> tuple[Lines, list[Remark]]:
    """Empty comments, and name them; take off what folds, and make its title a bold line."""
    kept, remarks = _without_comments(lines, fenced)
    return [
        line if place in fenced else Line(line.number, _unfolded(line.text))
        for place, line in enumerate(kept)
    ], remarks


def _without_comments(lines: Lines, fenced: frozenset[int]) -> tuple[Lines, list[Remark]]:
    """Look for their ends outside of fences alone; what is fenced within a comment goes, too."""
    masked = [_FENCED if n in fenced else line.text for n, line in enumerate(lines)]
    # Behind the last end no comment is closed, and looking for one would take long.
    text, end, rest = "\n".join(masked).rpartition("-->")
    blank = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text + end)
    left = f"{blank}{rest}".split("\n")
    kept = [
        line if text == _FENCED else Line(line.number, text)
        for line, text in zip(lines, left, strict=True)
    ]
    remarks = [
        (line.number, f"left out, it is a comment: {line.text.strip()!r}")
        for line, now in zip(lines, kept, strict=True)
        if line != now and line.text.strip() not in _MARKS
    ]
    return kept, remarks


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
