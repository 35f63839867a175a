"""Examples of a writer's, run in one session, and how that ended for those it did not reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.pycon import Example
from knowledge.rehearsal import rehearse
from knowledge.session import Shown
from sandbox.protocol import Outcome, Runner, RunRequest, RunResult, Want

# What a report is read from: nothing else of a run is looked at.
PLAIN = Want(value=False, tensors=False, images=False)


@dataclass(frozen=True, slots=True)
class Ending:
    """What to say of the first example that was not reached; `was_tried` if the run came to it."""

    words: str
    was_tried: bool = True


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What each example showed, by its place; `ending` is for the first that is missing."""

    shown: Mapping[int, Shown]
    ending: Ending


async def rehearsed(
    runner: Runner,
    examples: Sequence[Example],
    *,
    wall_seconds: float,
    seed: int | None = None,
    learner: str = "",
) -> Rehearsed:
    async def execute(code: str) -> RunResult:
        request = RunRequest(code=code, seed=seed, wall_seconds=wall_seconds, want=PLAIN)
        return await runner.run(request, learner=learner)

    shown, result = await rehearse(examples, execute)
    return Rehearsed(shown, _ending(result))


def _ending(result: RunResult) -> Ending:
    if result.outcome is Outcome.REJECTED:
        why = result.error.message if result.error else "the sandbox refuses it"
        return Ending(f"is not run: {why}", was_tried=False)
    if result.error:
        return Ending(f"ended the run: {result.error.type}: {result.error.message}")
    if result.outcome is Outcome.OK and result.dropped_bytes:
        too_much = "the code is too long, or shows too much, to be written down"
        return Ending(f"was not reached: {too_much}", was_tried=False)
    if result.outcome is Outcome.OK:
        return Ending("ended the run by itself: leave that out")
    return Ending(f"did not finish: {result.outcome}")
