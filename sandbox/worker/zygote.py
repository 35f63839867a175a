"""The zygote: imports torch once, then forks spares for as long as its supervisor lives.

Before a fork it never runs backward, starts a thread, opens a profiler or loads CUDA: any of
these would hang or break every child. OMP_NUM_THREADS=1 comes from the supervisor, before import.
"""

import gc
import importlib
import logging
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any

import torch
import torch._dynamo
from matplotlib import font_manager
from matplotlib import pyplot as plt

from sandbox import jail, kernel
from sandbox.limits import Limits
from sandbox.worker import heap
from sandbox.worker.preload import preload


def _drop_log_handlers() -> None:
    """Torch gives each of its loggers one; a fork by hand leaves their locks as they are."""
    loggers = logging.getLogger().manager.loggerDict.values()
    for logger in loggers:
        if isinstance(logger, logging.Logger):
            for handler in list(logger.handlers):
                logger.removeHandler(handler)


def _close_fonts() -> None:
    """Open ones are many pages, and most snippets draw nothing. Matplotlib has no name for it."""
    opened: Any = getattr(font_manager, "_get_font", None)
    if hasattr(opened, "cache_clear"):
        opened.cache_clear()


def _import_all() -> None:
    """Do every lazy import now; forward operations only."""
    preload(jail.probe())
    torch.set_num_threads(1)
    figure = plt.figure()
    figure.add_subplot().plot([1, 2])
    figure.savefig(os.devnull, format="png")
    plt.close(figure)
    _close_fonts()
    _drop_log_handlers()


def _forget_checkout() -> None:
    """A snippet has no business with a checkout of ours; among packages there is none."""
    here = Path(__file__).resolve().parents[2]
    if not jail.holds_packages(here):
        sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != here]


def main(descriptor: int, supervisor: int) -> None:
    kernel.die_with_parent(supervisor, signal.SIGKILL)
    _import_all()
    gc.collect()
    heap.fill_holes()
    # Only now, so that what each child touches lies close together.
    spare = importlib.import_module("sandbox.worker.spare")
    pages = importlib.import_module("sandbox.worker.pages")
    litter = importlib.import_module("sandbox.worker.litter")
    spare.rehearse()
    offer = jail.probe()
    _forget_checkout()
    gc.collect()
    # Again, since rehearsing leaves holes, too; before the walls, which allow memory beside this.
    heap.fill_holes()
    walls = jail.walls(offer, Limits(), Path.cwd())
    outfit = spare.outfit(walls)
    areas = pages.areas()
    gc.collect()
    gc.freeze()
    heap.use_huge_pages()
    known = pages.learn(areas, outfit.rehearse_life)
    tasks = os.open("/proc/self/task", os.O_RDONLY | os.O_DIRECTORY)
    jail.enter(walls)
    litter.Litter(descriptor, tasks, partial(outfit.live, known)).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
