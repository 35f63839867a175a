"""All imports that the zygote does for its spares, and the first use of what is set up by use."""

import logging
import os
from typing import Any

import torch
import torch._dynamo
from matplotlib import font_manager
from matplotlib import pyplot as plt

from sandbox import jail
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


def import_all() -> None:
    """Do every lazy import now; forward operations only."""
    preload(jail.probe())
    torch.set_num_threads(1)
    figure = plt.figure()
    figure.add_subplot().plot([1, 2])
    figure.savefig(os.devnull, format="png")
    plt.close(figure)
    _close_fonts()
    _drop_log_handlers()
