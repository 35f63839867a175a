"""Files of questions that instructors send: reviewed as by `knowledge import`, kept as drafts.

All of a file or nothing. What a chat takes is smaller, for whoever sent it waits for the answer.
"""

from dataclasses import dataclass

from knowledge.problem import Refused
from progress.turn import Turn
from sandbox.protocol import SandboxBusy, SandboxUnavailable
from tutor.desk import Desk, InstructorsOnly, author_of
from tutor.importing import Importing

LIMIT_BYTES = 256 * 1024
MOST_QUESTIONS = 50


@dataclass(frozen=True, slots=True)
class TakenIn:
    """So many new drafts; `again` is how many questions were drafts already, or stand there twice.

    `notes` say what was left out of the file, and what was doubtful.
    """

    new: int
    again: int
    notes: tuple[str, ...]


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
            found = await importing.review(
                name, data, author_of(turn), turn.at, most=MOST_QUESTIONS
            )
        except (SandboxBusy, SandboxUnavailable):
            return NotTakenIn(("its code could not be run just now: send it again later",))
        if isinstance(found, Refused):
            return NotTakenIn(tuple(f"line {each.line}: {each.message}" for each in found.problems))
        saved = await self._desk.store.save_all(found.drafts)
        notes = tuple(f"line {each.line}: {each.message}" for each in found.notes)
        return TakenIn(len(saved), len(found.drafts) - len(saved), notes)
