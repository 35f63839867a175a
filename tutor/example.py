"""Example: what a button runs or draws of a page; or why there is nothing to."""

from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.example import Section, diagram_code, entry_code, section_code
from tutor.retired import Retired


@dataclass(frozen=True, slots=True)
class PageExample:
    """Code of an entry, as of when it was looked up: it may be run though the entry retires."""

    entry: Entry
    code: str


@dataclass(frozen=True, slots=True)
class NoExample:
    """The entry has nothing to run: it is answered in words, perhaps since a button was made."""


FoundExample = PageExample | NoExample | Retired


def example_to_run(entry: Entry | None, section: Section) -> FoundExample:
    """The example of an entry's section."""
    return _found(entry, section_code(entry, section)) if entry else Retired()


def example_to_draw(entry: Entry | None) -> FoundExample:
    """An entry's diagram, else the example of its short answer."""
    return _found(entry, diagram_code(entry) or entry_code(entry)) if entry else Retired()


def diagram_to_draw(entry: Entry | None) -> PageExample | None:
    """An entry's own diagram, for where nobody pressed a button that promises a picture."""
    code = diagram_code(entry) if entry else None
    return PageExample(entry, code) if entry and code else None


def _found(entry: Entry, code: str) -> PageExample | NoExample:
    return PageExample(entry, code) if code else NoExample()
