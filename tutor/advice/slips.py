"""Slips that the broken expression shows: its error says what Python met, not what was meant."""

import ast
import builtins
import re
from itertools import chain
from typing import Final

from tutor.advice.around import Broken, is_number, plain_classes, seen_from
from tutor.advice.losses import are_named_targets
from tutor.advice.no_gradient import no_gradient, no_gradient_on_the_left
from tutor.advice.table import Table
from tutor.line.labels import columns

# Losses and layers of torch.nn that can be made without any settings.
_BARE: Final = re.compile(
    r"(torch\.)?nn\.((?!Adaptive)\w+Loss|ReLU6?|LeakyReLU|ELU|GELU|SELU|SiLU|Mish|Sigmoid|Tanh"
    r"|Softplus|Dropout[123]?d?)"
)
# Names of what such brackets are for; a loss may take weights before all else.
_SETTING: Final = re.compile(r"weight|reduc|margin|(\b|_)w")
_WEIGHTED: Final = re.compile(r"(CrossEntropy|NLL|BCE|BCEWithLogits|\w*Margin)Loss$")
_OPTIMIZERS: Final = frozenset({"SGD", "Adam", "AdamW", "RMSprop", "Adagrad"})
# Of what can't be iterated, or optimized, the type is named by its last word.
_TYPE: Final = re.compile(r"\b([A-Z]\w*)\b")
_NO_MODELS: Final = frozenset({"ParameterList", "ParameterDict"})
_NUMPY: Final = frozenset({"np", "numpy"})
_MODULES: Final = frozenset({"torch", "nn", "F", "np", "plt", "math"})
_METHODS: Final = frozenset(
    {"parameters", "named_parameters", "children", "modules", "buffers"}
    | {"items", "keys", "values", "tolist", "split"}
)
_FIELDS: Final = frozenset({"values", "parameters"})
_CALL_BACK: Final = frozenset({"map", "filter", "starmap"})
_GIVE_PAIRS: Final = frozenset({"max", "min", "topk"})
_MATHEMATICS: Final = frozenset(
    "acos asin atan ceil cos cosh erf exp floor log log10 log2 sin sinh sqrt tan tanh".split()
)
_BY_VALUE: Final = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def _settings(broken: Broken) -> str:
    """Tensors where a layer takes its settings, as in `nn.MSELoss(x, y)` or `nn.ReLU(x)(x)`."""
    match broken.tree:
        case ast.Call(
            func=ast.Call(func=made, args=[_, *_] as given, keywords=[]) as inner, args=outer
        ) if {*map(broken.part, given)} <= {*map(broken.part, outer)}:
            end = columns(broken.text, inner)[1]
        case ast.Call(func=made, args=[first, second] as given, keywords=[]) if _are_compared(
            broken.part(made), broken.part(first), broken.part(second)
        ):
            end = columns(broken.text, made)[1]
        case _:
            return ""
    name = broken.part(made)
    if not _BARE.fullmatch(name) or any(isinstance(each, ast.Constant) for each in given):
        return ""
    call = f"{name}(){broken.text[end:].lstrip()}"
    return f"The brackets of {name} are for its settings: make it first, then call it, {call}."


def _are_compared(made: str, first: str, second: str) -> bool:
    """Whether a loss was surely given what it compares, and neither weights nor settings."""
    if _SETTING.search(first) or _SETTING.search(second) or not made.endswith("Loss"):
        return False
    return are_named_targets(second) or not _WEIGHTED.search(made)


def _hidden(broken: Broken) -> str:
    """A value of the learner's own that has the name of a function of Python's."""
    match broken.tree:
        case ast.Call(func=ast.Name(id=name)) if hasattr(builtins, name):
            if _calls_back(broken) or name not in seen_from(broken):
                return ""
            return (
                f"{name} is a name of your own here and hides Python's {name}: "
                "give yours another name."
            )
    return ""


def _hidden_module(broken: Broken) -> str:
    """A value of the learner's own that has the name of a module."""
    match broken.tree:
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in _MODULES:
            if _is_of_own_class(broken) and not attr[:1].isupper():
                return ""
            # A matrix may well be called F.
            is_thought_of = name != "F" or "functional" in broken.code
            if is_thought_of and name in seen_from(broken):
                return (
                    f"{broken.error.message}. {name} is a name of your own here and hides the "
                    "module: give yours another name."
                )
    return ""


def _is_of_own_class(broken: Broken) -> bool:
    """Whether what lacks the attribute was made of a class of the learner's own."""
    return any(each.name == broken.found["owner"] for each in broken.classes)


def _calls_back(broken: Broken) -> bool:
    """Whether what can't be called may be something that was given, as in `list(map(1, x))`."""
    for node in chain(ast.walk(broken.tree), broken.nodes):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _CALL_BACK:
                return True
    keywords = (node for node in ast.walk(broken.tree) if isinstance(node, ast.keyword))
    return any(each.arg == "key" for each in keywords)


def _plain_bool(broken: Broken) -> str:
    """A comparison taken for a tensor, often with the pair that `max` gives of an axis."""
    match broken.tree:
        case ast.Attribute(value=ast.Compare(left=left, ops=[by], comparators=[right])):
            pairs = [each for each in (left, right) if gives_a_pair(each)]
        case _:
            return ""
    if not isinstance(by, _BY_VALUE):
        return ""
    words = "This comparison gave a plain True or False: its two sides are not both tensors."
    if not pairs:
        return words
    pair = broken.part(pairs[0])
    return f"{words} {pair} is a pair, values and indices: for the indices write {pair}.indices."


