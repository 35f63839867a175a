"""Words for a loss that was given its scores and its targets in another form, or order."""

import ast
import re
from typing import Final

from tutor.advice.around import Broken, class_of
from tutor.advice.table import Table

# A function, and the class whose objects do the same.
_OF_TWO_CLASSES: Final = ("binary_cross_entropy_with_logits", "BCEWithLogitsLoss")
_OF_PROBABILITIES: Final = ("binary_cross_entropy", "BCELoss")
_OF_CLASSES: Final = ("cross_entropy", "CrossEntropyLoss")

_TARGET: Final = re.compile(r"(?<![^\W_])ys?(?![^\W_])|target|label|truth")
_PREDICTED_FIRST: Final = "{loss} takes what was predicted first and the targets after it"


def are_named_targets(written: str) -> bool:
    """Whether a value has a name that is given to targets alone."""
    return _TARGET.search(written) is not None


def _swapped(broken: Broken) -> str:
    """A loss over classes that got whole numbers where it takes scores."""
    match broken.tree:
        case ast.Call(func=made) as call if loss := _named(broken, made, _OF_CLASSES):
            if scores := _whole_scores(broken, call):
                return f"{loss} takes floats as scores: write {scores}.float()."
            return (
                f"{loss} takes the scores first and the classes after them; here the first are "
                "whole numbers."
            )
    return ""


def _whole_scores(broken: Broken, call: ast.Call) -> str:
    """The scores as they are written, where they stand first and were made of whole numbers."""
    match call.args:
        case [ast.Name() | ast.Attribute() | ast.Subscript() | ast.Call() as first, second]:
            held = {each.expression: each for each in broken.error.operands}
            scores, classes = (held.get(broken.part(each)) for each in (first, second))
            if scores and classes and "float" not in classes.dtype:
                return broken.part(first) if len(scores.shape) > len(classes.shape) else ""
    return ""


def _chosen(broken: Broken) -> str:
    match broken.tree:
        case ast.Call(args=[ast.Call(func=ast.Attribute(attr="argmax")), *_]):
            return "This loss takes the scores themselves: leave out argmax."
        case ast.Call(args=[_, ast.Name() | ast.Attribute() as target]) if _is_matrix(
            broken, broken.part(target)
        ):
            written = broken.part(target)
            return (
                "Targets as large as the scores are taken for probabilities, which are floats: "
                f"write {written}.float(), or {written}.argmax(1) for the class of each row."
            )
    return ""


def _is_matrix(broken: Broken, written: str) -> bool:
    held = [each for each in broken.error.operands if each.expression == written]
    return [len(each.shape) for each in held] == [2]


_AS_INDICES: Final = (_OF_CLASSES, ("nll_loss", "NLLLoss"))


def _classes(broken: Broken) -> str:
    """Classes as floats, or in 32 bits, where a loss takes whole numbers."""
    loss, target = _loss_of_classes(broken)
    if not loss:
        return ""
    is_float = broken.found["dtype"] in ("Float", "Double", "Half")
    kind = "whole numbers" if is_float else "int64"
    return f"{loss} takes the classes as {kind}: write {target}.long()."


def _in_a_column(broken: Broken) -> str:
    """Classes of shape (N, 1), of which one number for each row is wanted."""
    loss, target = _loss_of_classes(broken)
    held = [each for each in broken.error.operands if each.expression == target]
    if not loss or not held or len(held[0].shape) != 2 or held[0].shape[1] != 1:
        return ""
    shape = held[0].shape
    whole = "" if held[0].dtype == "int64" else ".long()"
    return (
        f"{loss} takes one class for each row, of shape ({shape[0]},), and {target} is {shape}: "
        f"write {target}.squeeze(1){whole}."
    )


