"""Products of one question with many rows.

BLAS is told to use one thread where the program starts (`unsqueeze/main.py`): a second one would
have to be woken for tenths of a millisecond, and waits where other work keeps its core busy.
"""

import numpy as np

from knowledge.arrays import Floats


def products(rows: Floats, vector: Floats, out: Floats | None = None) -> Floats:
    """Return each row's product with `vector`: [rows, width] and [width] give [rows].

    They go into `out` where one is given.
    """
    found: Floats = np.dot(rows, vector, out=out)
    return found


def by_columns(rows: Floats) -> Floats:
    """Lay them out column by column: of many rows BLAS then makes products a quarter sooner."""
    return np.asfortranarray(rows)
