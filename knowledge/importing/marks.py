"""How people mark a question and an answer in plain text. Pure."""

import re
from dataclasses import dataclass
from enum import Enum

_SOFT = r"[ \t]*(?:[*_]{1,3}[ \t]*)?"
_ASKED = r"q(?:ues(?:tion)?|n)?|exercise|problem|task|frage|aufgabe|pregunta|ejercicio"
ANSWERED = (
    r"ans(?:wer)?s?|solutions?|sol(?=[ \t]*[.:])|antwort(?:en)?|lösung|respuestas?|solución|réponse"
)
_NUMBERED = re.compile(
    rf"{_SOFT}(?:(?:({_ASKED})|no|nr)(?![^\W\d_])\.?[ \t]*)?(?:#|n[°º][ \t]*)?\(?(\d{{1,4}})"
    r"(?:[*_]{1,3}(?=[ \t]*(?:[.):]|[-–—][ \t]))|[*_]{1,3}(?=[ \t]+\S.*\?))?"
    r"(?:[ \t]*([.):]+|\.-(?=[ \t])|[°º]\.?(?=[ \t]))(?:[ \t]+|(?=[^\W\d])|[*_]+[ \t]*)|[ \t]+)"
    r"(\S.*)$",
    re.IGNORECASE,
)
# "Problem: ..." without a number is as often a sentence of an answer.
_NAMED = re.compile(
    rf"{_SOFT}(?:(?:{_ASKED})[ \t]*\d{{1,4}}|q(?:ues(?:tion)?)?|frage|pregunta)"
    r"[*_]*[ \t]*[:.)][*_]*[ \t]*(.*)$",
    re.IGNORECASE,
)
_HEAD = re.compile(rf"{_SOFT}({_ASKED})[ \t]*#?\d{{1,4}}[*_]*[ \t]*$", re.IGNORECASE)
_MARK_WORD = re.compile(r"[\W_]*([^\W\d_]+)")
# "Use it" is as often advice.
_REQUEST = re.compile(
    r"(?:name|explain|describe|define|state|list|compare|discuss|give|show|write|implement|compute"
    r"|calculate|convert|sketch|prove|derive|find|determine|nenne|erkläre|beschreibe|explica)\b",
    re.IGNORECASE,
)
# The word may stand alone on its line, too. In "Ans. 6" the number is the answer.
_ANSWER = re.compile(
    rf"{_SOFT}(?:{ANSWERED})(?:\.(?=:))?[ \t]*(\d{{1,4}})?[*_]*[ \t]*"
    rf"(?:(?::[*_]*|(?:\.|-|–|—|\))[*_]*(?=\s|$))[ \t]*(.*))?$",
    re.IGNORECASE,
)
_SHORT_ANSWER = re.compile(rf"{_SOFT}A[ \t]*(\d{{1,4}})?[*_]*[ \t]*[:.)][*_]*[ \t]*(.*)$")
_BARE_NUMBER = re.compile(r"[ \t]*\(?\d{1,4}[.):]*[ \t]*$")
_OPTION = re.compile(r"[ \t]*(?:\(?[A-Za-z]\)|[A-Z][.:])[ \t]*\S|[ \t]*\(?\d{1,2}\)[ \t]*\S")
_FIRST_OPTION = re.compile(r"[ \t]*A[.)][ \t]*\S")
_SECOND_OPTION = re.compile(r"[ \t]*B[.)][ \t]*\S")
_WORTH = (
    r"[ \t]*[(\[][ \t]*\d+(?:[.,]\d+)?[ \t]*"
    r"(?:points?|pts?\.?|marks?|punkte?|puntos?|p\.?)[ \t]*[)\]][*_]*[ \t]*"
)
_POINTS = re.compile(rf"{_WORTH}$", re.IGNORECASE)
_POINTS_AHEAD = re.compile(rf"{_WORTH}[.:–—-]*[ \t]*(?=\S)", re.IGNORECASE)
# Of `**What** is it?`, not of `f(**given)`.
_INNER_END = re.compile(r"(?<=[^\s*`(,])\*\*")

_BEHIND = " \t)\"'*_\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_ENDS = ("?", "\N{FULLWIDTH QUESTION MARK}", "\N{ARABIC QUESTION MARK}")


