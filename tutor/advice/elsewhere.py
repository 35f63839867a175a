"""Words for names that another language or library has, and that are called otherwise here."""

import ast
from collections.abc import Mapping
from typing import Final

from tutor.advice.around import Broken, bound, class_of, is_readable, plain_classes, root
from tutor.advice.table import Table

_NONE: Final = frozenset({"NULL", "Null", "nil", "null", "undefined"})
_FUNCTIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("disp", "echo", "printf", "println"), "print({})"),
    **dict.fromkeys(("length", "strlen"), "len({})"),
}
# Of what is surely a tensor or an array.
_OF_TENSORS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("size", "shape"), "{}.shape"),
    "ndims": "{}.ndim",
}
_IN_TORCH: Final[Mapping[str, str]] = {
    **dict.fromkeys(("array", "constant"), "torch.tensor"),
    "append": "torch.cat",
    "cast": "x.to",
    "copy": "x.clone",
    "expand_dims": "torch.unsqueeze",
    "identity": "torch.eye",
    "power": "torch.pow",
    "reduce_max": "torch.amax",
    "reduce_mean": "torch.mean",
    "reduce_sum": "torch.sum",
    **dict.fromkeys(("shape", "size"), "x.shape"),
}
_IN_RANDOM: Final[Mapping[str, str]] = {
    **dict.fromkeys(("rand", "random", "random_sample"), "torch.rand"),
    "randint": "torch.randint",
    "randn": "torch.randn",
    "permutation": "torch.randperm",
}
_IN_NN: Final[Mapping[str, str]] = {
    "BatchNormalization": "nn.BatchNorm1d or nn.BatchNorm2d",
    "BinaryCrossentropy": "nn.BCELoss",
    **dict.fromkeys(
        ("CategoricalCrossentropy", "SparseCategoricalCrossentropy"), "nn.CrossEntropyLoss"
    ),
    "Dense": "nn.Linear, which takes how many numbers come in and how many go out",
    "LayerNormalization": "nn.LayerNorm",
    "MaxPooling2D": "nn.MaxPool2d",
    "MeanSquaredError": "nn.MSELoss",
    **{name: f"torch.optim.{name}" for name in ("Adam", "AdamW", "RMSprop", "SGD")},
}
_OF_NUMPY: Final[Mapping[str, str]] = {
    "bool": "np.bool_",
    "complex": "np.complex128",
    "float": "np.float64",
    "int": "np.int64",
}
# What is given by name as a rule; whatever else is compared may be a name of the learner's own.
_GIVEN_BY_NAME: Final = frozenset(
    """
    axis batch_size bias device dim dims dtype keepdim keepdims lr num_classes requires_grad shuffle
    """.split()
)
_MODULES: Final = frozenset({"F", "nn", "np", "numpy", "optim", "torch"})
_TAKE_ANYTHING: Final = frozenset(
    """
    add append critical debug error exception extend info insert log logical_and logical_not
    logical_or print put tensor warn warning where write
    """.split()
)
_OF_KERAS: Final[Mapping[str, str]] = {
    "add": "a Sequential takes one more layer by {model}.append(…).",
    "evaluate": "call {model}.eval(), then compute the loss under torch.no_grad().",
    "fit": (
        "here the loop is written out, each turn with the loss, opt.zero_grad(), loss.backward() "
        "and opt.step()."
    ),
    "predict": "call the model itself, {model}(…).",
    "summary": "print({model}) shows its layers.",
}


def _name(broken: Broken) -> str:
    name = broken.found["name"]
    if name in bound(broken.nodes) or not is_readable(broken.nodes):
        return ""
    told = _end(broken, name) or _called(broken, name) or _compared(broken, name)
    if name in _NONE:
        told = f"Python writes None for {name}."
    if name == "self":
        told = "it is known in a method alone, whose def names it first: def forward(self, x)."
    return f"name '{name}' is not defined: {told}" if told else ""


def _end(broken: Broken, name: str) -> str:
    """MATLAB's `end`, as a bound or behind a block."""
    if name != "end":
        return ""
    for node in broken.nodes:
        match node:
            case ast.Subscript(
                slice=ast.Slice(
                    lower=None | ast.Constant() as low, upper=ast.Name(id="end"), step=None
                )
            ):
                to_the_end = ast.Subscript(node.value, ast.Slice(low))
                return f"leave it out, as in {ast.unparse(to_the_end)}."
            case ast.Subscript(slice=ast.Name(id="end")):
                last = ast.Subscript(node.value, ast.UnaryOp(ast.USub(), ast.Constant(1)))
                return f"the last one is {ast.unparse(last)}."
            case ast.Expr(value=ast.Name(id="end")) if node.lineno == broken.error.line:
                return "a block ends where its indentation does, so leave this line out."
    return ""


