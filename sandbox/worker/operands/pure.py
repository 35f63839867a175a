"""What may be evaluated again without anybody noticing, and doing it.

Nothing of the learner's is called; nothing is changed, printed or drawn. All else is `UNKNOWN`.
"""

import builtins
import collections
import inspect
import math
import operator
import types
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import torch
from torch.nn import functional

from sandbox.worker.operands.stand_in import (
    MANY_ELEMENTS,
    NUMBERS,
    TENSORS,
    UNKNOWN,
    device_of,
    done,
    is_box,
    is_known,
    is_plain,
    is_tensor,
    leaves,
    stand_in,
    standing_for,
    tried,
)
from sandbox.worker.shield import attempt_or

_LARGE_EXPONENT: Final = 64
# Descriptors written in C, and a named tuple's: reading them runs no foreign code.
_FIELDS: Final = (
    types.MemberDescriptorType,
    types.GetSetDescriptorType,
    type(collections.namedtuple("_P", "x").x),  # type: ignore[attr-defined]  # noqa: PYI024
)
_VIEW_KEYS: Final = (int, slice, types.NoneType, types.EllipsisType)

# Of lists and the like; their other methods change them.
READS: Final = frozenset("copy count index".split())
_BUILTINS: Final = frozenset(
    """
    abs bool complex float int len list max min range round slice sum tuple
    """.split()
)
_TORCH_MAKERS: Final = frozenset("device Size Tensor as_tensor tensor from_numpy".split())
_MAKERS: Final = frozenset(
    """
    rand randn randint randperm normal zeros ones empty full eye arange linspace logspace
    tril_indices triu_indices
    """.split()
)
_RANDOM: Final = frozenset(
    """
    rand randn randint randperm rand_like randn_like randint_like bernoulli multinomial normal
    poisson binomial rrelu gumbel_softmax dropout alpha_dropout feature_dropout
    feature_alpha_dropout native_dropout dropout1d dropout2d dropout3d
    scaled_dot_product_attention fractional_max_pool2d fractional_max_pool3d
    multi_head_attention_forward
    """.split()
)
_IMPURE: Final = frozenset(
    """
    backward register_hook register_post_accumulate_grad_hook retain_grad share_memory storage
    untyped_storage resize resize_as set record_stream pin_memory batch_norm instance_norm
    native_batch_norm cudnn_batch_norm embedding_renorm to_dlpack module_load reinforce from_file
    save load savetxt savez savez_compressed loadtxt genfromtxt fromfile tofile dump dumps memmap
    open_memmap fromiter fromregex seterr seterrcall setbufsize errstate set_printoptions
    printoptions info show_config show_runtime test lookfor vectorize frompyfunc apply_along_axis
    apply_over_axes piecewise nditer setflags
    """.split()
)

_BINARY: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "MatMult": operator.matmul,
    "Div": operator.truediv,
    "FloorDiv": operator.floordiv,
    "Mod": operator.mod,
    "Pow": operator.pow,
    "LShift": operator.lshift,
    "RShift": operator.rshift,
    "BitAnd": operator.and_,
    "BitOr": operator.or_,
    "BitXor": operator.xor,
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}
_UNARY: Final[Mapping[str, Callable[[Any], Any]]] = {
    "UAdd": operator.pos,
    "USub": operator.neg,
    "Invert": operator.invert,
    "Not": operator.not_,
}
_GROWING: Final = ("Pow", "LShift")


def attribute(owner: Any, name: str) -> Any:
    """An attribute that is simply there, or that torch or numpy work out."""
    kind = type(owner)
    if kind is types.ModuleType:
        return vars(owner).get(name, UNKNOWN)
    if is_plain(kind) or is_box(kind):
        value = tried(lambda: getattr(owner, name))
        return standing_for(device_of(owner) or "meta", value) if is_tensor(owner) else value
    return _plain_attribute(owner, kind, name)


def _plain_attribute(owner: Any, kind: type, name: str) -> Any:
    """Looked for as Python does, but nothing is run that the learner wrote."""
    found = inspect.getattr_static(owner, name, UNKNOWN)
    if isinstance(found, _FIELDS):
        return tried(lambda: found.__get__(owner, kind))
    if found is UNKNOWN and issubclass(kind, torch.nn.Module):
        tables = ("_parameters", "_buffers", "_modules")
        scopes = (object.__getattribute__(owner, table) for table in tables)
        return next((scope[name] for scope in scopes if name in scope), UNKNOWN)
    return UNKNOWN if hasattr(type(found), "__get__") else found


def item(owner: Any, key: Any) -> Any:
    """`owner[key]`. A view costs nothing, whatever it is a view of."""
    kind = type(owner)
    if not is_known(key):
        return UNKNOWN
    if kind in TENSORS or kind is np.ndarray:
        is_view = all(type(leaf) in _VIEW_KEYS for leaf in leaves(key))
        if is_view and not device_of(owner):
            return tried(lambda: owner[key])
        return done(operator.getitem, [owner, key], {})
    if kind is dict or is_box(kind) or kind.__module__ == "torch.nn.modules.container":
        return tried(lambda: owner[key])
    return UNKNOWN


