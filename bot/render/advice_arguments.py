"""Words for arguments that NumPy and torch name differently, or take in another form."""

import ast
import re
from collections.abc import Mapping
from typing import Final

from bot.render.advice_row import Advice
from bot.render.around import Broken, nodes_of

_NUMPY: Final = frozenset({"np", "numpy"})
_TORCH: Final = frozenset({"torch", "F", "nn"})
# What NumPy's methods are called inside of it.
_INSIDE: Final = re.compile(r"_(sum|prod|mean|std|var|any|all|a?max|a?min)$")
_REDUCE: Final = frozenset(
    "all any argmax argmin max mean median min norm prod std sum var".split()  # noqa: SIM905
)
_ALONG_AXIS: Final = _REDUCE | frozenset(
    """
    argsort concatenate cumprod cumsum diff expand_dims flip repeat roll sort split squeeze stack
    take
    """.split()  # noqa: SIM905
)
_ALONG_DIM: Final = frozenset(
    """
    cat chunk cosine_similarity glu gumbel_softmax log_softmax norm normalize softmax softmin split
    stack unique
    """.split()  # noqa: SIM905
)
# What each is called there, and the functions that have it.
_OF_NUMPY: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "dim": ("axis", _ALONG_AXIS),
    "keepdim": ("keepdims", _REDUCE),
}
_OF_TORCH: Final[Mapping[str, tuple[str, frozenset[str]]]] = dict.fromkeys(
    ("axis", "axes"), ("dim", _ALONG_DIM)
)
_NO_NAME: Final = ("", frozenset[str]())
_CONV: Final[Mapping[str, str]] = {
    "in_channel": "in_channels",
    "out_channel": "out_channels",
    "filters": "out_channels",
    "kernel": "kernel_size",
    "strides": "stride",
}
_LINEAR: Final[Mapping[str, str]] = {
    "in_feature": "in_features",
    "out_feature": "out_features",
    "units": "out_features",
}
_DROPOUT: Final[Mapping[str, str]] = {"rate": "p", "prob": "p"}
_OPTIMIZER: Final[Mapping[str, str]] = {"learning_rate": "lr"}
_OF_LAYERS: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(("Conv1d", "Conv2d", "Conv3d", "ConvTranspose2d"), _CONV),
    "Linear": _LINEAR,
    **dict.fromkeys(("Dropout", "Dropout1d", "Dropout2d", "Dropout3d"), _DROPOUT),
    **dict.fromkeys(("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adamax"), _OPTIMIZER),
}
_MAKE: Final = frozenset({"zeros", "ones", "empty"})
_ONE_BY_ONE: Final = frozenset({"rand", "randn"})


def _keyword(broken: Broken, found: re.Match[str]) -> str:
    name = found["name"]
    match broken.tree:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called) as made) as call:
            pass
        case _:
            return ""
    if not any(each.arg == name for each in call.keywords):
        return _given_a_tensor(broken, call)
    own = _own(broken)
    if found.string.partition(".")[0] in own:
        return ""
    other = _OF_LAYERS.get(called, {}).get(name)
    if other and called not in own:
        return f"{called} has no {name}: it calls that {other}."
    is_of_array = _INSIDE.match(found["function"]) is not None
    return _of_functions(called, name, _root(made), is_of_array=is_of_array)


def _of_functions(called: str, name: str, root: str, *, is_of_array: bool) -> str:
    other, having = _OF_NUMPY.get(name, _NO_NAME)
    if (root in _NUMPY or is_of_array) and called in having:
        return f"NumPy's {called} has no {name}: it calls that {other}."
    other, having = _OF_TORCH.get(name, _NO_NAME)
    if root in _TORCH and called in having:
        return f"torch's {called} has no {name}: it calls that {other}."
    return ""


def _own(broken: Broken) -> set[str]:
    """The classes and functions of the learner's own."""
    defined = (ast.ClassDef, ast.FunctionDef)
    return {node.name for node in nodes_of(broken.code) if isinstance(node, defined)}


