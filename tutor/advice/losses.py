"""Words for a loss that was given its scores and its targets in another form, or order."""

import ast
from typing import Final

from tutor.advice.around import Broken, class_of
from tutor.advice.table import Table

# A function, and the class whose objects do the same.
_OF_TWO_CLASSES: Final = ("binary_cross_entropy_with_logits", "BCEWithLogitsLoss")
_OF_CLASSES: Final = ("cross_entropy", "CrossEntropyLoss")


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
    },
    "RuntimeError": {
        "Expected floating point type for target with class probabilities, got Long$": _chosen,
        "result type Float can't be cast to the desired output type Long$": _whole_targets,
    },
}
