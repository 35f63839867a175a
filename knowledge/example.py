"""An entry's examples: what is proven before it ships, and what the Run button runs."""

from enum import StrEnum

from knowledge.entry import Entry
from knowledge.plain_code import plain_code, prelude
from knowledge.pycon import Example, Malformed, parse


class Section(StrEnum):
    """The parts of an entry, in the order they are read; their names are the entry's fields."""

    SHORT = "short"
    MORE = "more"
    PITFALL = "pitfall"


def section_text(entry: Entry, section: Section) -> str | None:
    """Give a section's Markdown, or None where the entry has no such section."""
    match section:
        case Section.SHORT:
            return entry.short
        case Section.MORE:
            return entry.more
        case Section.PITFALL:
            return entry.pitfall


def examples_in(entry: Entry, section: Section) -> tuple[Example, ...]:
    """Read a section's examples; their lines count from the section's own first line."""
    match parse(section_text(entry, section) or ""):
        case Malformed(line=line, message=message):
            raise ValueError(f"{entry.slug}, {section} line {line}: {message}")
        case examples:
            return examples


def examples_of(entry: Entry) -> tuple[Example, ...]:
    """Read all examples in order; they share one namespace."""
    return tuple(example for section in Section for example in examples_in(entry, section))


def entry_code(entry: Entry) -> str:
    """Turn the short answer's example into a program."""
    return plain_code(examples_in(entry, Section.SHORT))


def section_code(entry: Entry, section: Section) -> str:
    """Turn a section's example into a program, after the lines before it; empty without one."""
    own = examples_in(entry, section)
    earlier = [each for each in Section if list(Section).index(each) < list(Section).index(section)]
    before = [example for each in earlier for example in examples_in(entry, each)]
    return f"{prelude(before)}{plain_code(own)}" if own else ""


def diagram_code(entry: Entry) -> str | None:
    """What is drawn of an entry, after the lines it stands on; None where nothing is."""
    if entry.diagram is None:
        return None
    return f"{prelude(examples_in(entry, Section.SHORT))}{entry.diagram}"