def _given_a_tensor(broken: Broken, call: ast.Call) -> str:
    """A function of NumPy's that hands its own keywords on to a tensor's method."""
    match call:
        case ast.Call(func=ast.Attribute(attr=name) as made, args=[ast.Name(id=given)]):
            held = any(each.expression == given for each in broken.error.operands)
            if held and _root(made) in _NUMPY:
                return (
                    f"{given} is a tensor, and np.{name} can't take it: write {given}.{name}(), "
                    f"or np.{name}({given}.detach().numpy())."
                )
    return ""


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _dtype_by_position(broken: Broken, _found: re.Match[str]) -> str:
    """`np.zeros(3, 4)`, and `view` of an array, which is about dtypes."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr=name) as made, args=[_, _, *_] as args, keywords=[]):
            is_one_by_one = not any(isinstance(each, ast.Tuple | ast.List) for each in args)
            if _root(made) in _NUMPY and name in _MAKE and is_one_by_one:
                return _as_tuple(broken, made, args)
        case ast.Call(func=ast.Attribute(attr="view"), args=[_, *_] as args):
            sizes = ", ".join(map(broken.part, args))
            return f"NumPy's view changes the dtype: for the shape write .reshape({sizes})."
    return ""


def _as_tuple(broken: Broken, made: ast.Attribute, args: list[ast.expr]) -> str:
    name, sizes = broken.part(made), ", ".join(map(broken.part, args))
    return f"{name} takes its shape as one tuple: {name}(({sizes}))."


def _one_by_one(broken: Broken, _found: re.Match[str]) -> str:
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(attr=name) as made, args=[ast.Tuple(elts=[_, *_] as args)]
        ):
            if _root(made) in _NUMPY and name in _ONE_BY_ONE:
                whole, sizes = broken.part(made), ", ".join(map(broken.part, args))
                return f"{whole} takes its sizes one by one: {whole}({sizes})."
    return ""


def _device(_broken: Broken, found: re.Match[str]) -> str:
    return f"A text is taken for the name of a device here: for a dtype write torch.{found[1]}."


def _dtype(_broken: Broken, found: re.Match[str]) -> str:
    wrong = "a text" if found["type"] == "str" else "a type of Python's or NumPy's"
    return f"dtype takes one of torch's, as in dtype=torch.float32, not {wrong}."


_COMBINATION: Final = re.compile(
    r"(?P<message>(?P<function>\w+)\(\) received an invalid combination of arguments - "
    r"got \((?P<given>[^()]*(?:\([^()]*\)[^()]*)*)\)), but expected one of:\n(?P<forms>[\s\S]*)"
)
_FORM: Final = re.compile(r"^ \* \((?P<arguments>[^\n]*)\)$", re.MULTILINE)
_MOST_FORMS: Final = 3


def _combination(broken: Broken, found: re.Match[str]) -> str:
    """Names in place of the types of C++, of which a message would show but the beginning."""
    if meant := _size_in_brackets(broken, found["given"]):
        return meant
    forms = [_names(each["arguments"]) for each in _FORM.finditer(found["forms"])]
    told = list(dict.fromkeys(form for form in forms if form))[:_MOST_FORMS]
    return f"{found['message']}. It takes {' or '.join(told)}." if told else ""


def _names(form: str) -> str:
    """The names of what stands before the keywords, without types and defaults."""
    before = form.partition("*,")[0].rstrip(", ")
    names = [part.partition(" = ")[0].split()[-1] for part in before.split(", ") if part.strip()]
    return f"({', '.join(names)})" if names and all(map(str.isidentifier, names)) else ""


def _size_in_brackets(broken: Broken, given: str) -> str:
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr="randint") as made, args=[*limits, size]):
            if given == "int, int, int":
                name, before = broken.part(made), ", ".join(map(broken.part, limits))
                return f"The size is a tuple: {name}({before}, ({broken.part(size)},))."
        case ast.Call(func=ast.Attribute(attr="linspace") as made, args=[_, _] as ends):
            if given == "int, int":
                name, written = broken.part(made), ", ".join(map(broken.part, ends))
                return f"{name} wants the number of steps as well: {name}({written}, 5)."
    return ""


ARGUMENTS: Final = (
    Advice(
        "TypeError",
        re.compile(
            r"(?:\w+\.)*?(?P<function>\w+)(?:\.__init__)?\(\) got an unexpected keyword argument "
            r"'(?P<name>\w+)'"
        ),
        _keyword,
    ),
    Advice("TypeError", re.compile(r"Cannot interpret '\d+' as a data type$"), _dtype_by_position),
    Advice(
        "TypeError",
        re.compile("'tuple' object cannot be interpreted as an integer$"),
        _one_by_one,
    ),
    Advice(
        "RuntimeError",
        re.compile(
            "Invalid device string: '(float(?:16|32|64)?|double|half|bfloat16|int(?:8|16|32|64)?"
            "|long|bool|uint8)'"
        ),
        _device,
    ),
    Advice(
        "TypeError",
        re.compile(r"\w+\(\): argument 'dtype' .*must be torch\.dtype, not (?P<type>str|type)$"),
        _dtype,
    ),
    Advice("TypeError", _COMBINATION, _combination),
)
