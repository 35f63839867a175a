"""The layer that broke in a call, such as one deep inside of a whole network, and its weights."""

import ast
from collections.abc import Iterator, Mapping
from types import FrameType, TracebackType
from typing import Any, Final

import torch

from sandbox.worker.told.facts import Facts, facts
from sandbox.worker.told.source import all_steps

# Whose parts are written by their numbers, as in `net[2]`.
_NUMBERED: Final = (torch.nn.Sequential, torch.nn.ModuleList)
# Torch's way into a module; others, as `to` and `load_state_dict`, go through its layers too.
_CALLS: Final = ("forward", "_call_impl")
# More than any network is deep; a recursion in a library may be much deeper.
_DEEP: Final = 500

# What holds a module, and how one gets from there to the module.
_Way = tuple[torch.nn.Module, str]


def inner_layer(step: TracebackType, broken: ast.AST, names: Mapping[str, Any]) -> str | None:
    """Where it is, as the snippet would write that, and what: `net[2]: Linear(…)`.

    `step` is the snippet's last. None where no layer of torch's own broke, or what broke calls
    that layer itself. Where it is can be unknown: then it is only told what it is.
    """
    entered = list(_entered(step))
    layers = list(filter(_is_torchs, entered))
    callee = {id(_called(step)): broken.func} if isinstance(broken, ast.Call) else {}
    if not layers or id(layers[-1]) in callee:
        return None
    root, told = entered[0], _told(layers[-1])
    named = (node for node in ast.walk(broken) if isinstance(node, ast.Name))
    by_name = (node for node in named if names.get(node.id) is root)
    way, path = callee.get(id(root)) or next(by_name, None), _path(root, layers[-1])
    return told if way is None or path is None else f"{ast.unparse(way)}{path}: {told}"


def weights_called(step: TracebackType, broken: ast.Call) -> list[tuple[Facts | None, str]]:
    """The weights of the layer that broke, as the code would write them: they say why it did."""
    layer = _called(step)
    if layer is None or not _is_torchs(layer) or isinstance(broken.func, ast.Call):
        return []
    name, weights = ast.unparse(broken.func), layer.named_parameters(recurse=False)
    return [(facts(weight), f"{name}.{of}") for of, weight in weights]


def _called(step: TracebackType) -> torch.nn.Module | None:
    """The module that the snippet itself called there."""
    inner = step.tb_next
    if inner is None or inner.tb_frame.f_code.co_name != "_wrapped_call_impl":
        return None
    return _module_of(inner.tb_frame)


def _module_of(frame: FrameType) -> torch.nn.Module | None:
    owner = frame.f_locals.get("self")
    return owner if issubclass(type(owner), torch.nn.Module) else None


def _entered(step: TracebackType) -> Iterator[torch.nn.Module]:
    """The modules that libraries called behind the snippet's last frame."""
    behind = [each.tb_frame for each in all_steps(step.tb_next)]
    # The first called the network, and the last the layer that broke.
    for frame in (*behind[:_DEEP], *behind[_DEEP:][-_DEEP:]):
        if frame.f_code.co_name in _CALLS and (owner := _module_of(frame)) is not None:
            yield owner


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


def _is_torchs(module: torch.nn.Module) -> bool:
    return type(module).__module__.startswith("torch.nn.modules.")
