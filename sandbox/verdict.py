"""What became of a run, judged from outside it.

The process's end, its times and its output are facts. What came on the channel is a claim: it is
read only when the process ended as the worker ends, with the run's nonce, in the right shape.
A snippet shares its process with the worker, so one that knows where the worker hides the nonce
and exits by itself can still claim a normal end with a value of its own making. That misleads only
whoever sent the snippet: outcome other than ok or error, times and output cannot be claimed.
"""

import re
import signal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sandbox.claim import claim_in
from sandbox.limits import FLOOD_BYTES, FULL_BYTES, MEMORY_BYTES, MIB, THREADS, Limits
from sandbox.protocol import Outcome, RunError, RunResult
from sandbox.standing import Headroom


class Cause(StrEnum):
    """The limit at which the supervisor ended a run itself."""

    WALL = "wall"
    CPU = "cpu"
    OUTPUT = "output"
    CHANNEL = "channel"
    DISK = "disk"
    THREADS = "threads"
    MEMORY = "memory"
    HEADLESS = "headless"


class Output(NamedTuple):
    """The kept beginning of a stream, and how much came in all."""

    kept: bytes
    total: int

    @property
    def dropped(self) -> int:
        return self.total - len(self.kept)

    @property
    def text(self) -> str:
        """Decoded; a character cut in two by the cap is left out."""
        text = self.kept.decode("utf-8", "replace")
        return text.rstrip("\N{REPLACEMENT CHARACTER}") if self.dropped else text


class Ending(NamedTuple):
    """All that the supervisor saw of a run. A tuple, since an answer waits for it to be made."""

    status: int
    cause: Cause | None
    said: bytes
    nonce: str
    stdout: Output
    stderr: Output
    wall_seconds: float
    cpu_limit_seconds: float
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    seed: int
    isolation: str
    headroom: Headroom | None = None
    oom_killed: bool = False


_CPU = (Outcome.TIMEOUT, "TimeoutError", "stopped after {cpu:g} s of computing, the CPU limit")
_BY_CAUSE: Final = {
    Cause.WALL: (Outcome.TIMEOUT, "TimeoutError", "stopped after {wall:g} s, the time limit"),
    Cause.CPU: _CPU,
    Cause.OUTPUT: (
        Outcome.OUTPUT,
        "OutputLimit",
        f"stopped after printing more than {FLOOD_BYTES // MIB} MiB",
    ),
    Cause.CHANNEL: (Outcome.REJECTED, "ForgedResult", "the snippet wrote into the result channel"),
    Cause.DISK: (Outcome.KILLED, "DiskLimit", "stopped after filling its folder"),
    Cause.THREADS: (
        Outcome.KILLED,
        "ThreadLimit",
        f"stopped after starting more than {THREADS} threads at once",
    ),
    Cause.MEMORY: (
        Outcome.MEMORY,
        "MemoryError",
        f"stopped after taking more than {MEMORY_BYTES // MIB} MiB of memory",
    ),
    Cause.HEADLESS: (
        Outcome.KILLED,
        "ProcessExit",
        "stopped since its main thread had ended and others went on",
    ),
}
# What a worker may say of its own run.
_CLAIMED: Final = ("outcome", "value", "tensors", "images", "trace", "error")
_OOM = (Outcome.MEMORY, "MemoryError", "the system ran out of memory and ended the process")
_LEFT = (
    Outcome.KILLED,
    "ProcessExit",
    "the process ended before the snippet did (exit code {code})",
)
# What the process says where it could not say what came of the run.
_UNTOLD_STATUS: Final = 70
_UNTOLD = (
    Outcome.KILLED,
    "ProcessExit",
    "the process ended before what the snippet did could be told (exit code {code})",
)
# Python and the C library ask the kernel for no more than this at a time to hold small things.
_FULL_LEFT_BYTES: Final = 1 * MIB
_FULL = (
    Outcome.MEMORY,
    "MemoryError",
    f"took {Limits().data_bytes // MIB} MiB of memory, as much as there is, and could not go on",
)
# Last words of Python and of the C++ library when they abort for want of memory.
_ABORTED_WHEN_FULL: Final = re.compile(
    rb"^Fatal Python error: .*MemoryError|^terminate called .*'std::bad_alloc'", re.MULTILINE
)
_FORGED = (Outcome.REJECTED, "ForgedResult", "the result is not one that the sandbox wrote")
_SIGNAL = (Outcome.KILLED, "ProcessKilled", "the process died of {signal}")

