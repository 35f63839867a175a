"""Which picture suits an operation."""

from collections.abc import Callable, Mapping

from tutor.picture.asking.inplace import note
from tutor.picture.facts import Clash, Facts, Many, TensorFacts
from tutor.picture.kinds import broadcasting, einsum, joining, matmul, reduction, storage
from tutor.picture.kinds import tensor as kinds_tensor
from tutor.picture.scene.marks import Scene
from tutor.picture.scene.pieces import noted
from tutor.picture.scene.text import label

_ELEMENTWISE = (
    "add", "and", "atan2", "div", "eq", "floor_divide", "fmod", "ge", "gt", "hypot", "le", "lt",
    "maximum", "minimum", "mul", "ne", "or", "pow", "remainder", "sub", "true_divide", "where",
    "xor", "divide", "multiply", "subtract", "logical_and", "logical_or",
)  # fmt: skip
_PRODUCTS = ("matmul", "mm", "bmm", "mv", "dot", "inner")
_FOLDING = (
    "sum", "mean", "prod", "max", "min", "amax", "amin", "argmax", "argmin", "std", "var", "any",
    "all", "logsumexp", "nansum", "nanmean", "median", "norm", "count_nonzero",
)  # fmt: skip
_ALONG = ("softmax", "log_softmax", "cumsum", "cumprod", "sort", "argsort", "flip", "normalize")
_JOINING = ("cat", "concat", "concatenate")
_PARTING = ("chunk", "split", "unbind", "tensor_split")
_LONGEST_TEXT = 100
# They copy when they must, and keep the order of the numbers.
_REORDERING = frozenset({"reshape", "contiguous", "clone", "copy", "flatten", "ravel", "index"})

Picture = Callable[[Facts], Scene | None]

_PICTURES: Mapping[str, Picture] = {
    **dict.fromkeys(_ELEMENTWISE, broadcasting.broadcast),
    **dict.fromkeys(_PRODUCTS, matmul.product),
    **dict.fromkeys(_FOLDING, reduction.reduced),
    **dict.fromkeys(_ALONG, reduction.along),
    **dict.fromkeys(_JOINING, joining.concatenated),
    "stack": joining.stacked,
    **dict.fromkeys(_PARTING, joining.parted),
    "einsum": einsum.contraction,
}


def pictured(facts: Facts) -> Scene | None:
    """The picture made for the operation, else one that suits any; None where nothing has axes."""
    special = _PICTURES.get(facts.operation)
    made = (special(facts) if special and facts.tensors else None) or _general(facts)
    return noted(made, said) if made and (said := _changed(facts)) else made


def _changed(facts: Facts) -> str:
    """What is to be said where an operand was changed in place, and is the result."""
    match facts.tensors, facts.outcome:
        case [(_, before), *_], TensorFacts() as after if before.storage == after.storage:
            return note(facts.changed, facts.operation) if facts.changed else ""
        case _:
            return ""


def summary(facts: Facts) -> str:
    """The shapes that went in and came out, in a line."""
    before = " and ".join(filter(None, (kinds_tensor.shapes_of(part.fact) for part in facts.parts)))
    text = label(facts.text, _LONGEST_TEXT)
    match facts.outcome:
        case Clash():
            return f"{text}: {before} can't be done"
        case outcome:
            after = kinds_tensor.shapes_of(outcome) or "no tensor"
    return f"{text}: {before} → {after}" if before else f"{text}: {after}"


def _general(facts: Facts) -> Scene | None:
    match facts.outcome:
        case Clash() as clash:
            return _refused(facts, clash)
        case TensorFacts() as result if facts.tensors:
            return _walked(facts, result) or kinds_tensor.operation(facts)
        case TensorFacts() as result:
            return kinds_tensor.alone(facts, result)
        case Many():
            return kinds_tensor.operation(facts)
        case _:
            return None


def _refused(facts: Facts, clash: Clash) -> Scene | None:
    if not facts.tensors:
        return None
    name, tensor = facts.tensors[0]
    return storage.refused(facts, name, tensor, clash)


def _walked(facts: Facts, result: TensorFacts) -> Scene | None:
    """One tensor seen anew."""
    if len(facts.tensors) != 1:
        return None
    name, before = facts.tensors[0]
    shares = before.storage == result.storage and before.storage_size > 0
    if shares or facts.operation in _REORDERING:
        return storage.walked(facts, name, before, result)
    return None
