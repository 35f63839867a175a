"""The first mistake that code surely has. Pure."""

from collections.abc import Callable
from typing import Final

from knowledge.examples import python
from tutor.errors.silent import gradients, training
from tutor.errors.silent.code import Code, Fault

_READERS: Final[tuple[Callable[[Code], Fault | None], ...]] = (
    gradients.number_backward,
    gradients.unrecorded_backward,
    gradients.lost_parameter,
    training.uncalled_parameters,
    training.renamed_parameter,
    training.mean_of_truths,
    training.softmax_twice,
    gradients.gradients_add_up,
)


def fault_in(code: str, *, ran_well: bool = False) -> Fault | None:
    """The first mistake that code surely has; None as well where it can't be read.

    Of code that `ran_well`, no mistake is told that would have raised an error.
    """
    tree = python.parsed(code)
    if tree is None:
        return None
    try:
        return _first_fault(Code(tree), ran_well=ran_well)
    except RecursionError:  # Code that can be read may still be too deep to be written out.
        return None


def _first_fault(code: Code, *, ran_well: bool) -> Fault | None:
    found = (fault for reader in _READERS if (fault := reader(code)))
    return next((fault for fault in found if not (ran_well and fault.raises)), None)
