"""Words for errors whose own are right but leave a learner alone, or are far too long."""

import ast
import re
from typing import Final

from sandbox.protocol import RunError
from tutor.advice.arguments import ARGUMENTS
from tutor.advice.around import Broken, plain_classes
from tutor.advice.brackets import BRACKETS
from tutor.advice.calls import CALLS
from tutor.advice.classes import CLASSES
from tutor.advice.counting import COUNTING
from tutor.advice.data import DATA
from tutor.advice.elsewhere import ELSEWHERE
from tutor.advice.gradients import GRADIENTS
from tutor.advice.imports import IMPORTS
from tutor.advice.inputs import INPUTS
from tutor.advice.joined import JOINED
from tutor.advice.limits import LIMITS
from tutor.advice.lists import LISTS
from tutor.advice.losses import LOSSES
from tutor.advice.modules import MODULES
from tutor.advice.no_functions import NO_FUNCTIONS
from tutor.advice.own_words import are_own_words
from tutor.advice.results import RESULTS
from tutor.advice.shapes import SHAPES
from tutor.advice.sizes import SIZES
from tutor.advice.slips import SLIPS
from tutor.advice.syntax import SYNTAX
from tutor.advice.table import Table, advised, compiled
from tutor.advice.texts import TEXTS
from tutor.advice.truth import TRUTH
from tutor.line.labels import parsed

_PLAIN: Final = (ast.Constant, ast.Slice, ast.UnaryOp)


def _loss(broken: Broken) -> str:
    if broken.found["loss"] in plain_classes(broken):
        return ""
    return (
        "This is the loss function itself, not a loss: call it first, as in "
        "loss = criterion(output, target)."
    )


