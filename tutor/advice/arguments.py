"""Words for arguments that NumPy and torch name differently, or take in another form."""

import ast
import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from tutor.advice.around import Broken, root
from tutor.advice.table import Table

_NUMPY: Final = frozenset({"np", "numpy"})
_TORCH: Final = frozenset({"torch", "F", "nn"})
# What NumPy's methods are called inside of it.
_INSIDE: Final = re.compile(r"_(sum|prod|mean|std|var|any|all|a?max|a?min)$")
_REDUCE: Final = frozenset(
    "all any argmax argmin max mean median min norm prod std sum var".split()
)
_ALONG_AXIS: Final = _REDUCE | frozenset(
    """
    argsort concatenate cumprod cumsum diff expand_dims flip repeat roll sort split squeeze stack
    take
    """.split()
)
_ALONG_DIM: Final = frozenset(
    """
    cat chunk cosine_similarity glu gumbel_softmax log_softmax norm normalize softmax softmin split
    stack unique
    """.split()
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
_SOFTMAX: Final[Mapping[str, str]] = {"axis": "dim"}
_OF_LAYERS: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(("Conv1d", "Conv2d", "Conv3d", "ConvTranspose2d"), _CONV),
    "Linear": _LINEAR,
    **dict.fromkeys(("Dropout", "Dropout1d", "Dropout2d", "Dropout3d"), _DROPOUT),
    **dict.fromkeys(("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adamax"), _OPTIMIZER),
    **dict.fromkeys(("Softmax", "LogSoftmax", "Softmin"), _SOFTMAX),
    "Embedding": {"vocab_size": "num_embeddings", "embed_dim": "embedding_dim"},
}
_OF_TORCHS_OWN: Final[Mapping[str, Mapping[str, str]]] = {
    "meshgrid": {"index": "indexing"},
    "normal_": {"sd": "std", "sigma": "std"},
    "one_hot": {"classes": "num_classes", "n_classes": "num_classes"},
    "pad": {"padding": "pad", "pad_width": "pad"},
}
# What is given by name as a rule, and may have a letter too many, too few or in another place.
_SPELLED: Final[Mapping[str, tuple[str, ...]]] = {
    "BCEWithLogitsLoss": ("weight", "reduction", "pos_weight"),
    "CrossEntropyLoss": ("weight", "ignore_index", "reduction", "label_smoothing"),
    "DataLoader": ("batch_size", "shuffle", "num_workers", "collate_fn", "drop_last"),
    "Embedding": ("num_embeddings", "embedding_dim", "padding_idx"),
    "NLLLoss": ("weight", "ignore_index", "reduction"),
}
_SPELLED_BY_TORCH: Final[Mapping[str, tuple[str, ...]]] = {
    "one_hot": ("num_classes",),
    "set_printoptions": ("precision", "threshold", "edgeitems", "linewidth", "sci_mode"),
}
# Python's and NumPy's names for what torch calls otherwise.
_ELSEWHERE: Final[Mapping[str, str]] = {
    "reverse": "descending",
    "ddof": "correction",
    "stop": "end",
    "num": "steps",
    **dict.fromkeys(("minimum", "a_min"), "min"),
    **dict.fromkeys(("maximum", "a_max"), "max"),
}
_MAKERS: Final = frozenset({"arange", "empty", "eye", "full", "ones", "tensor", "zeros"})
_OF_MAKERS: Final = ("dtype", "device", "requires_grad")
# Names of NumPy's that torch takes as well.
_TAKEN: Final = frozenset({"a", "axis", "keepdims", "x", "x1", "x2"})
_NEAR: Final = 0.8
# A tensor's methods that give the same numbers as NumPy's functions; its std() divides by n - 1.
_SAME: Final = frozenset({"all", "any", "mean", "prod", "sum"})


