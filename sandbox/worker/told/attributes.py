"""The names of an object's attributes, as `dir` lists them, without calling anything of a snippet.

`dir` asks the object itself: its class may be a snippet's, list names of its own, print or go on
for ever.
"""

from collections.abc import Callable, Iterator
from enum import Enum, EnumType
from types import (
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any, Final

import numpy as np
import torch
from torch import nn

_bases_of: Final = type.__dict__["__mro__"].__get__
_dict_of_class: Final = type.__dict__["__dict__"].__get__
_dict_of_module: Final[Callable[[Any], Any]] = vars(ModuleType)["__dict__"].__get__
# Lists, as numpy chose them, what can be imported late too.
_NUMPYS_OWN: Final[Any] = vars(np).get("__dir__")
# What a layer keeps apart from its other attributes.
_PARTS: Final = ("_parameters", "_buffers", "_modules")
_LOOKED_UP: Final = ("__getattribute__", "__class__", "__dict__")
# What C gives an object by itself, and what stands for an object that has no such thing.
_OF_C: Final = (WrapperDescriptorType, GetSetDescriptorType, MemberDescriptorType, type(None))


def attributes(owner: Any) -> list[str]:
    """Sorted, as `dir` has them; empty where what lists them is not known to be harmless."""
    kind = type(owner)
    lists = _method(kind, "__dir__")
    work = next((work for known, work in _LISTS if known is lists), None)
    if owner is None or work is None or not all(_is_of_c(kind, name) for name in _LOOKED_UP):
        return []
    return sorted({name for name in work(owner) if type(name) is str})


def _method(kind: type, name: str) -> Any:
    """What the class has under that name, as it lies there; read past all metaclasses."""
    dicts = map(_dict_of_class, _bases_of(kind))
    return next((names[name] for names in dicts if name in names), None)


def _is_of_c(kind: type, name: str) -> bool:
    return type(_method(kind, name)) in _OF_C


def _of_object(owner: Any) -> Iterator[Any]:
    yield from _of_instance(owner)
    yield from _of_class(type(owner))


def _of_instance(owner: Any) -> Iterator[Any]:
    held = _method(type(owner), "__dict__")
    yield from _keys(held.__get__(owner) if held else None)


def _of_class(owner: Any) -> Iterator[Any]:
    for kind in _bases_of(owner):
        yield from _dict_of_class(kind)


def _of_module(owner: Any) -> Iterator[Any]:
    """A module may have a function that lists its names: nobody's but numpy's is called."""
    names = _dict_of_module(owner)
    lists = dict.get(names, "__dir__")
    if lists is None:
        yield from _keys(names)
    elif lists is _NUMPYS_OWN:
        yield from lists()


def _of_tensor(owner: Any) -> Iterator[Any]:
    hidden = {"volatile", "__cuda_array_interface__"}
    yield from (name for name in _of_object(owner) if type(name) is str and name not in hidden)


def _of_layer(owner: Any) -> Iterator[Any]:
    held = _method(type(owner), "__dict__").__get__(owner)
    parts = (name for part in _PARTS for name in _keys(dict.get(held, part)))
    names = (*_of_object(owner), *parts)
    yield from (name for name in names if type(name) is str and not name[:1].isdigit())


def _keys(names: Any) -> Iterator[Any]:
    """Of an exact dictionary: a snippet's own kind may do anything where it is read."""
    yield from names if type(names) in (dict, MappingProxyType) else ()


_KINDS: Final[tuple[tuple[type, Callable[[Any], Iterator[Any]]], ...]] = (
    (object, _of_object),
    (Enum, _of_object),
    (type, _of_class),
    (EnumType, _of_class),
    (ModuleType, _of_module),
    (torch.Tensor, _of_tensor),
    (nn.Module, _of_layer),
    (nn.Sequential, _of_layer),
    (nn.ModuleList, _of_layer),
    (nn.ParameterList, _of_layer),
)
# Of each `__dir__` that is known to call nothing of a snippet what lists the same names.
_LISTS: Final = tuple((vars(kind)["__dir__"], work) for kind, work in _KINDS)
