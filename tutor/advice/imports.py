"""Words for a module or a name that is not there: what it is called, or where it comes from."""

import ast
import difflib
import importlib
from collections.abc import Mapping
from typing import Final

from tutor.advice.around import Broken, bound, is_readable, methods
from tutor.advice.table import Table

_HERE: Final = "Snippets have torch, numpy, matplotlib and Python's standard library"
_ONLY_THESE: Final = f"{_HERE}; nothing can be installed."
_OF_OURS: Final = frozenset({"torch", "numpy", "matplotlib"})
# Modules that are inside of others, for what is nearly their names; of torch.nn none that has the
# name of a class but for its capital.
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "torch": ("nn", "optim", "utils", "autograd", "linalg", "distributions"),
    "torch.nn": ("functional", "init", "utils"),
    "torch.nn.utils": ("rnn",),
    "torch.optim": ("lr_scheduler",),
    "torch.utils": ("data",),
    "matplotlib": ("pyplot",),
    "numpy": ("random", "linalg"),
}
_NEAR: Final = 0.8
_MEANT: Final[Mapping[str, str]] = {
    "pytorch": "torch",
    "Pytorch": "torch",
    "PyTorch": "torch",
    "Torch": "torch",
    "Numpy": "numpy",
    "NumPy": "numpy",
    "Matplotlib": "matplotlib",
    "pyplot": "matplotlib.pyplot",
}
# Packages that many have; any other name may be a file of the learner's own.
_PACKAGES: Final = frozenset(
    """
    IPython accelerate albumentations bs4 catboost cupy cv2 d2l datasets diffusers einops fastai
    fastbook fastcore flax gradio google gym gymnasium huggingface_hub imageio ipywidgets jax keras
    lightgbm lightning nltk numba onnx onnxruntime openai optuna pandas plotly polars psutil pycuda
    pytorch_lightning ray safetensors scipy seaborn sentence_transformers skimage sklearn spacy
    statsmodels streamlit sympy tensorboard tensorboardX tensorflow tiktoken timm tokenizers
    torch_geometric torchaudio torchinfo torchmetrics torchsummary torchtext torchtune torchvision
    torchviz tqdm transformers triton tvm wandb xgboost yaml yfinance
    """.split()
)

_DATA: Final = ("DataLoader", "Dataset", "TensorDataset", "Subset", "random_split")
_FROM: Final[Mapping[str, str]] = {
    **dict.fromkeys(_DATA, "torch.utils.data"),
    "optim": "torch",
    "autograd": "torch",
    "pad_sequence": "torch.nn.utils.rnn",
    "deepcopy": "copy",
    "defaultdict": "collections",
    "namedtuple": "collections",
    "Counter": "collections",
    "OrderedDict": "collections",
    "dataclass": "dataclasses",
    "partial": "functools",
    "Path": "pathlib",
}
_MATHEMATICS: Final = frozenset({"sqrt", "exp", "log", "sin", "cos", "tan", "floor", "ceil"})
_STANDARD: Final = frozenset(
    """
    argparse collections copy csv datetime functools gc glob itertools json logging math os pathlib
    pickle random re shutil sys tempfile time warnings
    """.split()
)
_ABSENT: Final[Mapping[str, str]] = {
    "pd": "pandas",
    "pandas": "pandas",
    "tf": "TensorFlow",
    "keras": "Keras",
    "sns": "seaborn",
    "cv2": "OpenCV",
    "sklearn": "scikit-learn",
    "torchvision": "torchvision",
    "transforms": "torchvision",
}


def _module(broken: Broken) -> str:
    message, name = broken.found["message"], broken.found["name"]
    owner, _, rest = name.rpartition(".")
    if not rest:
        return ""
    if owner.partition(".")[0] in _OF_OURS:
        return _module_of_ours(owner, rest)
    if owner in _STANDARD and hasattr(importlib.import_module(owner), rest):
        return f"{owner} has no module {rest}: write from {owner} import {rest}."
    if meant := _MEANT.get(name):
        return f"{message}. Its name is {meant}."
    if name.partition(".")[0] in _PACKAGES:
        return f"{message}. {_ONLY_THESE}"
    return f"{message}. {_ONLY_THESE} If it is a file of your own, paste its code above instead."


