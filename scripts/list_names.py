"""Write knowledge/search/names.txt: the words in the names of torch's and NumPy's functions.

`python -P scripts/list_names.py`, after an upgrade of either. Libraries that learners name as well
and terms of the field stand below.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.utils import data

TARGET = Path(__file__).resolve().parent.parent / "knowledge" / "search" / "names.txt"
SHORTEST = 4
PLACES = (
    *(torch, torch.Tensor, torch.nn, torch.nn.functional, torch.nn.init, torch.nn.utils),
    *(torch.linalg, torch.fft, torch.special, torch.sparse, torch.autograd, torch.func),
    *(torch.optim, torch.optim.lr_scheduler, torch.distributions, data),
    *(np, np.ndarray, np.linalg, np.random),
)
OTHERS = """
    cupy flax keras lenet mxnet numba onnx opencv pandas polars resnet scikit scipy sklearn
    tensorflow theano tinygrad
    autoencoder autoencoders covariance decoder decoders encoder encoders
"""


def words() -> Iterator[str]:
    for place in PLACES:
        for name in dir(place):
            if not name.startswith("_"):
                # What stands before digits counts as well: the "uint" of uint8.
                yield from re.findall(r"[a-z]+", name.lower())


def main() -> None:
    found = {word for word in (*words(), *OTHERS.split()) if len(word) >= SHORTEST}
    TARGET.write_text("".join(f"{word}\n" for word in sorted(found)), encoding="utf-8")
    print(f"{len(found)} words in {TARGET}")


if __name__ == "__main__":
    main()
