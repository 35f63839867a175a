"""The source of a program of ours that runs in the sandbox, as small as it goes.

There are three: the stopwatch, what looks at tensors for a picture (`looking`), and what goes on to
gradients (`backward`).
Their rules:

- They know the standard library and what they are handed. They import nothing else but one
  another, and each is sent behind those that it imports from.
- Docstrings, comments, and the types of parameters and results are not sent. No other text of
  theirs goes over several lines, since they are indented anew.
- They are part of a learner's snippet and take of its room: they stay small.
- What they report was said in a learner's process: whoever reads it checks it as all such.
"""

import ast
import re
from functools import cache
from importlib.resources import files

_INDENT = re.compile("^(?: {4})+", re.MULTILINE)


@cache
def source(*names: str) -> str:
    """Modules of this package as one, without comments and types: a learner's code needs the room.

    Each comes after those that it imports from, for over there nothing of ours can be imported.
    """
    text = "\n".join(ast.unparse(_bare(name)) for name in names)
    return _INDENT.sub(lambda found: " " * (len(found[0]) // 4), text)


def _bare(name: str) -> ast.Module:
    tree = ast.parse(files("tutor").joinpath(*name.split("/")).read_text("utf-8"))
    tree.body = [node for node in tree.body if not _is_ours(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return tree


def _is_ours(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tutor.")
