"""One spare: forked, jailed and warm, it runs one snippet and ends.

By the time it says hello nothing untrusted has run, so what it says then can be believed. What
it sends after a snippet cannot: the snippet shares this process and may write anything anywhere.
"""

import io
import json
import math
import mmap
import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
import torch
from matplotlib import pyplot as plt

from sandbox import jail, kernel
from sandbox.limits import MIB, STACK_BYTES, Limits
from sandbox.worker import channel, figures, manners, tensors
from sandbox.worker.attempt import Raised, attempt
from sandbox.worker.execute import execute, main_module, remember_source
from sandbox.worker.report import described, is_out_of_memory, printed

_RESERVE_BYTES = 8 * MIB
_FORWARD = "x = torch.arange(6.0).view(2, 3)\ny = x.t()[1:] + 1\nnp.ones(2).mean()\nx @ x.t()"
# No backward: the zygote must never run one, and in a spare it costs every snippet more processor
# time than the first backward of those that have one saves.
_TOUCH = "x = torch.ones(2, 3) + 1\nx"


def _own_streams() -> None:
    """Line by line, as a terminal has it: what was printed before a kill is not lost."""
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
    for name, descriptor, errors in (("stdout", 1, "strict"), ("stderr", 2, "backslashreplace")):
        raw = io.FileIO(descriptor, "w", closefd=False)
        stream = io.TextIOWrapper(
            io.BufferedWriter(raw), encoding="utf-8", errors=errors, line_buffering=True
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _own_environment(folder: str) -> None:
    os.environ.clear()
    os.environ.update({"HOME": folder, "TMPDIR": folder, "PATH": "", "LANG": "C.UTF-8"})
    tempfile.tempdir = None


def _reseed(seed: int) -> None:
    """Every spare inherits the same generators from the zygote."""
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002
    # Not torch.manual_seed: it formats a stack for every absent kind of device.
    torch.default_generator.manual_seed(seed)


def _names() -> dict[str, Any]:
    return {
        "torch": torch,
        "Tensor": torch.Tensor,
        "nn": torch.nn,
        "F": torch.nn.functional,
        "np": np,
        "math": math,
        "plt": plt,
    }


def _flush() -> None:
    for stream in (sys.__stdout__, sys.__stderr__, sys.stdout, sys.stderr):
        if stream is not None:
            attempt(stream.flush)
    kernel.flush_c_streams()


def _wanted(work: Callable[[], list[dict[str, Any]]], *, wanted: bool) -> list[dict[str, Any]]:
    found = attempt(work) if wanted else []
    return [] if isinstance(found, Raised) else found


def _claim(
    request: dict[str, Any], namespace: dict[str, Any], reserve: mmap.mmap
) -> dict[str, Any]:
    """Run the snippet and say what it left; only a claim, since the snippet was here."""
    _reseed(request["seed"])
    remember_source(request["code"])
    want = request["want"]
    ended = attempt(lambda: execute(request["code"], namespace, wants_value=want["value"]))
    reserve.close()
    outcome, error = "ok", None
    if isinstance(ended, Raised):
        outcome = "memory" if is_out_of_memory(ended.error) else "error"
        error = described(ended.error)
        trace = attempt(lambda: printed(ended.error))
        attempt(lambda: sys.stderr.write(trace if isinstance(trace, str) else ""))
        ended.error.__traceback__ = None
    return {
        "nonce": request["nonce"],
        "outcome": outcome,
        "value": None if isinstance(ended, Raised) else ended,
        "error": error,
        "tensors": _wanted(lambda: tensors.summaries(namespace), wanted=want["tensors"]),
        "images": _wanted(figures.images, wanted=want["images"]),
    }


def _rehearse(code: str) -> None:
    namespace = main_module(_names())
    want = {"value": True, "tensors": True, "images": True, "trace": False}
    with mmap.mmap(-1, resource.getpagesize()) as reserve:
        request = {"code": code, "seed": 0, "want": want, "nonce": ""}
        claim = _claim(request, namespace, reserve)
    if claim["outcome"] != "ok":
        raise RuntimeError(f"the rehearsal failed: {claim['error']}")
    json.dumps(claim)
    _flush()


def rehearse_setup() -> None:
    """In the zygote: what is set up at a first use is then set up for all."""
    _rehearse(_FORWARD)
    failed = attempt(lambda: execute("1 / 0", {}, wants_value=True))
    if isinstance(failed, Raised):
        described(failed.error)
        printed(failed.error)


def rehearse_touch() -> None:
    """In a spare: the pages that any snippet writes to are then its own already."""
    _rehearse(_TOUCH)


def live(descriptor: int, cell: jail.Cell, limits: Limits, offer: jail.Offer) -> NoReturn:
    """From the fork to the end; never returns to the zygote's loop."""
    made = jail.settle(cell, offer.landlock_abi)
    _own_streams()
    _own_environment(str(cell.folder))
    threading.stack_size(STACK_BYTES)
    rehearse_touch()
    manners.teach()
    namespace = main_module(_names())
    # Never touched, so it costs nothing; let go at the end, so that a full memory can be told of.
    reserve = mmap.mmap(-1, _RESERVE_BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    channel.hand_out(descriptor, jail.lock(made, cell, limits, offer.machine))
    jail.seal(offer.machine)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    channel.send(descriptor, {"cpu_seconds": time.process_time(), "peak_kib": peak})
    claim = _claim(channel.receive(descriptor), namespace, reserve)
    _flush()
    channel.send(descriptor, claim)
    os._exit(0)
