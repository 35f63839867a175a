"""Encode what ships and has no vectors yet: `python -P scripts/ship_vectors.py`, or `make vectors`.

Without them all works, and the first start on each machine takes a millisecond more for each text.
"""

from pathlib import Path

from knowledge.search.encoder.encoder import Encoder
from knowledge.search.fit import fit

if __name__ == "__main__":
    fit.ship(Encoder.open(Path("build/matching")))