def _loss_of_classes(broken: Broken) -> tuple[str, str]:
    """The name of a loss over classes and its targets as they are written; empty where unsure.

    One score for each row is of no class, but rather a number that is to be near its target.
    """
    match broken.tree:
        case ast.Call(func=made, args=[scores, ast.Name() | ast.Attribute() as target]):
            held = {each.expression: each.shape for each in broken.error.operands}
            if held.get(broken.part(scores), ())[-1:] == (1,):
                return "", ""
            names = (_named(broken, made, loss) for loss in _AS_INDICES)
            return next(filter(None, names), ""), broken.part(target)
    return "", ""


def _whole_numbers(broken: Broken) -> str:
    """`mse_loss` of two tensors of whole numbers."""
    match broken.tree:
        case ast.Call(func=made, args=[first, second], keywords=[]):
            loss = _named(broken, made, ("mse_loss", "MSELoss"))
            written = ", ".join(f"{broken.part(each)}.float()" for each in (first, second))
            if loss:
                return f"{loss} takes floats: write {broken.part(made)}({written})."
    return ""


def _whole_targets(broken: Broken) -> str:
    """A loss of two classes that got whole numbers as targets."""
    match broken.tree:
        case ast.Call(func=made, args=[_, target], keywords=[]):
            pass
        case ast.Call(func=made, args=[_], keywords=[ast.keyword(arg="target", value=target)]):
            pass
        case _:
            return ""
    loss, written = _named(broken, made, _OF_TWO_CLASSES), broken.part(target)
    dtypes = [each.dtype for each in broken.error.operands if each.expression == written]
    if not loss or dtypes != ["int64"]:
        return ""
    return f"{loss} takes floats, also as targets: write {written}.float()."


def _targets_first(broken: Broken) -> str:
    """A loss of two classes that got its targets where it takes what was predicted."""
    match broken.tree:
        case ast.Call(func=made, args=[first, second], keywords=[]):
            pass
        case _:
            return ""
    loss = _named(broken, made, _OF_PROBABILITIES) or _named(broken, made, _OF_TWO_CLASSES)
    held = {each.expression: each.dtype for each in broken.error.operands}
    dtypes = [held.get(broken.part(each), "") for each in (first, second)]
    if not loss or not dtypes[0].startswith("int") or "float" not in dtypes[1]:
        return ""
    first_words = _PREDICTED_FIRST.format(loss=loss)
    return f"{first_words}, both as floats; here the first are whole numbers."


def _targets_outside(broken: Broken) -> str:
    match broken.tree:
        case ast.Call(func=made, args=[first, second], keywords=[]):
            pass
        case _:
            return ""
    loss = _named(broken, made, _OF_PROBABILITIES)
    named = [are_named_targets(broken.part(each)) for each in (first, second)]
    if not loss or named != [True, False]:
        return ""
    return f"{_PREDICTED_FIRST.format(loss=loss)}: all targets should be between 0 and 1."


def _named(broken: Broken, made: ast.expr, loss: tuple[str, str]) -> str:
    """The name of a loss, where what is called is surely that one."""
    function, layer = loss
    match made:
        case ast.Attribute(attr=name) | ast.Name(id=name) if name == function:
            return name
    return layer if class_of(broken, made) == layer else ""


LOSSES: Final[Table] = {
    "NotImplementedError": {
        r"\"log_softmax_(lastdim_)?kernel_impl\" not implemented for '(Long|Int)'$": _swapped,
        "\"mse_cpu\" not implemented for '(Long|Int)'$": _whole_numbers,
        "\"log_sigmoid_cpu\" not implemented for '(Long|Int)'$": _targets_first,
    },
    "RuntimeError": {
        "Expected floating point type for target with class probabilities, got Long$": _chosen,
        (
            r"expected target dtype to be Long or Byte, but got "
            r"(?P<dtype>Float|Double|Half|Int|Short|Char)$"
        ): _classes,
        "0D or 1D target tensor expected, multi-target not supported$": _in_a_column,
        "result type Float can't be cast to the desired output type Long$": _whole_targets,
        "Found dtype Float but expected (Long|Int)$": _targets_first,
        "all elements of target should be between 0 and 1$": _targets_outside,
    },
}
