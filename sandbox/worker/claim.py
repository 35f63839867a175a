"""What a snippet did and left: only a claim, for the snippet was here; the supervisor checks it."""

import mmap
import random
import sys
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any, Final

import numpy as np
import torch

from sandbox.protocol import SEED
from sandbox.worker import execute as worker_execute
from sandbox.worker.calls.calling import Calls
from sandbox.worker.execute import (
    Program,
    at_once,
    execute,
    of_text,
    remember_source,
    split,
)
from sandbox.worker.leaving import join_threads
from sandbox.worker.reserve import RESERVE
from sandbox.worker.shield import Raised, attempt, attempt_or
from sandbox.worker.told import figures, tensors, trace
from sandbox.worker.told.error import Described, complain, described, is_out_of_memory, with_others
from sandbox.worker.told.full_memory import put_back
from sandbox.worker.told.hints import add_hint
from sandbox.worker.told.source import set_trace

_TOO_DEEP: Final = (
    "Python can't read this: either it is not code, or one statement nests too deeply "
    "and has to be split into several"
)


def reseed(seed: int) -> None:
    """Every spare inherits the same generators from the zygote."""
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002
    # Not torch.manual_seed: it formats a stack for every absent kind of device.
    torch.default_generator.manual_seed(seed)


def run(
    sent: str, namespace: dict[str, Any], seen: trace.Seen | None, *, wants_value: bool
) -> str | None:
    """Run what was sent and return its value as text; errors name the lines as they were sent."""
    remember_source(sent)
    try:
        program = (at_once(sent) if seen is None else None) or read(sent, seen)
    except MemoryError:
        # So Python's reader says that it would have to go deeper than it goes; memory it had.
        raise SyntaxError(_TOO_DEEP) from None
    return execute(program, namespace, wants_value=wants_value)


def read(sent: str, seen: trace.Seen | None) -> Program:
    """The program that a paste means; where there is a `seen`, it notes its values there."""
    code, tree = worker_execute.read(sent)
    if code is not sent:
        remember_source(code)
    try:
        return split((trace.watched(tree, seen) if seen else None) or tree)
    except RecursionError:
        # What a session shows stands in the tree alone.
        if worker_execute.shows_any():
            raise
        return of_text(tree)


def _complete(error: BaseException) -> None:
    """Add to an error what a full memory made Python lose of it, and what only a sandbox knows."""
    if RESERVE.has_begun:
        put_back(error, RESERVE.frame, was_full=RESERVE.was_full())
    add_hint(error)


@dataclass(frozen=True, slots=True)
class _Failed:
    """What is told of an error, before a hook or a thread of the snippet's may change that."""

    error: BaseException
    outcome: str
    told: Described


def _failed(error: BaseException, seen: trace.Seen | None) -> _Failed:
    outcome = "memory" if is_out_of_memory(error) else "error"
    attempt(lambda: _complete(error))
    failed = _Failed(error, outcome, described(error, seen))
    if not isinstance(seen, trace.SeenLine):
        attempt(lambda: complain(error))
    return failed


def _ended(
    request: dict[str, Any], namespace: dict[str, Any], seen: trace.Seen | None, reserve: mmap.mmap
) -> str | _Failed | None:
    """The value or the error, once the last thread is done, too.

    As in Python, where a traceback does not wait for them: they may outlive their time.
    """
    wants_value = request["want"]["value"]
    came = attempt(lambda: run(request["code"], namespace, seen, wants_value=wants_value))
    if isinstance(came, Raised):
        reserve.close()
    ended = _failed(came.error, seen) if isinstance(came, Raised) else came
    joined = attempt(join_threads)
    reserve.close()
    if isinstance(joined, Raised) and not isinstance(ended, _Failed):
        return _failed(joined.error, seen)
    return ended


def _wanted(request: dict[str, Any]) -> trace.Seen | None:
    """What is noted: the parts of one line where that failed in a run before, or of every line."""
    if request["line"] is not None:
        return trace.SeenLine(request["line"])
    return trace.Seen() if request["want"]["trace"] else None


def claim_of(request: dict[str, Any], module: ModuleType, reserve: mmap.mmap) -> dict[str, Any]:
    """Run the requested snippet as `module`, and say what came of it.

    `reserve` is let go of at the snippet's end: where memory is full, it takes that to say so.
    """
    if request["seed"] != SEED:
        reseed(request["seed"])
    sys.modules["__main__"] = module
    namespace = vars(module)
    want = request["want"]
    seen = _wanted(request)
    if seen:
        worker_execute.leave_out(trace.FRAMES)
    RESERVE.prepare(request["code"])
    ended = _ended(request, namespace, seen, reserve)
    outcome, error, line = "ok", None, []
    if isinstance(ended, _Failed):
        outcome, error, line = ended.outcome, ended.told.error, ended.told.trace
        # Frames hold what the snippet made.
        set_trace(ended.error, None)
        RESERVE.frame = None
    called = None
    if request["calls"] and outcome == "ok":
        called = attempt_or(None, partial(Calls(**request["calls"]).told, namespace))
    traced = attempt_or(line, partial(with_others, line, seen))
    return {
        "outcome": outcome,
        "value": None if isinstance(ended, _Failed) else ended,
        "error": error,
        "tensors": attempt_or([], partial(tensors.summaries, namespace)) if want["tensors"] else [],
        "images": attempt_or([], figures.images) if want["images"] else [],
        "trace": traced,
        "called": called,
    }
