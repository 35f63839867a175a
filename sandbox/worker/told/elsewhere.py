"""Names that are wrong here and right elsewhere are no slips: what they are called here, if sure.

Who mixes NumPy and torch writes the one's names for the other's things. The nearest name is then
another thing, as `copy_` of a tensor for `copy`, or runs and gives another number.
"""

import builtins
import linecache
import math
import re
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any, Final

import numpy as np
import torch
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from torch import nn

from sandbox.protocol import FILENAME
from sandbox.worker.told.misspelt import wrong_name
from sandbox.worker.told.source import innermost, is_own


def _own_names(module: ModuleType) -> Iterator[str]:
    """What it offers itself; not its modules, and not what it imported from elsewhere."""
    homes = (module.__name__, "torch._C._nn")
    for name, value in vars(module).items():
        home = str(getattr(value, "__module__", None))
        if not (name.startswith("_") or isinstance(value, ModuleType)) and home.startswith(homes):
            yield name


# All are read before any snippet runs. Names that learners look for one module too far out.
_IN_TORCH: Final = {
    name: f"{module.__name__.removeprefix('torch.')}.{name}"
    for module in (torch.utils.data, torch.optim, nn.functional, nn)
    for name in _own_names(module)
}
# Of functions that a learner looks for among the layers those that can't be meant as the layer
# where they are called with a value: no layer of the name has to know sizes first.
_CALLED_WITH_A_VALUE: Final = frozenset(
    """
    celu elu gelu hardsigmoid hardswish hardtanh leaky_relu log_softmax logsigmoid mish normalize
    one_hot pad relu relu6 selu sigmoid silu softmax softmin softplus softsign tanh
    """.split()
)
# These have settings, or the weights of the classes, where they are called with one alone.
_CALLED_WITH_TWO: Final = frozenset(
    """
    binary_cross_entropy binary_cross_entropy_with_logits cosine_similarity cross_entropy dropout
    huber_loss kl_div l1_loss mse_loss nll_loss smooth_l1_loss
    """.split()
)
_WITH_A_VALUE: Final = r"\.{}\s*\(\s*(?=[^\s\d.)-])(?!(?:True|False|None)\b|\w+\s*=(?!=))"
_DTYPES: Final = frozenset(name for name, it in vars(torch).items() if isinstance(it, torch.dtype))
_AS_DTYPE: Final = r"(?:\bdtype\s*=|\.(?:to|type|astype)\()\s*{}\s*[,)]"
_IN_NUMPY: Final = {
    name: f"{module.__name__.removeprefix('numpy.')}.{name}"
    for module in (np.random, np.linalg)
    for name in module.__all__
}
_FURTHER_IN: Final[tuple[tuple[ModuleType, dict[str, str]], ...]] = (
    (torch, _IN_TORCH),
    (np, _IN_NUMPY),
)
CALLED_HERE: Final[dict[Any, dict[str, str]]] = {
    torch.Tensor: {
        "copy": "clone",
        "dtypes": "dtype",
        "expand_dims": "unsqueeze",
        "fill": "fill_",
        "gradient": "grad",
        "items": "item",
        "normal": "normal_",
        "power": "pow",
        "strides": "stride",
        "tofloat": "float",
        "uniform": "uniform_",
    },
    np.ndarray: {"clone": "copy", "dim": "ndim", "items": "item", "stride": "strides"},
    np: {
        "in1d": "isin",
        "range": "arange",
        "sorted": "sort",
        "tensor": "array",
        "trapz": "trapezoid",
        "unsqueeze": "expand_dims",
    },
    nn: {"BinaryCrossEntropyLoss": "BCELoss"},
}
# TensorFlow has the last one of its variables.
RIGHT_ELSEWHERE: Final = frozenset(
    name
    for owner in (torch, torch.Tensor, nn.init, np, np.ndarray, np.random, plt, math, builtins)
    for name in dir(owner)
).union(dir(list), dir(dict), dir(str), ["value"])
_KINDS: Final = (torch.Tensor, np.ndarray, nn.Module, Artist)


