"""Run: a learner's code in, what the sandbox saw out."""

import re
import warnings
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from knowledge.examples.sessions import Malformed
from knowledge.examples.transcript import Fence, fences, inputs, refilled
from knowledge.pages.entry import Entry, Section
from progress.events import Kind, Turn
from progress.history import Failed
from sandbox.paste.reading import as_run, read
from sandbox.protocol import (
    CODE_BYTES,
    Runner,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
    Want,
)

# Code as the sandbox reads it: prompts, a notebook's commands and typographic signs of a paste.
#
# Only what Python refuses is read so. What is kept and shown to learners is then what the sandbox
# runs.

# To Python this is an annotation, so it is not refused, and meant so by nobody.
_CELL = re.compile(r"\s*In ?\[[\d *]*\]:")
_COMMAND = re.compile(r"%\w")
MESSAGE_CHARACTERS = 4096


def as_read(source: str) -> str | Malformed:
    """A snippet as the sandbox understands it, line for line, or why it does not."""
    cut = inputs(source)
    as_it_stands = cut if isinstance(cut, Malformed) else source
    is_strange = as_it_stands is cut or _CELL.match(source)
    # More than the sandbox takes would not run anyway.
    if not is_strange or len(source.encode("utf-8", "replace")) > CODE_BYTES:
        return as_it_stands
    return _meant(source) or as_it_stands


def understood(source: str) -> str:
    """What was sent as the sandbox runs it; as it is where even that can't.

    A file that is longer than a message is left as it is: all others wait while this reads.
    """
    return as_run(source) if len(source) <= MESSAGE_CHARACTERS else source


def markdown_as_read(markdown: str) -> str | Malformed:
    """A section whose code is as the sandbox reads it; a fault's line counts within its block."""
    changed = []
    for fence in fences(markdown):
        code = as_read(fence.code)
        if isinstance(code, Malformed):
            return code
        if code != fence.code:
            changed.append(Fence(fence.start, fence.end, code))
    return refilled(markdown, changed)


def _meant(source: str) -> str | Malformed | None:
    """None where Python's reader would have to go deeper than it goes, or no text is left."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return _kept(source, read(source).code) or None
    except SyntaxError as error:
        return Malformed(error.lineno or 1, f"the code is not Python: {error.msg}")
    except (MemoryError, RecursionError, ValueError):
        return None


def _kept(source: str, meant: str) -> str:
    """The sandbox's reading, without the `pass` that it puts for a notebook's own command."""
    before, after = source.split("\n"), meant.split("\n")
    if len(before) != len(after):
        return meant
    kept = "\n".join(
        "" if line == "pass" and _COMMAND.match(was) else line
        for was, line in zip(before, after, strict=True)
    )
    return kept if kept.strip() else meant


_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Ran:
    """The snippet was run, however it ended; `page` explains the error it ended in.

    `code` is as it was read, so that the lines and columns of the result count in it. The page's
    section that it is `told_in` is folded; None where that is the short answer. Of code that ran
    well and surely means something else, that is its `remark`, and the page `about` it. Of code
    that a one-step change makes run, `hint` says what such changes have in common.
    """

    code: str
    result: RunResult
    page: Entry | None = None
    told_in: Section | None = None
    remark: str = ""
    about: Entry | None = None
    hint: str = ""


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
