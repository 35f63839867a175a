"""Many unit vectors in a byte a number: half the room, and cosines to a few thousandths."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.matching.products import products

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Places = npt.NDArray[np.intp]

_LARGEST = 127


@dataclass(frozen=True, slots=True)
class Coarse:
    """Rows as whole numbers of steps; each row has a step of its own."""

    numbers: npt.NDArray[np.int8]
    steps: Floats

    @classmethod
    def of(cls, vectors: Floats | Halves) -> Self:
        """Round each row to steps of a 127th of its largest number."""
        steps = np.abs(vectors).max(axis=1).astype(np.float32) / _LARGEST
        steps[steps == 0] = 1
        return cls(np.rint(vectors / steps[:, None]).astype(np.int8), steps)

    def cosines(self, vector: Floats, rows: Places) -> Floats:
        """Return the products of `vector` with the rows at `rows`."""
        chosen = self.numbers.take(rows, axis=0).astype(np.float32)
        return products(chosen, vector) * self.steps[rows]
