"""What became of a run, judged from outside it.

The process's end, its times and its output are facts. What came on the channel is a claim: it is
read only when the process ended as the worker ends, with the run's nonce, in the right shape.
A snippet shares its process with the worker, so one that knows where the worker hides the nonce
and exits by itself can still claim a normal end with a value of its own making, or that it was
refused memory, which is seen from inside alone. That misleads only whoever sent the snippet: other
outcomes, times and output cannot be claimed.
"""

import re
import signal
from functools import partial
from typing import Any, Final, NamedTuple

from sandbox.limits import (
    DATA_BYTES,
    DISK_BYTES,
    DISK_FILES,
    FLOOD_BYTES,
    FULL_BYTES,
    MEMORY_BYTES,
    MIB,
    THREADS,
    TRACED,
)
from sandbox.protocol import Outcome, RunError, RunRequest, RunResult, Traced, Want
from sandbox.supervisor.claim import claim_in
from sandbox.supervisor.ending import Cause, Ending
from sandbox.supervisor.pipes import UNTOLD_STATUS

# What ran longer is not run again, and what is has not much longer for it.
_SOON_SECONDS: Final = 1.0
_TIMES_AS_LONG, _AT_LEAST_SECONDS = 2.0, 0.5
# Nothing was run yet, nothing went wrong, or the depth was the fault and not what was held there.
_NOT_TRACED: Final = frozenset(
    ("SyntaxError", "IndentationError", "TabError", "RecursionError", "SystemExit")
)


class _Fate(NamedTuple):
    """What is told of a run that did not tell itself; `words` is filled in from its ending."""

    outcome: Outcome
    kind: str
    words: str


_killed = partial(_Fate, Outcome.KILLED)
_late = partial(_Fate, Outcome.TIMEOUT, "TimeoutError")
_full = partial(_Fate, Outcome.MEMORY, "MemoryError")

_FOLDER_HOLDS: Final = f"{DISK_BYTES // MIB} MiB or {DISK_FILES:,} files and folders"
_BY_CAUSE: Final = {
    Cause.WALL: _late("stopped after {wall:g} s, the time limit"),
    Cause.CPU: _late("stopped after {cpu:g} s of computing, the CPU limit"),
    Cause.OUTPUT: _Fate(
        Outcome.OUTPUT, "OutputLimit", f"stopped after printing more than {FLOOD_BYTES // MIB} MiB"
    ),
    Cause.CHANNEL: _Fate(
        Outcome.REJECTED, "ForgedResult", "the snippet wrote into the result channel"
    ),
    Cause.DISK: _killed(
        "DiskLimit", f"stopped after filling its folder: {_FOLDER_HOLDS} are the most"
    ),
    Cause.UNCOUNTED: _killed(
        "DiskLimit",
        "stopped since what its folder holds could not be counted: make fewer files and folders",
    ),
    Cause.THREADS: _killed(
        "ThreadLimit", f"stopped after starting more than {THREADS} threads at once"
    ),
    Cause.MEMORY: _full(f"stopped after taking more than {MEMORY_BYTES // MIB} MiB of memory"),
    Cause.HEADLESS: _killed(
        "ProcessExit", "stopped since its main thread had ended and others went on"
    ),
    Cause.UNWATCHED: _killed(
        "SandboxFault",
        "stopped since the sandbox lost sight of it, which is no fault of the code: send it again",
    ),
}
_OOM: Final = _full("the system ran out of memory and ended the process")
_LEFT: Final = _killed("ProcessExit", "the process ended before the snippet did (exit code {code})")
_UNTOLD: Final = _killed(
    "ProcessExit",
    "the process ended before what the snippet did could be told (exit code {code})",
)
_NO_MORE_THREADS: Final = _killed(
    "ThreadLimit",
    "torch could not start as many threads as it was told to, and ended the process: "
    f"at most {THREADS} run at once, and their stacks count as memory, so set fewer with "
    "torch.set_num_threads",
)
_FULL: Final = _full(
    f"took {DATA_BYTES // MIB} MiB of memory, as much as there is, and could not go on"
)
_FORGED: Final = _Fate(
    Outcome.REJECTED, "ForgedResult", "the result is not one that the sandbox wrote"
)
_SIGNAL: Final = _killed("ProcessKilled", "the process died of {signal}")
_BY_SIGNAL: Final[dict[int, str]] = {
    # By the snippet itself or from outside: nobody can tell, so it is not run again for that.
    signal.SIGKILL: f"{_SIGNAL.words}: unless the code sent that itself, run it again",
    # A snippet may send it to itself as well, so it is only said when else it comes.
    signal.SIGBUS: (
        f"{_SIGNAL.words}, as where a mapped file was cut short, or no disk had room for it"
    ),
}

# Last words of the library that torch's threads come from, which leaves when it is refused one.
_LEFT_FOR_THREADS: Final = re.compile(rb"^libgomp: Thread creation failed", re.MULTILINE)
# Python and the C library ask the kernel for no more than this at a time to hold small things.
_FULL_LEFT_BYTES: Final = 1 * MIB
# Last words of Python and of the C++ library when they abort for want of memory.
_ABORTED_WHEN_FULL: Final = re.compile(
    rb"^Fatal Python error: .*MemoryError|^terminate called .*'std::bad_alloc'", re.MULTILINE
)
# Last words of the C library where a thread has no memory for what is its own, and its exit code.
_NO_MEMORY_FOR_A_THREAD: Final = re.compile(
    rb"^cannot allocate memory for thread-local data: ABORT$", re.MULTILINE
)
_THREAD_ABORTED_STATUS: Final = 127


