"""Words for what is called as a function and is none, or takes nothing."""

import ast
from typing import Final

from tutor.advice.around import Broken, is_number
from tutor.advice.table import Table
from tutor.line.labels import columns

_OF_ITS_NAME: Final = frozenset({"copy", "datetime", "glob", "random", "time"})
_TAKE_NOTHING: Final = frozenset({"random", "time"})


def _module_called(broken: Broken) -> str:
    """`torch.random(2, 3)`, or `time()` of a module that has a function of its own name."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=owner), attr="random") as made,
            args=[_, *_] as sizes,
            keywords=[],
        ) if all(map(is_number, sizes)):
            given = broken.text[columns(broken.text, made)[1] :].lstrip()
            if owner in ("torch", "np", "numpy"):
                function = "torch.rand" if owner == "torch" else f"{owner}.random.rand"
                return f"{broken.part(made)} is a module: write {function}{given}."
        case ast.Call(func=ast.Name(id=name) as made, args=args, keywords=named) if (
            name in _OF_ITS_NAME and not (name in _TAKE_NOTHING and (args or named))
        ):
            given = broken.text[columns(broken.text, made)[1] :].lstrip()
            return f"{name} is the module here: write {name}.{name}{given}."
    return ""


def _dtype_called(broken: Broken) -> str:
    """`torch.float32([1, 2])`."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch")) as dtype, args=[given], keywords=[]
        ) if not isinstance(given, ast.Starred):
            name, written = broken.part(dtype), broken.part(given)
            if written in {each.expression for each in broken.error.operands}:
                call = _converted(broken, given, name)
            elif _is_of_numbers(given):
                call = f"torch.tensor({written}, dtype={name})"
            else:
                return ""
            return f"{name} is a dtype and makes no tensor: write {call}."
    return ""


def _is_of_numbers(given: ast.expr) -> bool:
    match given:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(map(_is_of_numbers, parts))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            return isinstance(value, int | float)
        case ast.Constant(value=value):
            return isinstance(value, int | float)
    return False


def _converted(broken: Broken, given: ast.expr, dtype: str) -> str:
    """A tensor of that dtype; where there is NumPy, it may be an array that is given."""
    written = broken.part(given)
    if "numpy" in broken.code:
        return f"torch.as_tensor({written}, dtype={dtype})"
    is_plain = isinstance(given, ast.Name | ast.Call | ast.Attribute | ast.Subscript)
    return f"{written if is_plain else f'({written})'}.to({dtype})"


def _seeded(broken: Broken) -> str:
    match broken.tree:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr="seed"), args=[seed]):
            return (
                "torch.seed() takes a number of its own choice: for yours write "
                f"torch.manual_seed({broken.part(seed)})."
            )
    return ""


NO_FUNCTIONS: Final[Table] = {
    "TypeError": {
        "'torch.dtype' object is not callable$": _dtype_called,
        "'module' object is not callable$": _module_called,
        r"seed\(\) takes 0 positional arguments but 1 was given$": _seeded,
    },
}
