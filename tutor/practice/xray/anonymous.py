"""A submission without its writer: shown only where it is plain code, in names that are nobody's.

Pure.
"""

import ast
import re
import warnings
from collections import defaultdict
from itertools import count
from types import EllipsisType
from typing import Final

from knowledge.exercises.exercise import Exercise
from tutor.practice.constraints.rules import rules
from tutor.practice.constraints.submission import statements

_WORD: Final = re.compile(r"\w+")
# What anybody writes, beside the words of the exercise's own code.
_USUAL: Final = frozenset(
    "torch F nn np len range sum max min abs int float tuple list zip enumerate"
    " dim keepdim dtype axis keepdims axes shape size unbiased correction descending".split()
)
_PLAIN: Final = (
    *(ast.Module, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.Expr),
    *(
        ast.If,
        ast.For,
        ast.While,
        ast.Pass,
        ast.Name,
        ast.Call,
        ast.BinOp,
        ast.UnaryOp,
        ast.Compare,
    ),
    *(ast.BoolOp, ast.IfExp, ast.Subscript, ast.Slice, ast.Tuple, ast.List, ast.expr_context),
    *(ast.operator, ast.unaryop, ast.cmpop, ast.boolop),
)
_LARGEST: Final = 10


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
    """What may be shown to others; empty where anything in it may be a learner's own.

    All names are replaced but for those of the exercise's own code, which stay with its texts.
    """
    tree = ast.parse(bare(code) or "")
    own = "\n".join((exercise.reference, exercise.starter, *(it.code for it in exercise.wrong)))
    known = _USUAL.union(_WORD.findall(own))
    match tree.body:
        case [ast.FunctionDef(name=exercise.name, decorator_list=[]) as made]:
            made.returns = None
            for each in (*ast.walk(made),):
                if isinstance(each, ast.arg):
                    each.annotation = None
        case _:
            return ""
    fresh = (name for at in count(1) if (name := f"v{at}") not in known)
    names = defaultdict[str, str](lambda: next(fresh))
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                node.id = name if name in known else names[name]
            case ast.arg(arg=name):
                node.arg = name if name in known else names[name]
            case _ if node is not made and not _is_plain(node, known, own):
                return ""
    return ast.unparse(tree)


def _is_plain(node: ast.AST, known: frozenset[str], own: str) -> bool:
    match node:
        case ast.Attribute(attr=name):
            return name in rules().attributes
        case ast.keyword(arg=name):
            return name in known
        case ast.Constant(value=str() as text):
            return repr(text) in own
        case ast.Constant(value=bool() | None | EllipsisType()):
            return True
        case ast.Constant(value=int() | float() as number):
            return abs(number) <= _LARGEST and float(2 * number).is_integer()
        case _:
            return isinstance(node, _PLAIN)
