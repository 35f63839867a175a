"""Time: one block of a learner's code by the clock, or two against each other, in one run."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from knowledge.examples.python import parsed_expression
from progress.events import Kind, Turn
from sandbox.protocol import CODE_BYTES, Outcome, Runner, RunRequest, RunResult, Want
from tutor.run import NotRun, or_not_run, understood
from tutor.sent_programs import source

# Which part of a message is set-up and which are the blocks to time.

# Keyboards of phones make longer dashes of two.
_BETWEEN = re.compile(
    r"^[ \t]*(?:-{3,}|-*[\u2013\u2014][-\u2013\u2014]*|#[ \t]*vs\.?)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# On one line, as in a title; Python has no use for the word between two expressions.
_VERSUS = re.compile(r"[ \t]+vs\.?[ \t]+", re.IGNORECASE)
_SETUP = re.compile(r"\s*#[ \t]*set-?up\b", re.IGNORECASE)

BlockName = Literal["setup", "first", "second"]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Code to time: one block, or two to compare; both find what `setup` made."""

    first: str
    second: str | None = None
    setup: str = ""

    @property
    def sources(self) -> dict[BlockName, str]:
        """The code under the name that a block has in the sandbox."""
        both: dict[BlockName, str] = {"setup": self.setup, "first": self.first}
        if self.second is not None:
            both["second"] = self.second
        return {name: code for name, code in both.items() if code}


def blocks_in(texts: Sequence[str]) -> Blocks | None:
    """Read one block or two: in blocks of their own, or with a line between them.

    A line of dashes or `# vs` parts two blocks, and so does a "vs" between two expressions. The
    set-up begins with `# setup`, or is the first of three. Each is as the sandbox reads it.
    """
    read = (understood(part).strip("\n") for text in texts for part in _BETWEEN.split(text))
    parts = [part for part in read if part.strip()]
    marked = [part for part in parts if _SETUP.match(part)]
    others = [part for part in parts if not _SETUP.match(part)]
    if len(others) == 1:
        others = _compared(others[0])
    if not marked and len(others) == 3:
        marked, others = others[:1], others[1:]
    if len(marked) > 1 or len(others) not in (1, 2):
        return None
    return Blocks(others[0], "".join(others[1:]) or None, "".join(marked))


def _compared(part: str) -> list[str]:
    """The two expressions that a "vs" stands between, else the part as it is."""
    if _is_expression(part.strip()):  # The word stands in a string or a comment.
        return [part]
    sides = _VERSUS.split(part.strip())
    return sides if len(sides) == 2 and all(map(_is_expression, sides)) else [part]


def _is_expression(code: str) -> bool:
    return parsed_expression(code) is not None


# What the rounds of two blocks show. A round times both within a few milliseconds of each other:
# what slowed the machine down slowed both, and the ratio is worth more than the seconds.

# A ratio nearer to one is no news: where code happens to lie in memory makes that much.
SMALLEST_RATIO = 1.03
FEWEST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """A median and where the others lie; of nine and more, one at either end may be wild."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many times as fast `faster` is; of the second, where the rounds show no difference."""

    faster: Literal["first", "second"] | None
    ratio: Spread


def spread(values: Sequence[float]) -> Spread:
    """Find the median and its interval; the values must be some."""
    ordered = sorted(values)
    kept = ordered[1:-1] if len(ordered) > 8 else ordered
    return Spread(median(ordered), kept[0], kept[-1])


def compared(rounds: Sequence[Sequence[float]]) -> Comparison | None:
    """Compare two blocks by their seconds in each round; too few of those prove nothing."""
    if len(rounds) < FEWEST_ROUNDS:
        return None
    second = spread([first / second for first, second in rounds])
    first = spread([second / first for first, second in rounds])
    if _is_news(first):
        return Comparison("first", first)
    return Comparison("second" if _is_news(second) else None, second)


