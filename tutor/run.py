"""Run: a learner's code in, what the sandbox saw out."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from knowledge.entry import Entry
from knowledge.example import Section
from progress.events import Kind
from progress.history import Failed
from progress.turn import Turn
from sandbox.protocol import (
    Runner,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
    Want,
)
from tutor.advice import on_error
from tutor.pasted import understood

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Ran:
    """The snippet was run, however it ended; `page` explains the error it ended in.

    `code` is as it was read, so that the lines and columns of the result count in it. The page's
    section that it is `told_in` is folded; None where that is the short answer.
    """

    code: str
    result: RunResult
    page: Entry | None = None
    told_in: Section | None = None

    @property
    def said(self) -> str:
        """The message of its error, or what says it better; empty where there was none."""
        if self.result.error is None:
            return ""
        broken = next((part.expression for part in self.result.trace if part.broke), "")
        return on_error.words(self.result.error, broken, self.code)


@dataclass(frozen=True, slots=True)
class NotRun:
    """The snippet was not run: too many at once, or no sandbox. `retry_after_seconds` may help."""

    retry_after_seconds: float | None


async def or_not_run(asking: Awaitable[_Found]) -> _Found | NotRun:
    """Make an outcome of the sandbox's refusal or silence: a learner is told of either."""
    try:
        return await asking
    except SandboxBusy as busy:
        return NotRun(busy.retry_after_seconds)
    except SandboxUnavailable:
        return NotRun(None)


async def execute(
    runner: Runner, code: str, *, learner: str, every_line: bool = False
) -> Ran | NotRun:
    """Run a snippet, which counts only once it is noted; `every_line` traces them all."""
    request = RunRequest(code=code, want=Want(trace=every_line))
    result = await or_not_run(runner.run(request, learner=learner))
    return result if isinstance(result, NotRun) else Ran(understood(code), result)


def note_run(
    turn: Turn,
    ran: Ran,
    *,
    slug: str | None = None,
    topic: str | None = None,
    means: Failed | None = None,
) -> None:
    """Note a run: of an entry's example, or with what its error `means`, where that was looked up.

    "Why?" may come later, and finds in the event what the message would have led to.
    """
    error = ran.result.error
    turn.record(
        Kind.RAN,
        slug=slug,
        topic=topic,
        outcome=ran.result.outcome,
        error=error.type if error else None,
        seconds=ran.result.seconds,
        **_told(means),
    )


class _Meaning(TypedDict, total=False):
    """What an error led to: `means` is empty without a page, and absent where none was sought.

    So is the section that it is `told_in`, where that is the short answer.
    """

    means: str
    near: str | None
    told_in: str


def _told(means: Failed | None) -> _Meaning:
    if means is None:
        return {}
    meaning: _Meaning = {"means": means.slug or "", "near": " ".join(means.near) or None}
    return {**meaning, "told_in": means.told_in} if means.told_in else meaning
