"""One spare: forked, jailed and warm, it runs one snippet and ends.

By the time it says hello nothing untrusted has run, so what it says then can be believed. What
it sends after a snippet cannot: the snippet shares this process and may write anything anywhere.
"""

import io
import itertools
import json
import math
import mmap
import os
import resource
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NoReturn, TextIO, TypeVar

import numpy as np
import torch
from matplotlib import pyplot as plt

from sandbox import jail, kernel
from sandbox.limits import MIB, STACK_BYTES
from sandbox.worker import channel, depth, manners
from sandbox.worker.attempt import Raised, attempt
from sandbox.worker.claim import SEED, claim_of, read, reseed, run
from sandbox.worker.ending import forget_ours, run_exit_functions, take_down
from sandbox.worker.execute import FILENAME, main_module
from sandbox.worker.pages import Pages
from sandbox.worker.report import described, printed
from sandbox.worker.room import ROOM

T = TypeVar("T")

# Under names of our own: a snippet may have put something else in their place.
_leave: Final = os._exit
_mask_signals: Final = signal.pthread_sigmask
_SIGNALS: Final = tuple(map(int, signal.valid_signals()))
_CHANNEL, _RULESET = 3, 4
_PLACES: Final = (_CHANNEL, 1, 2)
_ABOVE: Final = 60
_OUTPUTS: Final = ("__stdout__", "__stderr__", "stdout", "stderr")
_RESERVE_BYTES: Final = 8 * MIB
_RESERVE_OF_THREADS_BYTES: Final = 2 * MIB
# Python rewrites a function for the types it meets after some runs, and so copies its page.
_UNTIL_QUICK: Final = 20
_WANT_ALL: Final = {"value": True, "tensors": True, "images": True, "trace": False}
_FORWARD = "x = torch.arange(6.0).view(2, 3)\ny = x.t()[1:] + 1\nnp.ones(2).mean()\nx @ x.t()"
# What rehearses, the snippet itself, which plain Python has too, and the function that it calls.
_OTHERS_OF_A_TRIAL: Final = 3
# Longer than a spare waits while many are asked for: then its processor time is better spent.
_LEISURE_SECONDS: Final = 0.05
# No backward: the zygote must never run one, and in a spare it costs every snippet more processor
# time than the first backward of those that have one saves.
_TOUCH = "x = torch.ones(2, 3) + 1\nx"


def _on_pipes(work: Callable[[], T]) -> T:
    """With pipes for outputs, as a spare has them: a stream asks once what it writes to."""
    kept = os.dup(1), os.dup(2)
    reading, writing = os.pipe()
    for place in (1, 2):
        os.dup2(writing, place)
    made = work()
    for place, descriptor in zip((1, 2), kept, strict=True):
        os.dup2(descriptor, place)
    for descriptor in (*kept, reading, writing):
        os.close(descriptor)
    return made


def _named(stream: Any, name: str, mode: str) -> TextIO:
    """As Python names its own, which logging shows."""
    stream.buffer.raw.name, stream.mode = f"<{name}>", mode
    made: TextIO = stream
    return made


def _output(descriptor: int, name: str, errors: str) -> TextIO:
    """Line by line, as a terminal has it: what was printed before a kill is not lost."""
    raw = io.FileIO(descriptor, "w", closefd=False)
    made = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding="utf-8", errors=errors, line_buffering=True
    )
    return _named(made, name, "w")


def _streams() -> tuple[TextIO, TextIO, TextIO]:
    buffer = io.BufferedReader(io.FileIO(0, closefd=False))
    nothing = _named(io.TextIOWrapper(buffer, encoding="utf-8"), "stdin", "r")
    return (
        nothing,
        _output(1, "stdout", "strict"),
        _output(2, "stderr", "backslashreplace"),
    )


def _count_threads_anew() -> None:
    """What was imported made some, as it made pools: a snippet's first is the first."""
    known: Any = threading
    known._counter = itertools.count(1).__next__  # noqa: SLF001
    pool: Any = ThreadPoolExecutor
    pool._counter = itertools.count().__next__  # noqa: SLF001


def _adopt(descriptors: tuple[int, ...]) -> None:
    """Put the channel on 3, the outputs on 1 and 2, and nothing on 0.

    Not the zygote's nothing: that is one open file, and flags and locks on it would outlive a run.
    """
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    # First above all targets: a descriptor may already sit on another's place.
    for place, given in zip(_PLACES, descriptors, strict=True):
        os.dup2(given, _ABOVE + place)
    for place in _PLACES:
        os.dup2(_ABOVE + place, place)


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
    # A snippet may have put anything there, or nothing.
    streams = [getattr(sys, name, None) for name in _OUTPUTS]
    for stream in {id(stream): stream for stream in streams}.values():
        attempt(lambda stream=stream: stream.flush())  # type: ignore[misc]
    kernel.flush_c_streams()


def _hear_no_signals() -> None:
    """The last call waits for our supervisor: a timer that ticks on would crash us in it."""
    _mask_signals(signal.SIG_BLOCK, _SIGNALS)


def _rehearse(code: str, names: dict[str, Any] | None = None) -> None:
    with mmap.mmap(-1, resource.getpagesize()) as reserve:
        request = {"code": code, "seed": SEED, "want": _WANT_ALL}
        claim = claim_of(request, main_module(names or _names()), reserve)
    if claim["outcome"] != "ok":
        raise RuntimeError(f"the rehearsal failed: {claim['error']}")
    json.dumps(claim)
    _flush()


def _warm() -> None:
    """Both ways of reading a snippet, one way through it."""
    _rehearse(_TOUCH)
    read(_TOUCH, None)