def _module_of_ours(owner: str, name: str) -> str:
    if near := difflib.get_close_matches(name.lower(), _PARTS.get(owner, ()), 1, _NEAR):
        return f"{owner} has no module {name}. Did you mean {owner}.{near[0]}?"
    if _FROM.get(name, "").startswith(owner):
        return f"{owner} has no module {name}: write from {_FROM[name]} import {name}."
    is_class = owner.startswith("torch") and name[0].isupper() and len(name) > 1
    also = f" For a class of it write from {owner} import {name}." if is_class else ""
    return f"{owner} has no module {name}.{also}"


def _name(broken: Broken) -> str:
    name = broken.found["name"]
    if name in bound(broken.nodes) or not is_readable(broken.nodes):
        return ""
    words = _from_elsewhere(name) or _of_module(broken, name) or _of_self(broken, name)
    return f"name '{name}' is not defined{words}" if words else ""


def _from_elsewhere(name: str) -> str:
    if owner := _FROM.get(name):
        return f": write from {owner} import {name} above."
    if name in _MATHEMATICS:
        return f": write math.{name}, torch.{name} for a tensor, or np.{name} for an array."
    return ", and tqdm is not here: leave it out, as in for x in data." if name == "tqdm" else ""


def _of_module(broken: Broken, name: str) -> str:
    asked = _parts_asked_for(broken, name)
    if not asked:
        return ""
    if name in _STANDARD:
        return _of_standard(name, asked)
    return f", and {_ABSENT[name]} is not here. {_HERE}." if name in _ABSENT else ""


def _of_standard(name: str, asked: set[str]) -> str:
    """The module, or what it has of that name, as `datetime`: whichever has the parts."""
    module = importlib.import_module(name)
    if all(hasattr(module, each) for each in asked):
        return f": write import {name} above."
    inner = getattr(module, name, None)
    has_parts = all(hasattr(inner, each) for each in asked)
    return f": write from {name} import {name} above." if has_parts else ""


def _of_self(broken: Broken, name: str) -> str:
    method = next((each.name for each, _ in _methods_around(broken)), "")
    if name not in _given_to_self(broken):
        return ""
    if _is_given_from_itself(broken, name):
        return f": if it comes from outside, name it in the brackets of def {method}(…)."
    return f": it belongs to self here, so write self.{name}."


def _is_given_from_itself(broken: Broken, name: str) -> bool:
    """Whether each `self.name = …` has `name` in its value, which then comes from elsewhere."""
    values_given = [
        node.value
        for node in broken.nodes
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
        and node.value
        and name in _stored_in_self(node)
    ]
    return bool(values_given) and all(_names(value, name) for value in values_given)


def _names(value: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(value))


def _parts_asked_for(broken: Broken, name: str) -> set[str]:
    """Each `something` of a `name.something` on the line; none where `name` is but a value."""
    return {
        node.attr
        for node in broken.nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
        and node.lineno == broken.error.line
    }


def _given_to_self(broken: Broken) -> set[str]:
    """What the methods of the class around the line give to `self`, seen from a method."""
    return {name for _, around in _methods_around(broken) for name in _stored_in_self(around)}


def _stored_in_self(tree: ast.AST) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def _methods_around(broken: Broken) -> list[tuple[ast.FunctionDef, ast.ClassDef]]:
    """The methods that the line lies in, each with its class; those alone that take `self`."""
    return [
        (method, around)
        for around in broken.classes
        for method in methods(around)
        if broken.is_in(method) and _takes_self(method)
    ]


def _takes_self(method: ast.FunctionDef) -> bool:
    return any(each.arg == "self" for each in method.args.args)


IMPORTS: Final[Table] = {
    "ModuleNotFoundError": {
        r"(?P<message>No module named '(?P<name>[\w.]+)'.*)": _module,
    },
    "NameError": {
        r"name '(?P<name>\w+)' is not defined": _name,
    },
}