_UNSAFE: Final = r"Weights only load failed[\s\S]*Unsupported global: GLOBAL "
_OWN_FILE: Final = (
    "a file that you made yourself can be read with torch.load(…, weights_only=False)."
)
_NO_DEVICE: Final = (
    "There is no {device} device here, only the CPU: use device='cpu' or leave it out."
)
_NOBODY_ELSE: Final = (
    "The sandbox runs one process and has no network, so there is nobody to share the work with: "
    "leave out torch.distributed."
)
_MISSING: Final = r"Could not run 'aten::(?P<operation>\w+)[^']*' with arguments from the "
_BETTER: Final[Table] = {
    "NotImplementedError": {
        r"Could not run '.*' with arguments from the '(?P<device>CUDA|MPS|XPU|HPU|IPU|XLA)'": (
            _NO_DEVICE
        ),
        rf"{_MISSING}'Sparse\w*CPU'": (
            "torch has no {operation} for sparse tensors: make it dense first, with to_dense()."
        ),
        rf"{_MISSING}'Quantized\w*CPU'": (
            "torch has no {operation} for quantized tensors: use dequantize() first."
        ),
        rf"{_MISSING}'NestedTensor\w*CPU'": (
            "torch has no {operation} for nested tensors: use to_padded_tensor(0.0) first."
        ),
        rf"{_MISSING}'Meta'": (
            "A tensor on the meta device holds no numbers, so torch has no {operation} for it."
        ),
    },
    "RuntimeError": {
        r"Cannot get (?P<device>CUDA|XPU|XLA) generator without ": _NO_DEVICE,
        r"Cannot execute \w+\(\) without (?P<device>MPS|MTIA) backend\.": _NO_DEVICE,
        r"PyTorch is not linked with support for (?P<device>\w+) devices$": _NO_DEVICE,
        r"(?P<operation>\w+)\(sparse_coo\)(?P<rest>: number of dimensions [^\n]*)": (
            "{operation}{rest}"
        ),
        r"view size is not compatible with input tensor's size and stride": (
            "view takes the numbers as they lie in memory, and these do not lie as this shape "
            "needs, which is common after a transpose, permute, slice or expand: use "
            ".reshape(…), which copies where it must."
        ),
        (
            r"(?P<message>Given \w+=\d+, weight of size \[\d+, \d+, \d+, \d+\], expected "
            r"input\[\d+, \d+, \d+, (?P<last>\d+)\] to have (?P=last) channels, but .*)"
        ): (
            "{message}. If the last axis is that of the channels, move it before height and "
            "width: .permute(2, 0, 1), or .permute(0, 3, 1, 2) for a batch."
        ),
        r"grad can be implicitly created only for scalar outputs": (
            "Gradients start from a single number, and this is not one: reduce it first, with "
            ".sum() or .mean()."
        ),
        r"a (view of a )?leaf Variable that requires grad is being used in an in-place": (
            "A tensor made with requires_grad=True can't be changed in place: do it under "
            "torch.no_grad(), or make a new one."
        ),
        r"Expected target size \[(?P<wanted>\d+, \d+)\], got \[(?P<given>[\d, ]*)\]": (
            "The loss takes axis 1 of its input for the classes, and so expected targets of "
            "shape ({wanted}), not ({given}). If the classes are the last axis, flatten the "
            "others: logits.flatten(0, -2) and targets.flatten()."
        ),
    },
    "ValueError": {
        "Default process group has not been initialized": _NOBODY_ELSE,
    },
    "UnpicklingError": {
        rf"{_UNSAFE}numpy[\w.]*\._reconstruct\b": (
            f"This file holds NumPy arrays: save torch.from_numpy(a) instead; {_OWN_FILE}"
        ),
        rf"{_UNSAFE}numpy[\w.]*\.scalar\b": (
            f"This file holds a number of NumPy's: save a.item() instead; {_OWN_FILE}"
        ),
        rf"{_UNSAFE}(?P<kind>[\w.]+) was not": (
            "torch.load reads tensors and plain values only, and this file holds a {kind}. "
            f"Of a model save model.state_dict(), and load that into a new one; {_OWN_FILE}"
        ),
    },
    "AttributeError": {
        r"'(?P<loss>\w+Loss)' object has no attribute '(backward|item)'$": _loss,
    },
    "SystemExit": {
        r"(?P<code>-?\d+)$": "The code ended itself with exit code {code}.",
    },
}
_BY_CODE: Final = compiled(
    *(SLIPS, GRADIENTS, IMPORTS, LIMITS, CALLS, SIZES, SHAPES, BRACKETS, INPUTS, DATA),
    *(ARGUMENTS, TRUTH, CLASSES, MODULES, RESULTS, LOSSES, JOINED, LISTS, SYNTAX),
    *(COUNTING, ELSEWHERE, NO_FUNCTIONS, TEXTS),
)
_BY_WORDS: Final = compiled(_BETTER)
# Of one index beside others torch counts only the axes that such indices choose from.
_AXIS: Final = re.compile(r"(index -?\d+ is out of bounds for) dimension \d+ with size (\d+)")


def words(error: RunError, broken: str = "", code: str = "") -> str:
    """The error's message, or what says it better; `broken` is the expression that raised it."""
    if are_own_words(error, broken, code):
        return error.message
    if said := _told(error, broken, code):
        return said
    if said := advised(_BY_WORDS, error, broken, code):
        return said
    if error.type == "IndexError" and _chooses_from_axes(broken):
        return _AXIS.sub(r"\1 an axis of size \2", error.message)
    return error.message


def _told(error: RunError, broken: str, code: str) -> str:
    """What the code around an error says of it, the surest first."""
    try:
        return advised(_BY_CODE, error, broken, code)
    except RecursionError:  # Code that can be read may still be too deep to be written out.
        return ""


def _chooses_from_axes(expression: str) -> bool:
    """Whether an index has several parts, of which one may be a list or a tensor."""
    match parsed(expression):
        case ast.Subscript(slice=ast.Tuple(elts=parts)):
            return not all(isinstance(part, _PLAIN) for part in parts)
    return False
