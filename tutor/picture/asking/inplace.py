"""What an operation changes in place: by its name, before anything is run."""

import ast
from collections.abc import Mapping, Sequence

# The name's last letter is gone: `x.t_()` is the operation `t`.
RESHAPING = frozenset(
    {
        "t", "transpose", "swapaxes", "swapdims", "squeeze", "unsqueeze", "as_strided", "resize",
        "set",
    }
)  # fmt: skip
_ONLY_MARKING = frozenset({"detach", "requires_grad", "share_memory"})
_OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "iadd",
    ast.Sub: "isub",
    ast.Mult: "imul",
    ast.Div: "itruediv",
    ast.FloorDiv: "ifloordiv",
    ast.Mod: "imod",
    ast.Pow: "ipow",
    ast.MatMult: "imatmul",
    ast.BitAnd: "iand",
    ast.BitOr: "ior",
    ast.BitXor: "ixor",
    ast.LShift: "ilshift",
    ast.RShift: "irshift",
}


def augmented(statement: ast.AugAssign, parts: Sequence[str]) -> str:
    """The code that does `x += y` on its parts, as Python does: in x, or not at all."""
    return f"__import__('operator').{_OPERATORS[type(statement.op)]}({', '.join(parts)})"


def changed_by(statement: ast.stmt, expression: ast.expr, *, by_module: bool) -> str:
    """The name of what is changed; of something without a name nobody need be told.

    `by_module` says that a function of a module does it: that changes its first argument.
    """
    match statement, expression:
        case ast.AugAssign(target), _:
            return ast.unparse(_root(target))
        case _, ast.Call(ast.Attribute(value, name), arguments) if _is_changing(name):
            return _owner(arguments[0] if by_module and arguments else value, arguments)
        case _:
            return ""


def note(changed: str, operation: str) -> str:
    """What a learner should know of it, below the picture."""
    if operation in _ONLY_MARKING:
        return ""
    if operation in RESHAPING:
        return f"{changed} itself is changed: how it walks its storage, not the numbers there."
    return f"{changed} itself is changed; every view of it, too."


def _owner(value: ast.expr, arguments: Sequence[ast.expr]) -> str:
    """Whose method it is; a function of `nn.init` changes its first argument.

    `x[0].add_(1)` changes x and `x[mask].add_(1)` a copy of it, so of neither it is told.
    """
    match value, arguments:
        case ((ast.Attribute(_, "init") | ast.Name("init")), [ast.Name(name), *_]):
            return name
        case ast.Name(name), _:
            return name
        case _:
            return ""


def _is_changing(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__")


def _root(target: ast.expr) -> ast.expr:
    return _root(target.value) if isinstance(target, ast.Subscript) else target
