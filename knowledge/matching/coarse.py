"""Many unit vectors in half a byte a number: a quarter of the room, cosines to two hundredths."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.arrays import Floats, Halves, Places
from knowledge.matching.products import products

# Numbers run from -7 to 7 steps; kept from 1 to 15.
_LARGEST, _ZERO, _BITS = 7, 8, 4
# Rows that are rounded while a cache holds them.
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Coarse:
    """Rows as whole numbers of steps, each row with a step of its own.

    `pairs` [rows, width / 2] holds a number of a row's first half in the lower four bits of a byte
    and one of its second half in the upper four.
    """

    pairs: npt.NDArray[np.uint8]
    steps: Floats

    @classmethod
    def of(cls, vectors: Floats | Halves) -> Self:
        """Round each row, of an even width, to steps of a seventh of its largest number."""
        length, width = vectors.shape
        pairs, steps = np.empty((length, width // 2), np.uint8), np.empty(length, np.float32)
        for start in range(0, length, _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            pairs[some], steps[some] = _rounded(vectors[some].astype(np.float32))
        return cls(pairs, steps)

    def cosines(self, vector: Floats, rows: Places) -> Floats:
        """Return the products of `vector` with the rows at `rows`."""
        pairs = self.pairs.take(rows, axis=0)
        numbers = np.concatenate([pairs & (2**_BITS - 1), pairs >> _BITS], axis=1)
        return products(numbers.astype(np.float32) - _ZERO, vector) * self.steps[rows]


def _rounded(vectors: Floats) -> tuple[npt.NDArray[np.uint8], Floats]:
    """Return the pairs of these rows and their steps; the rows are used up."""
    steps: Floats = np.abs(vectors).max(axis=1) / np.float32(_LARGEST)
    steps[steps == 0] = 1
    vectors /= steps[:, None]
    np.rint(vectors, out=vectors)
    vectors += _ZERO
    first, second = np.split(vectors.astype(np.uint8), 2, axis=1)
    pairs: npt.NDArray[np.uint8] = first | second << np.uint8(_BITS)
    return pairs, steps
