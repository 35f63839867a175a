"""Time: one block of a learner's code by the clock, or two against each other, in one run."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from progress.events import Kind, Turn
from sandbox.protocol import (
    CODE_BYTES,
    Outcome,
    Runner,
    RunRequest,
    RunResult,
    Want,
)
from tutor.run import NotRun, or_not_run
from tutor.sent_programs import source
from tutor.timing.blocks import Blocks
from tutor.timing.rounds import Comparison, Spread, compared, spread

_STOPWATCH = ("timing/agreement.py", "timing/clocks.py", "timing/stopwatch.py")
# A first run is colder than a second one by less than this: so many runs, and then so long.
_COLDER = 3.0
_COLDER_SECONDS = 2e-6
WANT = Want(value=True, tensors=False, images=False)

BlockName = Literal["setup", "first", "second"]
Seconds = Annotated[float, Field(gt=0, lt=60, allow_inf_nan=False)]


# One run by itself, which a clock may be too coarse for.
_Short = Annotated[float, Field(ge=0, lt=60, allow_inf_nan=False)]


class _Data(BaseModel):
    """Came out of a process in which a learner's code ran: nothing is believed without a check."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BlockOperand(_Data):
    """A tensor that a block uses by name."""

    name: str = Field(max_length=40)
    shape: tuple[int, ...] = Field(max_length=64)
    dtype: str = Field(max_length=40)


class Agreement(_Data):
    """Whether both blocks come to the same value; `note` says how they differ."""

    kind: Literal["equal", "close", "different", "absent", "unknown"]
    note: str = Field(max_length=200)


class BlockFailed(_Data):
    """A block raised; `again` says that it went well before and then did not bear repeating."""

    block: BlockName
    type: str = Field(max_length=80)
    message: str = Field(max_length=600)
    line: int | None
    again: bool


class _Times(_Data):
    rounds: tuple[tuple[Seconds, ...], ...] = Field(max_length=100)
    once: tuple[Seconds, ...] = Field(min_length=1, max_length=2)
    afresh: tuple[tuple[_Short, _Short] | None, ...] = Field(max_length=2)
    lazy: tuple[Annotated[str, Field(max_length=40)] | None, ...] = Field(max_length=2)
    agreement: Agreement | None
    operands: tuple[BlockOperand, ...] = Field(max_length=12)


class _Failure(_Data):
    failed: BlockFailed


@dataclass(frozen=True, slots=True)
class Caution:
    """Why a block's time is not what it seems to be.

    `afresh` is the seconds of a first run, where later runs find its work done already; `lazy`
    names what the block made without working it out, such as a generator.
    """

    afresh: float | None = None
    lazy: str | None = None


@dataclass(frozen=True, slots=True)
class Timed:
    """One block: how long a run of it takes, in seconds."""

    seconds: Spread
    rounds: int
    operands: tuple[BlockOperand, ...]
    caution: Caution = Caution()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two blocks: the seconds of each, which is faster, and whether they agree."""

    first: Spread
    second: Spread
    comparison: Comparison
    agreement: Agreement
    operands: tuple[BlockOperand, ...]
    cautions: tuple[Caution, Caution] = (Caution(), Caution())


@dataclass(frozen=True, slots=True)
class Stopped:
    """The run was ended from outside, in `block` as far as is known."""

    block: BlockName | None
    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class TooMuchCode:
    """The blocks do not fit beside the stopwatch; they have `excess_bytes` too many."""

    excess_bytes: int


Timing = Timed | Compared | BlockFailed | Stopped | TooMuchCode | NotRun


async def time_blocks(runner: Runner, turn: Turn, blocks: Blocks) -> Timing:
    """Time blocks; it counts as one run."""
    code = program(blocks)
    if (excess := len(code.encode("utf-8", "replace")) - CODE_BYTES) > 0:
        return TooMuchCode(excess)
    result = await or_not_run(runner.run(RunRequest(code=code, want=WANT), learner=turn.learner))
    if isinstance(result, NotRun):
        return result
    found = read(result, blocks)
    failed = found if isinstance(found, BlockFailed) else None
    turn.record(
        Kind.RAN,
        outcome=Outcome.ERROR if failed else result.outcome,
        error=failed.type if failed else None,
        seconds=result.seconds,
    )
    return found


def program(blocks: Blocks) -> str:
    """The stopwatch with the blocks beside it, as one snippet."""
    sources = {name: blocks.source(name) for name in _names(blocks) if blocks.source(name)}
    start = "_given = dict(globals())"
    stopwatch = source(*_STOPWATCH)
    return f"{start}\n{stopwatch}\nreport({json.dumps(sources)}, _given)"


def read(result: RunResult, blocks: Blocks) -> Timed | Compared | BlockFailed | Stopped:
    """What a run of the program says; anything but a sound report counts as a stop."""
    match _reported(result, blocks):
        case _Failure(failed=failed):
            return failed
        case _Times(once=(_,)) as times:
            seconds = [each for (each,) in times.rounds] or list(times.once)
            [caution] = _cautions(times)
            return Timed(spread(seconds), len(times.rounds), times.operands, caution)
        case _Times(agreement=Agreement() as agreement) as times:
            rounds = [(first, second) for first, second in times.rounds]
            first, second = zip(*(times.rounds or [times.once]), strict=True)
            before, after = _cautions(times)
            pair = spread(first), spread(second)
            return Compared(*pair, compared(rounds), agreement, times.operands, (before, after))
        case _:
            outcome = Outcome.REJECTED if result.outcome is Outcome.OK else result.outcome
            return Stopped(_last_block(result.stdout), outcome, result.seconds)


def _cautions(times: _Times) -> tuple[Caution, ...]:
    rows = zip(times.once, times.afresh, times.lazy, strict=True)
    return tuple(Caution(_used_up(once, afresh), lazy) for once, afresh, lazy in rows)


def _used_up(once: float, afresh: tuple[float, float] | None) -> float | None:
    """The seconds of a first run that can't be of the same work as those after it."""
    if afresh is None or afresh[0] - afresh[1] < _COLDER * once + _COLDER_SECONDS:
        return None
    return afresh[0]


def _reported(result: RunResult, blocks: Blocks) -> _Times | _Failure | None:
    if result.outcome is not Outcome.OK or result.value is None:
        return None
    try:
        report = _shape().validate_json(result.value)
    except ValidationError:
        return None
    return report if _fits(report, blocks) else None


def _fits(report: _Times | _Failure, blocks: Blocks) -> bool:
    """Whether a report is about the blocks that were sent; no other is believed."""
    match report:
        case _Failure(failed=failed):
            return failed.block in _names(blocks)
        case _Times(once=once, rounds=rounds, agreement=agreement):
            count = 1 if blocks.second is None else 2
            rows = (once, report.afresh, report.lazy, *rounds)
            sound = all(len(row) == count for row in rows)
            return sound and (agreement is None) == (count == 1)


def _names(blocks: Blocks) -> Iterator[BlockName]:
    yield "setup"
    yield "first"
    if blocks.second is not None:
        yield "second"


def _last_block(stdout: str) -> BlockName | None:
    """The block that was running when a run was stopped: each is announced before it runs."""
    known: dict[str, BlockName] = {"setup": "setup", "first": "first", "second": "second"}
    said = [known[line] for line in stdout.split("\n") if line in known]
    return said[-1] if said else None


@cache
def _shape() -> TypeAdapter[_Times | _Failure]:
    return TypeAdapter(_Times | _Failure)