def _called(broken: Broken, name: str) -> str:
    for node in broken.nodes:
        match node:
            case ast.Call(func=ast.Name(id=called), args=[given], keywords=[]) if (
                called == name and node.lineno == broken.error.line
            ):
                written = ast.unparse(given)
                if form := _FUNCTIONS.get(name):
                    return f"write {form.format(written)}."
                is_held = written in {each.expression for each in broken.error.operands}
                if is_held and (form := _OF_TENSORS.get(name)):
                    return f"write {form.format(written)}."
    return ""


def _compared(broken: Broken, name: str) -> str:
    """`x.sum(dim==0)`, which compares where an argument was to be named."""
    for node in broken.nodes:
        for given in _options(node):
            match given:
                case ast.Compare(left=ast.Name(id=left), ops=[ast.Eq()], comparators=[value]):
                    is_given = left == name and given.lineno == broken.error.line
                    if is_given and name in _GIVEN_BY_NAME:
                        return (
                            "== compares, and an argument is given with one =, as in "
                            f"{name}={ast.unparse(value)}."
                        )
    return ""


def _options(node: ast.AST) -> list[ast.expr]:
    """What may be an argument that was to be named.

    Not so what is told, kept or asserted, nor what a function of a module is given first.
    """
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[*given]):
            pass
        case _:
            return []
    is_own = isinstance(owner, ast.Name) and owner.id in ("self", "cls")
    if is_own or name in _TAKE_ANYTHING or name.startswith("assert"):
        return []
    return given[1:] if root(owner) in _MODULES else given


def _attribute(broken: Broken) -> str:
    """What torch has under another name than NumPy or TensorFlow."""
    owner, name = broken.found["owner"], broken.found["name"]
    table = {"torch": _IN_TORCH, "torch.random": _IN_RANDOM, "torch.nn": _IN_NN}[owner]
    meant = table.get(name)
    return f"{owner} has no {name}: it calls that {meant}." if meant else ""


def _keras(broken: Broken) -> str:
    owner, name = broken.found["owner"], broken.found["name"]
    # One of the learner's own may stand in the wrong place, or be misspelt.
    if f"def {name}(" in broken.code or "Did you mean" in broken.error.message:
        return ""
    match broken.tree:
        case ast.Attribute(value=model) if _is_model(broken, model, owner):
            if name == "add" and owner != "Sequential":
                return ""
            told = _OF_KERAS[name].format(model=broken.part(model))
            return f"{name} is Keras's: {told}"
    return ""


def _is_model(broken: Broken, model: ast.expr, owner: str) -> bool:
    """Whether it is a layer of torch's, or of a class of the learner's own made from one."""
    is_own = any(each.name == owner for each in broken.classes)
    return owner not in plain_classes(broken) if is_own else class_of(broken, model) == owner


def _compiled(broken: Broken) -> str:
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr="compile"), keywords=named) if {
            each.arg for each in named
        } & {"loss", "metrics", "optimizer"}:
            return (
                "This is how Keras compiles a model. In torch make the two by themselves: "
                "opt = torch.optim.Adam(model.parameters()) and criterion = nn.MSELoss()."
            )
    return ""


def _numpy_type(broken: Broken) -> str:
    name = broken.found["name"]
    return f"NumPy has no np.{name} any more: write {name}, or {_OF_NUMPY[name]}."


def _optimizer(broken: Broken) -> str:
    match broken.tree:
        case ast.Attribute(value=owner) if not broken.defines("backward"):
            return (
                "backward() is the loss's: loss.backward() computes the gradients, then "
                f"{broken.part(owner)}.step() uses them."
            )
    return ""


def _layer_of(broken: Broken) -> str:
    name = broken.found["name"]
    match broken.tree:
        case ast.Attribute(value=ast.Name() | ast.Attribute() as owner):
            model = broken.part(owner)
            return f"{model} only holds layers. Its first is {model}[0]: ask one that has a {name}."
    return ""


def _length(broken: Broken) -> str:
    match broken.tree:
        case ast.Attribute(value=ast.Name() | ast.Attribute() as owner):
            held = broken.part(owner)
            return (
                f"A tensor has no {broken.found['name']}: {held}.shape is its shape, len({held}) "
                f"the size of its first axis, {held}.numel() how many numbers it holds."
            )
    return ""


ELSEWHERE: Final[Table] = {
    "NameError": {
        r"name '(?P<name>\w+)' is not defined": _name,
    },
    "AttributeError": {
        r"module '(?P<owner>torch(\.random|\.nn)?)' has no attribute '(?P<name>\w+)'": _attribute,
        rf"module 'numpy' has no attribute '(?P<name>{'|'.join(_OF_NUMPY)})'": _numpy_type,
        rf"'(?P<owner>\w+)' object has no attribute '(?P<name>{'|'.join(_OF_KERAS)})'": _keras,
        "'(SGD|Adam|AdamW|RMSprop)' object has no attribute 'backward'": _optimizer,
        "'Sequential' object has no attribute '(?P<name>weight|bias)'": _layer_of,
        "'Tensor' object has no attribute '(?P<name>len|length|lenght)'": _length,
    },
    "RuntimeError": {
        "torch.compile needs ": _compiled,
    },
}
