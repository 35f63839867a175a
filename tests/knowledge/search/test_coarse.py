import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.rank import Coarse


@given(st.integers(0, 2**32 - 1), st.sampled_from([np.float16, np.float32]))
def test_cosines_come_out_to_a_few_hundredths(seed: int, kind: type[np.floating]) -> None:
    generator = np.random.default_rng(seed)
    vectors = generator.normal(size=(9, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = generator.integers(0, 9, size=5)

    found = Coarse.of(vectors.astype(kind)).cosines(vectors[3], rows)

    assert np.allclose(found, vectors[rows] @ vectors[3], atol=5e-2)


def test_they_come_out_to_a_hundredth_mostly() -> None:
    vectors = np.random.default_rng(1).normal(size=(500, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    found = Coarse.of(vectors).cosines(vectors[0], np.arange(500))

    assert np.quantile(np.abs(found - vectors @ vectors[0]), 0.68) < 1.2e-2


def test_a_row_takes_half_a_byte_a_number() -> None:
    assert Coarse.of(np.ones((3, 384), np.float32)).pairs.nbytes == 3 * 192


def test_a_row_of_zeros_stays_one() -> None:
    coarse = Coarse.of(np.zeros((1, 4), np.float32))

    assert coarse.cosines(np.ones(4, np.float32), np.array([0])).tolist() == [0.0]


def test_many_rows_are_rounded_like_few() -> None:
    vectors = np.random.default_rng(5).normal(size=(1300, 8)).astype(np.float32)

    whole = Coarse.of(vectors)

    for start in (0, 511, 512, 1299):
        few = Coarse.of(vectors[start : start + 1])
        assert (whole.pairs[start] == few.pairs[0]).all()
        assert whole.steps[start] == few.steps[0]
