"""Vectors that ship with the texts they are of: a first start encodes next to nothing.

Each is found by its encoder and its text together, so a text that changed is encoded where it is
needed, and another encoder finds none at all.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np

from knowledge.search.arrays import Floats, Steps, from_steps, in_steps
from knowledge.search.statistics import Encoding
from knowledge.search.verbatim import DIGEST_BYTES, digest

FILE = "kept.vectors"
_LENGTH_BYTES = 4


class Kept:
    """Encodes what the file does not hold; it is read when first needed."""

    def __init__(self, encoder: Encoding, path: Path | None = None) -> None:
        self._encoder = encoder
        self._path = path or shipped()

    @property
    def encoder_id(self) -> str:
        return self._encoder.encoder_id

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors, rounded to steps wherever they come from."""
        if not texts:
            return self._encoder.encode(texts)
        new = self.missing(texts)
        made = dict(zip(new, in_steps(self._encoder.encode(new)), strict=True))
        return from_steps(
            np.stack([made[t] if t in made else self._known[self._key(t)] for t in texts])
        )

    def missing(self, texts: Iterable[str]) -> list[str]:
        return [text for text in dict.fromkeys(texts) if self._key(text) not in self._known]

    def is_word(self, text: str) -> bool:
        return self._encoder.is_word(text)

    def write(self, groups: Sequence[Sequence[str]]) -> None:
        """Let the file hold just these; a group that it held already keeps its bytes.

        So two releases of the file share most of it, and Git stores what is new.
        """
        keys = b"".join(self._key(text) for group in groups for text in group)
        # Nearly all there is to gain: no two rows are alike, but small numbers are the commonest.
        packer = zlib.compressobj(9, strategy=zlib.Z_HUFFMAN_ONLY)
        rows = b""
        for group in groups:
            rows += packer.compress(in_steps(self.encode(group)).tobytes())
            rows += packer.flush(zlib.Z_FULL_FLUSH)
        held = len(keys).to_bytes(_LENGTH_BYTES, "little") + keys + rows + packer.flush()
        self._path.write_bytes(held)

    def _key(self, text: str) -> bytes:
        return digest(f"{self.encoder_id} {text}")

    @cached_property
    def _known(self) -> Mapping[bytes, Steps]:
        return _read(self._path) if self._path.exists() else {}


def shipped() -> Path:
    """Return the file that came with this version; a wheel is unpacked where it is installed."""
    return Path(str(files("knowledge.search.encoder").joinpath(FILE)))


def _read(path: Path) -> dict[bytes, Steps]:
    held = path.read_bytes()
    start = _LENGTH_BYTES + int.from_bytes(held[:_LENGTH_BYTES], "little")
    keys = [held[at : at + DIGEST_BYTES] for at in range(_LENGTH_BYTES, start, DIGEST_BYTES)]
    rows = np.frombuffer(zlib.decompress(held[start:]), np.int8).reshape(len(keys), -1)
    return dict(zip(keys, rows, strict=True))
