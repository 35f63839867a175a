"""Products of one question, on the one thread that asks.

BLAS would share them with a second thread, and where other work keeps that thread's core busy the
question waits milliseconds for tenths of one.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def products(rows: Floats, vector: Floats, out: Floats | None = None) -> Floats:
    """Return each row's product with `vector`: [rows, width] and [width] give [rows].

    They go into `out` where one is given.
    """
    found: Floats = np.einsum("ij,j->i", rows, vector, out=out)
    return found
