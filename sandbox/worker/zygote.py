"""The zygote: imports torch once, forks spares, reaps them. One thread, no event loop.

Before a fork it never runs backward, starts a thread, opens a profiler or loads CUDA: any of
these would hang or break every child. OMP_NUM_THREADS=1 comes from the supervisor, before import.
"""

import gc
import importlib
import json
import logging
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

import torch
import torch._dynamo
from matplotlib import pyplot as plt

from sandbox import jail, kernel
from sandbox.limits import Limits
from sandbox.worker import spare
from sandbox.worker.preload import LAZY, STANDARD

_CHANNEL, _FIRST_FOREIGN = 3, 4
_MESSAGE_BYTES = 64 * 1024


def _drop_log_handlers() -> None:
    """Torch gives each of its loggers one, and `logging` visits and so copies each after a fork."""
    loggers = logging.getLogger().manager.loggerDict.values()
    for logger in loggers:
        if isinstance(logger, logging.Logger):
            for handler in list(logger.handlers):
                logger.removeHandler(handler)


def _prepare() -> None:
    """Do every lazy import now; forward operations only."""
    for name in (*STANDARD, *LAZY):
        importlib.import_module(name)
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    spare.rehearse_setup()
    jail.readable()
    figure = plt.figure()
    figure.add_subplot().plot([1, 2])
    figure.savefig(os.devnull, format="png")
    plt.close(figure)
    # A snippet has no business with a checkout of ours; among installed packages there is none.
    here = Path(__file__).resolve().parents[2]
    if not jail.holds_packages(here):
        sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != here]
    _drop_log_handlers()
    gc.collect()
    gc.freeze()


def _assert_single_thread() -> None:
    tasks = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    if tasks != 1:
        raise SystemExit(f"the zygote must have 1 thread to fork, it has {tasks}")


def _adopt(descriptors: list[int]) -> None:
    """Put the channel on 3, the outputs on 1 and 2, nothing on 0; close all else."""
    # First above all targets: a descriptor may already sit on another's place.
    channel, out, err = (os.dup2(given, 60 + place) for place, given in enumerate(descriptors))
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (out, 1), (err, 2), (channel, _CHANNEL)):
        os.dup2(source, target)
    kernel.close_from(_FIRST_FOREIGN)


def _child(order: dict[str, Any], descriptors: list[int], offer: jail.Offer) -> NoReturn:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _adopt(descriptors)
    spare.live(_CHANNEL, jail.Cell(Path(order["folder"]), order["uid"]), Limits(), offer)


class Zygote:
    """Obeys its supervisor: one order or one dead child at a time."""

    def __init__(self, link: socket.socket, offer: jail.Offer) -> None:
        self._link = link
        self._offer = offer
        self._spares: dict[int, int] = {}

    def _tell(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
        socket.send_fds(self._link, [json.dumps(message).encode()], descriptors)

    def _fork(self, order: dict[str, Any], descriptors: list[int]) -> None:
        _assert_single_thread()
        pid = os.fork()
        if pid == 0:
            try:
                _child(order, descriptors, self._offer)
            finally:
                # Only an exception leads here, and it must not unwind into the zygote's loop.
                sys.excepthook(*sys.exc_info())
                sys.stderr.flush()
                os._exit(70)
        self._spares[pid] = order["number"]
        handle = os.pidfd_open(pid)
        self._tell({"kind": "forked", "number": order["number"], "pid": pid}, (handle,))
        os.close(handle)

    def _obey(self) -> bool:
        body, descriptors, _, _ = socket.recv_fds(self._link, _MESSAGE_BYTES, 3)
        if not body:
            return False
        self._fork(json.loads(body), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        return True

    def _reap(self) -> None:
        while self._spares:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            self._tell(
                {
                    "kind": "exited",
                    "number": self._spares.pop(pid),
                    "status": os.waitstatus_to_exitcode(status),
                    "cpu_seconds": usage.ru_utime + usage.ru_stime,
                    "peak_kib": usage.ru_maxrss,
                }
            )

    def serve(self) -> None:
        """Until the supervisor hangs up."""
        woken, wake = socket.socketpair()
        woken.setblocking(False)
        wake.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        poll = select.poll()
        poll.register(self._link, select.POLLIN)
        poll.register(woken, select.POLLIN)
        self._tell({"kind": "ready"})
        while True:
            ready = {descriptor for descriptor, _ in poll.poll()}
            if woken.fileno() in ready:
                woken.recv(4096)
                self._reap()
            if self._link.fileno() in ready and not self._obey():
                return


def main(descriptor: int, supervisor: int) -> None:
    kernel.die_with_parent(supervisor, signal.SIGKILL)
    link = socket.socket(fileno=descriptor)
    _prepare()
    Zygote(link, jail.probe()).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