def _is_news(ratio: Spread) -> bool:
    return ratio.low > 1 and ratio.middle >= SMALLEST_RATIO


# What the stopwatch reports. It came out of a process in which a learner's code ran: nothing is
# believed without a check.

Seconds = Annotated[float, Field(gt=0, lt=60, allow_inf_nan=False)]
_Word = Annotated[str, Field(max_length=40)]
_Shape = Annotated[tuple[int, ...], Field(max_length=64)]
_Agreement = Literal["equal", "close", "different", "absent", "unknown"]


class Timed(BaseModel):
    """One block or two: the seconds of a run in each round, and of the first run by itself.

    `used_up` is the seconds of a first run where later ones found its work done; `lazy` names
    what a block only promised, such as a generator; `operands` are the tensors it uses by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rounds: tuple[tuple[Seconds, ...], ...] = Field(max_length=100)
    once: tuple[Seconds, ...] = Field(min_length=1, max_length=2)
    used_up: tuple[Seconds | None, ...]
    lazy: tuple[_Word | None, ...]
    agreement: tuple[_Agreement, Annotated[str, Field(max_length=200)]] | None
    operands: dict[_Word, tuple[_Shape, _Word]] = Field(max_length=12)

    @property
    def seconds(self) -> list[Spread]:
        """Those of each block."""
        return [spread(each) for each in zip(*(self.rounds or [self.once]), strict=True)]

    def is_about(self, blocks: Blocks) -> bool:
        """Whether it tells of as many blocks as were sent."""
        count = 1 if blocks.second is None else 2
        rows = (self.once, self.used_up, self.lazy, *self.rounds)
        return all(len(row) == count for row in rows) and (self.agreement is None) == (count == 1)


class BlockFailed(BaseModel):
    """A block raised; `again` says that it went well before and then did not bear repeating."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    block: BlockName
    type: str = Field(max_length=80)
    message: str = Field(max_length=600)
    line: int | None
    again: bool

    def is_about(self, blocks: Blocks) -> bool:
        """Whether such a block was sent."""
        return self.block in blocks.sources


@dataclass(frozen=True, slots=True)
class Stopped:
    """The run was ended from outside, in `block` as far as is known, or forged its report."""

    block: BlockName | None
    result: RunResult


@dataclass(frozen=True, slots=True)
class TooMuchCode:
    """The blocks do not fit beside the stopwatch; they have `excess_bytes` too many."""

    excess_bytes: int


Timing = Timed | BlockFailed | Stopped | TooMuchCode | NotRun


async def time_blocks(runner: Runner, turn: Turn, blocks: Blocks) -> Timing:
    """Time blocks; it counts as one run."""
    code = program(blocks)
    if (excess := len(code.encode("utf-8", "replace")) - CODE_BYTES) > 0:
        return TooMuchCode(excess)
    want = Want(value=True, tensors=False, images=False)
    result = await or_not_run(runner.run(RunRequest(code=code, want=want), learner=turn.learner))
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
    start = "_given = dict(globals())\nfrom torch.utils.benchmark import Timer"
    end = f"report({json.dumps(blocks.sources)}, _given, Timer)"
    return f"{start}\n{source('stopwatch.py')}\n{end}"


def read(result: RunResult, blocks: Blocks) -> Timed | BlockFailed | Stopped:
    """What a run of the program says; anything but a sound report counts as a stop."""
    if result.outcome is not Outcome.OK:
        # Each block is announced before it runs.
        said: list[BlockName] = [
            name for line in result.stdout.split("\n") for name in blocks.sources if name == line
        ]
        return Stopped(said[-1] if said else None, result)
    try:
        report = _shape().validate_json(result.value or "")
    except ValidationError:
        report = None
    if report and report.is_about(blocks):
        return report
    return Stopped(None, result)


@cache
def _shape() -> TypeAdapter[Timed | BlockFailed]:
    return TypeAdapter(Timed | BlockFailed)
