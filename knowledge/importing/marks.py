"""How people mark a question and an answer in plain text. Pure."""

import re
from dataclasses import dataclass

_SOFT = r"[ \t]*(?:[*_]{1,3}[ \t]*)?"
_NUMBERED = re.compile(
    rf"{_SOFT}(?:(?:q(?:uestion)?|no|nr)\b\.?[ \t]*)?#?\(?(\d{{1,3}})"
    rf"(?:[ \t]*[.):]+(?:[ \t]+|(?=[^\W\d])|[*_]+[ \t]*)|[ \t]+)(\S.*)$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"{_SOFT}(?:q(?:uestion)?)(?:[ \t]*\d{{1,3}})?[*_]*[ \t]*[:.)][*_]*[ \t]*(.*)$", re.IGNORECASE
)
_ANSWER = re.compile(
    rf"{_SOFT}(?:ans(?:wer)?s?|solution)[ \t]*(?:\d{{1,3}})?[*_]*[ \t]*"
    rf"(?::[*_]*|(?:\.|-|–|\))(?=\s|$))[ \t]*(.*)$",
    re.IGNORECASE,
)
_SHORT_ANSWER = re.compile(rf"{_SOFT}A[ \t]*(?:\d{{1,3}})?[*_]*[ \t]*[:.)][*_]*[ \t]*(.*)$")
_BARE_NUMBER = re.compile(r"[ \t]*\(?\d{1,3}[.):]*[ \t]*$")

_BEHIND = " \t)\"'*_\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number, and the text behind it."""

    number: int
    text: str


def numbered_line(text: str) -> Numbered | None:
    """Read `3 How`, `3. How`, `(3) How`, `Q3: How`, `Question 3 - How`."""
    found = _NUMBERED.match(text)
    return Numbered(int(found[1]), unmarked(found[2])) if found else None


def named_line(text: str) -> str | None:
    """Read what stands behind `Q:` or `Question:`; it may be nothing."""
    found = _NAMED.match(text)
    return unmarked(found[1]) if found else None


def answer_line(text: str, *, short: bool) -> str | None:
    """Read what stands behind `Ans:` in its variants, behind `A:` too where `short`."""
    found = _ANSWER.match(text) or (_SHORT_ANSWER.match(text) if short else None)
    return found[1] if found else None


def is_bare_number(text: str) -> bool:
    return bool(_BARE_NUMBER.match(text))


def asks(text: str) -> bool:
    """Whether a line ends as a question does, brackets and quotes behind it aside."""
    return text.rstrip(
        " \t)\"'\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}*_"
    ).endswith("?")


def unmarked(text: str) -> str:
    """Take Markdown's emphasis off both ends."""
    return text.strip().strip("*_").strip()
