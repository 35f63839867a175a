"""Read a file of questions by its name and its bytes. Pure."""

from knowledge.importing.decoding import Decoded, decode, excess
from knowledge.importing.imported import Questionnaire, numbered
from knowledge.importing.kind import is_packed, reader_of
from knowledge.pages.problems import Refused

MOST_QUESTIONS = 300


def read_file(path: str, data: bytes, most: int = MOST_QUESTIONS) -> Questionnaire | Refused:
    """Read all of it or none of it; problems and notes name `path` and their line."""
    decoded = decode(path, data)
    if isinstance(decoded, Refused):
        return decoded
    reader = reader_of(path, decoded.text)
    too_much = None if is_packed(reader) else excess(path, numbered(decoded.text))
    if too_much:
        return too_much
    read = reader(path, decoded.text)
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
