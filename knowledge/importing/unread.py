"""What a file lacks in which no question was found, told by what comes nearest to one. Pure."""

import re
from textwrap import shorten

from knowledge.importing.assembly import Remark
from knowledge.importing.imported import Lines
from knowledge.importing.marks import ANSWERED, asks, is_answer
from knowledge.importing.text import Text

_NOTHING = "expected questions such as '1 How ...?', each with an answer behind 'Ans:', got none"
_ELSEWHERE = "a Markdown file is read by its headings where its name ends in .md"
_HEADINGS = "a heading or a bold line that ends in '?' is a question, too"
# What no question begins with, or holds, that is read; the first that fits is said.
_UNREAD = (
    (re.compile(r">(?!>>).*[?:]"), "is quoted, and quotations are not read: take off the '>'"),
    (
        re.compile(r"<!|</?(?:[A-Za-z]{2,}|[abhipqs])\d?(?: [^<>]*)?>.*(?:</|<br|$)"),
        "is HTML, which is not read: save it as plain text",
    ),
    (
        re.compile(r"\|.*\||.*\? ?\t"),
        "is a row of a table: give it a file of its own, with columns named question and answer",
    ),
    (
        re.compile(rf".*\?[*_]*[ \t]+[*_]*(?:{ANSWERED}|a)[*_]*[:.][*_]*[ \t]*\S", re.IGNORECASE),
        "is a question and its answer: put the answer on a line of its own",
    ),
    (
        re.compile(r"#{1,6} .*\?"),
        "is a heading, and headings are read where the file's name ends in .md",
    ),
)
_MOST_SAID = 60


def nothing(text: Text) -> Remark:
    """Name what is nearest to a question in a file where none was found, and what it lacks."""
    lines = [text.lines[n] for n in text.open]
    said = [line for line in lines if not (text.headed and line.text.startswith("#"))]
    missing = _missing(said)
    for number, line in said:
        if lacks := _lacks(line, missing):
            return number, f"{shorten(line, _MOST_SAID, placeholder=' ...')!r} {lacks}"
    hint = _HEADINGS if text.headed else _ELSEWHERE
    return text.lines[0].number, f"{_NOTHING}; {hint}"


def _missing(lines: Lines) -> str:
    """Tell what a line that asks lacks, by the marks that the file has."""
    if any(is_answer(line.text) for line in lines):
        return "no answer's mark is right below it"
    if any(line.text.lstrip().startswith("A:") for line in lines):
        return "'A:' begins answers only where 'Q:' begins questions"
    return "no line begins as answers do"


def _lacks(text: str, missing: str) -> str | None:
    unread = next((why for kind, why in _UNREAD if kind.match(text.strip())), None)
    if unread:
        return unread
    if asks(text):
        return f"asks, but {missing}: put 'Ans:' before each answer, below its question"
    if is_answer(text):
        return "is the mark of an answer, but nothing above it asks: begin its question with 'Q:'"
    return None
