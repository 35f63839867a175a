"""What a file of questions holds once it is read, and how its bytes become text. Pure."""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from knowledge.pages.problems import Problem, Refused

LIMIT_BYTES = 4 * 1024 * 1024
MOST_LINES = 20_000
MOST_CHARACTERS = 10_000
# Word's page and line breaks: they begin a line, but an editor counts line feeds alone.
_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What people have beside text, by how its files begin.
_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f]")
_SPACES = re.compile("[\N{NO-BREAK SPACE}\u2000-\u200a\u202f\u205f\u3000]")
# Widthless ones, soft hyphens, and what turns the direction of writing. Joiners stay: some scripts
# and pictures are written with them.
_UNSEEN = re.compile("[\N{SOFT HYPHEN}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


class Line(NamedTuple):
    """One line and where it stands in the file, from 1."""

    number: int
    text: str


Lines = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Prose:
    """Words as they stand in the file; `at` has the number of each of their lines."""

    at: tuple[int, ...]
    text: str

    @property
    def line(self) -> int:
        return self.at[0]

    @property
    def lines(self) -> Lines:
        return [*map(Line, self.at, self.text.split("\n"))]


@dataclass(frozen=True, slots=True)
class Code:
    """Code without prompts, and what the file says it shows; None where it says nothing."""

    at: tuple[int, ...]
    source: str
    output: str | None = None

    @property
    def line(self) -> int:
        return self.at[0]

    def line_of(self, place: int) -> int:
        """Where the line at index `place` stands; as the sandbox reads it, it may have one more."""
        return self.at[min(place, len(self.at) - 1)]


Part = Prose | Code


@dataclass(frozen=True, slots=True)
class Imported:
    """One question; `answer` is all of the file between it and the next, to the letter."""

    line: int
    question: str
    answer: str
    parts: tuple[Part, ...]

    @property
    def prose(self) -> str:
        """The words alone, paragraphs kept apart."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, Prose))

    @property
    def code(self) -> tuple[Code, ...]:
        return tuple(part for part in self.parts if isinstance(part, Code))


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions of a file; `notes` say what was left out of it, and what was doubtful."""

    questions: tuple[Imported, ...]
    notes: tuple[Problem, ...] = ()


class FindingKind(StrEnum):
    """What a finding is about; the values are read by other programs."""

    OFF_TOPIC = "off topic"
    PARTLY_OFF_TOPIC = "partly off topic"
    NO_ANSWER = "no answer"
    FAILS = "does not run"
    NOT_RUN = "not run"
    MISSING_IMPORT = "missing import"
    OUTPUT = "shows something else"
    CONTRADICTED = "contradicted"
    CUT_OFF = "cut off"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in an imported answer; `line` is the file's."""

    kind: FindingKind
    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.kind}: {self.message}"


def numbered(text: str, *, first: int = 1) -> list[Line]:
    """Cut a text into lines; what a break of Word's cuts off keeps its line's number."""
    return [
        Line(number, piece)
        for number, line in enumerate(text.split("\n"), start=first)
        for piece in _BREAK.split(line)
    ]


def joined(lines: Lines) -> str:
    return "\n".join(line.text for line in lines)


def at(lines: Lines) -> tuple[int, ...]:
    return tuple(line.number for line in lines)


def is_filled(lines: Lines) -> bool:
    return any(line.text.strip() for line in lines)


def trimmed(lines: Lines) -> Lines:
    """Drop blank lines at both ends."""
    filled = [place for place, line in enumerate(lines) if line.text.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def first_filled(lines: Lines, places: Iterable[int]) -> int | None:
    """Find the first of these places that has something on its line."""
    return next((place for place in places if lines[place].text.strip()), None)


def decode(path: str, data: bytes) -> tuple[str, tuple[Problem, ...]] | Refused:
    """Read UTF-8, UTF-16 or Windows-1252, with line feeds and plain spaces alone.

    What is no text is refused in a sentence; what had to be guessed is said beside the text.
    """
    if len(data) > LIMIT_BYTES:
        size = len(data) / 2**20
        message = f"expected at most {LIMIT_BYTES // 2**20} MiB, got {size:.1f}: split it"
        return Refused.at(path, 1, message)
    if kind := next((kind for start, kind in _KINDS.items() if data.startswith(start)), None):
        message = f"expected text, Markdown, CSV or a notebook, got {kind}: save it as text"
        return Refused.at(path, 1, message)
    mark, encoding = next((one for one in _MARKS if data.startswith(one[0])), (b"", "utf-8"))
    notes: tuple[Problem, ...] = ()
    try:
        text = plain(data.removeprefix(mark).decode(encoding))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].decode(encoding, "replace").count("\n") + 1
        try:
            # Old Windows programs write so; every letter that is not English is worth a look.
            text = plain(data.decode("cp1252"))
        except UnicodeDecodeError:
            message = "expected UTF-8 or Windows-1252, got other bytes: save it as UTF-8"
            return Refused.at(path, line, message)
        message = "this is not UTF-8; read as Windows-1252, so please look at its accents and signs"
        notes = (Problem(path, line, message),)
    if not text.strip():
        return Refused.at(path, 1, "expected questions and answers, got an empty file")
    if strange := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        return Refused.at(path, line, f"expected text, got the control character {strange[0]!r}")
    return text, notes


def plain(text: str) -> str:
    """Write all spaces as the one that Python and our marks know, and leave out what has no ink."""
    return _UNSEEN.sub("", _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))


def excess(path: str, lines: Lines) -> Refused | None:
    """Say where there is too much, and what was expected."""
    if len(lines) > MOST_LINES:
        message = f"expected at most {MOST_LINES} lines, got {len(lines)}: split the file"
        return Refused.at(path, lines[MOST_LINES].number, message)
    longest = max(lines, key=lambda line: len(line.text), default=Line(1, ""))
    if len(longest.text) > MOST_CHARACTERS:
        message = f"expected at most {MOST_CHARACTERS} characters, got {len(longest.text)}"
        return Refused.at(path, longest.number, message)
    return None
