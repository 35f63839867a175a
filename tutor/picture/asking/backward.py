"""The program that looks at a computation and its gradients: it runs behind `looking.py`.

The rules for such programs stand in `tutor.sent_programs`.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tutor.picture.asking.looking import FEW_VALUES, MOST_CHARACTERS, Json, Report, clash, numbers

MOST_LEAVES = 8
NAME_CHARACTERS = 60


def differentiate(
    names: dict[str, Any], steps: Sequence[tuple[str, str, str, str]], last: str, torch: Any
) -> str:
    """Do every step of a graph, then ask for the gradient of each with respect to the last.

    The learner's own last line comes after that: our steps go well where its backward may not.
    Nothing is told where a name holds something else than its code makes now.
    """
    try:
        layers = []
        for name, source, layer, given in steps:
            layers.append(eval(layer, names) if layer else None)  # noqa: S307 (it runs in the sandbox)
            names[name] = eval(source, names)  # noqa: S307
            if given in names and not _is_same(names[name], names[given], torch):
                return Report("{}")
        made = [names[name] for name, *_ in steps]
        leaves = _leaves(layers, made, torch)
        tensors = [*made, *(leaf["tensor"] for leaf in leaves)]
        seen = _nodes(tensors, _gradients(tensors, made[-1], torch), torch)
    except Exception:  # noqa: BLE001
        return Report("{}")
    nodes, held = seen[: len(made)], seen[len(made) :]
    told = [
        {"label": leaf["label"], "readers": leaf["readers"], "seen": node}
        for leaf, node in zip(leaves, held, strict=True)
    ]
    text = json.dumps({"nodes": nodes, "leaves": told, "failed": _failure(names, last)})
    return Report(text if len(text) <= MOST_CHARACTERS else "{}")


def _is_same(made: Any, held: Any, torch: Any) -> bool:
    """Whether what is made anew is what the name holds, up to rounding; chance may be hidden."""
    if isinstance(made, (tuple, list)) and isinstance(held, (tuple, list)):
        pairs = zip(made, held, strict=False)
        return len(made) == len(held) and all(_is_same(*pair, torch) for pair in pairs)
    if not isinstance(made, torch.Tensor) or not isinstance(held, torch.Tensor):
        return True
    one, other = made.detach(), held.detach()
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if made.requires_grad != held.requires_grad:
        return False
    if not one.is_floating_point() and not one.is_complex():
        return bool(torch.equal(one, other))
    return bool(torch.allclose(one, other, rtol=1e-4, atol=1e-6, equal_nan=True))


def _failure(names: dict[str, Any], last: str) -> Json | None:
    """What autograd has against the last line; other errors may come of its being done again."""
    try:
        exec(last, names)  # noqa: S102
    except RuntimeError as error:
        return clash(error)
    except Exception:  # noqa: BLE001
        return None
    return None


def _leaves(layers: Sequence[Any], made: Sequence[Any], torch: Any) -> list[Json]:
    """The parameters of the layers that steps call, each with the steps that read it."""
    found: dict[int, Json] = {}
    known = {id(each) for each in made}
    for number, layer in enumerate(layers):
        for name, tensor in _parameters(layer, torch):
            if id(tensor) not in known:
                leaf = {"label": name[:NAME_CHARACTERS], "readers": [], "tensor": tensor}
                found.setdefault(id(tensor), leaf)["readers"].append(number)
    return list(found.values()) if len(found) <= MOST_LEAVES else []


def _parameters(layer: Any, torch: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(layer, torch.nn.Module):
        yield from layer.named_parameters()


def _gradients(tensors: Sequence[Any], end: Any, torch: Any) -> dict[int, Any]:
    """Those of the end; the learner's own backward still needs what this goes over."""
    tracked = [n for n, each in enumerate(tensors) if getattr(each, "requires_grad", False) is True]
    found = torch.autograd.grad(
        end,
        [tensors[n] for n in tracked],
        torch.ones_like(end),
        allow_unused=True,
        retain_graph=True,
    )
    return dict(zip(tracked, found, strict=True))


def _nodes(made: Sequence[Any], gradients: dict[int, Any], torch: Any) -> list[Any]:
    """What is no tensor is left empty: it only says how."""
    return [
        {
            "held": _held(each),
            "gradient": None if gradients.get(n) is None else _held(gradients[n]),
            "is_tracked": n in gradients,
        }
        if isinstance(each, torch.Tensor)
        else None
        for n, each in enumerate(made)
    ]


def _held(tensor: Any) -> Json:
    few = tensor.ndim <= 1 and tensor.numel() <= FEW_VALUES
    values = numbers(tensor.detach().flatten()) if few else None
    return {"shape": list(tensor.shape), "values": values}
