"""All curated content: the topics in order and every page, read whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from knowledge.pages import problems as pages_problems
from knowledge.pages.consistency import inconsistencies
from knowledge.pages.entry import Entry, Slug, Status
from knowledge.pages.graph import teaching_order
from knowledge.pages.page import (
    PAGE_SUFFIX,
    SUFFIX,
    Page,
    Wordings,
    beside,
    explained,
    none_beside,
    read_page,
    read_wordings,
)
from knowledge.pages.problems import Problem, Refused, Unreadable

TOPICS = "topics.yaml"
QUESTIONS = "questions"
EXERCISES = "exercises"


class Topic(BaseModel):
    """One line of `topics.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Slug
    title: str = Field(min_length=1, max_length=64)


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Consistent content; `pages` stand in teaching order."""

    topics: tuple[Topic, ...]
    pages: tuple[Page, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What learners may see, in teaching order: drafts and retired entries are not shown."""
        return tuple(page.entry for page in self.pages if page.entry.status is Status.REVIEWED)


def shipped() -> Traversable:
    """Find the content that came with this installation, from a wheel too."""
    return files("knowledge") / "content"


def read(root: Traversable) -> Curriculum | Refused:
    """Read a content folder; any problem at all refuses the whole."""
    topics = read_topics(root)
    pages = _read_pages(root)
    problems = _problems((topics, *pages))
    if isinstance(topics, Refused) or problems:
        return Refused(problems)
    sound = [page for page in pages if isinstance(page, Page)]
    order = [topic.slug for topic in topics]
    contradictions = inconsistencies(sound, order, _folders(root, EXERCISES))
    return Refused(contradictions) if contradictions else Curriculum(topics, _sorted(sound, order))


def lies_over(root: Traversable) -> bool:
    """Whether a folder holds pages without topics: some entries, to be laid over all others."""
    return (root / QUESTIONS).is_dir() and not (root / TOPICS).is_file()


def read_over(root: Traversable, under: Curriculum) -> Curriculum | Refused:
    """Read the pages of a folder that lies over other content, and hold them against it.

    Only the folder's own pages come back.
    """
    read_pages = _read_pages(root)
    if problems := _problems(read_pages):
        return Refused(problems)
    pages = [page for page in read_pages if isinstance(page, Page)]
    own = {page.entry.slug for page in pages}
    others = [page for page in under.pages if page.entry.slug not in own]
    order = [topic.slug for topic in under.topics]
    known = {slug for page in under.pages for slug in page.entry.exercises}
    contradictions = inconsistencies([*others, *pages], order, known)
    if contradictions:
        return Refused(contradictions)
    return Curriculum(
        under.topics, tuple(p for p in _sorted([*others, *pages], order) if p in pages)
    )


def sound_pages(root: Traversable) -> list[Page]:
    """Read the pages of a folder that are right by themselves, and pass over all others."""
    return [page for page in _read_pages(root) if isinstance(page, Page)]


def _problems(parts: Iterable[object]) -> tuple[Problem, ...]:
    """List what is wrong with those of the parts that were refused."""
    refused = (part.problems for part in parts if isinstance(part, Refused))
    return tuple(sorted(chain.from_iterable(refused)))


def _sorted(pages: Sequence[Page], topics: Sequence[str]) -> tuple[Page, ...]:
    by_slug = {page.entry.slug: page for page in pages}
    return tuple(by_slug[slug] for slug in teaching_order([p.entry for p in pages], topics))


def read_topics(root: Traversable) -> tuple[Topic, ...] | Refused:
    """The topics of a content folder, in teaching order."""
    text = _text(TOPICS, root / TOPICS)
    if isinstance(text, Refused):
        return text
    found = pages_problems.parse(text, first_line=1)
    if isinstance(found, Unreadable):
        return Refused.at(TOPICS, found.line, found.message)
    try:
        topics = TypeAdapter(tuple[Topic, ...]).validate_python(found.value)
    except ValidationError as invalid:
        return Refused(
            tuple(
                Problem(TOPICS, found.line(error["loc"]), explained(error))
                for error in invalid.errors()
            )
        )
    twice = _repeated([topic.slug for topic in topics])
    if twice:
        return Refused.at(TOPICS, 1, f"the topic {twice!r} is listed twice")
    return topics


def _repeated(slugs: Sequence[str]) -> str | None:
    return next((slug for slug in slugs if slugs.count(slug) > 1), None)


def _read_pages(root: Traversable) -> list[Page | Refused]:
    found = dict(_files(root, QUESTIONS))
    pages = {path: file for path, file in found.items() if path.endswith(PAGE_SUFFIX)}
    beside_pages = {beside(path) for path in pages}
    lone = [
        Refused.at(path, 1, "expected a page of that name beside it, there is none")
        for path in found
        if path.endswith(SUFFIX) and path not in beside_pages
    ]
    read_ones = [_read_page(path, file, found.get(beside(path))) for path, file in pages.items()]
    return [*read_ones, *lone]


def _read_page(path: str, file: Traversable, wordings: Traversable | None) -> Page | Refused:
    text = _text(path, file)
    more = none_beside(path) if wordings is None else _read_wordings(beside(path), wordings)
    known = more if isinstance(more, Wordings) else None
    page = text if isinstance(text, Refused) else read_page(path, text, known)
    problems = _problems((page, more))
    return Refused(problems) if problems else page


def _read_wordings(path: str, file: Traversable) -> Wordings | Refused:
    text = _text(path, file)
    return text if isinstance(text, Refused) else read_wordings(path, text)


def _text(path: str, file: Traversable) -> str | Refused:
    if file.is_dir():
        return Refused.at(path, 1, "expected a file, got a folder of that name")
    if not file.is_file():
        return Refused.at(path, 1, "expected this file, it is missing")
    try:
        # Some editors begin a file with a mark that says UTF-8; it is no part of the text.
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        return Refused.at(path, 1, f"expected UTF-8, got {error.reason}")


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    """Walk pages and wordings below a folder, with their paths from where the walk began.

    A folder that is named as a page comes too: reading it refuses it.
    """
    inside = folder / name.rsplit("/", 1)[-1]
    if not inside.is_dir():
        return
    for child in sorted(inside.iterdir(), key=lambda found: found.name):
        path = f"{name}/{child.name}"
        if child.name.endswith((PAGE_SUFFIX, SUFFIX)):
            yield path, child
        elif child.is_dir():
            yield from _files(inside, path)


def _folders(root: Traversable, name: str) -> frozenset[str]:
    inside = root / name
    return frozenset(child.name for child in inside.iterdir()) if inside.is_dir() else frozenset()
