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
        "\"log_sigmoid_cpu\" not implemented for '(Long|Int)'$": _targets_first,
    },
    "RuntimeError": {
        "Expected floating point type for target with class probabilities, got Long$": _chosen,
        "result type Float can't be cast to the desired output type Long$": _whole_targets,
        "Found dtype Float but expected (Long|Int)$": _targets_first,
        "all elements of target should be between 0 and 1$": _targets_outside,
    },
}
