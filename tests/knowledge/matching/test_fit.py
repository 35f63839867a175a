import numpy as np
import pytest

from knowledge.entry import Entry
from knowledge.matching.coefficients import Coefficients
from knowledge.matching.encoder import Encoder
from knowledge.matching.fit import FOLDS, fit, texts
from knowledge.matching.statistics import negatives


def test_the_shipped_coefficients_are_what_the_content_gives(
    entries: tuple[Entry, ...], encoder: Encoder
) -> None:
    """Run `python -m knowledge.matching.fit` when content has moved on too far."""
    fresh = fit(entries, encoder)
    shipped = Coefficients.shipped()

    assert np.allclose(fresh.logit.candidate, shipped.logit.candidate, atol=0.5)
    assert np.allclose(fresh.verdict.answers, shipped.verdict.answers, atol=0.5)
    assert (fresh.answer, fresh.suggest) == pytest.approx(
        (shipped.answer, shipped.suggest), abs=0.1
    )


def test_folds_are_the_same_every_time(entries: tuple[Entry, ...], encoder: Encoder) -> None:
    one, other = (texts(entries[:3], encoder) for _ in range(2))

    assert [text.fold for text in one] == [text.fold for text in other]
    assert {text.fold for text in one} == set(range(FOLDS))


def test_negatives_are_many_and_each_is_there_once() -> None:
    found = negatives()

    assert len(found) >= 250
    assert len(set(found)) == len(found)


def test_no_negative_is_a_phrasing(entries: tuple[Entry, ...]) -> None:
    phrasings = {text.lower() for entry in entries for text in entry.phrasings}

    assert not phrasings & {text.lower() for text in negatives()}
