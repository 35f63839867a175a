"""A submission without its writer: what people write into code beside what it does. Pure."""

import ast
import re
import warnings
from collections.abc import Iterator
from itertools import count
from typing import Final

from knowledge.exercises.exercise import Exercise
from tutor.practice.constraints.submission import statements

_SUBSCRIPTS: Final = re.compile(r"[A-Za-z., ]*->[A-Za-z. ]*")
_WORD: Final = re.compile(r"\w+")


def bare(code: str) -> str | None:
    """Without comments and docstrings; None for what Python cannot read.

    Two that are the same then do the same.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(code)
        for node in ast.walk(tree):
            if isinstance(body := getattr(node, "body", None), list):
                node.body = [*statements(body)] or [ast.Pass()]  # type: ignore[attr-defined]
        tree.body = [each for each in tree.body if not isinstance(each, ast.Pass)]
        return ast.unparse(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def anonymous(code: str, exercise: Exercise) -> str:
    """What may be shown to others: no name and no text is a learner's own.

    Those of the exercise's own code stay, and what einsum is told. Nothing is shown of what Python
    cannot read.
    """
    if (bared := bare(code)) is None:
        return ""
    codes = [
        exercise.reference,
        exercise.starter,
        exercise.probe,
        *(w.code for w in exercise.wrong),
    ]
    own = "\n".join(codes)
    tree = ast.parse(bared)
    names = _plain_names(tree, bared, {*_WORD.findall(own)})
    for node in ast.walk(tree):
        _rename(node, names)
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            is_told = repr(node.value) in own or _SUBSCRIPTS.fullmatch(str(node.value))
            node.value = node.value if is_told else "…"
    return ast.unparse(tree)


def _plain_names(tree: ast.Module, code: str, known: set[str]) -> dict[str, str]:
    """For each name that a learner chose, one that nothing in the code has."""
    used = {*_WORD.findall(code)}
    fresh = (name for at in count(1) if (name := f"v{at}") not in used)
    chosen = dict.fromkeys(it for node in ast.walk(tree) for it in _chosen(node))
    return {it: next(fresh) for it in chosen if it not in known and not it.startswith("__")}


def _chosen(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
            yield name
        case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name


def _rename(node: ast.AST, names: dict[str, str]) -> None:
    """Attributes are torch's and keywords its functions', unless the learner's own have them."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            node.attr = names.get(name, name)
        case ast.Call(func=ast.Name(id=called), keywords=keywords) if called in names:
            for each in keywords:
                each.arg = each.arg and names.get(each.arg, each.arg)
        case ast.alias(asname=str(other)):
            node.asname = names.get(other, other)
        case ast.Global() | ast.Nonlocal():
            node.names = [names.get(each, each) for each in node.names]
        case ast.keyword() | ast.alias():
            pass
        case _:
            for field in ("id", "arg", "name"):
                if isinstance(held := getattr(node, field, None), str):
                    setattr(node, field, names.get(held, held))
