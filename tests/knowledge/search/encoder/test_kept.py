"""Vectors that ship are those that would be made, and are used for nothing else."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.encoder.encoder import Encoder
from knowledge.search.encoder.kept import Kept
from knowledge.search.fit.fit import shipped_sentences


class Counting:
    encoder_id = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = np.array([[len(text), 1 / 3] for text in texts], np.float32).reshape(-1, 2)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def is_word(self, text: str) -> bool:
        return text == "word"


class Other(Counting):
    encoder_id = "other"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "some.vectors"
    Kept(Counting(), path).write([["a", "größe"], ["x[:, none]"]])
    return path


def asked_of(encoder: Counting, path: Path, texts: Sequence[str]) -> list[str]:
    """What has to be encoded for these texts."""
    Kept(encoder, path).encode(texts)
    return encoder.asked


def test_only_what_changed_is_encoded(path: Path) -> None:
    assert asked_of(Counting(), path, ["x[:, none]", "new", "größe", "new"]) == ["new"]


def test_another_encoder_finds_nothing(path: Path) -> None:
    assert asked_of(Other(), path, ["a"]) == ["a"]


def test_what_is_read_is_what_is_made(path: Path, tmp_path: Path) -> None:
    texts, nowhere = ["größe", "a"], tmp_path / "nothing"

    read, made = (Kept(Counting(), where).encode(texts) for where in (path, nowhere))

    assert read.dtype == np.float32
    assert np.array_equal(read, made)


def test_what_did_not_change_keeps_its_bytes(path: Path) -> None:
    before, encoder = path.read_bytes(), Counting()

    Kept(encoder, path).write([["a", "größe"], ["x[:, none]"]])

    assert path.read_bytes() == before
    assert encoder.asked == []


def test_of_no_texts_there_are_no_vectors(path: Path) -> None:
    assert Kept(Counting(), path).encode([]).shape == (0, 2)
    assert Kept(Counting(), path).is_word("word")


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """All that a first start has to encode."""
    return [text for group in shipped_sentences() for text in group]


def test_a_first_start_encodes_nothing(encoder: Encoder, sentences: list[str]) -> None:
    """`make vectors` where wordings are new."""
    assert len(Kept(encoder).missing(sentences)) == 0


def test_what_ships_is_what_the_encoder_says(encoder: Encoder, sentences: list[str]) -> None:
    some = sentences[::200]

    cosines = (Kept(encoder).encode(some) * encoder.encode(some)).sum(axis=1)

    assert cosines.min() > 0.98
