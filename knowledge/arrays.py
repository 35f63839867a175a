"""The arrays of matching, by what their numbers are."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
# What is kept of vectors: half the room, and no cosine moves by more than a thousandth.
Halves = npt.NDArray[np.float16]
Doubles = npt.NDArray[np.float64]
# Of entries, or of rows, by where they stand among all.
Places = npt.NDArray[np.intp]
Booleans = npt.NDArray[np.bool_]
