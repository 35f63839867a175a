"""One spare from inside: forked, jailed and warm, it runs one snippet and ends.

From outside it is `sandbox.supervisor.spare`.

By the time it says hello nothing untrusted has run, so what it says then can be believed. What
it sends after a snippet cannot: the snippet shares this process and may write anything anywhere.
"""

import itertools
import mmap
import os
import signal
import socket
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NoReturn

from sandbox.limits import MIB, STACK_BYTES
from sandbox.linux import jail, kernel
from sandbox.protocol import FILENAME, SEED
from sandbox.worker import channel, execute, rehearsal, shield
from sandbox.worker.channel import Streams
from sandbox.worker.claim import claim_of, read, reseed
from sandbox.worker.execute import main_module
from sandbox.worker.forks.pages import Pages
from sandbox.worker.leaving import forget_ours, run_exit_functions, take_down
from sandbox.worker.patches import other_ways, pretended, refusals
from sandbox.worker.reserve import RESERVE
from sandbox.worker.shield import attempt
from sandbox.worker.told.hints import DISK

# Under names of our own: a snippet may have put something else in their place.
_leave: Final = os._exit
_mask_signals: Final = signal.pthread_sigmask
_SIGNALS: Final = tuple(map(int, signal.valid_signals()))
_CHANNEL, _RULESET = 3, 4
_PLACES: Final = (_CHANNEL, 1, 2)
_ABOVE: Final = 60
_RESERVE_BYTES: Final = 8 * MIB
_RESERVE_OF_THREADS_BYTES: Final = 2 * MIB
# Longer than a spare waits while many are asked for: then its processor time is better spent.
_LEISURE_SECONDS: Final = 0.01


def _count_threads_anew() -> None:
    """What was imported has made threads and pools: a snippet's first is to be called the first."""
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
    for place, descriptor in zip(_PLACES, descriptors, strict=True):
        os.dup2(descriptor, _ABOVE + place)
    for place in _PLACES:
        os.dup2(_ABOVE + place, place)


def _hear_no_signals() -> None:
    """The last call waits for our supervisor: a timer that ticks on would crash us in it."""
    _mask_signals(signal.SIG_BLOCK, _SIGNALS)


@dataclass(frozen=True, slots=True)
class Outfit:
    """What the zygote makes once and every spare finds ready: each step of its own costs each run.

    `frames`: how many frames lie between what asks for a claim and the snippet.
    """

    walls: jail.Walls
    streams: Streams
    reserve: mmap.mmap
    frames: int

    def _move_in(self, folder: bytes) -> None:
        channel.put_in_place(self.streams)
        pretended.put_in_place()
        os.environb[b"HOME"] = os.environb[b"TMPDIR"] = folder

    def rehearse_life(self) -> None:
        """All of a spare's life but a supervisor, a uid and an end; in a child that is watched."""
        ours, theirs = socket.socketpair()
        _, outputs = os.pipe()
        # Kept, or what is sent would meet nobody.
        held = kernel.aside(ours.detach())
        channel.ask(held, rehearsal.REQUEST)
        _adopt((theirs.fileno(), outputs, outputs))
        folder = os.fsencode(Path.cwd())
        ruleset = None if self.walls.needs_own_disk else self.walls.settle(folder, None)
        self._move_in(folder)
        channel.greet(_CHANNEL, self.walls.lock(ruleset))
        self.walls.seal()
        read(rehearsal.TOUCH, None)
        self._answer(_stage())

    def _answer(self, module: ModuleType) -> None:
        execute.leave_out(execute.here() + self.frames)
        channel.send(_CHANNEL, claim_of(channel.receive(_CHANNEL), module, self.reserve))
        # Said before, and so not lost in what comes now; it counts only if this process ends well.
        attempt(run_exit_functions)
        attempt(lambda: take_down(vars(module)))
        channel.flush()
        attempt(_hear_no_signals)

    def live(
        self, pages: Pages, descriptors: tuple[int, ...], folder: bytes, uid: int | None
    ) -> NoReturn:
        """From the fork to the end; never returns to the zygote's loop."""
        try:
            module = self._get_ready(pages, descriptors, folder, uid)
        except Exception:
            # Nothing foreign has run yet, so what is printed can be believed.
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
            raise
        if channel.is_quiet(_CHANNEL, _LEISURE_SECONDS):
            # Nobody waits: what this process alone can warm, its caches above all, is warmed now.
            rehearsal.warm()
            sys.modules["__main__"] = module
        self._answer(module)
        _leave(0)

    def _get_ready(
        self, pages: Pages, descriptors: tuple[int, ...], folder: bytes, uid: int | None
    ) -> ModuleType:
        is_warm = pages.have()
        _adopt(descriptors)
        if (ruleset := self.walls.settle(folder, uid)) is not None:
            ruleset = os.dup2(ruleset, _RULESET)
        kernel.close_from(_RULESET + (ruleset is not None))
        self._move_in(folder)
        if not is_warm:
            rehearsal.warm()
        module = _stage()
        own_disk = self.walls.own_disk()
        channel.greet(_CHANNEL, self.walls.lock(ruleset), own_disk)
        self.walls.seal()
        return module


def _stage() -> ModuleType:
    """A `__main__` for the snippet, before it comes: to take the last one's names down takes time.

    Not the zygote's: what that holds is frozen, and `gc.get_referrers` would pass over its names.
    """
    module = sys.modules["__main__"] = main_module(shield.names())
    return module


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
    # As nearly everywhere; what keeps others out is the mode of the run's own folder.
    os.umask(0o022)
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
    other_ways.put_in_place()
    refusals.teach()
    reseed(SEED)
    reserve = _kept(_RESERVE_BYTES)
    DISK.is_own = walls.needs_own_disk
    # Not by themselves: a profiler would be told of them.
    RESERVE.let_go = partial(reserve.close)
    RESERVE.let_go_for_threads = partial(_kept(_RESERVE_OF_THREADS_BYTES).close)
    return Outfit(walls, channel.on_pipes(), reserve, rehearsal.frames_of_a_claim())
