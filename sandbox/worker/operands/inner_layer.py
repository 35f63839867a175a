"""The layer that broke inside of a call that ran several, such as that of a whole network."""

import ast
from collections.abc import Iterator, Mapping
from types import FrameType, TracebackType
from typing import Any, Final

import torch

from sandbox.worker.operands import pure
from sandbox.worker.operands.evaluation import CHOSEN, held
from sandbox.worker.told.source import all_steps, is_own

# Whose parts are written by their numbers, as in `net[2]`.
_NUMBERED: Final = (torch.nn.Sequential, torch.nn.ModuleList)
# Torch's way into a module; others, as `to` and `load_state_dict`, go through its layers too.
_CALLS: Final = ("forward", "_call_impl")
# More than any network is deep; a recursion in a library may be much deeper.
_DEEP: Final = 500

# What holds a module, and how one gets from there to the module.
_Way = tuple[torch.nn.Module, str]


def inner_layer(
    trace: TracebackType | None, broken: ast.AST, names: Mapping[str, Any]
) -> str | None:
    """Where it is, as the snippet would write that, and what: `net[2]: Linear(…)`.

    None where no layer of torch's own broke, or what broke names that layer itself. Where it is
    can be unknown: then it is only told what it is.
    """
    entered = list(_entered(trace))
    layers = [module for module in entered if pure.is_layer(module)]
    if not layers or _is_called(layers[-1], broken, names):
        return None
    told = _told(layers[-1])
    if place := _place(entered[0], layers[-1], broken, names):
        return f"{place}: {told}"
    is_written_there = type(layers[-1]).__name__ in ast.unparse(broken)
    return None if is_written_there and layers[-1] is entered[0] else told


def _is_called(layer: torch.nn.Module, broken: ast.AST, names: Mapping[str, Any]) -> bool:
    return isinstance(broken, ast.Call) and held(broken.func, names) is layer


def _entered(trace: TracebackType | None) -> Iterator[torch.nn.Module]:
    """The modules that libraries called behind the snippet's last frame."""
    behind: list[FrameType] = []
    for step in all_steps(trace):
        if is_own(step):
            behind = []
        else:
            behind.append(step.tb_frame)
    # The first called the network, and the last the layer that broke.
    for frame in (*behind[:_DEEP], *behind[_DEEP:][-_DEEP:]):
        is_call = frame.f_code.co_name in _CALLS
        if is_call and issubclass(type(owner := frame.f_locals.get("self")), torch.nn.Module):
            yield owner


def _place(
    root: torch.nn.Module, layer: torch.nn.Module, broken: ast.AST, names: Mapping[str, Any]
) -> str | None:
    """How one gets to the layer from what the broken part names."""
    called = (node for node in ast.walk(broken) if isinstance(node, CHOSEN))
    path = _path(root, layer)
    text = next((ast.unparse(node) for node in called if held(node, names) is root), None)
    return None if text is None or path is None else text + path


def _path(root: torch.nn.Module, layer: torch.nn.Module) -> str | None:
    """From one module to another in it; None where there are several ways: any may have broken."""
    ways, steps = _ways(root), list[str]()
    while layer is not root:
        if len(found := ways.get(id(layer), [])) != 1:
            return None
        layer, step = found[0]
        steps.append(step)
    return "".join(reversed(steps))


def _ways(root: torch.nn.Module) -> dict[int, list[_Way]]:
    """To each module in another from those that hold it; one can be in itself as well."""
    ways: dict[int, list[_Way]] = {}
    waiting = [root]
    for module in waiting:
        for name, part in _parts(module).items():
            if issubclass(type(part), torch.nn.Module):
                if id(part) not in ways and part is not root:
                    waiting.append(part)
                ways.setdefault(id(part), []).append((module, _step(module, name)))
    return ways


def _step(module: torch.nn.Module, name: str) -> str:
    is_numbered = name.isdecimal() and issubclass(type(module), _NUMBERED)
    return f"[{name}]" if is_numbered else f".{name}"


def _parts(module: torch.nn.Module) -> dict[str, Any]:
    """Read past a class of the learner's, which may have its own idea of attributes."""
    found = object.__getattribute__(module, "_modules")
    return found if type(found) is dict else {}


def _told(layer: torch.nn.Module) -> str:
    """The first line of what torch shows of it; of one that has layers in it only the kind."""
    kind = type(layer)
    own = kind.extra_repr(layer).split("\n")
    return f"{kind.__name__}({'…' if _parts(layer) or own[1:] else own[0]})"