# Of torch, and hardly anybody's own functions.
_CALLED_OF_TORCH: Final = frozenset(
    """
    arange as_tensor einsum eye linspace manual_seed no_grad ones ones_like randn randperm tensor
    zeros zeros_like FloatTensor LongTensor
    """.split()
)


def meant(error: BaseException) -> str | None:
    """What is surely meant by a name that is right elsewhere; empty where no other name is."""
    wrong, names = wrong_name(error)
    if not wrong:
        return None
    if isinstance(error, NameError):
        return _dtype_asked_for(wrong, _line(error)) or _called_of_torch(wrong, _line(error))
    owner: Any = sys.modules.get(error.name or "") if isinstance(error, ImportError) else None
    if isinstance(error, AttributeError):
        owner = error.obj
        if found := _function_called(wrong, owner, _line(error)):
            return found
    found = _called_here(wrong, owner, names)
    if found and "." in found and isinstance(error, ImportError):
        further_in, _, name = found.rpartition(".")
        return f"from {error.name}.{further_in} import {name}"
    return found or ("" if _is_right(wrong, owner, names) else None)


def _line(error: BaseException) -> str:
    step = innermost(error)
    return linecache.getline(FILENAME, step.tb_lineno) if step and is_own(step) else ""


def _home(owner: object) -> Any:
    """The class or module of torch's, NumPy's or matplotlib's that it has its names from."""
    if owner is torch or owner is nn or owner is np:
        return owner
    return next((kind for kind in _KINDS if issubclass(type(owner), kind)), None)


def _called_here(wrong: str, owner: object, names: Iterable[str]) -> str | None:
    """What it is called there; it may lie in a module further in."""
    home = _home(owner)
    if (name := CALLED_HERE.get(home, {}).get(wrong)) is not None:
        return name
    if home is Artist and f"set_{wrong}" in names:
        return f"set_{wrong}"
    return next(
        (inner[wrong] for one, inner in _FURTHER_IN if owner is one and wrong in inner), None
    )


def _function_called(wrong: str, owner: object, line: str) -> str | None:
    """The function that a line calls with a value where a layer is made, `nn.relu(x)`."""
    if owner is not nn or wrong not in _CALLED_WITH_A_VALUE | _CALLED_WITH_TWO:
        return None
    more = ".*," if wrong in _CALLED_WITH_TWO else ""
    is_called = re.search(_WITH_A_VALUE.format(wrong) + more, line)
    return f"functional.{wrong}" if is_called else None


def _dtype_asked_for(wrong: str, line: str) -> str | None:
    """The dtype by its last name, `dtype=float32`, where it is sure of which library it is."""
    if wrong not in _DTYPES or not re.search(_AS_DTYPE.format(wrong), line):
        return None
    is_torchs = re.search(r"\btorch\.|\.(?:to|type)\(", line)
    is_numpys = re.search(r"\b(?:np|numpy)\.|\.astype\(", line)
    if is_torchs and not is_numpys:
        return f"torch.{wrong}"
    return f"np.{wrong}" if is_numpys and not is_torchs and hasattr(np, wrong) else None


def _called_of_torch(wrong: str, line: str) -> str | None:
    """A function of torch's that is called by its last name; it may be numpy's where that is."""
    if wrong not in _CALLED_OF_TORCH or not re.search(rf"(?<![\w.]){wrong}\s*\(", line):
        return None
    text = "".join(linecache.getlines(FILENAME))
    is_numpys = hasattr(np, wrong) and re.search(r"(?<![\w.])(?:np|numpy)\b", text)
    return "" if is_numpys else f"torch.{wrong}"


def _is_right(wrong: str, owner: object, names: Iterable[str]) -> bool:
    """In a library's own things: then no other name of theirs is meant, but a layer's."""
    is_layers = owner is nn and wrong.replace("_", "").lower() in map(str.lower, names)
    return wrong in RIGHT_ELSEWHERE and _home(owner) is not None and not is_layers
