"""Vectors on disk, beside the model that made them: no build encodes what an earlier one has.

They are found by their texts. The file's name is the encoder's, so that other weights, another
adapter or another quantisation never find them.
"""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np

from knowledge.examples.markdown import Floats, Halves
from knowledge.search.statistics import Encoding, Remembered, paired

SUFFIX = ".vectors"
# Raise it whenever the file takes another form: an older file then counts as damaged.
_FORM = b"2"
_SEAL_BYTES = sha256().digest_size
_LENGTH_BYTES = 8
_VECTOR = np.dtype("<f2")


class Kept:
    """Encodes what the file beside the model does not hold; the file is read when first needed."""

    def __init__(self, encoder: Encoding, model_directory: Path) -> None:
        self._encoder = encoder
        self._path = place(model_directory, encoder.encoder_id)

    @property
    def encoder_id(self) -> str:
        return self._encoder.encoder_id

    def encode(self, texts: Sequence[str]) -> Floats:
        return self._remembered.encode(texts)

    def is_word(self, text: str) -> bool:
        return self._encoder.is_word(text)

    def save(self, others: Iterable[str]) -> None:
        """Leave the vectors of all that was asked for, and of the `others` that are known."""
        self._remembered.forget_unasked(others)
        vectors = self._remembered.known
        if vectors.keys() != read(self._path).keys():
            # A model that came in an image lies where nothing can be written: encode again, then.
            with suppress(OSError):
                write(self._path, vectors)

    @cached_property
    def _remembered(self) -> Remembered:
        return Remembered(self._encoder, read(self._path))


def place(model_directory: Path, encoder_id: str) -> Path:
    return model_directory / "models" / f"{encoder_id}{SUFFIX}"


def read(path: Path) -> dict[str, Halves]:
    """Read vectors by their texts; none where the file is missing, cut off or changed."""
    try:
        held = path.read_bytes()
    except OSError:
        return {}
    seal, body = held[:_SEAL_BYTES], memoryview(held)[_SEAL_BYTES:]
    if _sealed(body) != seal:
        return {}
    start = _LENGTH_BYTES + int.from_bytes(body[:_LENGTH_BYTES], "little")
    texts = json.loads(bytes(body[_LENGTH_BYTES:start]))
    if not texts:
        return {}
    rows = np.frombuffer(body[start:], _VECTOR).reshape(len(texts), -1)
    return paired(texts, rows.astype(np.float16, copy=False))


def write(path: Path, vectors: Mapping[str, Halves]) -> None:
    """Put the file there whole or not at all; those of other encoders go."""
    texts = json.dumps(list(vectors)).encode()
    rows = b"".join(vector.astype(_VECTOR).tobytes() for vector in vectors.values())
    body = len(texts).to_bytes(_LENGTH_BYTES, "little") + texts + rows
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as workshop:
        made = Path(workshop) / path.name
        made.write_bytes(_sealed(body) + body)
        made.replace(path)
    for other in path.parent.glob(f"*{SUFFIX}"):
        if other != path:
            other.unlink(missing_ok=True)


def _sealed(body: bytes | memoryview) -> bytes:
    return sha256(_FORM + body).digest()
