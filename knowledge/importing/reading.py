"""Read a file of questions by its name and its bytes. Pure."""

from collections.abc import Callable
from pathlib import PurePath

from knowledge.importing.csv_table import read_csv
from knowledge.importing.decoding import Decoded, decode, excess
from knowledge.importing.imported import Questionnaire, numbered
from knowledge.importing.markdown import read_markdown
from knowledge.importing.notebook import read_notebook
from knowledge.importing.questionnaire import read_text
from knowledge.problem import Refused

MOST_QUESTIONS = 300
_NOTEBOOK = ".ipynb"
_Reader = Callable[[str, str], Questionnaire | Refused]
_READERS: dict[str, _Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".csv": read_csv,
    ".tsv": read_csv,
    _NOTEBOOK: read_notebook,
}
# What the names of questionnaires end in; by any other name a file is read as text, too.
ENDINGS = (".txt", *_READERS)


def read_file(path: str, data: bytes, most: int = MOST_QUESTIONS) -> Questionnaire | Refused:
    """Read all of it or none of it; problems and notes name `path` and their line."""
    decoded = decode(path, data)
    if isinstance(decoded, Refused):
        return decoded
    suffix = PurePath(path).suffix.lower()
    # A notebook is one line where its program saves paper.
    too_much = None if suffix == _NOTEBOOK else excess(path, numbered(decoded.text))
    if too_much:
        return too_much
    read = _READERS.get(suffix, read_text)(path, decoded.text)
    if isinstance(read, Refused):
        return read
    return _within_limits(path, read, decoded, most)


def _within_limits(
    path: str, read: Questionnaire, decoded: Decoded, most: int
) -> Questionnaire | Refused:
    count = len(read.questions)
    if count > most:
        line = read.questions[most].line
        message = f"expected at most {most} questions, got {count}: split the file"
        return Refused.at(path, line, message)
    notes = (decoded.note, *read.notes) if decoded.note else read.notes
    return Questionnaire(read.questions, notes)
