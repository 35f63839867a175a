"""Words for a shape or axes that a function takes under another name, or takes in another way."""

import ast
from collections.abc import Mapping
from typing import Final

from tutor.advice.around import Broken, is_number, root
from tutor.advice.table import Table
from tutor.line.labels import columns

_LIKE: Final[Mapping[str, str]] = {
    f"{name}_like": name for name in ("zeros", "ones", "empty", "rand", "randn")
}
_DIMS: Final = frozenset({"flip", "permute", "roll"})
_MAKERS: Final = frozenset({"empty", "ones", "rand", "randn", "zeros"})


def _like(broken: Broken) -> str:
    """`zeros_like(2, 3)`, or of a shape: it takes a tensor whose shape is taken over."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr=name), args=[*sizes], keywords=[]
        ) if (maker := _LIKE.get(name)) and sizes:
            if _are_held(broken, sizes) or not _is_shape(broken, sizes):
                return ""
            written = ", ".join(map(broken.part, sizes))
            return (
                f"{name} takes a tensor, and makes one of that shape: for a shape write "
                f"torch.{maker}({written})."
            )
    return ""


def _is_shape(broken: Broken, sizes: list[ast.expr]) -> bool:
    """Whether they are surely whole numbers: as they are written, or as the error tells."""
    match sizes:
        case [ast.Tuple(elts=parts) | ast.List(elts=parts)]:
            return all(map(is_number, parts))
    kind = broken.found.groupdict().get("kind")
    return kind in ("int", "torch.Size") or all(map(is_number, sizes))


def _are_held(broken: Broken, sizes: list[ast.expr]) -> bool:
    held = {each.expression for each in broken.error.operands}
    return not held.isdisjoint(map(broken.part, sizes))


def _dims(broken: Broken) -> str:
    """`torch.flip(x, dim=1)`, whose axes are called `dims`."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr=name), keywords=named) if name in _DIMS:
            wrong = [each for each in named if each.arg in ("dim", "axis", "axes")]
        case _:
            return ""
    if len(wrong) != 1 or broken.defines(name):
        return ""
    axes = wrong[0].value
    is_one = name != "roll" and not isinstance(axes, ast.Tuple | ast.List)
    written = f"({broken.part(axes)},)" if is_one else broken.part(axes)
    start, end = columns(broken.text, axes)
    before = broken.text[:start].removesuffix(f"{wrong[0].arg}=")
    if before == broken.text[:start]:
        return ""
    call = f"{before}dims={written}{broken.text[end:]}"
    return f"{name} has no {wrong[0].arg}: it calls that dims, {call}."


def _padded(broken: Broken) -> str:
    """`F.pad(x, 1)`, which wants a number for either side of an axis."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr="pad") as made, args=[given, width]):
            held, by = broken.part(given), broken.part(width)
        case _:
            return ""
    axes = [len(each.shape) for each in broken.error.operands if each.expression == held]
    if not axes or not axes[0]:
        return ""
    name = broken.part(made)
    last = f"{name}({held}, ({by}, {by}))"
    if axes[0] == 1:
        return f"pad wants a number for either side: {last}."
    both = f"{name}({held}, ({by}, {by}, {by}, {by}))"
    return (
        f"pad wants a number for either side of each axis, the last axis first: {last}, or "
        f"{both} for the last two."
    )


def _dtype_beside(broken: Broken) -> str:
    """`x.view(2, 3, dtype=torch.float32)`: the shape here, the dtype by a call of its own."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=owner, attr="view" | "reshape" as name),
            args=[_, *_] as sizes,
            keywords=[ast.keyword(arg="dtype", value=dtype)],
        ) if root(owner) != "torch" and _are_held(broken, [owner]):
            held, shape = broken.part(owner), ", ".join(map(broken.part, sizes))
            return (
                f"{name} changes the shape alone; the dtype is for to: "
                f"{held}.{name}({shape}).to({broken.part(dtype)})."
            )
    return ""


def _several_shapes(broken: Broken) -> str:
    """`torch.rand((2, 3), (4,))`."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr=name), args=[_, _, *_] as shapes
        ) if name in _MAKERS and all(isinstance(each, ast.Tuple | ast.List) for each in shapes):
            first = broken.part(shapes[0])
            return f"torch.{name} makes one tensor, of one shape: torch.{name}({first})."
    return ""


def _square(broken: Broken) -> str:
    """`torch.eye((2, 2))`."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr="eye"),
            args=[ast.Tuple(elts=[_, *_] as sizes)],
            keywords=[],
        ) if len(sizes) < 3:
            written = ", ".join(map(broken.part, sizes))
            return f"torch.eye takes its sizes one by one: torch.eye({written})."
    return ""


SHAPES: Final[Table] = {
    "TypeError": {
        r"\w+_like\(\) takes 1 positional argument but \d+ were given$": _like,
        (
            r"\w+_like\(\): argument 'input' \(position 1\) must be Tensor, not "
            r"(?P<kind>int|tuple|list|torch\.Size)$"
        ): _like,
        r'(flip|permute)\(\) missing 1 required positional arguments?: "dims"$': _dims,
        r"roll\(\) got an unexpected keyword argument '(dim|axis)'$": _dims,
        r"pad\(\): argument 'pad' \(position 2\) must be tuple of ints, not int$": _padded,
        r"view\(\) received an invalid combination .*, dtype=torch\.dtype\)": _dtype_beside,
        r"reshape\(\) got an unexpected keyword argument 'dtype'$": _dtype_beside,
        r"\w+\(\) received an invalid combination .* - got \((tuple|list), (tuple|list)": (
            _several_shapes
        ),
        r"eye\(\): argument 'n' \(position 1\) must be int, not tuple$": _square,
    },
}
