"""The numbers of a small tensor as torch writes them, without two dozen of torch's operations.

In a fresh process each operation runs for the first time and its code comes from memory; for a
handful of numbers that is most of what a short snippet costs. Torch still writes what is to be
said behind the numbers, and all of what is not plain. The rules are those of `torch._tensor_str`,
and a property test holds the two to be equal.
"""

import math
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final, TypeGuard

import torch
from torch._tensor_str import PRINT_OPTS
from torch.autograd import forward_ad

from sandbox.worker.shield import attempt

# What a tensor is and does by torch's classes in C, which nobody can change.
#
# One assignment gives `torch.Tensor` another shape to tell, and a subclass would be asked for
# what it makes of itself. Each is looked up once: every run waits for what is asked here.

_OF_TENSORS: Final = vars(torch._C.TensorBase)  # noqa: SLF001
_OF_STORAGES: Final = vars(torch._C.StorageBase)  # noqa: SLF001


def _part(name: str) -> Any:
    return _OF_TENSORS[name].__get__


shape, dtype, device, layout = map(_part, ("shape", "dtype", "device", "layout"))
itemsize, nbytes, requires_grad = map(_part, ("itemsize", "nbytes", "requires_grad"))
is_meta, is_quantized = map(_part, ("is_meta", "is_quantized"))

dim, numel, stride, storage_offset, is_contiguous, is_complex, is_floating_point = (
    _OF_TENSORS[name]
    for name in (
        *("dim", "numel", "stride", "storage_offset"),
        *("is_contiguous", "is_complex", "is_floating_point"),
    )
)
detach, to, dequantize, tolist, item, numpy, part = (
    _OF_TENSORS[name]
    for name in ("detach", "to", "dequantize", "tolist", "item", "numpy", "__getitem__")
)
aminmax, mean, std, isnan, total = (
    _OF_TENSORS[name] for name in ("aminmax", "mean", "std", "isnan", "sum")
)

untyped_storage: Final = _OF_TENSORS["untyped_storage"]
data_ptr, storage_bytes = (_OF_STORAGES[name] for name in ("data_ptr", "nbytes"))


# Whether a tensor's numbers are in memory: a storage may be let go of, or cut, below its tensors.
#
# Torch reads on all the same, which ends the process.

_STRIDED: Final = torch.strided
# Several of them in a byte.
_PACKED: Final = (torch.quint4x2, torch.quint2x4)


def _reach(tensor: Any) -> int:
    """How many places from its first to its last."""
    if is_contiguous(tensor):
        return int(numel(tensor))
    steps = zip(shape(tensor), stride(tensor), strict=True)
    return int(1 + sum((size - 1) * stride for size, stride in steps))


def _fits(tensor: Any) -> bool:
    # A subclass or a mode of the learner's must not hear that we look.
    with torch._C.DisableTorchFunction():  # noqa: SLF001
        if layout(tensor) is not _STRIDED or not numel(tensor):
            return True
        needed = (storage_offset(tensor) + _reach(tensor)) * itemsize(tensor)
        fits: bool = needed <= storage_bytes(untyped_storage(tensor))
        return fits or is_meta(tensor) or dtype(tensor) in _PACKED


def is_there(tensor: torch.Tensor) -> bool:
    """Whether a tensor is safe to read; without any storage it is, torch takes care of that."""
    return attempt(lambda: _fits(tensor)) is not False


_Write = Callable[[Any], str]

_INDENT: Final = len("tensor(")
_LARGE, _SMALL, _SPREAD = 1.0e8, 1.0e-4, 1000.0
_WHOLE: Final = frozenset(
    {torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64}
)
_REAL: Final = frozenset({torch.float16, torch.bfloat16, torch.float32, torch.float64})
_CAN_HAVE_NAMES: Final = hasattr(torch.Tensor, "names")
# A snippet that has put its own in this place is asked for it.
_REPR: Final = torch.Tensor.__repr__


def _is_plain(tensor: torch.Tensor) -> bool:
    return (
        tensor.layout is torch.strided
        and tensor.is_cpu
        and (tensor.dtype in _REAL or tensor.dtype in _WHOLE)
        and 0 < tensor.numel() <= PRINT_OPTS.threshold
        and not tensor.is_nested
        and not tensor._is_zerotensor()  # noqa: SLF001
        and not torch._is_functional_tensor(tensor)  # noqa: SLF001
        and not torch._C._functorch.is_functorch_wrapped_tensor(tensor)  # noqa: SLF001
    )


