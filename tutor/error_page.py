"""Which page is about an error, where the expression that raised it says more than its message.

A message of torch's or Python's own leads to a page that has its words. The same words may come of
something else, though, of which the pages do not speak, or another one does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge.entry import Entry
from knowledge.example import Section, section_text
from progress.history import Failed
from sandbox.protocol import RunError, Traced
from tutor.advice.around import nodes_of
from tutor.advice.own_words import are_own_words
from tutor.advice.unpacking import unpacked_from
from tutor.error_section import section_about
from tutor.explain import line_of, meaning_of
from tutor.library import Library

_ANY: Final = re.compile("")
_NO_PAGE: Final = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """Errors of one meaning; `is_plain` where none of the line's values may be a tensor.

    `is_swapped` where the first must have fewer axes than the second: targets before scores.
    `apart` is the method or field that gave what the line takes apart.
    `told_in` is where the page tells of it in other words, as in torch's of an error of NumPy's.
    """

    line: re.Pattern[str]
    page: str = _NO_PAGE
    broken: re.Pattern[str] = _ANY
    is_plain: bool = False
    is_swapped: bool = False
    apart: re.Pattern[str] = _ANY
    told_in: Section | None = None


_GRADIENT: Final = re.compile(r"[\w.\[\]]+\.grad\.\w+$|.*[-+*/@]=? *[\w.\[\]]+\.grad$")
_GRADIENT_FIRST: Final = re.compile(r"[\w.\[\]]+\.grad *[-+*/@]")
_PART_OF_GRADIENT: Final = re.compile(r"[\w.\[\]]+\.grad\[[^\[\]]*\]$")
# What a loss or a layer of torch's is made of, in the brackets for its settings; what is compared
# was made well.
_NO_CONDITION: Final = r"(?!.*(?:[<>]|[=!]=))"
_MADE: Final = re.compile(
    _NO_CONDITION + r"(torch\.)?nn\.(\w+Loss|ReLU6?|\w*ELU|Sigmoid|Tanh|Mish|Dropout\w*)\([^)]"
)
_PICKS: Final = re.compile(r"(?!.*(gather|index|scatter|select|take|put|\]$)).*\)$", re.DOTALL)
_INDEXED: Final = re.compile(r".*\]$", re.DOTALL)
# Every other loss takes whole numbers as targets, or refuses them in other words.
_LOSS: Final = re.compile(r"[^=]*(?i:bce|binary_cross|criterion|loss)\w*\(")
_LOSS_OF_CLASSES: Final = re.compile(r"[^=]*(?i:cross_entropy|criterion|loss)\w*\(")
_NO_TENSOR_MADE: Final = re.compile(r"(?!\w+\.\w*[tT]ensor\().")
_TURNED: Final = re.compile(r".*\.T\(\)$", re.DOTALL)
_NO_PAIRS: Final = re.compile(r"(?!.*\bzip\().", re.DOTALL)
_DTYPES: Final = r"(float|int)(16|32|64)?|double|half|bfloat16|long|bool|uint8|int8"
_OF_THEIR_OWN: Final = re.compile(r"(?!(torch|np|numpy|nn|F|plt)\b)")
# By a name alone, but not of what most import from torch to call it so.
_FUNCTION_OF_THEIR_OWN: Final = re.compile(
    r"(?!(tensor|clip_grad_\w+|pad_sequence|pack_padded_sequence|random_split)\()[a-z_]\w*\("
)
# A comparison that stands in no brackets: an assertion of the learner's, in words of their own.
_COMPARED: Final = re.compile(r"([^()]|\(([^()]|\([^()]*\))*\))*?([=!]=|[<>]=?)")

# Whole numbers and truth values are compared as they are, and need no tolerance.
_EXACT: Final = re.compile(
    r"AssertionError: (.*\]: (True|False|-?[0-9]+) \(ACTUAL\)"
    r"|Arrays are not equal \(|(Tensor-likes|Scalars) are not equal)"
)
_UNPACKED: Final = re.compile("ValueError: (too many|not enough) values to unpack")
_OWN: Final = _Case(_ANY)

_CASES: Final = (
    _Case(re.compile("(ModuleNotFound|Name)Error|SystemExit")),
    # Of a list of layers; a tensor's index is out of bounds.
    _Case(re.compile("IndexError: index -?[0-9]+ is out of range$")),
    _Case(_EXACT),
    _Case(re.compile("AssertionError: .*(nan|inf) location mismatch"), "nan-and-inf"),
    _Case(
        re.compile("AssertionError: The values for attribute '(dtype|shape)' do not match"),
        "float-equality",
        told_in=Section.MORE,
    ),
    _Case(_UNPACKED, "split-vs-chunk", apart=re.compile("(array_|tensor_|[hvd])?split$|chunk$")),
    _Case(_UNPACKED, "debug-shapes", apart=re.compile("(shape|size)$"), told_in=Section.MORE),
    _Case(_UNPACKED),
    _Case(re.compile(".*[\"'](builtin_function_or_)?method[\"']")),
    _Case(re.compile(r"TypeError: \w+\(\): argument 'size' failed to unpack the object")),
    _Case(re.compile("RuntimeError: Inference tensors do not track version counter")),
    _Case(re.compile("FloatingPointError: (?!overflow encountered in exp)")),
    _Case(
        re.compile(
            r"AssertionError: (Arrays are not strictly|Not equal to tolerance .*\((shapes|dtypes) )"
        )
    ),
    _Case(re.compile(r"TypeError: (\w+|torch\.nn\.modules\.linear\.\w+) is not a Module sub")),
    _Case(
        re.compile("(ZeroDivision|Key)Error|.*values to unpack|.* has no len\\(\\)$"),
        is_plain=True,
    ),
    _Case(re.compile("TypeError: .*positional argument"), broken=_OF_THEIR_OWN, is_plain=True),
    _Case(
        re.compile(
            r"TypeError: \w+\(\) (takes |got an unexpected "
            # Torch has double quotation marks there.
            "|missing [0-9]+ required [a-z-]+ arguments?: ')"
        ),
        broken=_FUNCTION_OF_THEIR_OWN,
    ),
    _Case(re.compile(r"TypeError: (percentile\(\) missing|array\(\) takes from 1 to 2) ")),
    _Case(re.compile("AssertionError: Size mismatch between tensors$")),
    _Case(re.compile("AssertionError: "), broken=_COMPARED),
    _Case(re.compile(r'TypeError: can only concatenate list \(not "Tensor"\) to list$')),
    _Case(re.compile("TypeError: expected a sequence of integers or a single integer, got '")),
    _Case(re.compile("AttributeError: '(float|int)' object has no attribute 'size'$")),
    _Case(re.compile("TypeError: 'torch.dtype' object is not"), broken=re.compile(r"torch\.\w+\(")),
    _Case(re.compile("TypeError: 'Tensor' object is not callable$"), "transpose-t", _TURNED),
    _Case(re.compile("TypeError: 'Tensor' object is not callable$")),
    # What a recurrent layer gives, as a rule, or both in one pair of brackets.
    _Case(
        re.compile(
            r"TypeError: (\w*relu6?|gelu|sigmoid|tanh|dropout|linear|equal)\(\): "
            r"argument 'input' \(position 1\) must be Tensor, not tuple$"
        )
    ),
    _Case(re.compile("TypeError: 'float' object is not iterable$"), broken=_NO_PAIRS),
    _Case(
        re.compile("IndexError: index out of range in self"),
        "index-select",
        re.compile(r"[^(]*\bindex_select\("),
    ),
    _Case(re.compile("IndexError: index -?[0-9]+ is out of bounds for dim"), broken=_PICKS),
    _Case(re.compile(".*'NoneType'"), "grad-is-none", _GRADIENT),
    _Case(re.compile("TypeError: .*: 'NoneType' and "), "grad-is-none", _GRADIENT_FIRST),
    _Case(re.compile("TypeError: 'NoneType' object is not sub"), "grad-is-none", _PART_OF_GRADIENT),
    _Case(
        re.compile(".*Boolean value of Tensor"),
        "cross-entropy-input",
        re.compile(_NO_CONDITION + r"(torch\.)?nn\.CrossEntropyLoss\([^)]"),
    ),
    _Case(re.compile(".*Boolean value of Tensor"), "functional-vs-module", _MADE),
    _Case(
        re.compile(r".*argument 'input' \(position 1\) must be Tensor, not list"),
        "tensor-from-list",
    ),
    _Case(re.compile("ValueError: shapes .* not aligned"), "inner-dims-match"),
    _Case(
        re.compile("TypeError: only integer scalar arrays can be converted to a scalar index"),
        "stack-vs-cat",
        re.compile(r"(np|numpy)\.(concatenate|[hv]?stack)\("),
    ),
    _Case(
        re.compile("ValueError: optimizer got an empty parameter list"),
        "module-vs-fastai-module",
        re.compile(r".*\.parameters\(\)"),
    ),
    _Case(
        re.compile(
            "RuntimeError: (Given groups=1, weight of|Calculated padded input|Given input) size"
        ),
        "read-shape-errors",
        told_in=Section.MORE,
    ),
    _Case(
        re.compile("ValueError: all the input arrays must have same number of dimensions"),
        "join-size-errors",
        told_in=Section.MORE,
    ),
    _Case(re.compile("ValueError: all input arrays must have the same shape"), "join-size-errors"),
    _Case(
        re.compile("ValueError: setting an array element .* has an inhomogeneous shape"),
        "tensor-from-list",
        told_in=Section.MORE,
    ),
    _Case(
        re.compile("TypeError: only integer tensors of a single element can be converted"),
        broken=_NO_TENSOR_MADE,
    ),
    _Case(
        re.compile("RuntimeError: result type Float can't be cast to the .* type Long"),
        "bce-with-logits",
        _LOSS,
    ),
    _Case(
        re.compile(
            '(NotImplemented|Runtime)Error: "log_softmax_lastdim_kernel_impl" not implemented for '
        ),
        "cross-entropy-input",
        _LOSS_OF_CLASSES,
        is_swapped=True,
    ),
    _Case(re.compile(r"RuntimeError: Found dtype \w+ but expected"), "expected-float-got-long"),
    _Case(re.compile("ValueError: Using a target size"), "squeeze-in-loss"),
    _Case(
        re.compile("IndexError: too many indices for (tensor|array)"),
        "basic-indexing",
        told_in=Section.MORE,
    ),
    _Case(
        re.compile("IndexError: index -?[0-9]+ is out of bounds for axis"),
        "basic-indexing",
        _INDEXED,
    ),
    _Case(
        re.compile("IndexError: shape mismatch: indexing (tensors|arrays) could not be broadcast"),
        "integer-array-indexing",
        told_in=Section.MORE,
    ),
    _Case(
        re.compile(
            r"RuntimeError: (The expanded size of the tensor|expand\(torch\.)"
            "|ValueError: could not broadcast input"
        ),
        "broadcast-in-place",
        _INDEXED,
    ),
    _Case(
        re.compile(
            r"RuntimeError: einsum\(\): subscript \w has size"
            "|ValueError: operands could not be broadcast together with remapped shapes"
        ),
        "einsum-repeated-index",
    ),
    _Case(
        re.compile(
            r".*: (einsum\(\): the number of subscripts in the equation \(\d+\) does not match"
            "|einstein sum subscripts string contains too many subscripts)"
        ),
        "what-is-einsum",
    ),
    _Case(re.compile("AssertionError: there is no GPU here, only the CPU"), "device-move"),
    _Case(
        re.compile(
            "AttributeError: 'Tensor' object has no attribute 'astype'"
            f"|RuntimeError: Invalid device string: '({_DTYPES})'"
        ),
        "change-dtype",
    ),
)
PAGES: Final = frozenset(case.page for case in _CASES) - {_NO_PAGE}
TOLD_IN: Final = frozenset((case.page, case.told_in) for case in _CASES if case.told_in)


def meaning_in(
    library: Library, error: RunError, trace: Sequence[Traced], code: str = ""
) -> Failed:
    """Find what is written about an error, by its message, the code and what its line held."""
    return _meaning(library, line_of(error), _case_of(error, trace, code))


def meaning_of_quoted(library: Library, line: str) -> Failed:
    """As `meaning_in`, by the line alone: what hangs on values or an expression is not known."""
    known = (case for case in _CASES if case.broken is case.apart is _ANY and not case.is_plain)
    return _meaning(library, line, next((case for case in known if case.line.match(line)), None))


def _meaning(library: Library, line: str, case: _Case | None) -> Failed:
    """By the page that is known of it, which may be none (`_NO_PAGE`), else by its words."""
    if case is None:
        means = meaning_of(library, line)
    else:
        means = Failed(line.partition(":")[0], looked_up=True, page=case.page or None)
    entry = library.entry(means.page or "")
    if entry is None:
        return replace(means, page=None)
    section = section_about(entry, line) or (case and _section_of(case, entry))
    return replace(means, told_in=section.value if section else None)


def _section_of(case: _Case, entry: Entry) -> Section | None:
    """Where the page tells of it; instructors may have taken that section away."""
    told_in = case.told_in
    return told_in if told_in and section_text(entry, told_in) else None


def page_of(error: RunError, trace: Sequence[Traced], code: str = "") -> str | None:
    """The page; empty where there is surely none, None where the message may find it."""
    case = _case_of(error, trace, code)
    return None if case is None else case.page


def _case_of(error: RunError, trace: Sequence[Traced], code: str) -> _Case | None:
    line = line_of(error)
    broken = next((part.expression for part in trace if part.broke), "")
    if are_own_words(error, broken, code):
        return _OWN
    axes = [len(part.shape) for part in trace if part.shape is not None]
    is_swapped = len(axes) > 1 and axes[0] < axes[1]
    apart = unpacked_from(nodes_of(code), error.line) if _UNPACKED.match(line) else ""
    for case in _CASES:
        fits = case.line.match(line) and case.broken.match(broken) and case.apart.match(apart)
        if fits and not (case.is_plain and axes) and (is_swapped or not case.is_swapped):
            return case
    return None
