"""A curated entry: one question, its phrasings, and an answer proven by running it."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from knowledge.examples.imports import plain_code, prelude
from knowledge.examples.sessions import Example, Malformed, parse

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
# A place that can be counted: a source, a number, and no prose.
Mark = Annotated[str, Field(pattern=r"^[a-z0-9]+(,? [a-z0-9]+)*$", max_length=48)]
# Of a question, and of any other way to ask it.
WORDING_CHARACTERS = 200
# What a phone shows of a button.
CAPTION_CHARACTERS = 32


class Status(StrEnum):
    DRAFT = "draft"
    REVIEWED = "reviewed"
    RETIRED = "retired"


class Verified(BaseModel):
    """The releases every example of the entry was run on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    torch: str
    numpy: str


class Entry(BaseModel):
    """One file of `knowledge/content/questions/`; `short`, `more` and `pitfall` are Markdown.

    `aliases` are a writer's few; `wordings` are the many more that only matching and searching
    read. `asked_in` says where others ask the same, as in `fastbook 17, question 18`. `diagram` is
    code that ends in what is drawn; the example of the short answer has run before it.
    `topic_title` names a topic that topics.yaml lacks: it lives as long as its entries do.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    slug: Slug = Field(alias="id")
    question: str = Field(min_length=8, max_length=WORDING_CHARACTERS)
    short_title: str | None = Field(default=None, min_length=1, max_length=CAPTION_CHARACTERS)
    aliases: tuple[str, ...] = Field(min_length=8)
    not_for: tuple[str, ...] = ()
    topic: Slug
    topic_title: str | None = Field(default=None, min_length=1, max_length=CAPTION_CHARACTERS)
    difficulty: int = Field(ge=1, le=3)
    prerequisites: tuple[Slug, ...] = ()
    see_also: tuple[Slug, ...] = ()
    exercises: tuple[Slug, ...] = ()
    asked_in: tuple[Mark, ...] = ()
    diagram: str | None = Field(default=None, min_length=1, max_length=400)
    verified: Verified
    sources: tuple[str, ...] = Field(min_length=1)
    status: Status
    wordings: tuple[str, ...] = ()
    short: str = Field(min_length=1)
    more: str | None = None
    pitfall: str | None = None

    @property
    def phrasings(self) -> tuple[str, ...]:
        """Every wording that asks for this entry, the canonical one first."""
        return (self.question, *self.aliases, *self.wordings)

    @property
    def caption(self) -> str:
        """What a button that opens the entry says."""
        return self.short_title or self.question

    @property
    def has_example(self) -> bool:
        """Whether the short answer shows something that can be run; some say all in words."""
        return "```pycon" in self.short


# An entry's examples: what is proven before it ships, and what the Run button runs.


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
