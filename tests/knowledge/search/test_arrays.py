from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.search.arrays import packed, unpacked


@dataclass(frozen=True, slots=True)
class Part:
    rows: npt.NDArray[np.int8]
    size: int


@dataclass(frozen=True, slots=True)
class Whole:
    part: Part
    counts: Mapping[str, int]
    columns: npt.NDArray[np.float32]
    nothing: npt.NDArray[np.uint32]


def test_what_was_packed_comes_back() -> None:
    columns = np.asfortranarray(np.arange(12, dtype=np.float32).reshape(3, 4))
    part = Part(np.arange(6, dtype=np.int8).reshape(2, 3), 3)

    found = unpacked(Whole, packed(Whole(part, {"größe": 2}, columns, np.zeros((0, 5), np.uint32))))

    assert (found.part.size, found.counts) == (3, {"größe": 2})
    assert np.array_equal(found.part.rows, part.rows)
    assert np.array_equal(found.columns, columns)
    assert found.columns.flags.f_contiguous
    assert (found.nothing.shape, found.nothing.dtype) == ((0, 5), np.uint32)
