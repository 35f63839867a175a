"""The zygote from inside: imports torch once, then forks spares while its supervisor lives.

Before a fork it never runs backward, starts a thread, opens a profiler or loads CUDA: any of
these would hang or break every child. OMP_NUM_THREADS=1 comes from the supervisor, before import.
"""

import gc
import importlib
import os
import signal
import sys
import warnings
from functools import partial
from pathlib import Path
from typing import Final

from sandbox import jail, kernel
from sandbox.worker import kept_builtins
from sandbox.worker.forks import early, heap, merging

_SMALL: Final = 1536
# Kept: the names in it are those of the modules that come later.
_EARLY: Final = early.make()


def _forget_checkout() -> None:
    """A snippet has no business with a checkout of ours; among packages there is none."""
    here = Path(__file__).resolve().parents[2]
    if not jail.holds_packages(here):
        sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != here]


def _find_by_true_places() -> None:
    """A spare's view of the machine may be one without links, as those to an environment.

    A package that was found through one would miss there what of it is imported late.
    """
    sys.path[:] = [entry and str(Path(entry).resolve()) for entry in sys.path]
    for module in list(sys.modules.values()):
        if isinstance(places := getattr(module, "__path__", None), list):
            places[:] = [str(Path(place).resolve()) for place in places]


def main(descriptor: int, supervisor: int) -> None:
    kernel.die_with_parent(supervisor, signal.SIGKILL)
    # What is imported is hardly ever garbage, and each look for some takes longer than the last.
    gc.disable()
    _find_by_true_places()
    offer = jail.probe()
    importlib.import_module("sandbox.worker.preload").import_all(offer)
    gc.enable()
    merging.merge()
    gc.collect()
    gc.freeze()  # so that the next looks pass over all this
    heap.fill_holes()
    # Only now, so that what each child touches lies close together.
    with kept_builtins.for_our_modules():
        spare = importlib.import_module("sandbox.worker.spare")
        rehearsal = importlib.import_module("sandbox.worker.rehearsal")
        pages = importlib.import_module("sandbox.worker.forks.pages")
        code_pages = importlib.import_module("sandbox.worker.forks.code_pages")
        litter = importlib.import_module("sandbox.worker.litter")
    heap.renew(warnings.filters)
    # Else children would let go of the names it holds, wherever they lie, to put theirs in.
    sys._clear_type_cache()  # noqa: SLF001
    rehearsal.rehearse()
    _forget_checkout()
    gc.collect()
    # Again, since rehearsing leaves holes, too; before the walls, which allow memory beside this.
    heap.fill_holes()
    # What is remembered from one run to the next lies where the holes were, until renewed.
    rehearsal.rehearse(1)
    walls = jail.walls(offer, Path.cwd())
    outfit = spare.outfit(walls)
    areas = pages.areas()
    gc.collect()
    gc.freeze()
    code_pages.enlarge(pages.learn(areas, outfit.rehearse_life).places_read)
    # What the last steps left; small ones only, since memory is counted already.
    heap.fill_holes(_SMALL)
    heap.use_huge_pages()
    known = pages.learn(areas, outfit.rehearse_life)
    tasks = os.open("/proc/self/task", os.O_RDONLY | os.O_DIRECTORY)
    walls.enter()
    litter.Litter(descriptor, tasks, partial(outfit.live, known)).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