_Fate = tuple[Outcome, str, str]


def _is_of_full_memory(ending: Ending) -> bool:
    """Python dies of that, or looks for ever for a handler of the error that says so.

    Only what is known for certain counts: a run that holds much may be slow, or sleep, or crash
    for a reason of its own.
    """
    if ending.status == -signal.SIGABRT:
        # Only the zygote saw it die, so what it held at its end is not known.
        words = _ABORTED_WHEN_FULL.search(ending.stderr.kept)
        return words is not None and ending.peak_bytes >= FULL_BYTES
    headroom = ending.headroom
    if headroom is None or headroom.left_bytes >= _FULL_LEFT_BYTES:
        return False
    if ending.status != -signal.SIGKILL:
        return ending.status == _UNTOLD_STATUS
    # Who looks for a handler never sleeps; on a busy machine its time may be over first.
    return ending.cause is Cause.CPU or (ending.cause is Cause.WALL and headroom.is_computing)


def _fate(ending: Ending) -> _Fate:
    """How a run ended that did not reach its own end."""
    return _FULL if _is_of_full_memory(ending) else _seen_fate(ending)


def _seen_fate(ending: Ending) -> _Fate:
    if ending.status == -signal.SIGKILL and ending.cause is not None:
        return _BY_CAUSE[ending.cause]
    match -ending.status:
        case signal.SIGXCPU if ending.cpu_seconds >= ending.cpu_limit_seconds:
            return _CPU
        case signal.SIGKILL if ending.oom_killed:
            return _OOM
        case number if number > 0:
            return _SIGNAL
        case number if number == -_UNTOLD_STATUS:
            return _UNTOLD
        case _:
            return _FORGED if ending.said and ending.status == 0 else _LEFT


def _signal_name(status: int) -> str:
    known = {number.value: number.name for number in signal.Signals}
    return known.get(-status, f"signal {-status}")


def _explained(ending: Ending, fate: _Fate) -> RunError:
    _, kind, words = fate
    message = words.format(
        wall=ending.wall_seconds,
        cpu=ending.cpu_limit_seconds,
        code=ending.status,
        signal=_signal_name(ending.status),
    )
    return RunError(type=kind, message=message, line=None, column=None, end_column=None)


def _flooded(ending: Ending) -> bool:
    return max(ending.stdout.total, ending.stderr.total) > FLOOD_BYTES


def _fated(ending: Ending, fate: _Fate) -> dict[str, Any]:
    return {"outcome": fate[0], "error": _explained(ending, fate)}


def judged(ending: Ending) -> RunResult:
    """The result, from what was seen and, where that fits, what was claimed."""
    claim = claim_in(ending.said, ending.nonce) if ending.status == 0 else None
    fate = _BY_CAUSE[Cause.OUTPUT] if _flooded(ending) else None if claim else _fate(ending)
    told = _fated(ending, fate) if fate else {name: getattr(claim, name) for name in _CLAIMED}
    return RunResult(
        stdout=ending.stdout.text,
        stderr=ending.stderr.text,
        dropped_bytes=ending.stdout.dropped + ending.stderr.dropped,
        seconds=ending.seconds,
        cpu_seconds=ending.cpu_seconds,
        peak_bytes=ending.peak_bytes,
        seed=ending.seed,
        isolation=ending.isolation,
        **told,
    )
