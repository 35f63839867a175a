"""Which rule of an exercise its code breaks, read from the code by what is allowed in it."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from knowledge.exercises.constraints import Constraints
from tutor.practice.reach import recursion, unused
from tutor.practice.scopes import DEFINED, FUNCTIONS, Scopes, bound, is_builtin
from tutor.practice.submission import Breach, Submission, statements, submitted

Said = tuple[str, str] | None
_LOOPS: Final = {
    ast.For: "`for`",
    ast.While: "`while`",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator",
    ast.Yield: "`yield`",
    ast.YieldFrom: "`yield from`",
}
_ASYNC: Final = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
_SYMBOLS: Final = {"@": ast.MatMult, "*": ast.Mult}
_METHODS: Final = frozenset(("__init__", "__call__", "__repr__"))
_TENSOR_STATE: Final = frozenset(("grad", "data", "requires_grad", "training"))
_ARITHMETIC: Final = (
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Pow,
    ast.MatMult,
)
_PUZZLE: Final = (
    *(ast.BinOp, ast.UnaryOp, ast.USub, ast.UAdd, ast.Compare, ast.cmpop, ast.Subscript, ast.Slice),
    *(ast.Tuple, ast.expr_context, ast.Name, ast.Constant, ast.Call, ast.keyword, *_ARITHMETIC),
    *(ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.Module, ast.Lambda),
)
_HARMLESS: Final = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.BinOp, ast.BitOr, ast.Tuple),
    *(ast.List, ast.expr_context),
)


class Rules(BaseModel):
    """What `rules.yaml` holds; its comments say what each part is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    given: Mapping[str, str]
    puzzle: Mapping[str, str]
    modules: frozenset[str]
    loopers: frozenset[str]
    attributes: frozenset[str]
    detours: frozenset[str]
    loops: frozenset[str]
    reductions: frozenset[str]
    symbols: Mapping[str, str]
    twins: Mapping[str, str]
    metadata: frozenset[str]

    @field_validator(
        "modules",
        "loopers",
        "attributes",
        "detours",
        "loops",
        "reductions",
        "metadata",
        mode="before",
    )
    @classmethod
    def _words(cls, value: str) -> frozenset[str]:
        return frozenset(value.split())


@cache
def rules() -> Rules:
    """Those that came with this installation, and what may stand after a dot."""
    here = files("tutor.practice")
    read = yaml.safe_load(here.joinpath("rules.yaml").read_text("utf-8"))
    names = here.joinpath("names.txt").read_text("utf-8")
    return Rules.model_validate(read | {"attributes": f"{read['attributes']} {names}"})


def breach(code: str, signature: str, constraints: Constraints) -> Breach | None:
    """The first line of a submission that a rule of its exercise refuses."""
    match submitted(code, signature):
        case Breach() as found:
            return found
        case Submission() as read:
            return _Reading(read, constraints).first() if constraints.are_read else None


def key(name: str) -> str:
    """`log_softmax`, `LogSoftmax` and `log_softmax_` do the same."""
    return name if name.startswith("__") else name.replace("_", "").lower()


def forbidden(names: tuple[str, ...]) -> frozenset[str]:
    """The keys of what is refused: what an exercise lists, and other ways to it."""
    twins = {key(each): words.split() for each, words in (rules().twins | rules().symbols).items()}
    listed = {key(each) for each in names}
    return frozenset(listed | {key(twin) for each in listed for twin in twins.get(each, ())})