def flat(values: Any) -> list[Any]:
    """Of nested lists; sooner than a flat tensor for the few that it is asked for."""
    if not isinstance(values, list):
        return [values]
    return [number for value in values for number in flat(value)]


def _padded(write: _Write, numbers: Iterable[Any]) -> tuple[_Write, int]:
    """Right-aligned to the longest of the numbers that decide; others may stand out."""
    width = max((len(write(number)) for number in numbers), default=1)
    return (lambda number: write(number).rjust(width)), width


def _with_point(number: float) -> str:
    return f"{number:.0f}." if math.isfinite(number) else f"{number:.0f}"


def _fixed(number: float, *, kind: str, precision: int) -> str:
    return f"{number:.{precision}{kind}}"


def _is_scientific(sizes: list[float]) -> bool:
    if PRINT_OPTS.sci_mode is not None:
        return bool(PRINT_OPTS.sci_mode)
    low, high = min(sizes), max(sizes)
    return high / low > _SPREAD or high > _LARGE or low < _SMALL


def _real(numbers: list[float]) -> tuple[_Write, int]:
    known = [number for number in numbers if math.isfinite(number) and number != 0]
    if not known:
        return _padded(_with_point, ())
    if _is_scientific([abs(number) for number in known]):
        return _padded(partial(_fixed, kind="e", precision=PRINT_OPTS.precision), known)
    if all(number == math.ceil(number) for number in known):
        return _padded(_with_point, known)
    return _padded(partial(_fixed, kind="f", precision=PRINT_OPTS.precision), known)


def _row(values: list[Any], write: _Write, width: int, indent: int) -> str:
    room = max(1, math.floor((PRINT_OPTS.linewidth - indent) / (width + 2)))
    written = [write(value) for value in values]
    lines = [", ".join(written[at : at + room]) for at in range(0, len(written), room)]
    return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"


def _nested(values: Any, axes: int, write: _Write, width: int, indent: int) -> str:
    if axes == 0:
        return write(values)
    if axes == 1:
        return _row(values, write, width, indent)
    parts = [_nested(value, axes - 1, write, width, indent + 1) for value in values]
    return "[" + ("," + "\n" * (axes - 1) + " " * (indent + 1)).join(parts) + "]"


def _numbers(tensor: torch.Tensor) -> str:
    values = tensor.tolist()
    numbers = flat(values)
    write, width = _real(numbers) if tensor.dtype in _REAL else _padded(str, numbers)
    return _nested(values, tensor.dim(), write, width, _INDENT)


def _needs_nothing_more(tensor: torch.Tensor) -> bool:
    """Torch would say nothing behind the numbers, and no mode wants to hear of its work."""
    return bool(
        tensor.dtype in (torch.get_default_dtype(), torch.int64, torch.bool)
        and not tensor.requires_grad
        and not (_CAN_HAVE_NAMES and any(tensor.names))
        and torch._C._get_default_device() == "cpu"  # noqa: SLF001
        and PRINT_OPTS.edgeitems
        and forward_ad._current_level < 0  # noqa: SLF001
        and not torch._C._is_torch_function_mode_enabled()  # noqa: SLF001
        and not torch._C._len_torch_dispatch_stack()  # noqa: SLF001
    )


def _without_numbers(tensor: torch.Tensor) -> str:
    """As torch writes one of its meta device."""
    contents = f"..., size={tuple(tensor.shape)}"
    text: str = _REPR(tensor, tensor_contents=contents)
    return text


def _is_torchs(value: object) -> TypeGuard[torch.Tensor]:
    """By identity: the class of a value may have its own idea of what it equals."""
    kind = type(value)
    return (kind is torch.Tensor or kind is torch.nn.Parameter) and torch.Tensor.__repr__ is _REPR


def written(value: object) -> str:
    """`repr(value)`, sooner where it is a plain small tensor; a shape where no numbers are left."""
    if not _is_torchs(value):
        return repr(value)
    if not is_there(value):
        return _without_numbers(value)
    if type(value) is not torch.Tensor or not _is_plain(value):
        return repr(value)
    if _needs_nothing_more(value):
        return f"tensor({_numbers(value)})"
    text: str = _REPR(value, tensor_contents=_numbers(value))
    return text
