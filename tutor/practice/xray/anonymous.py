"""A submission without its writer: shown only where it is plain code, in names that are nobody's.

Pure.
"""

import ast
import re
import warnings
from collections import defaultdict
from itertools import count
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
_BESIDE: Final = frozenset(("AugAssign", "For", "If", "List", "Pass"))
_CONSTANTS: Final = frozenset((None, ..., *(it / 2 for it in range(21))))


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
    fresh = (name for at in count(1) if (name := f"v{at}") not in known)
    names = defaultdict[str, str](lambda: next(fresh))
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                node.id = name if name in known else names[name]
            case ast.arg(arg=name):
                node.arg = name if name in known else names[name]
            case _ if not _is_plain(node, known, own):
                return ""
    return ast.unparse(tree)


def _is_plain(node: ast.AST, known: frozenset[str], own: str) -> bool:
    match node:
        case ast.FunctionDef(name=name) | ast.keyword(arg=name):
            return name in known
        case ast.Attribute(attr=name):
            return name in rules().attributes
        case ast.Constant(value=value):
            return repr(value) in own if isinstance(value, str) else value in _CONSTANTS
        case _:
            return type(node).__name__ in rules().puzzle_nodes | _BESIDE
