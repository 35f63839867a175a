from collections.abc import Sequence

import numpy as np

from knowledge.search.statistics import Remembered


class Counting:
    encoder_id = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32).reshape(-1, 2)

    def is_word(self, text: str) -> bool:
        return text == "word"


def test_a_text_is_encoded_once() -> None:
    encoder = Counting()
    remembered = Remembered(encoder)

    first = remembered.encode(["a", "bb", "a"])
    again = remembered.encode(["bb", "a"])

    assert encoder.asked == ["a", "bb"]
    assert first.tolist() == [[1, 1], [2, 1], [1, 1]]
    assert again.tolist() == [[2, 1], [1, 1]]


def test_what_was_known_before_is_not_encoded() -> None:
    encoder = Counting()
    known = {"a": np.array([7, 7], np.float32)}

    assert Remembered(encoder, known).encode(["a", "b"]).tolist() == [[7, 7], [1, 1]]
    assert encoder.asked == ["b"]


def test_what_is_not_asked_for_is_forgotten() -> None:
    encoder = Counting()
    remembered = Remembered(encoder)
    remembered.encode(["a", "b"])
    remembered.forget_unasked()
    remembered.encode(["a"])
    remembered.forget_unasked()

    remembered.encode(["a", "b"])

    assert encoder.asked == ["a", "b", "b"]


def test_of_no_texts_there_are_no_vectors() -> None:
    assert Remembered(Counting()).encode([]).shape == (0, 2)
    assert Remembered(Counting()).is_word("word")
