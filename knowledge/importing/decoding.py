"""From a file's bytes to its text, whatever wrote it, and how much one file may hold. Pure."""

import codecs
import re
from dataclasses import dataclass

from knowledge.importing.imported import Lines
from knowledge.pages.problems import Problem, Refused

LIMIT_BYTES = 4 * 1024 * 1024
MOST_LINES = 20_000
MOST_CHARACTERS = 10_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What people have beside text, by how its files begin.
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f]")
_SPACES = re.compile("[\N{NO-BREAK SPACE}\u2000-\u200a\u202f\u205f\u3000]")
# Widthless ones, soft hyphens, and what turns the direction of writing. Joiners stay: some scripts
# and pictures are written with them.
_UNSEEN = re.compile("[\N{SOFT HYPHEN}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with line feeds and plain spaces alone; `note` says what had to be guessed."""

    text: str
    note: Problem | None = None


def decode(path: str, data: bytes) -> Decoded | Refused:
    """Read UTF-8, UTF-16 or Windows-1252; what is no text is refused in a sentence."""
    fault = _fault(data)
    if fault:
        return Refused.at(path, 1, fault)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(path, data.removeprefix(mark), encoding)
    if guessed := _utf16_without_mark(data):
        return _strict(path, data, guessed)
    try:
        return _checked(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _windows(path, data, _line(data, error.start))


def plain(text: str) -> str:
    """Write all spaces as the one that Python and our marks know, and leave out what has no ink."""
    return _UNSEEN.sub("", _SPACES.sub(" ", text))


def excess(path: str, lines: Lines) -> Refused | None:
    """Say where there is too much, and what was expected."""
    if len(lines) > MOST_LINES:
        message = f"expected at most {MOST_LINES} lines, got {len(lines)}: split the file"
        return Refused.at(path, lines[MOST_LINES].number, message)
    longest = max(lines, key=lambda line: len(line.text))
    if len(longest.text) > MOST_CHARACTERS:
        message = f"expected at most {MOST_CHARACTERS} characters, got {len(longest.text)}"
        return Refused.at(path, longest.number, message)
    return None


def _fault(data: bytes) -> str | None:
    if len(data) > LIMIT_BYTES:
        return f"expected at most {LIMIT_BYTES // 2**20} MiB, got {len(data) / 2**20:.1f}: split it"
    for start, kind in _KINDS:
        if data.startswith(start):
            return f"expected text, Markdown, CSV or a notebook, got {kind}: save it as text"
    return None


def _utf16_without_mark(data: bytes) -> str | None:
    """Guess by where the zero bytes are, which most letters leave in UTF-16 and UTF-8 never has."""
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) * 4 < min(len(data), 2000):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _strict(path: str, data: bytes, encoding: str) -> Decoded | Refused:
    try:
        return _checked(path, data.decode(encoding))
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        return Refused.at(path, line, f"expected {encoding.upper()} to its end, got other bytes")


def _windows(path: str, data: bytes, line: int) -> Decoded | Refused:
    """Old Windows programs write so; every letter that is not English is worth a second look."""
    try:
        read = _checked(path, data.decode("cp1252"))
    except UnicodeDecodeError as error:
        message = "expected UTF-8 or Windows-1252, got a byte that is neither: save it as UTF-8"
        return Refused.at(path, _line(data, error.start), message)
    if isinstance(read, Refused):
        return read
    message = "this is not UTF-8; read as Windows-1252, so please look at its accents and signs"
    return Decoded(read.text, Problem(path, line, message))


def _checked(path: str, text: str) -> Decoded | Refused:
    text = plain(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        return Refused.at(path, 1, "expected questions and answers, got an empty file")
    if strange := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        return Refused.at(path, line, f"expected text, got the control character {strange[0]!r}")
    return Decoded(text)


def _line(data: bytes, place: int) -> int:
    return len(data[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