class Lead(Enum):
    """What stands before a question where no number does."""

    DECIMAL = re.compile(r"[ \t]*\d{1,3}(?:\.\d{1,3})+[.):]*[ \t]+(?=\S)")
    LETTER = re.compile(r"[ \t]*\(?(?:[a-z]|[ivx]{2,4})\)[ \t]*(?=\S)")
    ROMAN = re.compile(r"[ \t]*\(?[IVXLC]+[.)][ \t]+(?=\S)")
    BULLET = re.compile(r"[ \t]*[-*+•‣◦–—][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number, and the text behind it."""

    number: int
    text: str
    is_named: bool = False


def numbered_line(text: str) -> Numbered | None:
    """Read `3 How`, `3. How`, `(3) How`, `Q3: How`, `Question 3 - How`."""
    found = _NUMBERED.match(text)
    if not found:
        return None
    return Numbered(int(found[2]), bare_question(found[4]), bool(found[1] and found[3]))


def number_of(text: str) -> int | None:
    """Read the 3 of `3 How`."""
    found = numbered_line(text)
    return found.number if found else None


def behind_number(text: str) -> str:
    """Read what a numbered line says, to the letter."""
    found = _NUMBERED.match(text)
    return found[4] if found else text


def named_line(text: str) -> str | None:
    """Read what stands behind `Q:` or `Question:`; it may be nothing."""
    found = _NAMED.match(text)
    return bare_question(found[1]) if found else None


def head_word(text: str) -> str | None:
    """Read the word of `Question 3`, alone on its line."""
    found = _HEAD.match(text)
    return found[1].lower() if found else None


def mark_word(text: str) -> str | None:
    """Read the word that begins a line, the `Ans` of an answer's mark."""
    found = _MARK_WORD.match(text)
    return found[1].lower() if found else None


def is_answer(text: str, *, short: bool = False) -> bool:
    """Whether a line begins an answer: with `Ans:` in its variants, with `A:` too where `short`."""
    return bool(_ANSWER.match(text) or (short and _SHORT_ANSWER.match(text)))


def answer_line(text: str) -> str | None:
    """Read what stands behind such a mark, `A:` among them."""
    found = _answer(text)
    return found[2] or "" if found else None


def answer_number(text: str) -> int | None:
    """Read the 3 of `Answer 3:`."""
    found = _answer(text)
    return int(found[1]) if found and found[1] else None


def _answer(text: str) -> re.Match[str] | None:
    return _ANSWER.match(text) or _SHORT_ANSWER.match(text)


def lead(text: str) -> Lead | None:
    """Tell what a line begins with, where it is not a number of its own."""
    return next((one for one in Lead if one.value.match(text)), None)


def is_option(text: str) -> bool:
    """Whether a line is one of the answers to choose from: `A) a view`, `b) (2, 3)`."""
    return bool(_OPTION.match(text))


def are_options(first: str, second: str) -> bool:
    """Whether `A. a copy` has `B. a view` below it; `A: a copy` is an answer behind its mark."""
    return bool(_FIRST_OPTION.match(first) and _SECOND_OPTION.match(second))


def is_bare_number(text: str) -> bool:
    return bool(_BARE_NUMBER.match(text))


def asks(text: str) -> bool:
    """Whether a line ends as a question does; brackets, quotes and points behind it aside."""
    return _POINTS.sub("", text.rstrip()).rstrip(_BEHIND).endswith(_ENDS)


def requests(text: str) -> bool:
    """Whether a line tells somebody to answer, without asking: `Name it.`, `(b) Explain why.`."""
    return bool(_REQUEST.match(bare_question(text))) and not text.rstrip().endswith(":")


def bare_question(text: str) -> str:
    """Take off what a question has around it: `1.1`, `(a)`, `- `, emphasis, `(2 points)`."""
    begins = lead(text)
    said = begins.value.sub("", text, count=1) if begins else text
    ahead = _POINTS_AHEAD.match(said)
    return unmarked(_POINTS.sub("", said[ahead.end() :] if ahead else said))


def without_bullet(text: str) -> str:
    """Take off the bullet of `- question: What?`."""
    return Lead.BULLET.value.sub("", text, count=1)


def unmarked(text: str) -> str:
    """Take Markdown's emphasis off both ends, with its own end where that stands further in."""
    whole = text.strip()
    said = whole.strip("*_").strip()
    is_begun = whole.startswith("**") and not whole.endswith("**")
    return _INNER_END.sub("", said, count=1) if is_begun else said