def gives_a_pair(node: ast.expr) -> bool:
    """Whether it is the `max` of an axis that is written out; NumPy's gives no pair."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=args, keywords=named):
            is_torch = isinstance(owner, ast.Name) and owner.id == "torch"
            axes = [*args[is_torch:], *(each.value for each in named if each.arg == "dim")]
            return name in _GIVE_PAIRS and any(map(is_number, axes)) and not _is_numpy(owner)
    return False


def _is_numpy(owner: ast.expr) -> bool:
    """Whether an expression names NumPy, or makes an array of its own."""
    for node in ast.walk(owner):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _NUMPY:
                return True
    return False


def _mathematics(broken: Broken) -> str:
    """A function for one number that was given a tensor of several."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="math"), attr=name), args=[given], keywords=[]
        ) if name in _MATHEMATICS and not isinstance(given, ast.Starred):
            return (
                f"math.{name} takes one number: for a tensor write "
                f"torch.{name}({broken.part(given)})."
            )
    return ""


def _filled_layer(broken: Broken) -> str:
    """A layer where its weight is to be filled, as in `nn.init.normal_(layer)`."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="init") | ast.Attribute(attr="init"), attr=name),
            args=[given, *_],
        ) if not isinstance(given, ast.Starred):
            layer, kind = broken.part(given), broken.found["layer"]
            article = "an" if kind == "Embedding" else "a"
            return (
                f"{name} fills a tensor, and {layer} is {article} {kind} layer: write "
                f"{layer}.weight."
            )
    return ""


def _not_called(broken: Broken) -> str:
    """The one method without brackets, as in `SGD(m.parameters)`."""
    nodes = list(ast.walk(broken.tree))
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    bases = {node.value for node in nodes if isinstance(node, ast.Attribute | ast.Subscript)}
    left = [node for node in nodes if isinstance(node, ast.Attribute)]
    found = {broken.part(node): node for node in left if node not in called | bases}
    if len(found) != 1:
        return ""
    ((method, node),) = found.items()
    if not _is_method(node):
        return ""
    return f"{method} is a method and was not called: write {method}()."


def _is_method(node: ast.Attribute) -> bool:
    """Whether what it names can't be else: `values` is a field of what `topk` gives."""
    match node.value:
        case ast.Call():
            return node.attr in _METHODS - _FIELDS
        case ast.Name(id=owner) if hasattr(builtins, owner):
            return False
    return node.attr in _METHODS


def _model(broken: Broken) -> str:
    """A model in the place of its parameters."""
    match broken.tree:
        case ast.Call(func=ast.Name() | ast.Attribute() as made):
            name = broken.part(made).rpartition(".")[2]
            given = _TYPE.findall(broken.error.message)[-1]
            others = plain_classes(broken) | _NO_MODELS
            if name in _OPTIMIZERS and others.isdisjoint((name, given)):
                return (
                    f"{name} takes the parameters of a model, not the model itself: "
                    f"write {_parameters(broken)}."
                )
    return ""


def _one_tensor(broken: Broken) -> str:
    """A tensor in the place of a list of them, as in `SGD(w)`."""
    match broken.tree:
        case ast.Call(func=made, args=[first, *_]):
            given = [first]
        case ast.Call(func=made, keywords=named):
            given = [each.value for each in named if each.arg == "params"]
        case _:
            return ""
    name = broken.part(made).rpartition(".")[2]
    if name not in _OPTIMIZERS or not given or isinstance(given[0], ast.Starred):
        return ""
    return f"{name} takes its tensors in a list, even one alone: write [{broken.part(given[0])}]."


def _parameters(broken: Broken) -> str:
    """Of models in a list, as in `Adam([encoder, decoder])`, all of them together.

    What can't be gone through is the model itself; what can, under a name, may be a list of them.
    """
    held = {each.expression for each in broken.error.operands}
    match broken.tree:
        case ast.Call(args=[ast.List(elts=models), *_]) if all(
            isinstance(each, ast.Name) and each.id not in held for each in models
        ):
            return f"[{', '.join(f'*{broken.part(each)}.parameters()' for each in models)}]"
        case ast.Call(args=args, keywords=named) if broken.error.message.endswith("not iterable"):
            given = [*args[:1], *(each.value for each in named if each.arg == "params")]
            if given and isinstance(given[0], ast.Name | ast.Attribute):
                return f"{broken.part(given[0])}.parameters()"
    return "model.parameters()"


SLIPS: Final[Table] = {
    "RuntimeError": {
        "Boolean value of Tensor with more than one value": _settings,
    },
    "TypeError": {
        r"'\w+' object is not callable$": _hidden,
        "unsupported operand .* and 'NoneType'$": no_gradient,
        "unsupported operand .*: 'NoneType' and '(?!NoneType'$)": no_gradient_on_the_left,
        "'NoneType' object is not subscriptable$": no_gradient,
        "bad operand type for unary .*: 'NoneType'$": no_gradient,
        "'(builtin_function_or_)?method' object is not iter": _not_called,
        r"'(?!NoneType)[A-Z]\w*' object is not iterable$": _model,
        (
            "params argument given to the optimizer should be an iterable of Tensors or dicts, but "
            r"got torch\.\w+Tensor$"
        ): _one_tensor,
        r"optimizer can only optimize .* is ([\w.]+\.)?[A-Z]\w*$": _model,
    },
    "AttributeError": {
        "'NoneType' object has no attribute ": no_gradient,
        "'bool' object has no attribute ": _plain_bool,
        (
            r"'(?P<layer>Linear|Embedding|Conv[123]d|ConvTranspose[123]d)' object has no attribute "
            r"'\w+'$"
        ): _filled_layer,
        r"'(?!NoneType'|bool')(?P<owner>[\w.]+)' object has no attribute '\w+'$": _hidden_module,
    },
    "ValueError": {
        "only one element tensors can be converted to Python scalars$": _mathematics,
    },
}
