"""Run: a learner's code in, what the sandbox saw out."""

from dataclasses import dataclass

from knowledge.entry import Entry
from progress.events import Kind
from progress.turn import Turn
from sandbox.protocol import (
    Runner,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
    Want,
)


@dataclass(frozen=True, slots=True)
class Ran:
    """The snippet was run, however it ended; `page` explains the error it ended in."""

    code: str
    result: RunResult
    page: Entry | None = None


@dataclass(frozen=True, slots=True)
class NotRun:
    """The snippet was not run: too many at once, or no sandbox. `retry_after_seconds` may help."""

    retry_after_seconds: float | None


@dataclass(frozen=True, slots=True)
class NoExample:
    """The entry has nothing to run: it is answered in words, perhaps since a button was made."""


async def run_code(
    runner: Runner,
    turn: Turn,
    code: str,
    *,
    slug: str | None = None,
    topic: str | None = None,
    every_line: bool = False,
) -> Ran | NotRun:
    """Run a snippet; `slug` names the entry whose example it is, `every_line` traces them all."""
    try:
        result = await runner.run(
            RunRequest(code=code, want=Want(trace=every_line)),
            learner=str(turn.sender.telegram_user_id),
        )
    except SandboxBusy as busy:
        return NotRun(busy.retry_after_seconds)
    except SandboxUnavailable:
        return NotRun(None)
    turn.record(
        Kind.RAN,
        slug=slug,
        topic=topic,
        outcome=result.outcome,
        error=result.error.type if result.error else None,
        seconds=result.seconds,
    )
    return Ran(code, result)
