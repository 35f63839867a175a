"""Write tutor/practice/constraints/names.txt: what a ruled exercise's code may name with a dot.

    uv run scripts/list_attributes.py

Public names of torch, NumPy, math and of what they return; no module, nothing that loads code,
holds on to code that runs later, or changes what everybody's names mean.
"""

import collections.abc
import functools
import itertools
import math
import operator
import typing
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from torch import nn
from torch.autograd.function import FunctionCtx

TARGET = Path(__file__).resolve().parent.parent / "tutor" / "practice" / "constraints" / "names.txt"
MODULES = [
    *(nn, nn.functional, nn.init, nn.utils, nn.parameter, torch.linalg, torch.fft, torch.special),
    *(torch.autograd, torch.optim, torch.func, torch.random, torch.distributions),
    *(np, np.linalg, np.random, np.fft, math, typing, collections.abc, itertools, functools),
    operator,
]
TYPES = [
    *(torch.Tensor, nn.Module, nn.Parameter, FunctionCtx, torch.autograd.Function, torch.Size),
    *(torch.finfo, torch.iinfo, torch.dtype, torch.device, torch.Generator, torch.return_types.max),
    *(torch.optim.Optimizer, torch.distributions.Normal, np.ndarray, np.random.Generator),
    *(
        np.ufunc,
        np.dtype,
        str,
        list,
        dict,
        tuple,
        set,
        int,
        float,
        complex,
        bool,
        slice,
        range,
        Exception,
    ),
]
# Code runs by them, or later by them, or out of sight; or names come to mean something else.
REFUSED = """set_printoptions
attrgetter boolean_dispatch clear_overloads compile ctypes dump_patches eval exec export
from_dlpack from_file fromfile fromregex get_file_path get_overloads get_type_hints hooks
import_ir_module import_ir_module_from_buffer load loadtxt memmap methodcaller module_load open
overload save savetxt savez savez_compressed script set_default_device set_default_dtype
set_default_tensor_type singledispatch singledispatchmethod to_dlpack to_save tofile trace
seterr seterrcall setbufsize get_submodule get_buffer get_parameter wraps
update_wrapper share_memory_ set_ test
handle_torch_function call genfromtxt ForwardRef cached_property total_ordering""".split()


def main() -> None:
    """What torch gives besides is its own machinery: of its names only those that are for all."""
    found = {name for name in dir(torch) if name in torch.__all__ or name.islower()}
    found = {name for name in found if not isinstance(getattr(torch, name), ModuleType)}
    for module in MODULES:
        found |= {n for n in dir(module) if not isinstance(getattr(module, n), ModuleType)}
    for each in TYPES:
        found |= set(dir(each))
    names = (name for name in found if not name.startswith("_") and name not in REFUSED)
    kept = sorted(name for name in names if "hook" not in name and "script" not in name.lower())
    TARGET.write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} names")


if __name__ == "__main__":
    main()
