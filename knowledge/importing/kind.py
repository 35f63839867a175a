"""What kind of file one is: told by its name, and by how it begins where that says little. Pure."""

from collections.abc import Callable
from pathlib import PurePath

from knowledge.importing.cards import is_deck, read_deck
from knowledge.importing.csv_table import is_table, read_csv
from knowledge.importing.foreign import FOREIGN, is_misnamed, read_foreign, text_or
from knowledge.importing.gift import is_gift, read_gift
from knowledge.importing.imported import Questionnaire
from knowledge.importing.latex import is_exam, read_latex
from knowledge.importing.markdown import read_markdown
from knowledge.importing.moodle import is_moodle, read_moodle
from knowledge.importing.notebook import read_notebook
from knowledge.importing.pipe_table import is_pipe_table, read_pipe_table
from knowledge.importing.quarto import has_blocks, read_quarto
from knowledge.importing.questionnaire import read_text
from knowledge.importing.records import is_json, is_lines, read_json, read_json_lines
from knowledge.pages.problems import Refused

Reader = Callable[[str, str], Questionnaire | Refused]
_READERS: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".qmd": read_quarto,
    ".rmd": read_quarto,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".ipynb": read_notebook,
    ".gift": read_gift,
    ".xml": read_moodle,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".tex": read_latex,
}
_MARKDOWN = (".md", ".markdown", ".qmd", ".rmd")
# By how a text begins, whatever its name.
_SIGNS: tuple[tuple[Callable[[str], bool], Reader], ...] = (
    (is_moodle, read_moodle),
    (is_json, read_json),
    (is_lines, read_json_lines),
    (is_exam, read_latex),
    (is_gift, read_gift),
    (is_deck, read_deck),
    (is_table, read_csv),
    (is_pipe_table, read_pipe_table),
)
# One line of these may hold a whole file, where its program saves paper.
_PACKED = (read_notebook, read_moodle, read_json, read_json_lines)
# What the names of questionnaires end in; by any other name a file is read as text, too.
ENDINGS = (".txt", *_READERS, *FOREIGN)


def reader_of(name: str, text: str) -> Reader:
    """Choose the reader of a file; text is read as text where nothing says that it is more."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _MARKDOWN and has_blocks(text):
        return read_quarto
    if suffix in _MARKDOWN and is_pipe_table(text):
        return read_pipe_table
    told = read_foreign if suffix in FOREIGN else _READERS.get(suffix)
    if told and is_misnamed(suffix, text):
        return text_or(told)
    return told or next((read for is_it, read in _SIGNS if is_it(text)), read_text)


def is_packed(reader: Reader) -> bool:
    return reader in _PACKED