def _keyword(broken: Broken) -> str:
    name = broken.found["name"]
    match broken.tree:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called) as made) as call:
            pass
        case _:
            return ""
    is_written = any(each.arg == name for each in call.keywords)
    # NumPy has an axis itself, and so it was a tensor that had none.
    if not is_written or (name == "axis" and _given_a_tensor(broken)):
        return _given_a_tensor(broken)
    # The classes and functions of the learner's own.
    own = {each.name for each in broken.classes} | {each.name for each in broken.functions}
    if broken.found.string.partition(".")[0] in own:
        return ""
    if called not in own and (other := _in_torch(called, name, root(made))):
        return f"{called} has no {name}: it calls that {other}."
    is_of_array = _INSIDE.match(broken.found["function"]) is not None
    return _of_functions(called, name, root(made), is_of_array=is_of_array)


def _in_torch(called: str, name: str, root: str) -> str:
    """What a layer calls a keyword, and where it is surely torch's, a function."""
    known = _OF_LAYERS.get(called, {}), _SPELLED.get(called, ())
    if root in _TORCH and not any(known):
        known = _OF_TORCHS_OWN.get(called, {}), _SPELLED_BY_TORCH.get(called, ())
    named, spelled = known
    return named.get(name) or _nearest(name, spelled)


def _of_functions(called: str, name: str, root: str, *, is_of_array: bool) -> str:
    other, having = _OF_NUMPY.get(name, _NO_NAME)
    if (root in _NUMPY or is_of_array) and called in having:
        return f"NumPy's {called} has no {name}: it calls that {other}."
    other, having = _OF_TORCH.get(name, _NO_NAME)
    if root == "torch" and called in _MAKERS and (meant := _nearest(name, _OF_MAKERS)):
        other, having = meant, _MAKERS
    if root in _TORCH and called in having:
        return f"torch's {called} has no {name}: it calls that {other}."
    return ""


def _given_a_tensor(broken: Broken) -> str:
    """A function of NumPy's that hands keywords on to a tensor's method, written or not."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(attr=name) as made, args=[ast.Name(id=given), *rest], keywords=named
        ) if name in _REDUCE | {"amax", "amin"} and root(made) in _NUMPY:
            pass
        case _:
            return ""
    dtypes = [each.dtype for each in broken.error.operands if each.expression == given]
    if not dtypes or any(each.arg is None for each in named):
        return ""
    others = [broken.part(each) for each in rest]
    others += [f"{each.arg}={broken.part(each.value)}" for each in named]
    function = broken.part(made)
    # NumPy has no such floats.
    number = f"{given}.detach(){'.float()' if dtypes[0] == 'bfloat16' else ''}.numpy()"
    array = f"{function}({', '.join((number, *others))})"
    # Of whole numbers torch knows no mean.
    is_same = _takes_the_same(name, rest, named) and (name != "mean" or "float" in dtypes[0])
    method = f"{given}.{name}({', '.join(others)}), or " if is_same else ""
    return f"{given} is a tensor, and {function} can't take it: write {method}{array}."


def _takes_the_same(name: str, rest: list[ast.expr], named: list[ast.keyword]) -> bool:
    """Whether a tensor's method takes what is written: nothing at all, or an axis first."""
    if not (rest or named):
        return name in _SAME | {"max", "min"}
    axes = [*rest, *(each.value for each in named if each.arg == "axis")]
    is_axis = [isinstance(each, ast.Constant) and each.value is None for each in axes] == [False]
    return name in _SAME and is_axis and all(each.arg in ("axis", "keepdims") for each in named)


def _dtype(broken: Broken) -> str:
    return _given_a_tensor(broken) or _no_dtype(broken.found["type"])


def _no_dtype(kind: str) -> str:
    wrong = "a text" if kind == "str" else "a type of Python's or NumPy's"
    return f"dtype takes one of torch's, as in dtype=torch.float32, not {wrong}."


