"""The sandbox's wire, version 1: what is asked of it and what it answers.

Other programs rely on these fields to the letter; unknown ones are refused on the way in.
"""

from enum import StrEnum
from typing import Any, Final, Literal, Protocol

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

CODE_BYTES = 16 * 1024
WALL_SECONDS = 5.0
# Of a run that names none; the generators of every spare have it already.
SEED = 0
# How many there are.
SEEDS = 2**63
# Whose run it is, opaquely; nobody's where there is none.
LEARNER_HEADER = "X-Learner"


class Outcome(StrEnum):
    """How a run ended, as its supervisor saw it; only that memory was refused is a claim."""

    OK = "ok"
    ERROR = "error"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT = "output"
    KILLED = "killed"
    REJECTED = "rejected"


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _without_none(told: dict[str, Any], name: str) -> dict[str, Any]:
    """Without what is not there: a reader of an earlier release refuses a field it lacks."""
    if told.get(name) is None:
        told.pop(name, None)
    return told


class Want(_Wire):
    """Which extras to gather; each costs the run a little time."""

    value: bool = True
    tensors: bool = True
    images: bool = True
    trace: bool = False


class Calls(_Wire):
    """A function of the snippet to be called once it ran, on each of the `inputs` in turn.

    `inputs` is a list of tuples as `sandbox.values.dumped` writes it; the snippet gets nothing else
    to see, and nothing comes of what is no such list. A `probe` is code that defines
    `probe(function, *inputs)`, which is called instead. Of the last `watched` calls it is noted how
    large the largest tensor on the way was.
    """

    function: str = Field(max_length=100)
    inputs: str
    probe: str = Field(default="", max_length=CODE_BYTES)
    keeps_layout: bool = False
    watched: int = Field(default=0, ge=0)


class RunRequest(_Wire):
    """One snippet. `seed` defaults to 0, so that a run can be repeated."""

    code: str
    seed: int | None = Field(default=None, ge=0, lt=SEEDS)
    wall_seconds: float | None = Field(default=None, ge=0.001, le=30)
    want: Want = Want()
    calls: Calls | None = None

    @model_serializer(mode="wrap")
    def _as_asked(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without_none(whole(self), "calls")

    @property
    def initial_seed(self) -> int:
        return self.seed or SEED

    @property
    def wall_limit_seconds(self) -> float:
        return self.wall_seconds or WALL_SECONDS


class TensorSummary(_Wire):
    """A tensor a snippet left behind. Names that share a storage share it by `shares_with`."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    stride: tuple[int, ...]
    storage_offset: int
    contiguous: bool
    requires_grad: bool
    nbytes: int
    shares_with: tuple[str, ...]
    preview: str
    stats: dict[str, float | int | None]


class Image(_Wire):
    """A figure; `data` is base64."""

    mime: Literal["image/png"]
    data: str
    width: int
    height: int


class Operand(_Wire):
    """A sub-expression of the failing line and what it held."""

    expression: str
    shape: tuple[int, ...]
    dtype: str


class Traced(_Wire):
    """A sub-expression, and the tensor or array it gave; lines from 1, columns from 0.

    Where it `broke` there may be no value, and so no shape, dtype and device.
    """

    line: int
    column: int
    end_column: int
    expression: str
    shape: tuple[int, ...] | None
    dtype: str | None
    device: str | None
    broke: bool = False


class RunError(_Wire):
    """An exception the snippet raised; lines count from 1, columns from 0 (as in `ast`).

    `inside`: which layer broke in a call that ran several, as in `net[2]: Linear(…)`.
    """

    type: str
    message: str
    line: int | None
    column: int | None
    end_column: int | None
    operands: tuple[Operand, ...] = Field(default=(), fail_fast=True)
    inside: str | None = None

    @model_serializer(mode="wrap")
    def _as_told(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without_none(whole(self), "inside")


class RunResult(_Wire):
    """What became of a snippet. Times and outcome are the supervisor's own.

    `trace` is in the order of evaluation: the line that failed, or every line where wanted.
    `called` is what came of the calls that were asked for, as `sandbox.values` writes it: a claim.
    """

    version: Literal[1] = 1
    outcome: Outcome
    stdout: str = ""
    stderr: str = ""
    dropped_bytes: int = 0
    value: str | None = None
    tensors: tuple[TensorSummary, ...] = ()
    images: tuple[Image, ...] = ()
    error: RunError | None = None
    trace: tuple[Traced, ...] = ()
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    seed: int
    isolation: str
    called: str | None = None

    @model_serializer(mode="wrap")
    def _as_answered(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without_none(whole(self), "called")


class SandboxError(Exception):
    """Root of what can go wrong around the sandbox. Never raised itself."""


class SandboxUnavailable(SandboxError):
    """No worker answered in time; the learner's code was not run."""


class SandboxBusy(SandboxError):
    """The queue is full; `retry_after_seconds` says when to try again."""

    def __init__(self, retry_after_seconds: float) -> None:
        super().__init__(f"the sandbox is busy; try again in {retry_after_seconds:.0f} s")
        self.retry_after_seconds = retry_after_seconds


class Runner(Protocol):
    """Runs one snippet: the port that the tutor sees."""

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        """Run a snippet; raises SandboxUnavailable or SandboxBusy when it was not run.

        `learner` is whoever asks: learners take turns. It may leave this process only opaquely.
        """
        ...


# Code that is answered without being run: too long, or no text that Python could read.


def _answer(request: RunRequest, outcome: Outcome, error: RunError) -> RunResult:
    return RunResult(
        outcome=outcome,
        error=error,
        stderr=f"{error.type}: {error.message}\n",
        seconds=0.0,
        cpu_seconds=0.0,
        peak_bytes=0,
        seed=request.initial_seed,
        isolation="not run",
    )


def _syntax_error(code: str, at: int, message: str) -> RunError:
    before = code[:at]
    column = at - (before.rfind("\n") + 1)
    return RunError(
        type="SyntaxError",
        message=message,
        line=before.count("\n") + 1,
        column=column,
        end_column=column + 1,
    )


def answer_without_running(request: RunRequest) -> RunResult | None:
    """The answer to code that will not be run; None for code that will."""
    code = request.code
    try:
        size = len(code.encode("utf-8"))
    except UnicodeEncodeError as half:
        at = half.start
        message = f"the code holds half a character (U+{ord(code[at]):04X}), which is not text"
        return _answer(request, Outcome.REJECTED, _syntax_error(code, at, message))
    if size > CODE_BYTES:
        message = f"code may have {CODE_BYTES // 1024} KiB ({CODE_BYTES} bytes), this has {size}"
        error = RunError(
            type="CodeTooLong", message=message, line=None, column=None, end_column=None
        )
        return _answer(request, Outcome.REJECTED, error)
    if (at := code.find("\0")) >= 0:
        message = "source code string cannot contain null bytes"
        return _answer(request, Outcome.ERROR, _syntax_error(code, at, message))
    return None


# A snippet as Python tells of it: under which name, and where in a line.

FILENAME: Final = "<snippet>"


def characters(line: str, byte_offset: int) -> int:
    """Python counts bytes of UTF-8 where people count characters."""
    return len(line.encode("utf-8", "surrogatepass")[:byte_offset].decode("utf-8", "replace"))
