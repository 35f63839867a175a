"""Import: a file of questions in; drafts out, each with what a check noticed and what is nearest.

All of a file or nothing: what cannot be read is named with its line, and no draft is made.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from knowledge.curation.draft import Draft, Step
from knowledge.curation.ownership import wording_key
from knowledge.curation.version import Author
from knowledge.examples.sessions import Example, Malformed
from knowledge.importing.drafts import draft_text
from knowledge.importing.findings.claims import (
    batches,
    claim_examples,
    claim_findings,
    claims_of,
)
from knowledge.importing.findings.form import form_findings
from knowledge.importing.findings.runs import Ended, Program, given, program_of, run_findings
from knowledge.importing.findings.topic import topic_findings
from knowledge.importing.questionnaire import Code, Finding, FindingKind, Imported
from knowledge.importing.reading import MOST_QUESTIONS, read_file
from knowledge.pages.problems import Problem, Refused
from knowledge.search.index import Index
from knowledge.search.retrieval import Abstained, Matched, Retrieval
from progress.events import Turn
from sandbox.protocol import Runner, SandboxBusy, SandboxUnavailable
from tutor.curation.desk import Desk, InstructorsOnly, author_of
from tutor.curation.proof import Rehearsed, rehearsed
from tutor.library import Library
from tutor.run import as_read

# What an instructor brings gets the time that a class's examples get, not a learner's.
WALL_SECONDS = 10.0
SHOWN_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class Nearest:
    """The existing entry that is most like a question.

    `answers` is whether the bot answers a learner's question with it, rightly or not; `is_same`
    whether it is that very question. `others` are slugs of those that come next.
    """

    slug: str
    question: str
    confidence: float
    answers: bool
    is_same: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question of the file, the draft made of it, and what there is to say about it."""

    imported: Imported
    draft: Draft
    findings: tuple[Finding, ...]
    nearest: Nearest | None


@dataclass(frozen=True, slots=True)
class Import:
    """All questions of a file; `notes` say what was left out of it, and what was doubtful."""

    reviewed: tuple[Reviewed, ...]
    notes: tuple[Problem, ...]

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return tuple(each.draft for each in self.reviewed)


class Importing:
    """Reads files and reviews what they say; saves nothing."""

    def __init__(self, library: Library, runner: Runner) -> None:
        self._library = library
        self._owners = library.owners
        self._runner = runner

    async def review(
        self, name: str, data: bytes, author: Author, at: datetime, *, most: int = MOST_QUESTIONS
    ) -> Import | Refused:
        """Read a file and look at each of its answers; the sandbox has to be there."""
        read = await asyncio.to_thread(read_file, name, data, most)
        if isinstance(read, Refused):
            return read
        reviewed = []
        above: dict[str, int] = {}
        for number, one in enumerate(read.questions, start=1):
            draft = Draft(author, at, source=f"import:{name}#{number}")
            each = await self._reviewed(one, draft, above)
            reviewed.append(each)
            above |= given(each.imported.code)
        return Import(tuple(reviewed), read.notes)

    async def _reviewed(self, one: Imported, draft: Draft, above: Mapping[str, int]) -> Reviewed:
        # To compare a long answer takes seconds, in which others want theirs.
        one, program, found, compared = await asyncio.to_thread(self._compared, one)
        findings = [*compared, *await self._trial(program, above), *await self._claims(one)]
        in_order = tuple(sorted(dict.fromkeys(findings), key=lambda each: each.line))
        nearest = self._nearest(one, found)
        return Reviewed(one, _filled(draft, one, program, in_order, nearest), in_order, nearest)

    def _compared(self, one: Imported) -> tuple[Imported, Program, Retrieval, Sequence[Finding]]:
        """The same with its code as the sandbox reads it, held against what is there already."""
        one, program = _as_read(one)
        # What an answer is about is measured by what an index has learned, where it has.
        index = self._library.index
        topic = topic_findings(one, index) if isinstance(index, Index) else ()
        return one, program, self._library.search(one.question), (*form_findings(one), *topic)

    async def _trial(self, program: Program, above: Mapping[str, int]) -> Sequence[Finding]:
        if not program.examples:
            return program.broken
        found = await self._rehearsed(program.all)
        kind = FindingKind.FAILS if found.ending.was_tried else FindingKind.NOT_RUN
        return [*run_findings(program, found.shown, Ended(kind, found.ending.words), above)]

    async def _claims(self, one: Imported) -> Sequence[Finding]:
        findings: list[Finding] = []
        for claims in batches(claims_of(one)):
            found = await self._rehearsed(claim_examples(claims))
            findings += claim_findings(claims, found.shown)
        return findings

    async def _rehearsed(self, examples: Sequence[Example]) -> Rehearsed:
        return await rehearsed(self._runner, examples, wall_seconds=WALL_SECONDS)

    def _nearest(self, one: Imported, found: Retrieval) -> Nearest | None:
        """What the bot would say; where it says that it does not know, nothing is near."""
        own = self._owners.get(wording_key(one.question))
        if own is None and isinstance(found, Abstained):
            return None
        slugs = [each.slug for each in found.candidates if each.slug != own][:SHOWN_ENTRIES]
        entry, *others = self._library.known([own, *slugs] if own else slugs)
        return Nearest(
            slug=entry.slug,
            is_same=entry.slug == own,
            question=entry.question,
            confidence=found.candidates[0].score,
            answers=isinstance(found, Matched),
            others=tuple(each.slug for each in others[: SHOWN_ENTRIES - 1]),
        )


