"""What the encoder's last layers learnt from the entries' phrasings, as low-rank changes.

To each changed matrix a product of a tall and a wide one is added (LoRA; Hu et al., 2021,
arXiv 2106.09685): some hundred kilobytes instead of the layers themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np

from knowledge.search.arrays import Floats

# So much of what was learnt is added. On what nobody wrote for us, a point between the untaught
# encoder and the taught one does better than either (Wortsman et al., 2022, arXiv 2109.01903).
SHARE = 0.75
FILE = "adapter.npz"
NONE = "none"
_UP, _DOWN = ".up", ".down"


@dataclass(frozen=True, slots=True)
class Update:
    """`up` [rows, rank] times `down` [rank, columns] is for a matrix [rows, columns]."""

    up: Floats
    down: Floats

    def applied(self, matrix: Floats) -> Floats:
        """Add `SHARE` of the change.

        In double precision, or the last bit, and so a step of eight bits here and there, would
        depend on how many threads make the product.
        """
        change = self.up.astype(np.float64) @ self.down.astype(np.float64)
        return (matrix + SHARE * change).astype(np.float32)


def shipped() -> Path:
    """Return the adapter that came with this version; a wheel is unpacked where it is installed."""
    return Path(str(files("knowledge.search.encoder").joinpath(FILE)))


def digest(path: Path) -> str:
    """Name an adapter by its bytes and the share of it that is used."""
    if not path.is_file():
        return NONE
    return sha256(path.read_bytes() + f"{SHARE}".encode()).hexdigest()[:12]


def read(path: Path) -> dict[str, Update]:
    """Read the updates by the name of the matrix they change."""
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as held:
        found = {name: held[name].astype(np.float32) for name in held.files}
    names = [name.removesuffix(_UP) for name in found if name.endswith(_UP)]
    return {name: Update(found[name + _UP], found[name + _DOWN]) for name in names}


def write(path: Path, updates: Mapping[str, Update]) -> None:
    """Write updates in half precision; the same updates give the same bytes."""
    held = {
        name: value.astype(np.float16)
        for matrix, update in sorted(updates.items())
        for name, value in ((matrix + _UP, update.up), (matrix + _DOWN, update.down))
    }
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **held)


def adapted(weights: Mapping[str, Floats], updates: Mapping[str, Update]) -> dict[str, Floats]:
    """Return the weights with every update applied."""
    changed = {name: update.applied(weights[name]) for name, update in updates.items()}
    return {**weights, **changed}
