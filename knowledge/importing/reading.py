"""Read a file of questions by its name and its bytes. Pure."""

from collections.abc import Callable
from pathlib import PurePath

from knowledge.importing.csv_table import read_csv
from knowledge.importing.decoding import Decoded, decode
from knowledge.importing.imported import Questionnaire
from knowledge.importing.markdown import read_markdown
from knowledge.importing.notebook import read_notebook
from knowledge.importing.questionnaire import read_text
from knowledge.problem import Problem, Refused

MOST_QUESTIONS = 300
MOST_LINES = 20_000
_Reader = Callable[[str, str], Questionnaire | Refused]
_READERS: dict[str, _Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".ipynb": read_notebook,
}


def read_file(path: str, data: bytes) -> Questionnaire | Refused:
    """Read all of it or none of it; problems and notes name `path` and their line."""
    decoded = decode(path, data)
    if isinstance(decoded, Refused):
        return decoded
    fault = _fault(decoded.text)
    if fault:
        return Refused((Problem(path, MOST_LINES, fault),))
    read = _READERS.get(PurePath(path).suffix.lower(), read_text)(path, decoded.text)
    if isinstance(read, Refused):
        return read
    return _within_limits(path, read, decoded)


def _fault(text: str) -> str | None:
    count = text.count("\n")
    if count <= MOST_LINES:
        return None
    return f"expected at most {MOST_LINES} lines, got {count}: split the file"


def _within_limits(path: str, read: Questionnaire, decoded: Decoded) -> Questionnaire | Refused:
    count = len(read.questions)
    if count > MOST_QUESTIONS:
        line = read.questions[MOST_QUESTIONS].line
        message = f"expected at most {MOST_QUESTIONS} questions, got {count}: split the file"
        return Refused((Problem(path, line, message),))
    notes = (decoded.note, *read.left_out) if decoded.note else read.left_out
    return Questionnaire(read.questions, notes)
