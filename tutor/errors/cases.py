"""Errors whose words say too little, each with the page that is about it, if any. Pure.

`tutor.conversation.explain` takes the first that fits, before the message is looked up.
"""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.pages.entry import Section

ANY: Final = re.compile("")
NO_PAGE: Final = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Errors of one meaning; `is_plain` where none of the line's values may be a tensor.

    `is_swapped` where the first must have fewer axes than the second: targets before scores.
    `apart` is the method or field that gave what the line takes apart.
    `told_in` is where the page tells of it in other words, as in torch's of an error of NumPy's.
    """

    line: re.Pattern[str]
    page: str = NO_PAGE
    broken: re.Pattern[str] = ANY
    is_plain: bool = False
    is_swapped: bool = False
    apart: re.Pattern[str] = ANY
    told_in: Section | None = None


_GRADIENT: Final = re.compile(r"[\w.\[\]]+\.grad\.\w+$|.*[-+*/@]=? *[\w.\[\]]+\.grad$")
_GRADIENT_FIRST: Final = re.compile(r"[\w.\[\]]+\.grad *[-+*/@]")
_BIAS: Final = re.compile(r".*\bbias\b")
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
UNPACKED: Final = re.compile("ValueError: (too many|not enough) values to unpack")
OWN: Final = Case(ANY)

CASES: Final = (
    Case(re.compile("(ModuleNotFound|Name)Error|SystemExit")),
    # Of a list of layers; a tensor's index is out of bounds.
    Case(re.compile("IndexError: index -?[0-9]+ is out of range$")),
    Case(_EXACT),
    Case(re.compile("AssertionError: .*(nan|inf) location mismatch"), "nan-and-inf"),
    Case(
        re.compile("AssertionError: The values for attribute '(dtype|shape)' do not match"),
        "float-equality",
        told_in=Section.MORE,
    ),
    Case(UNPACKED, "split-vs-chunk", apart=re.compile("(array_|tensor_|[hvd])?split$|chunk$")),
    Case(UNPACKED, "debug-shapes", apart=re.compile("(shape|size)$"), told_in=Section.MORE),
    Case(UNPACKED),
    Case(re.compile(".*[\"'](builtin_function_or_)?method[\"']")),
    Case(re.compile(r"TypeError: \w+\(\): argument 'size' failed to unpack the object")),
    Case(re.compile("RuntimeError: Inference tensors do not track version counter")),
    Case(re.compile("FloatingPointError: (?!overflow encountered in exp)")),
    Case(
        re.compile(
            r"AssertionError: (Arrays are not strictly|Not equal to tolerance .*\((shapes|dtypes) )"
        )
    ),
    Case(re.compile(r"TypeError: (\w+|torch\.nn\.modules\.linear\.\w+) is not a Module sub")),
    Case(
        re.compile("(ZeroDivision|Key)Error|.*values to unpack|.* has no len\\(\\)$"),
        is_plain=True,
    ),
    Case(re.compile("TypeError: .*positional argument"), broken=_OF_THEIR_OWN, is_plain=True),
    Case(
        re.compile(
            r"TypeError: \w+\(\) (takes |got an unexpected "
            # Torch has double quotation marks there.
            "|missing [0-9]+ required [a-z-]+ arguments?: ')"
        ),
        broken=_FUNCTION_OF_THEIR_OWN,
    ),
    Case(re.compile(r"TypeError: (percentile\(\) missing|array\(\) takes from 1 to 2) ")),
    Case(re.compile("AssertionError: Size mismatch between tensors$")),
    Case(re.compile("AssertionError: "), broken=_COMPARED),
    Case(re.compile(r'TypeError: can only concatenate list \(not "Tensor"\) to list$')),
    Case(re.compile("TypeError: expected a sequence of integers or a single integer, got '")),
    Case(re.compile("AttributeError: '(float|int)' object has no attribute 'size'$")),
    Case(re.compile("TypeError: 'torch.dtype' object is not"), broken=re.compile(r"torch\.\w+\(")),
    Case(re.compile("TypeError: 'Tensor' object is not callable$"), "transpose-t", _TURNED),
    Case(re.compile("TypeError: 'Tensor' object is not callable$")),
    # What a recurrent layer gives, as a rule, or both in one pair of brackets.
    Case(
        re.compile(
            r"TypeError: (\w*relu6?|gelu|sigmoid|tanh|dropout|linear|equal)\(\): "
            r"argument 'input' \(position 1\) must be Tensor, not tuple$"
        )
    ),
    Case(re.compile("TypeError: 'float' object is not iterable$"), broken=_NO_PAIRS),
    Case(
        re.compile("IndexError: index out of range in self"),
        "index-select",
        re.compile(r"[^(]*\bindex_select\("),
    ),
    Case(re.compile("IndexError: index -?[0-9]+ is out of bounds for dim"), broken=_PICKS),
    Case(re.compile(".*'NoneType'"), "grad-is-none", _GRADIENT),
    Case(re.compile("AttributeError: 'NoneType' object .*'(zero|fill)_'"), "bias-why", _BIAS),
    Case(re.compile("TypeError: .*: 'NoneType' and "), "grad-is-none", _GRADIENT_FIRST),
    Case(re.compile("TypeError: 'NoneType' object is not sub"), "grad-is-none", _PART_OF_GRADIENT),
    Case(
        re.compile(".*Boolean value of Tensor"),
        "cross-entropy-input",
        re.compile(_NO_CONDITION + r"(torch\.)?nn\.CrossEntropyLoss\([^)]"),
    ),
    Case(re.compile(".*Boolean value of Tensor"), "functional-vs-module", _MADE),
    Case(
        re.compile(r".*argument 'input' \(position 1\) must be Tensor, not list"),
        "tensor-from-list",
    ),
    Case(re.compile("ValueError: shapes .* not aligned"), "inner-dims-match"),
    Case(
        re.compile("TypeError: only integer scalar arrays can be converted to a scalar index"),
        "stack-vs-cat",
        re.compile(r"(np|numpy)\.(concatenate|[hv]?stack)\("),
    ),
    Case(
        re.compile("ValueError: optimizer got an empty parameter list"),
        "module-vs-fastai-module",
        re.compile(r".*\.parameters\(\)"),
    ),
    Case(
        re.compile(
            "RuntimeError: (Given groups=1, weight of|Calculated padded input|Given input) size"
        ),
        "read-shape-errors",
        told_in=Section.MORE,
    ),
    Case(
        re.compile("ValueError: all the input arrays must have same number of dimensions"),
        "join-size-errors",
        told_in=Section.MORE,
    ),
    Case(re.compile("ValueError: all input arrays must have the same shape"), "join-size-errors"),
    Case(
        re.compile("ValueError: setting an array element .* has an inhomogeneous shape"),
        "tensor-from-list",
        told_in=Section.MORE,
    ),
    Case(
        re.compile("TypeError: only integer tensors of a single element can be converted"),
        broken=_NO_TENSOR_MADE,
    ),
    Case(
        re.compile("RuntimeError: result type Float can't be cast to the .* type Long"),
        "bce-with-logits",
        _LOSS,
    ),
    Case(
        re.compile(
            '(NotImplemented|Runtime)Error: "log_softmax_lastdim_kernel_impl" not implemented for '
        ),
        "cross-entropy-input",
        _LOSS_OF_CLASSES,
        is_swapped=True,
    ),
    Case(re.compile(r"RuntimeError: Found dtype \w+ but expected"), "expected-float-got-long"),
    Case(re.compile("ValueError: Using a target size"), "squeeze-in-loss"),
    Case(
        re.compile("IndexError: too many indices for (tensor|array)"),
        "basic-indexing",
        told_in=Section.MORE,
    ),
    Case(
        re.compile("IndexError: index -?[0-9]+ is out of bounds for axis"),
        "basic-indexing",
        _INDEXED,
    ),
    Case(
        re.compile("IndexError: shape mismatch: indexing (tensors|arrays) could not be broadcast"),
        "integer-array-indexing",
        told_in=Section.MORE,
    ),
    Case(
        re.compile(
            r"RuntimeError: (The expanded size of the tensor|expand\(torch\.)"
            "|ValueError: could not broadcast input"
        ),
        "broadcast-in-place",
        _INDEXED,
    ),
    Case(
        re.compile(
            r"RuntimeError: einsum\(\): subscript \w has size"
            "|ValueError: operands could not be broadcast together with remapped shapes"
        ),
        "einsum-repeated-index",
    ),
    Case(
        re.compile(
            r".*: (einsum\(\): the number of subscripts in the equation \(\d+\) does not match"
            "|einstein sum subscripts string contains too many subscripts)"
        ),
        "what-is-einsum",
    ),
    Case(re.compile("AssertionError: there is no GPU here, only the CPU"), "device-move"),
    Case(
        re.compile(
            "AttributeError: 'Tensor' object has no attribute 'astype'"
            f"|RuntimeError: Invalid device string: '({_DTYPES})'"
        ),
        "change-dtype",
    ),
)
