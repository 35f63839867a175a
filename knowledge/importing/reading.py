"""Read a file of questions by its name and its bytes. Pure."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from knowledge.importing.formats.markdown import read_markdown
from knowledge.importing.formats.moodle import read_moodle
from knowledge.importing.formats.notebook import read_notebook
from knowledge.importing.formats.table import read_table
from knowledge.importing.formats.text import read_text
from knowledge.importing.questionnaire import Questionnaire, decode, excess, numbered
from knowledge.pages.problems import Refused

MOST_QUESTIONS = 300
_Reader = Callable[[str, str], Questionnaire | Refused]
_READERS: Mapping[str, _Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".csv": read_table,
    ".tsv": read_table,
    ".ipynb": read_notebook,
    ".xml": read_moodle,
}
# Other programs keep questions in these; most of them export CSV.
_OTHERS = tuple(
    ".gift .json .jsonl .ndjson .tex .qmd .rmd .rst .org .adoc .html .htm .yaml .yml".split()
)
# What the names of questionnaires end in; by any other name a file is read as text, too.
ENDINGS = (*_READERS, *_OTHERS)
READABLE = tuple(_READERS)
_EXPECTED = (
    "expected text (.txt), Markdown (.md), a table (.csv), a notebook (.ipynb) or Moodle's XML, "
    "got a file that ends in {}: export it as CSV, with columns named question and answer"
)


def read_file(path: str, data: bytes, most: int = MOST_QUESTIONS) -> Questionnaire | Refused:
    """Read all of it or none of it; problems and notes name `path` and their line."""
    suffix = PurePath(path).suffix.lower()
    if suffix in _OTHERS:
        return Refused.at(path, 1, _EXPECTED.format(suffix))
    decoded = decode(path, data)
    if isinstance(decoded, Refused):
        return decoded
    (text, notes), reader = decoded, _READERS.get(suffix, read_text)
    # One line of a notebook or of Moodle's may hold the whole file.
    is_packed = reader in (read_notebook, read_moodle)
    read = (None if is_packed else excess(path, numbered(text))) or reader(path, text)
    if isinstance(read, Refused):
        return read
    if len(read.questions) > most:
        message = f"expected at most {most} questions, got {len(read.questions)}: split the file"
        return Refused.at(path, read.questions[most].line, message)
    return Questionnaire(read.questions, (*notes, *read.notes))
