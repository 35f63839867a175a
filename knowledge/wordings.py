"""The file beside a page: its many wordings, which only matching and searching read.

A page is read by people, some hundred ways to ask for it are not; so they stand apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import located
from knowledge.located import Unreadable
from knowledge.problem import Problem, Refused

PAGE_SUFFIX, SUFFIX = ".md", ".wordings.yaml"
# The comment below which stand wordings that go by other sources than the page and its wordings:
# by what people asked elsewhere, or by the names that others give a thing. Fitting asks them apart.
APART = "# Apart"


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the file holds; `lines` says where each wording stands in it, from 1.

    `apart` are those of the `texts` that stand below the comment `APART`.
    """

    path: str
    texts: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    apart: frozenset[str] = frozenset()

    def placed(self) -> Iterator[tuple[int, str]]:
        """Each wording with its line."""
        return zip(self.lines, self.texts, strict=True)


def beside(page_path: str) -> str:
    """Name the file of a page's wordings."""
    return page_path.removesuffix(PAGE_SUFFIX) + SUFFIX


def none_beside(page_path: str) -> Wordings:
    """A page may have no such file."""
    return Wordings(beside(page_path))


def read_wordings(path: str, text: str) -> Wordings | Refused:
    """Read one file: a list of texts, and nothing else."""
    text = text.replace("\r\n", "\n")
    found = located.parse(text, first_line=1)
    if isinstance(found, Unreadable):
        return Refused.at(path, found.line, found.message)
    if not isinstance(found.value, list) or not found.value:
        expected = "expected wordings, each on a line after '- ', got something else"
        return Refused.at(path, 1, expected)
    lines = tuple(found.line((position,)) for position in range(len(found.value)))
    if problems := tuple(_faults(path, found.value, lines)):
        return Refused(problems)
    below = _line_of(APART, text)
    apart = (said for said, line in zip(found.value, lines, strict=True) if line > below)
    return Wordings(path, tuple(found.value), lines, frozenset(apart))


def _line_of(comment: str, text: str) -> int:
    """Say on which line of the text the comment stands, or a number beyond all."""
    lines = text.split("\n")
    return lines.index(comment) + 1 if comment in lines else len(lines)


def _faults(path: str, values: Sequence[object], lines: Sequence[int]) -> Iterator[Problem]:
    for line, value in zip(lines, values, strict=True):
        if not isinstance(value, str):
            yield Problem(path, line, f"expected a wording in quotes, got {value!r}")
