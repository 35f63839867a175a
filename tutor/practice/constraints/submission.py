"""What a submission must hold before it is judged: one definition of what the exercise asks for."""

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign
LONGEST: Final = 10_000
_SUBMISSION: Final = "submission"
_KINDS: Final = {"ClassDef": "a class", "AsyncFunctionDef": "an async def", "Assign": "a value"}
# What tests name where they call: all else is told by its place.
KEYWORDS: Final = frozenset(("k", "causal", "eps", "h", "bias"))


@dataclass(frozen=True, slots=True)
class Breach:
    """What a submission must not be, or lacks: by which rule, and on which line."""

    line: int | None
    rule: str
    sentence: str

    @property
    def is_unfit(self) -> bool:
        """Whether there is nothing to judge yet: a typo is no attempt at the exercise."""
        return self.rule == _SUBMISSION


def _unfit(sentence: str, line: int | None = None) -> Breach:
    return Breach(line, _SUBMISSION, sentence)


UNREADABLE: Final = _unfit("Python cannot read this: is it nested too deeply, or no text?")


@dataclass(frozen=True)
class Submission:
    name: str
    definition: Definition
    source: str
    ruled: ast.Module
    free: Sequence[ast.stmt]

    @cached_property
    def code(self) -> str:
        """What is to be run: without what is free of rules, which nothing graded may hang on."""
        lines = self.source.encode().splitlines(keepends=True)
        for each in self.free:
            first, last = each.lineno - 1, (each.end_lineno or each.lineno) - 1
            rest = lines[last][each.end_col_offset or 0 :]
            lines[first] = (
                lines[first][: each.col_offset] + b"pass" + (rest if first == last else b"\n")
            )
            if first != last:
                lines[first + 1 : last] = [b"\n"] * (last - first - 1)
                lines[last] = b"pass" + rest
        return b"".join(lines).decode()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a signature asks for, in the words that a learner may copy."""

    name: str
    kind: str
    parameters: ast.arguments
    words: str


def _asked(signature: str) -> _Asked:
    """A class shows its `__init__` in a comment, for its signature is that."""
    head, _, comment = signature.partition("#")
    words = f"{head.strip().removesuffix(':')}:"
    node = ast.parse(f"{words} ...").body[0]
    if isinstance(node, ast.ClassDef):
        (init,) = ast.parse(f"def {comment.strip()}: ...").body
        assert isinstance(init, ast.FunctionDef)  # noqa: S101 - content is checked before it ships
        return _Asked(node.name, "a class", init.args, f"{words}  # {comment.strip()}")
    assert isinstance(node, ast.FunctionDef)  # noqa: S101 - the same
    return _Asked(node.name, "a def", node.args, words)


def name_of(signature: str) -> str:
    """Which function or class is asked for."""
    return _asked(signature).name


def unfit(code: str, signature: str) -> Breach | None:
    """What keeps a submission from being judged at all."""
    found = submitted(code, signature)
    return found if isinstance(found, Breach) else None


def submitted(code: str, signature: str) -> Submission | Breach:
    """Read what was sent; what keeps it from being judged is said kindly."""
    asked = _asked(signature)
    if not code.strip():
        return _unfit(f"Nothing was sent: send your code for `{asked.words}`.")
    if len(code) > LONGEST:
        return _unfit(f"This is more than {LONGEST:,} characters: send your solution alone.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
            compile(code, "submission", "exec", dont_inherit=True)
    except SyntaxError as error:
        line = min(error.lineno or 1, code.count("\n") + 1)
        return _unfit(f"Line {line} is not Python yet: {error.msg}.", line)
    except (ValueError, RecursionError, MemoryError):
        return UNREADABLE
    found = _defined(tree, asked)
    if isinstance(found, Breach):
        return found
    free = [each for each in tree.body if _is_free(each)]
    ruled = ast.Module([each for each in tree.body if each not in free], [])
    return Submission(asked.name, found, code, ruled, free)


def _defined(tree: ast.Module, asked: _Asked) -> Definition | Breach:
    """The one definition at the top that the exercise asks for."""
    all_defined = {each: name for each in tree.body if (name := _name(each))}
    named = [each for each, name in all_defined.items() if name == asked.name]
    if not named:
        others = [
            f"`{name}`" for each, name in all_defined.items() if not isinstance(each, ast.Assign)
        ]
        seen = f"I found {', '.join(others[:3])}" if others else "there is no definition at the top"
        return _unfit(f"`{asked.name}` is missing: {seen}. Begin with `{asked.words}`.")
    found, *again = named
    if again:
        line = again[0].lineno
        return _unfit(f"Line {line} defines `{asked.name}` again: send it once.", line)
    kind = _kind(found)
    if kind != asked.kind:
        words = f"Line {found.lineno} makes `{asked.name}` {kind}: begin with `{asked.words}`."
        return _unfit(words, found.lineno)
    assert isinstance(found, Definition)  # noqa: S101 - whatever `_name` names is one
    return _wrong_parameters(found, asked) or found


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _kind(node: ast.stmt) -> str:
    is_lambda = isinstance(getattr(node, "value", None), ast.Lambda)
    return "a def" if is_lambda else _KINDS.get(type(node).__name__, "a def")


def _parameters(node: ast.AST) -> ast.arguments | None:
    """Those of a function, of a class's `__init__`, or of a lambda that was given a name."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            return node.args
        case ast.Assign():
            return _parameters(node.value)
        case ast.ClassDef(body=body):
            made = [each for each in body if _name(each) == "__init__"]
            return _parameters(made[-1]) if made else None
    return None


def _wrong_parameters(found: Definition, asked: _Asked) -> Breach | None:
    theirs, name = _parameters(found), asked.name
    wrong = _wrong(theirs, asked.parameters) if theirs else "has no `__init__`"
    words = f"`{name}` {wrong}: begin with `{asked.words}`."
    return _unfit(words, found.lineno) if wrong else None


def _wrong(theirs: ast.arguments, wanted: ast.arguments) -> str | None:
    """Calls are positional, but for the few names that a call may use."""
    names = [each.arg for each in wanted.args]
    most, fewest = len(names), len(names) - len(wanted.defaults)
    places = [*theirs.posonlyargs, *theirs.args]
    needed = len(places) - len(theirs.defaults)
    if (
        needed > most
        or theirs.kw_defaults.count(None)
        or (len(places) < most and not theirs.vararg)
    ):
        return f"needs {most} parameters by their places, and has {len(places)}"
    if needed > fewest:
        return f"needs a default for `{places[needed - 1].arg}`"
    held = {each.arg for each in theirs.args} if not theirs.kwarg else {*names}
    renamed = [each for each in names[fewest:] if each in KEYWORDS and each not in held]
    return f"must keep the name of its parameter `{renamed[0]}`" if renamed else None


def _is_free(node: ast.stmt) -> bool:
    """What only shows or tries the solution at the top of a file is not a part of it."""
    match node:
        case ast.Assert() | ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case ast.If(test=ast.Compare(left, [ast.Eq()], [right]), orelse=[]):
            # The name may stand on either side.
            return {ast.unparse(left), ast.unparse(right)} == {"__name__", "'__main__'"}
        case ast.For():
            return all(map(_is_free, [*node.body, *node.orelse]))
    return False


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """All but the docstring."""
    return (
        each
        for each in body
        if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
    )
