"""Draw: a learner's code in, a scene of its last expression out."""

from dataclasses import dataclass

from progress.events import Kind
from progress.turn import Turn
from sandbox.protocol import (
    Outcome,
    Runner,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
    Want,
)
from tutor.picture.choose import pictured, summary
from tutor.picture.expression import Drawable, Nothing, drawable
from tutor.picture.facts import Clash, Facts
from tutor.picture.marks import Scene
from tutor.picture.probe import PartFailed, facts_in, program
from tutor.run import NotRun, Ran, run_code

# An operand that fails is drawn in its expression's place, and so may be an operand of it.
_DEEPEST = 4
_WANT = Want(value=True, tensors=False, images=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the picture shows, and in a line; painting it is left to the front end."""

    scene: Scene
    caption: str


@dataclass(frozen=True, slots=True)
class NothingToDraw:
    """The code ends in nothing that has axes."""


Drawing = Drawn | NothingToDraw | Ran | NotRun


async def draw_code(
    runner: Runner, turn: Turn, code: str, *, slug: str | None = None, topic: str | None = None
) -> Drawing:
    """Draw the last expression; where the code fails before that, answer as running it does."""
    wanted = drawable(code)
    if isinstance(wanted, Nothing):
        return (
            NothingToDraw()
            if _is_python(code)
            else await run_code(runner, turn, code, slug=slug, topic=topic)
        )
    try:
        found, result = await _facts(runner, turn, wanted)
    except SandboxBusy as busy:
        return NotRun(busy.retry_after_seconds)
    except SandboxUnavailable:
        return NotRun(None)
    if found is not None:
        scene = pictured(found)
        if scene is not None:
            _record(turn, found, result, slug, topic)
            return Drawn(scene, summary(found))
        if not isinstance(found.outcome, Clash):
            return NothingToDraw()
    return await run_code(runner, turn, code, slug=slug, topic=topic)


def may_be_drawn(code: str, result: RunResult) -> bool:
    """Whether a run ended in something worth a picture, as far as its result tells."""
    if isinstance(drawable(code), Nothing):
        return False
    if result.outcome is Outcome.OK:
        return bool(result.tensors) or (result.value or "").startswith("tensor(")
    last_line = code.rstrip().count("\n") + 1
    error = result.error
    return error is not None and error.type == "RuntimeError" and error.line == last_line


async def _facts(runner: Runner, turn: Turn, wanted: Drawable) -> tuple[Facts | None, RunResult]:
    """What the sandbox finds out; None where the code does not get that far."""
    for _ in range(_DEEPEST):
        result = await runner.run(
            RunRequest(code=program(wanted), want=_WANT),
            learner=str(turn.sender.telegram_user_id),
        )
        found = facts_in(wanted, result.value) if result.outcome is Outcome.OK else None
        if not isinstance(found, PartFailed):
            return found, result
        inner = drawable(f"{wanted.setup.rstrip(' ;')}\n{wanted.sources[found.number].code}\n")
        if isinstance(inner, Nothing):
            break
        wanted = inner
    return None, result


def _record(
    turn: Turn, found: Facts, result: RunResult, slug: str | None, topic: str | None
) -> None:
    clash = found.outcome if isinstance(found.outcome, Clash) else None
    turn.record(
        Kind.RAN,
        slug=slug,
        topic=topic,
        outcome=Outcome.ERROR if clash else result.outcome,
        error=clash.type if clash else None,
        seconds=result.seconds,
        drawn=True,
    )


def _is_python(code: str) -> bool:
    try:
        compile(code, "<snippet>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