class _Reading:
    """One submission beside one exercise's rules."""

    def __init__(self, submission: Submission, constraints: Constraints) -> None:
        self._submission, self._rules = submission, constraints
        self._given = rules().given | (rules().puzzle if constraints.puzzle else {})
        self._refused = forbidden(constraints.forbid)
        self._annotations = [*_without_annotations(submission.ruled)]
        self._scopes = Scopes(submission.ruled, self._given)
        allowed = (*(constraints.only_calls or ()), *constraints.must_use)
        self._kept = {*self._given, *allowed}

    def first(self) -> Breach | None:
        found = [*self._all()]
        return min(found, key=lambda each: each.line) if found else self._unused()

    def _all(self) -> Iterator[Breach]:
        for node in self._annotations:
            if not isinstance(node, _HARMLESS):
                yield _said(
                    node,
                    "resolvable",
                    "has a type hint that computes something: a hint only names a type",
                )
        for each in self._submission.free:
            for node in ast.walk(each):
                if said := self._patched(node):
                    yield _said(node, *said)
        checks = [*self._checks()]
        for node in self._scopes.nodes:
            for check in checks:
                if said := check(node):
                    yield _said(node, *said)
        if self._rules.no_loops and (name := recursion(self._scopes)):
            yield _said(*name)

    def _checks(self) -> Iterator[Callable[[ast.AST], Said]]:
        yield from (self._name, self._attribute, self._bound, self._import, self._call, self._shape)
        if self._refused:
            yield self._forbidden
        if self._rules.no_loops:
            yield self._loop
        if self._rules.one_expression:
            yield self._statement
        if self._rules.only_calls is not None:
            yield self._other_call
        if self._rules.puzzle:
            yield self._outside_puzzle

    # What any rule needs: that names and attributes are what they seem to be.

    def _name(self, node: ast.AST) -> Said:
        if not isinstance(node, ast.Name) or self._scopes.owner(node):
            return None
        name = node.id
        if name in rules().detours or (name.startswith("__") and name.endswith("__")):
            return (
                "resolvable",
                f"uses `{name}`, a detour that hides what is called: call it by its name",
            )
        if not self._scopes.path(node) and isinstance(node.ctx, ast.Load):
            return "resolvable", f"uses `{name}`, which is neither given nor defined here"
        return None

    @cached_property
    def _own_attributes(self) -> frozenset[str]:
        """What the code itself gives its classes and its values."""
        nodes = self._scopes.nodes
        stored = {
            n.attr for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
        }
        of_classes = {
            name for n in nodes if isinstance(n, ast.ClassDef) for name in self._scopes.bindings[n]
        }
        return frozenset(stored | of_classes)

    def _attribute(self, node: ast.AST) -> Said:
        if not isinstance(node, ast.Attribute):
            return None
        name, of, path = node.attr, self._scopes.path(node.value), self._scopes.path(node)
        if name == "__init__" and (_is_super(node.value) or of == "torch.nn.Module"):
            return None
        if name.startswith("__"):
            return (
                "resolvable",
                f"reaches for `{name}`: write the operator or call the function by its name",
            )
        is_own = not of and name in self._own_attributes
        if not (
            is_own
            or name in rules().attributes
            or path in rules().modules
            or path.startswith("builtins.")
        ):
            return (
                "resolvable",
                f"uses `.{name}`, which exercises with rules do not know: use torch's own functions",
            )
        return self._stored(node) if isinstance(node.ctx, ast.Store | ast.Del) else None

    def _stored(self, node: ast.Attribute) -> Said:
        """A module, a class and a function keep their attributes; tensors and `self` may be told."""
        root = node.value
        named = (
            isinstance(root, ast.Name)
            and not self._scopes.defined(root)
            and not self._scopes.path(root)
        )
        told = (
            node.attr in _TENSOR_STATE or node.attr not in rules().attributes or self._is_self(root)
        )
        deep = (
            isinstance(root, ast.Attribute | ast.Subscript)
            and not self._scopes.path(root)
            and node.attr in _TENSOR_STATE
        )
        if (named and told) or deep:
            return None
        return (
            "rebinding",
            f"changes `.{node.attr}` of something given: give your own value a name instead",
        )

    def _is_self(self, node: ast.AST) -> bool:
        return any(
            isinstance(each, ast.arg)
            and isinstance(self._scopes.parents[each], ast.arguments)
            and any(isinstance(up, ast.ClassDef) for up in self._scopes.around(node))
            for each in (self._scopes.meant(node) if isinstance(node, ast.Name) else [])
        )

    def _bound(self, node: ast.AST) -> Said:
        for name in bound(node):
            own = (
                name == self._submission.name
                and self._scopes.parents.get(node) is not self._submission.definition
            )
            at_top = self._scopes.bindings[self._scopes.module].get(name, [])
            top = node in at_top
            if name.startswith("__") and not (
                name in _METHODS and isinstance(node, ast.FunctionDef)
            ):
                return (
                    "rebinding",
                    f"defines `{name}`, which Python calls unseen: write a function with a name of its own",
                )
            if name in self._kept and not self._is_same(node, name):
                return "rebinding", f"gives `{name}` another meaning: choose another name"
            if own and top and node is not self._submission.definition:
                return "rebinding", f"gives `{name}` another meaning: choose another name"
            if (
                isinstance(node, ast.alias)
                and len(self._scopes.bindings[next(self._scopes.around(node))][name]) > 1
                and not self._is_same(node, name)
            ):
                return "rebinding", f"gives `{name}` two meanings: choose another name"
            if top and isinstance(getattr(node, "ctx", None), ast.Del):
                return "rebinding", f"deletes `{name}`: leave it as it is"
        return None

    def _is_same(self, node: ast.AST, name: str) -> bool:
        """Whether an import gives a name what it means anyway."""
        if not isinstance(node, ast.alias):
            return False
        path = self._scopes._imported(node)  # noqa: SLF001 - of a node, not of a name
        meant = self._given.get(name) or (
            "torch." + name if name not in self._rules.must_use else path
        )
        return path == meant and name == path.rpartition(".")[2] or path == self._given.get(name)

    def _import(self, node: ast.AST) -> Said:
        held = rules().modules | (frozenset() if self._rules.no_loops else rules().loopers)
        match node:
            case ast.Import() | ast.ImportFrom() if self._rules.puzzle or "import" in self._refused:
                return "forbid", "imports something: all that is needed is given"
            case ast.Import(names=names):
                wrong = [each.name for each in names if each.name not in held]
            case ast.ImportFrom(module=module, names=names, level=level):
                wrong = [str(module)] if level or module not in held else []
                known = rules().attributes
                wrong += [
                    e.name
                    for e in names
                    if e.name not in known and f"{module}.{e.name}" not in held
                ]
            case _:
                return None
        return (
            ("resolvable", f"imports `{wrong[0]}`: torch, numpy and math are enough here")
            if wrong
            else None
        )

    def _call(self, node: ast.AST) -> Said:
        match node:
            case ast.Call(func=ast.Name(id="type"), args=args) if len(args) != 1:
                return "resolvable", "makes a class by `type`: write it with `class`"
            case ast.Call(func=ast.Call(func=ast.Name(id="type"))):
                return "resolvable", "calls what `type` returns: call it by its name"
            case ast.Call(func=ast.Name() | ast.Attribute() | ast.Call() | ast.Lambda()) if (
                not _is_odd_format(node)
            ):
                return None
            case ast.Call():
                return "resolvable", "calls something without a name: call a function by its name"
        return None

    def _shape(self, node: ast.AST) -> Said:
        parent = self._scopes.parents.get(node)
        if isinstance(node, ast.Name | ast.Attribute) and not isinstance(parent, ast.Attribute):
            if (path := self._scopes.path(node)) in rules().modules:
                return "rebinding", f"passes the module `{path}` around: write it where you call it"
        if isinstance(node, _ASYNC):
            return "resolvable", "is asynchronous: a plain function is enough"
        match node:
            case ast.Global(names=names):
                return "rebinding", f"makes `{names[0]}` global: return it instead"
            case ast.ClassDef(keywords=[_, *_]):
                return (
                    "resolvable",
                    f"gives the class `{node.name}` a metaclass or options: leave them out",
                )
            case ast.MatchClass(kwd_attrs=[_, *_]):
                return "resolvable", "matches attributes of a class: read them with a dot"
        own = self._submission.definition
        decorators = getattr(own, "decorator_list", [])
        if node in decorators:
            return (
                "rebinding",
                f"decorates `{self._submission.name}`: leave the decorator out (a `with` block inside does the same)",
            )
        return None

    def _patched(self, node: ast.AST) -> Said:
        """What is free may do what it likes, but not to what is given."""
        match node:
            case ast.Name(id=name) if name in rules().detours | {"__import__"}:
                return (
                    "resolvable",
                    f"uses `{name}`, a detour that hides what is called: call it by its name",
                )
            case ast.Attribute(attr=name) if name.startswith("__"):
                return "resolvable", f"reaches for `{name}`: leave it out"
            case ast.Attribute(ctx=ast.Store() | ast.Del(), attr=name) if name not in _TENSOR_STATE:
                return "rebinding", f"changes `.{name}` of something given: leave it as it is"
        wrong = [
            e
            for e in bound(node)
            if e in {*self._kept, self._submission.name} and not isinstance(node, ast.alias)
        ]
        return (
            ("rebinding", f"gives `{wrong[0]}` another meaning: choose another name")
            if wrong
            else None
        )

    # What single rules refuse.

    def _forbidden(self, node: ast.AST) -> Said:
        names: list[str] = []
        match node:
            case ast.Name(id=name) if not self._scopes.owner(node):
                names = [name] if name != self._submission.name else []
            case ast.Attribute(attr=name):
                names = [name]
            case ast.alias(name=name):
                names = name.split(".")
            case ast.ImportFrom(module=str(module)):
                names = module.split(".")
            case ast.Constant(value=str(text)) if not isinstance(
                self._scopes.parents.get(node), ast.Expr
            ):
                names = [text.strip()]
            case ast.BinOp(op=op) | ast.AugAssign(op=op):
                names = [each for each, kind in _SYMBOLS.items() if isinstance(op, kind)]
        wrong = next((each for each in names if key(each) in self._refused), None)
        return (
            ("forbid", f"uses `{wrong}`, which this exercise is to be solved without")
            if wrong
            else None
        )

    def _loop(self, node: ast.AST) -> Said:
        without = "this one is to be solved without loops"
        if word := _LOOPS.get(type(node)):  # type: ignore[call-overload]
            return "no_loops", f"loops ({word}): {without}"
        match node:
            case ast.Name() if self._scopes.owner(node):
                return self._passed(node)
            case ast.Name(id=name) if name in rules().loops:
                return "no_loops", f"loops (`{name}`): {without}"
            case ast.Name(id=name) if name in rules().reductions and not self._is_over_a_shape(
                node
            ):
                return (
                    "no_loops",
                    f"loops (Python's `{name}`): {without}; a tensor has a method `.{name}()`",
                )
            case ast.Attribute(attr=name) if name in rules().loops:
                return "no_loops", f"loops (`{name}`): {without}"
            case ast.Attribute(attr=name) if name in self._methods and not self._is_called(node):
                return "no_loops", f"passes `{name}` around: call it where you need it"
            case ast.alias(name=name) if name in rules().loops:
                return "no_loops", f"imports `{name}`, a loop: {without}"
            case ast.Lambda() if not self._is_named(node):
                return "no_loops", "passes a function around (`lambda`): call it where you need it"
        return None

    @cached_property
    def _methods(self) -> frozenset[str]:
        classes = [each for each in self._scopes.nodes if isinstance(each, ast.ClassDef)]
        return frozenset(d.name for c in classes for d in c.body if isinstance(d, ast.FunctionDef))

    def _is_called(self, node: ast.AST) -> bool:
        parent = self._scopes.parents.get(node)
        return isinstance(parent, ast.Call) and parent.func is node

    def _is_named(self, node: ast.AST) -> bool:
        parent = self._scopes.parents.get(node)
        return self._is_called(node) or (
            isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name)
        )

    def _passed(self, node: ast.Name) -> Said:
        """Functions that are only called, by their names, cannot hide a loop."""
        parent = self._scopes.parents.get(node)
        is_class = any(isinstance(each, ast.ClassDef) for each in self._scopes.defined(node))
        of_class = isinstance(parent, ast.Attribute | ast.ClassDef) or (
            isinstance(parent, ast.Call) and _is_super(parent)
        )
        if (
            not self._scopes.defined(node)
            or not isinstance(node.ctx, ast.Load)
            or self._is_called(node)
        ):
            return None
        return (
            None
            if is_class and of_class
            else ("no_loops", f"passes `{node.id}` around: call it where you need it")
        )

    def _is_over_a_shape(self, node: ast.Name) -> bool:
        parent = self._scopes.parents.get(node)
        if not (isinstance(parent, ast.Call) and parent.func is node and len(parent.args) == 1):
            return False
        over = parent.args[0]
        if isinstance(over, ast.Subscript) and isinstance(over.slice, ast.Slice):
            over = over.value
        return isinstance(over, ast.Attribute) and over.attr == "shape"

    def _statement(self, node: ast.AST) -> Said:
        one = "the whole body is to be one `return`"
        match node:
            case ast.FunctionDef():
                first, *more = statements(node.body) if any(statements(node.body)) else [node]
                if more or not isinstance(first, ast.Return):
                    return (
                        "one_expression",
                        f"needs more than one statement in `{node.name}`: {one}",
                    )
            case ast.ClassDef(name=name):
                return "one_expression", f"defines the class `{name}`: {one}"
        return None

    def _other_call(self, node: ast.AST) -> Said:
        allowed = self._rules.only_calls or ()
        said = ", ".join(f"`{each}`" for each in allowed)
        if isinstance(node, ast.ClassDef | ast.With):
            return "only_calls", f"does more than call {said}: nothing else is needed"
        if not isinstance(node, ast.Call):
            decorated = getattr(node, "decorator_list", [])
            return (
                ("only_calls", f"decorates a function: only {said} may be called")
                if decorated
                else None
            )
        module, _, name = self._scopes.path(node.func).rpartition(".")
        own = isinstance(node.func, ast.Name) and node.func.id == self._submission.name
        outside = next(self._scopes.around(node)) is self._scopes.module
        if (name in allowed and module in {"torch", "torch.functional", "builtins"}) or (
            own and outside
        ):
            return None
        return "only_calls", f"calls `{ast.unparse(node.func)[:40]}`: only {said} may be called"

    def _outside_puzzle(self, node: ast.AST) -> Said:
        allowed = "`@`, arithmetic, comparison, indexing, `.shape`, `arange` and `where`"
        match node:
            case ast.Call(func=func, keywords=keywords):
                own = isinstance(func, ast.Name) and func.id == self._submission.name
                outside = next(self._scopes.around(node)) is self._scopes.module
                fine = self._scopes.path(func) in rules().puzzle.values() and isinstance(
                    func, ast.Name
                )
                fine = (fine and {each.arg for each in keywords} <= {"start", "end", "step"}) or (
                    own and outside
                )
                what = f"calls `{ast.unparse(func)[:40]}`"
            case ast.Attribute(attr=name):
                fine, what = name == "shape" and isinstance(node.ctx, ast.Load), f"uses `.{name}`"
            case ast.Name(id=name) if name in rules().puzzle and not self._is_called(node):
                fine, what = False, f"passes `{name}` around"
            case ast.Name(id=name) if not self._scopes.owner(node):
                fine, what = (
                    name in rules().puzzle or isinstance(node.ctx, ast.Store),
                    f"uses `{name}`",
                )
            case ast.Constant(value=str() | bytes()):
                fine, what = False, "uses a text"
            case ast.Expr(value=ast.Constant() | ast.Call()):
                return None
            case ast.In() | ast.NotIn() | ast.Is() | ast.IsNot():
                fine, what = False, "asks with `in` or `is`"
            case _:
                fine, what = isinstance(node, _PUZZLE), _words(node)
        parent = self._scopes.parents.get(node)
        is_doc = isinstance(node, ast.Constant) and isinstance(parent, ast.Expr)
        return (
            None
            if fine or is_doc
            else ("puzzle", f"{what}: a puzzle is solved with {allowed} alone")
        )

    def _unused(self) -> Breach | None:
        """Last: the code is read for what it must hold when there is nothing that it must not."""
        definition = self._submission.definition
        value = definition.value if isinstance(definition, ast.Assign) else definition
        missing = unused(self._scopes, value, self._rules.must_use, rules().metadata)
        if not missing:
            return None
        words = f"must use `{missing}` for its result: what it returns does not come from it"
        return _said(definition, "must_use", words)


def _said(node: ast.AST, rule: str, words: str) -> Breach:
    line = getattr(node, "lineno", 1)
    return Breach(line, rule, f"Line {line} {words}.")


def _without_annotations(module: ast.Module) -> Iterator[ast.AST]:
    """Take hints off the code, for they do nothing; what they hold is read by itself."""
    for node in [*ast.walk(module)]:
        for field in ("annotation", "returns"):
            if hint := getattr(node, field, None):
                empty = ast.copy_location(ast.Constant(None), hint)
                setattr(node, field, empty if isinstance(node, ast.AnnAssign) else None)
                yield from ast.walk(hint)


def _is_super(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"super", "isinstance"}
    )


def _is_odd_format(node: ast.Call) -> bool:
    """A template can read attributes too, so that it has to be a plain one that is seen."""
    match node.func:
        case ast.Attribute(value=ast.Constant(value=str(text)), attr="format"):
            return bool(re.search(r"{[^}]*[.\[][^}:]*", re.sub(r":[^}]*", "", text)))
        case ast.Attribute(attr="format" | "format_map"):
            return True
    return False


def _words(node: ast.AST) -> str:
    return f"uses {re.sub(r'(?<!^)(?=[A-Z])', ' ', type(node).__name__).lower()}"
