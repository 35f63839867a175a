"""The names that a snippet finds without having imported them."""

import math
from typing import Any

import numpy as np
import torch
from matplotlib import pyplot as plt


def names() -> dict[str, Any]:
    return {
        "torch": torch,
        "Tensor": torch.Tensor,
        "nn": torch.nn,
        "F": torch.nn.functional,
        "np": np,
        "math": math,
        "plt": plt,
    }
