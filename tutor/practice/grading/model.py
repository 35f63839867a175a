"""A submission that passed, beside the model solution: how long it is, and how large. Pure."""

import ast


def beside_model(own: str, model: str, own_largest: int, model_largest: int) -> str:
    """Two facts, where there is something to tell; the largest tensors are counted in elements."""
    memory = _memory(own_largest, model_largest)
    return " ".join(filter(None, (_length(own, model), memory)))


def _length(own: str, model: str) -> str:
    ours, theirs = _statements(model), _statements(own)
    if theirs > ours:
        return f"Yours takes {theirs} statements; the model solution takes {ours}."
    return "Yours is as short as the model solution." if theirs == ours else "Yours is shorter."


def _statements(code: str) -> int:
    """Those that do something: no definition, import, docstring or `pass` counts."""
    passive = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Pass)
    nodes = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.stmt))
    return sum(not isinstance(node, passive) and not _is_text(node) for node in nodes)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _memory(own: int, model: int) -> str:
    if own == model:
        return ""
    more = "larger" if own > model else "smaller"
    return (
        f"Its largest tensor on the way is {more}: {own:,} elements, and {model:,} in the model's."
    )