def _is_of_full_memory(ending: Ending) -> bool:
    """Python dies of that, or looks for ever for a handler of the error that says so.

    Only what is known for certain counts: a run that holds much may be slow, or sleep, or crash
    for a reason of its own.
    """
    if ending.status == -signal.SIGABRT:
        # Only the zygote saw it die, so what it held at its end is not known.
        words = _ABORTED_WHEN_FULL.search(ending.stderr.kept)
        return words is not None and ending.peak_bytes >= FULL_BYTES
    if ending.status == _THREAD_ABORTED_STATUS:
        return _NO_MEMORY_FOR_A_THREAD.search(ending.stderr.kept) is not None
    headroom = ending.headroom
    if headroom is None or headroom.left_bytes >= _FULL_LEFT_BYTES:
        return False
    if ending.status != -signal.SIGKILL:
        return ending.status == UNTOLD_STATUS
    # Who looks for a handler never sleeps; on a busy machine its time may be over first.
    return ending.cause is Cause.CPU or (ending.cause is Cause.WALL and headroom.is_computing)


def _fate_of_untold(ending: Ending) -> _Fate:
    """How a run ended that did not reach its own end, or told it in a way that no worker does."""
    if _is_of_full_memory(ending):
        return _FULL
    return _fate_by_signal(ending) if ending.status < 0 else _fate_by_exit_code(ending)


def _fate_by_signal(ending: Ending) -> _Fate:
    number = -ending.status
    if number == signal.SIGKILL and ending.cause is not None:
        return _BY_CAUSE[ending.cause]
    if number == signal.SIGKILL and ending.oom_killed:
        return _OOM
    if number == signal.SIGXCPU and ending.cpu_seconds >= ending.cpu_limit_seconds:
        return _BY_CAUSE[Cause.CPU]
    return _SIGNAL._replace(words=_BY_SIGNAL.get(number, _SIGNAL.words))


def _fate_by_exit_code(ending: Ending) -> _Fate:
    if ending.status == UNTOLD_STATUS:
        return _UNTOLD
    if ending.status == 1 and _LEFT_FOR_THREADS.search(ending.stderr.kept):
        return _NO_MORE_THREADS
    return _FORGED if ending.said and ending.status == 0 else _LEFT


def _told_of(fate: _Fate, ending: Ending) -> dict[str, Any]:
    names = {number.value: number.name for number in signal.Signals}
    message = fate.words.format(
        wall=ending.wall_seconds,
        cpu=ending.cpu_limit_seconds,
        code=ending.status,
        signal=names.get(-ending.status, f"signal {-ending.status}"),
    )
    error = RunError(type=fate.kind, message=message, line=None, column=None, end_column=None)
    return {"outcome": fate.outcome, "error": error}


def _told(ending: Ending) -> dict[str, Any]:
    """What became of the run: by what it printed, else as it claims, else by how it ended."""
    if max(ending.stdout.total, ending.stderr.total) > FLOOD_BYTES:
        return _told_of(_BY_CAUSE[Cause.OUTPUT], ending)
    claim = claim_in(ending.said, ending.nonce) if ending.status == 0 else None
    if claim is not None:
        return dict(claim)
    return _told_of(_fate_of_untold(ending), ending)


def judged(ending: Ending) -> RunResult:
    """The result, from what was seen and, where that fits, what was claimed."""
    return RunResult(
        stdout=ending.stdout.text,
        stderr=ending.stderr.text,
        dropped_bytes=ending.stdout.dropped + ending.stderr.dropped,
        seconds=ending.seconds,
        cpu_seconds=ending.cpu_seconds,
        peak_bytes=ending.peak_bytes,
        seed=ending.seed,
        isolation=ending.isolation,
        **_told(ending),
    )


class Again(NamedTuple):
    """A snippet that is run once more, with its failing line traced."""

    request: RunRequest
    line: int


def to_trace(request: RunRequest, first: RunResult) -> Again | None:
    """How to see what a failing line held; None where what is known will do."""
    error = first.error
    if first.outcome is not Outcome.ERROR or error is None or error.line is None:
        return None
    if first.seconds > _SOON_SECONDS or error.type in _NOT_TRACED:
        return None
    wall = min(request.wall_limit_seconds, _TIMES_AS_LONG * first.seconds + _AT_LEAST_SECONDS)
    want = Want(value=request.want.value, tensors=False, images=False)
    return Again(request.model_copy(update={"wall_seconds": wall, "want": want}), error.line)


def with_its_line(request: RunRequest, first: RunResult, again: RunResult) -> RunResult:
    """What the traced run told of the line, if it came to the same end; all else is the first's.

    What the two do not agree on is not told: the snippet may do otherwise each time.
    """
    error, other = first.error, again.error
    if error is None or other is None or again.outcome is not Outcome.ERROR or not again.trace:
        return first
    if (error.type, error.message, error.line) != (other.type, other.message, other.line):
        return first
    lines = {part.line for part in again.trace}
    others = [part for part in first.trace if request.want.trace and part.line not in lines]
    held = {operand.expression: operand for operand in other.operands}
    if any(held.get(known.expression, known) != known for known in error.operands):
        broken = (part for part in first.trace if part.broke)
        return _with(first, {"operands": ()}, (*others, *broken))
    told = {"operands": other.operands, "inside": other.inside}
    return _with(first, told, (*others, *again.trace)[-TRACED:])


def _with(first: RunResult, told: dict[str, Any], trace: tuple[Traced, ...]) -> RunResult:
    """Of a part that has no truth its own place: Python 3.11 names what it asked before that."""
    line = first.error and first.error.line
    used = next((part for part in trace if part.broke and part.shape is not None), None)
    if used and used.line == line:
        told |= {"column": used.column, "end_column": used.end_column}
    error = first.error and first.error.model_copy(update=told)
    return first.model_copy(update={"error": error, "trace": trace})