def _as_read(one: Imported) -> tuple[Imported, Program]:
    """Its code as the sandbox reads a paste; what even that does not know is told of there."""
    meant = {code: as_read(code.source) for code in one.code}
    known = {
        code: replace(code, source=read) for code, read in meant.items() if isinstance(read, str)
    }
    unread = {code: read for code, read in meant.items() if isinstance(read, Malformed)}
    parts = tuple(known.get(part, part) if isinstance(part, Code) else part for part in one.parts)
    one = replace(one, parts=parts)
    return one, program_of(one.code, unread)


def _filled(
    draft: Draft,
    one: Imported,
    program: Program,
    findings: Sequence[Finding],
    nearest: Nearest | None,
) -> Draft:
    text = draft_text(one.parts, program)
    return replace(
        draft,
        key=_key(one),
        step=Step.READY,
        question=one.question,
        answer=text.answer,
        more=text.more,
        findings=tuple(map(str, findings)),
        nearest=nearest.slug if nearest else None,
    )


def _key(one: Imported) -> str:
    """Name a draft by its text: the same file brings the same names, and so does a copy of it."""
    said = "\n".join(" ".join(text.split()) for text in (one.question, one.answer))
    return sha256(said.encode("utf-8", "replace")).hexdigest()


# What a chat takes is smaller than a file: whoever sent it waits for the answer.
LIMIT_BYTES = 256 * 1024
MOST_IN_CHAT = 50


@dataclass(frozen=True, slots=True)
class TakenIn:
    """So many new drafts; `again` is how many questions were drafts already, or stand there twice.

    Of the new ones so many are `noted`, with findings, and so many `answered` by a page already.
    `notes` say what was left out of the file, and what was doubtful.
    """

    new: int
    again: int
    notes: tuple[str, ...]
    noted: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class NotTakenIn:
    """No draft was made, because of these problems."""

    problems: tuple[str, ...]


class Questionnaires:
    """Makes drafts of what instructors send."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def take_in(
        self, turn: Turn, name: str, data: bytes
    ) -> TakenIn | NotTakenIn | InstructorsOnly:
        """Keep a draft of each question; the same file sent again brings no second one."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        library = await self._desk.current()
        importing = Importing(library, self._desk.runner)
        try:
            found = await importing.review(name, data, author_of(turn), turn.at, most=MOST_IN_CHAT)
        except (SandboxBusy, SandboxUnavailable):
            return NotTakenIn(("its code could not be run just now: send it again later",))
        if isinstance(found, Refused):
            return NotTakenIn(tuple(f"line {each.line}: {each.message}" for each in found.problems))
        saved = await self._desk.store.save_all(found.drafts)
        notes = tuple(f"line {each.line}: {each.message}" for each in found.notes)
        new = {draft.key for draft in saved}
        near = (each.nearest for each in found.reviewed if each.draft.key in new)
        answered = [each for each in near if each and (each.answers or each.is_same)]
        noted = [draft for draft in saved if draft.findings]
        again = len(found.drafts) - len(saved)
        return TakenIn(len(saved), again, notes, noted=len(noted), answered=len(answered))