_DEVICE: Final = "A text is taken for the name of a device here: for a dtype write torch.{dtype}."
_FORM: Final = re.compile(r"^ \* \((?P<arguments>[^\n]*)\)$", re.MULTILINE)
_DTYPE: Final = re.compile(r"(?:^|.* )dtype=(?P<type>str|type)\b")
_GIVEN: Final = re.compile(r"(\w+)=")
_MOST_FORMS: Final = 3


def _combination(broken: Broken) -> str:
    """Names in place of the types of C++, of which a message would show but the beginning."""
    if meant := _size_in_brackets(broken, broken.found["given"]) or _given_a_tensor(broken):
        return meant
    if no_dtype := _DTYPE.match(broken.found["given"]):
        return _no_dtype(no_dtype["type"])
    named = set(_GIVEN.findall(broken.found["given"]))
    written = [each["arguments"] for each in _FORM.finditer(broken.found["forms"])]
    known = [name for form in written for name in _arguments(form.replace("*, ", ""))]
    for name in sorted(_given_names(broken) & (named - _TAKEN - {*known})):
        other = _ELSEWHERE.get(name, "")
        if meant := other if other in known else _nearest(name, known):
            return f"{broken.found['function']} has no {name}: it calls that {meant}."
    forms = [_names(form, named) for form in written]
    told = list(dict.fromkeys(form for form in forms if form))
    others = " or others" if len(told) > _MOST_FORMS else ""
    takes = " or ".join(told[:_MOST_FORMS])
    # Torch writes a comma after names, too.
    message = broken.found["message"].replace(", )", ")")
    return f"{message}. It takes {takes}{others}." if told else ""


def _given_names(broken: Broken) -> set[str]:
    """The keywords as they are written; a function may hand others on."""
    match broken.tree:
        case ast.Call(keywords=written):
            return {each.arg for each in written if each.arg}
    return set()


def _nearest(name: str, known: Sequence[str]) -> str:
    """The name that was meant by one with a letter too many, too few or in another place."""
    return next(iter(difflib.get_close_matches(name, known, 1, _NEAR)), "")


def _names(form: str, named: set[str]) -> str:
    """Without types and defaults; of what can be given by name alone, what was `named`."""
    before, _, after = form.partition("*,")
    by_name = [name for name in _arguments(after) if name in named]
    names = [*_arguments(before.rstrip(", ")), *by_name]
    return f"({', '.join(names)})" if names and all(map(str.isidentifier, names)) else ""


def _arguments(form: str) -> list[str]:
    return [part.partition(" = ")[0].split()[-1] for part in form.split(", ") if part.strip()]


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


ARGUMENTS: Final[Table] = {
    "TypeError": {
        (
            r"(?:\w+\.)*?(?P<function>\w+)(?:\.__init__)?\(\) got an unexpected keyword "
            r"argument '(?P<name>\w+)'"
        ): _keyword,
        r"\w+\(\): argument 'dim' must be int, not NoneType$": _given_a_tensor,
        r"\w+\(\): argument 'dtype' .*must be torch\.dtype, not (?P<type>str|type)$": _dtype,
        (
            r"(?P<message>(?P<function>\w+)\(\) received an invalid combination of arguments - "
            r"got \((?P<given>[^()]*(?:\([^()]*\)[^()]*)*)\)), but expected one of:\n"
            r"(?P<forms>[\s\S]*)"
        ): _combination,
    },
    "RuntimeError": {
        (
            "Invalid device string: '(?P<dtype>float(?:16|32|64)?|double|half|bfloat16"
            "|int(?:8|16|32|64)?|long|bool|uint8)'"
        ): _DEVICE,
        (
            "Expected one of cpu, .* device type at start of device string: "
            "(?P<dtype>float|double|half|int|long|short|bool)$"
        ): _DEVICE,
        "Expected one of cpu, .* device type at start of device string: gpu$": (
            "torch knows no device 'gpu', it calls that 'cuda'; here is only the 'cpu'."
        ),
    },
}
