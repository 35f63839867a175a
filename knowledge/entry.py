"""A curated entry: one question, its phrasings, and an answer proven by running it."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
# A place that can be counted: a source, a number, and no prose.
Mark = Annotated[str, Field(pattern=r"^[a-z0-9]+(,? [a-z0-9]+)*$", max_length=48)]
# Of a question, and of any other way to ask it.
WORDING_CHARACTERS = 200


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
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    slug: Slug = Field(alias="id")
    question: str = Field(min_length=8, max_length=WORDING_CHARACTERS)
    aliases: tuple[str, ...] = Field(min_length=8)
    not_for: tuple[str, ...] = ()
    topic: Slug
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
    def has_example(self) -> bool:
        """Whether the short answer shows something that can be run; some say all in words."""
        return "```pycon" in self.short