def rehearse(times: int = _UNTIL_QUICK) -> None:
    """In the zygote: what is set up, or made quicker, by use is then so for all."""
    for _ in range(times):
        _rehearse(_FORWARD)
        read(_FORWARD, None)
        failed = attempt(lambda: run("1 / 0", {}, None, wants_value=True))
        if isinstance(failed, Raised):
            described(failed.error)
            printed(failed.error)


def _frames_of_a_claim() -> int:
    """How much deeper the snippet is than what asks for a claim, tried by one that says it."""
    found: list[int] = []
    _rehearse("note()", {"note": lambda: found.append(depth.here())})
    return found[0] - depth.here() - _OTHERS_OF_A_TRIAL


@dataclass(frozen=True, slots=True)
class Outfit:
    """What every spare finds ready, made once in the zygote: what it does itself, it does anew.

    `frames`: how much deeper a snippet is than what asks for the claim.
    """

    walls: jail.Walls
    streams: tuple[TextIO, TextIO, TextIO]
    module: ModuleType
    reserve: mmap.mmap
    frames: int

    def _move_in(self, folder: bytes) -> None:
        for name, stream in zip(("stdin", "stdout", "stderr"), self.streams, strict=True):
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        os.environb[b"HOME"] = os.environb[b"TMPDIR"] = folder

    def _take_the_stage(self) -> None:
        """Now, since the module that goes takes its names down, for which a snippet would wait."""
        sys.modules["__main__"] = self.module

    def rehearse_life(self) -> None:
        """In a child of its own: all of a spare's life but for its supervisor, its uid, its end."""
        ours, theirs = socket.socketpair()
        _, outputs = os.pipe()
        # Kept, or what is sent would meet nobody.
        held = kernel.aside(ours.detach())
        channel.ask(held, {"code": _TOUCH, "seed": SEED, "want": _WANT_ALL})
        _adopt((theirs.fileno(), outputs, outputs))
        folder = os.fsencode(Path.cwd())
        made = None if self.walls.needs_own_room else self.walls.settle(folder, None)
        self._move_in(folder)
        channel.greet(_CHANNEL, self.walls.lock(made))
        self.walls.seal()
        read(_TOUCH, None)
        self._answer()

    def _answer(self) -> None:
        depth.leave_out(depth.here() + self.frames)
        channel.send(_CHANNEL, claim_of(channel.receive(_CHANNEL), self.module, self.reserve))
        # Said before, so that it is read meanwhile; it counts only once this process ends well.
        attempt(run_exit_functions)
        attempt(lambda: take_down(vars(self.module)))
        _flush()
        attempt(_hear_no_signals)

    def live(
        self, pages: Pages, descriptors: tuple[int, ...], folder: bytes, uid: int | None
    ) -> NoReturn:
        """From the fork to the end; never returns to the zygote's loop."""
        try:
            self._get_ready(pages, descriptors, folder, uid)
        except Exception:
            # Nothing foreign has run yet, so what is printed can be believed.
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
            raise
        if channel.is_quiet(_CHANNEL, _LEISURE_SECONDS):
            # Nobody waits: what this process alone can warm, its caches above all, is warmed now.
            _warm()
            self._take_the_stage()
        self._answer()
        _leave(0)

    def _get_ready(
        self, pages: Pages, descriptors: tuple[int, ...], folder: bytes, uid: int | None
    ) -> None:
        is_warm = pages.have()
        _adopt(descriptors)
        if (made := self.walls.settle(folder, uid)) is not None:
            made = os.dup2(made, _RULESET)
        kernel.close_from(_RULESET + (made is not None))
        self._move_in(folder)
        if not is_warm:
            _warm()
            self._take_the_stage()
        room = self.walls.own_room()
        channel.greet(_CHANNEL, self.walls.lock(made), room)
        self.walls.seal()


def find_packages_only() -> None:
    """A checkout that is installed to be edited would be found by its name, and then refused."""
    packages = jail.readable()
    entries = {entry: Path(entry).resolve() for entry in sys.path if entry}
    # A module that a snippet wrote can be imported, as beside a script.
    sys.path[:] = ["", *(e for e, at in entries.items() if any(map(at.is_relative_to, packages)))]
    finders: list[Any] = sys.meta_path
    finders[:] = [one for one in finders if "__editable__" not in str(one.__module__)]


def _kept(size: int) -> mmap.mmap:
    """Let go of at the end, so that a full memory can be told of; untouched, it costs nothing."""
    return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


def outfit(walls: jail.Walls) -> Outfit:
    """The last thing before the zygote serves: from here on its state is that of a fresh run."""
    os.umask(0o077)
    os.environ.clear()
    os.environ.update({"HOME": "", "TMPDIR": "", "PATH": "", "LANG": "C.UTF-8"})
    os.environ["USER"] = os.environ["LOGNAME"] = "learner"
    # The profiler of torch would talk on stderr about itself.
    os.environ["KINETO_LOG_LEVEL"] = "7"
    sys.argv[:] = [FILENAME]
    find_packages_only()
    forget_ours()
    tempfile.tempdir = None
    threading.stack_size(STACK_BYTES)
    _count_threads_anew()
    manners.teach()
    reseed(SEED)
    reserve = _kept(_RESERVE_BYTES)
    # Not by themselves: a profiler would be told of them.
    ROOM.let_go = partial(reserve.close)
    ROOM.let_go_for_threads = partial(_kept(_RESERVE_OF_THREADS_BYTES).close)
    module = sys.modules["__main__"] = main_module(_names())
    return Outfit(walls, _on_pipes(_streams), module, reserve, _frames_of_a_claim())
