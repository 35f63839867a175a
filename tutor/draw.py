"""Draw: a learner's code in, a scene of its last expression out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from progress.events import Kind, Turn
from sandbox.protocol import (
    Outcome,
    Runner,
    RunRequest,
    RunResult,
    Want,
)
from tutor.picture.asking.computation import computation
from tutor.picture.asking.expression import Drawable, Nothing, drawable
from tutor.picture.asking.probe import PartFailed, facts_in, graph_in, graph_program, program
from tutor.picture.choose import pictured, summary
from tutor.picture.facts import Clash, Facts
from tutor.picture.kinds.graph import differentiated
from tutor.picture.kinds.graph import summary as graph_summary
from tutor.picture.scene.marks import Box, Scene
from tutor.run import NotRun, Ran, or_not_run

# An operand that fails is drawn in its expression's place, and so may be an operand of it.
_DEEPEST = 4
_WANT = Want(value=True, tensors=False, images=False)

_Run = Callable[[str], Awaitable[RunResult]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A scene, and what it shows in one line; painting it is left to the front end."""

    scene: Scene
    caption: str


@dataclass(frozen=True, slots=True)
class NothingToDraw:
    """The code ends in nothing that has axes."""


# What learners get; where their code fails, running it says why.
Drawing = Drawn | NothingToDraw | Ran | NotRun


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture, and how long the run took that found out what is in it.

    `clash` is the error's type, where the picture shows operands that do not go together.
    """

    drawn: Drawn
    seconds: float
    clash: str | None = None


@dataclass(frozen=True, slots=True)
class CodeFailed:
    """The code fails before the expression that would be drawn; running it says why."""


async def draw_code(
    runner: Runner, turn: Turn, code: str, *, slug: str | None = None, topic: str | None = None
) -> Drawn | NothingToDraw | CodeFailed | NotRun:
    """Draw the last expression; what could be drawn counts as a run."""
    found = await or_not_run(sketch(runner, code, learner=turn.learner))
    if not isinstance(found, Sketch):
        return found
    _record(turn, found, slug, topic)
    return found.drawn


async def sketch(
    runner: Runner, code: str, *, learner: str = "", wall_seconds: float | None = None
) -> Sketch | NothingToDraw | CodeFailed:
    """The picture that suits the last expression; of gradients where it has some."""

    async def run(program: str) -> RunResult:
        request = RunRequest(code=program, want=_WANT, wall_seconds=wall_seconds)
        return await runner.run(request, learner=learner)

    return await _differentiated(run, code) or await _operation(run, code)


async def _differentiated(run: _Run, code: str) -> Sketch | None:
    """The graph of gradients, where it has several operations or the code calls `backward`."""
    wanted = computation(code)
    if isinstance(wanted, Nothing):
        return None
    result = await run(graph_program(wanted))
    graph = graph_in(wanted, result.value) if result.outcome is Outcome.OK else None
    if graph is None or (len(graph.operations) < 2 and not wanted.is_run_backward):
        return None
    failed = graph.failed.type if graph.failed else None
    scene = differentiated(graph)
    return Sketch(Drawn(scene, graph_summary(graph)), result.seconds, failed) if scene else None


async def _operation(run: _Run, code: str) -> Sketch | NothingToDraw | CodeFailed:
    wanted = drawable(code)
    if isinstance(wanted, Nothing):
        return NothingToDraw() if _is_python(code) else CodeFailed()
    found, result = await _facts(run, wanted)
    if found is None:
        return CodeFailed()
    clash = found.outcome.type if isinstance(found.outcome, Clash) else None
    scene = pictured(found)
    if scene is None:
        return CodeFailed() if clash else NothingToDraw()
    return Sketch(Drawn(scene, summary(found)), result.seconds, clash)


def may_be_drawn(code: str, result: RunResult) -> bool:
    """Whether a run ended in something worth a picture, as far as its result tells."""
    if isinstance(drawable(code), Nothing):
        return False
    if result.outcome is Outcome.OK:
        return bool(result.tensors) or (result.value or "").startswith("tensor(")
    last_line = code.rstrip().count("\n") + 1
    error = result.error
    if error is None or error.inside is not None:
        # What broke within a model stands in no line of the code: there is no clash to be seen.
        return False
    return error.type == "RuntimeError" and error.line == last_line


async def _facts(run: _Run, wanted: Drawable) -> tuple[Facts | None, RunResult]:
    """What the sandbox finds out; None where the code does not get that far."""
    for _ in range(_DEEPEST):
        result = await run(program(wanted))
        found = facts_in(wanted, result.value) if result.outcome is Outcome.OK else None
        if not isinstance(found, PartFailed):
            return found, result
        inner = drawable(f"{wanted.setup.rstrip(' ;')}\n{wanted.sources[found.number].code}\n")
        if isinstance(inner, Nothing):
            break
        wanted = inner
    return None, result


def _record(turn: Turn, found: Sketch, slug: str | None, topic: str | None) -> None:
    turn.record(
        Kind.RAN,
        slug=slug,
        topic=topic,
        outcome=Outcome.ERROR if found.clash else Outcome.OK,
        error=found.clash,
        seconds=found.seconds,
        drawn=True,
    )


def _is_python(code: str) -> bool:
    try:
        compile(code, "<snippet>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


# Diagrams of entries: drawn as /draw draws, and proven like examples.

# A diagram is ours and may be drawn on a busy machine; learners' code gets less time.
_SECONDS = 20.0
# One number is drawn as one box.
_FEWEST_BOXES = 2


async def diagram(runner: Runner, code: str, *, learner: str = "") -> Scene | str:
    """The picture that code ends in, or what is wrong with it, for whoever writes entries."""
    match await sketch(runner, code, learner=learner, wall_seconds=_SECONDS):
        case Sketch(drawn):
            boxes = sum(isinstance(mark, Box) for mark in drawn.scene.marks)
            if boxes >= _FEWEST_BOXES:
                return drawn.scene
            return "expected a picture with more in it than one number"
        case NothingToDraw():
            return "expected code that ends in something that can be drawn, got none"
        case CodeFailed():
            return "expected code that runs as far as what is drawn, got an error before that"
