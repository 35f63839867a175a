"""An encoder that knows many texts already: an index made anew encodes only what is new."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from knowledge.arrays import Floats, Halves
from knowledge.matching.statistics import Encoding


class Remembered:
    """Remembers a vector for each text; never for a learner's questions, which have no end."""

    def __init__(self, encoder: Encoding, known: Mapping[str, Halves] | None = None) -> None:
        self._encoder = encoder
        self._vectors = dict(known or {})
        self._asked: set[str] = set()

    @property
    def encoder_id(self) -> str:
        return self._encoder.encoder_id

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a text, encoding those that were never seen."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(paired(new, self._encoder.encode(new).astype(np.float16)))
        self._asked.update(texts)
        if not texts:
            return self._encoder.encode([])
        return np.stack([self._vectors[text] for text in texts]).astype(np.float32)

    def is_word(self, text: str) -> bool:
        return self._encoder.is_word(text)

    @property
    def known(self) -> Mapping[str, Halves]:
        return self._vectors

    def forget_unasked(self, others: Iterable[str] = ()) -> None:
        """Drop what was not asked for since the last time, so that old texts do not pile up.

        `others` are spared.
        """
        wanted = self._asked.union(others)
        self._vectors = {text: row for text, row in self._vectors.items() if text in wanted}
        self._asked = set()


def paired(texts: Iterable[str], vectors: Halves) -> dict[str, Halves]:
    """Vectors by their texts, for a start."""
    return dict(zip(texts, vectors, strict=True))