def binary(name: str, left: Any, right: Any) -> Any:
    """An operator between two values; between plain numbers only where it stays small."""
    work = _BINARY.get(name)
    kinds = (type(left), type(right))
    numbers = all(kind in NUMBERS or issubclass(kind, np.generic) for kind in kinds)
    boxes = name == "Add" and all(map(is_box, kinds))
    arrays = any(kind in TENSORS or kind is np.ndarray for kind in kinds)
    if work is None or not (numbers or boxes or arrays):
        return UNKNOWN
    if numbers and name in _GROWING and abs(right) > _LARGE_EXPONENT:
        return UNKNOWN
    return done(work, [left, right], {})


def unary(name: str, value: Any) -> Any:
    return done(_UNARY[name], [value], {})


def is_true(value: Any) -> bool | None:
    """None where asking is not safe or has no answer."""
    if not is_known(value) or device_of(value):
        return None
    return attempt_or(None, lambda: bool(value))


def method(owner: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    """`owner.name(…)`."""
    kind = type(owner)
    if kind is types.ModuleType:
        return _of_module(owner, name, given, named)
    if name.startswith("_") or name in _IMPURE or _writes(named):
        return UNKNOWN
    if kind in TENSORS:
        return _of_tensor(owner, name, given, named)
    if is_plain(kind) or (is_box(kind) and name in READS):
        return done(
            lambda me, *rest, **more: getattr(me, name)(*rest, **more), [owner, *given], named
        )
    if is_box(kind):
        return UNKNOWN
    part = owner if name == "forward" else attribute(owner, name)
    return called(part, given, named)


def _of_tensor(owner: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    # Done before, and it gives its own tensor; to do it again would be to do it twice.
    if name.endswith("_"):
        return owner
    work: Any = getattr(torch.Tensor, name, UNKNOWN)
    return done(work, [owner, *given], named, without_numbers=name in _RANDOM)


def _writes(named: Mapping[str, Any]) -> bool:
    return "out" in named or "generator" in named


def _of_module(module: types.ModuleType, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    """A function of torch's, numpy's or math's own, by the name it is called by."""
    work = vars(module).get(name, UNKNOWN)
    if name.endswith("_") or name in _IMPURE or _writes(named):
        return UNKNOWN
    if module in (np, np.linalg, np.fft, math):
        return done(work, given, named)
    if module in (functional, torch.linalg, torch.fft, torch.special) or _is_of_torch(name, work):
        return _of_torch(work, name, given, named)
    return UNKNOWN if _is_function(work) else called(work, given, named)


def _is_function(work: Any) -> bool:
    return type(work) in (types.BuiltinFunctionType, types.FunctionType, type)


def _is_of_torch(name: str, work: Any) -> bool:
    homes = (torch._C._VariableFunctions, torch.functional)  # noqa: SLF001
    if any(getattr(home, name, None) is work for home in homes):
        return True
    return name in _TORCH_MAKERS and vars(torch).get(name) is work


def _of_torch(work: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    if name in _MAKERS and "device" not in named:
        made = done(work, given, {**named, "device": "meta"}, without_numbers=True)
        if name in _RANDOM or made is UNKNOWN or made.numel() > MANY_ELEMENTS:
            return standing_for(str(torch.get_default_device()), made)
    in_place = "inplace" in getattr(getattr(work, "__code__", None), "co_varnames", ())
    return done(work, given, named, without_numbers=in_place or name in _RANDOM)


def is_layer(value: Any) -> bool:
    """A layer of torch's own."""
    return type(value).__module__.startswith("torch.nn.modules.")


def called(work: Any, given: list[Any], named: dict[str, Any]) -> Any:
    """`work(…)` for a function or a layer, under whatever name the learner has it."""
    if is_layer(work):
        return _of_layer(work, given, named)
    if not _is_function(work):
        return UNKNOWN
    name = work.__name__
    if vars(builtins).get(name) is work:
        return _of_python(work, name, given, named)
    homes = (torch, functional, np, math)
    home = next((home for home in homes if vars(home).get(name) is work), None)
    return _of_module(home, name, given, named) if home else UNKNOWN


def _of_python(work: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    """Of a long tensor each row would become one of its own."""
    walks = any(is_tensor(value) or type(value) is np.ndarray for value in given)
    if name not in _BUILTINS or (walks and name in ("list", "max", "min", "sum", "tuple")):
        return UNKNOWN
    return done(work, given, named)


def _of_layer(layer: torch.nn.Module, given: list[Any], named: dict[str, Any]) -> Any:
    """A layer of torch's own; all its weights have stand-ins while it runs."""
    if not is_simple_layer(layer):
        return UNKNOWN
    weights = [*layer.named_parameters(), *layer.named_buffers()]
    held = {name: stand_in(weight) for name, weight in weights}
    call = torch.func.functional_call
    return done(
        lambda *rest, **more: call(layer, held, rest, more), given, named, without_numbers=True
    )


def is_simple_layer(layer: Any) -> bool:
    """A layer that is torch's own, with all in it."""
    return is_layer(layer) and all(_is_simple(part) for part in layer.modules())


def _is_simple(layer: torch.nn.Module) -> bool:
    """Torch's own, with no hooks; recurrent layers keep their weights in a second place."""
    if not is_layer(layer):
        return False
    hooks = (held for name, held in vars(layer).items() if name.endswith("_hooks"))
    return not isinstance(layer, torch.nn.RNNBase) and not any(hooks)
