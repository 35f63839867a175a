"""Words for tensors that are to be joined to one."""

import ast
from typing import Final

from tutor.advice.around import Broken, is_number
from tutor.advice.data import of_a_pair
from tutor.advice.table import Table

_NO_TENSORS: Final = (ast.List, ast.Tuple, ast.ListComp, ast.Constant, ast.UnaryOp)
_OF_NUMPY: Final = frozenset({"concatenate", "concat", "stack"})
_TAKE_AN_AXIS: Final = frozenset({"cat", "concat", "stack"})


def _brackets(broken: Broken) -> str:
    """`cat(a, b)` for `cat((a, b))`."""
    return _in_brackets(broken) or (
        f"{broken.found['message']}: put the tensors into brackets of their own, as in (a, b)."
    )


def _too_many(broken: Broken) -> str:
    """`cat(a, b, 0)` for `cat((a, b), 0)`, unless the function is the learner's own."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"))):
            return _in_brackets(broken)
    return ""


def _arrays(broken: Broken) -> str:
    """`np.concatenate(a, b)`, which takes the second for an axis."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name)) if (
            name in _OF_NUMPY
        ):
            return _in_brackets(broken).replace("The tensors", "The arrays", 1)
    return ""


def _in_brackets(broken: Broken) -> str:
    """The call as it is meant, where it gives several tensors, and perhaps an axis after them."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr=name) as made, args=[*args], keywords=named):
            pass
        case _:
            return ""
    held = {each.expression for each in broken.error.operands}
    given = [broken.part(each) for each in args]
    # An axis that may be a number alone stands last.
    axis = given[-1:] if name in _TAKE_AN_AXIS and given[-1:] and is_number(args[-1]) else []
    tensors = given[: len(given) - len(axis)]
    if len(tensors) < 2 or not held.issuperset(tensors) or any(not each.arg for each in named):
        return ""
    others = [*axis, *(f"{each.arg}={broken.part(each.value)}" for each in named)]
    call = ", ".join((f"({', '.join(tensors)})", *others))
    return f"The tensors go into brackets of their own: {broken.part(made)}({call})."


def _of_tensors(broken: Broken) -> str:
    """`torch.tensor` of a list of tensors that are more than numbers."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr="tensor"), args=[given]
        ) if not _can_not_be_stacked(given):
            return (
                "torch.tensor makes tensors of numbers; of tensors of one shape torch.stack makes "
                f"one: torch.stack({broken.part(given)})."
            )
    return ""


def _can_not_be_stacked(given: ast.expr) -> bool:
    """Whether a list holds others or plain numbers, and not tensors alone."""
    match given:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            pass
        case ast.ListComp(elt=part):
            parts = [part]
        case _:
            return False
    return any(isinstance(each, _NO_TENSORS) for each in parts)


def _of_one_shape(broken: Broken) -> str:
    """Of a DataLoader only where there is one: the others call `stack` themselves."""
    if "DataLoader" in broken.code and (pair := of_a_pair(broken)):
        return pair
    has_loader = "DataLoader" in broken.code
    also, there = (
        (", and so does a DataLoader's batch", "; for a DataLoader, in its collate_fn")
        if has_loader
        else ("", "")
    )
    first, one, second, other = broken.found.group("first", "one", "second", "other")
    return (
        f"stack takes tensors of one shape only{also}: tensor {first} is ({one}), tensor {second} "
        f"is ({other}). {_first(one, other)}{there}."
    )


def _first(one: str, other: str) -> str:
    """Sequences are padded on their first axis alone: all others must be the same."""
    (length, *rest), (other_length, *other_rest) = one.split(", "), other.split(", ")
    if rest == other_rest and length and other_length:
        return "Pad them first, for example with nn.utils.rnn.pad_sequence"
    return "Bring them to one shape first"


JOINED: Final[Table] = {
    "TypeError": {
        (
            r"(?P<message>(cat|stack|hstack|vstack)\(\): argument 'tensors' \(position 1\) must "
            r"be tuple of Tensors, not Tensor)$"
        ): _brackets,
        (
            r"(cat|concat|stack|hstack|vstack)\(\) takes (from 1 to 2|1) positional arguments? "
            r"but \d+ were given$"
        ): _too_many,
        "only integer scalar arrays can be converted to a scalar index$": _arrays,
    },
    "RuntimeError": {
        (
            r"stack expects each tensor to be equal size, but got \[(?P<one>[\d, ]*)\] at "
            r"entry (?P<first>\d+) and \[(?P<other>[\d, ]*)\] at entry (?P<second>\d+)"
        ): _of_one_shape,
    },
    "ValueError": {
        "only one element tensors can be converted to Python scalars$": _of_tensors,
    },
}
