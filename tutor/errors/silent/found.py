"""The first mistake that code surely has. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from knowledge.examples import python
from tutor.errors.silent import gradients, sizes, training
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
# Each of them has one of these. Most code has none, and need not be read.
_SIGNS: Final = re.compile("backward|softmax|parameters|grad|mean|-", re.IGNORECASE)


def fault_in(
    code: str, *, ran_well: bool = False, left: Mapping[str, sizes.Sizes] | None = None
) -> Fault | None:
    """The first mistake that code surely has; None as well where it can't be read.

    Of code that `ran_well`, no mistake is told that would have raised an error. What it `left` are
    the shapes of its tensors, by their names.
    """
    tree = python.parsed(code) if _SIGNS.search(code) else None
    if tree is None:
        return None
    try:
        return _first_fault(Code(tree), left or {}, ran_well=ran_well)
    except RecursionError:  # Code that can be read may still be too deep to be written out.
        return None


def _first_fault(code: Code, left: Mapping[str, sizes.Sizes], *, ran_well: bool) -> Fault | None:
    found = (fault for fault in _faults(code, left) if fault)
    return next((fault for fault in found if not (ran_well and fault.raises)), None)


def _faults(code: Code, left: Mapping[str, sizes.Sizes]) -> Iterator[Fault | None]:
    yield from (reader(code) for reader in _READERS)
    yield sizes.column_against_row(code, left)
    yield sizes.softmax_over_batch(code, left)
