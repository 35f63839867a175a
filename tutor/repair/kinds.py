"""Which changes there are, what each does, and of what a message must speak before it is tried."""

import re
from typing import Final

JOINS: Final = frozenset({"cat", "stack", "concatenate", "vstack", "hstack"})
_REDUCES: Final = frozenset({"sum", "mean", "max", "min", "std", "var", "prod", "amax", "argmax"})
_MAKERS: Final = frozenset({"tensor", "arange", "full", "ones", "zeros"})
MADE: Final = frozenset(
    {"tensor", "full", "ones", "zeros", "empty", "eye", "rand", "randn", "linspace"}
)
# Which calls are made otherwise: by their names, the function, one more argument.
OTHERWISE: Final = (
    (_REDUCES, "{called}", "keepdim=True", "keep the axis of", 12),
    (["view"], "{owner}.reshape", "", "reshape", 9),
    (["mm", "bmm", "dot", "mv"], "{owner}.matmul", "", "choose another product for", 13),
    (["cat"], "{owner}.stack", "", "join otherwise in", 20),
    (["stack"], "{owner}.cat", "", "join otherwise in", 20),
    (["backward"], "{owner}.sum().backward", "", "reduce", 9),
    (["backward"], "{called}", "retain_graph=True", "keep the graph of", 15),
    (["expand"], "{called}", "-1", "give every axis a size in", 12),
    (_MAKERS, "{called}", "dtype=torch.float32", "change the dtype of", 11),
)
# What is put behind an operand: what that does, and how far it goes from what was meant.
BEHIND: Final = (
    *((f".unsqueeze({axis})", "add an axis to", 10) for axis in (0, 1, 2)),
    *((f".squeeze({axis})", "drop an axis of", 12) for axis in (0, 1)),
    ("[:, None]", "add an axis to", 13),
    *((each, "transpose", 14) for each in (".T", ".mT", ".transpose(1, 2)")),
    *((f".permute({axes})", "transpose", 15) for axes in ("0, 3, 1, 2", "2, 0, 1")),
    *((each, "flatten", 16) for each in (".flatten(1)", ".flatten()")),
    *((".float()", "change the dtype of", 10), (".long()", "change the dtype of", 11)),
    *((".bool()", "change the dtype of", 12), (".double()", "change the dtype of", 13)),
    *((each, "detach", 10) for each in (".detach()", ".clone()")),
    (".requires_grad_()", "record gradients of", 18),
    *((f".{name}()", "make one answer of", 21) for name in ("all", "any")),
    *((f".{name}()", "reduce", 21) for name in ("sum", "mean")),
)
# What a message must speak of before a change of that kind is tried at all.
_ABOUT_TYPES: Final = (
    "type|Long|Float|Double|Half|Bool|bool|Int\\b|implemented|floating|subtract|must be Tensor"
)
_ABOUT_SHAPES: Final = (
    r"[Ss]ize|shape|[Dd]im|ax[ie]s|\dD|batch|matri|broadcast|indices|channels|0-d|subscript|stack"
)
# Scores that are turned take samples for classes: that runs, and means nothing.
_NO_LABELS: Final = "^(?!.*target batch_size)"
WORDS: Final = {
    "change the dtype of": re.compile(_ABOUT_TYPES),
    "detach": re.compile("grad|in-?place|leaf|graph|memory location|numpy"),
    "record gradients of": re.compile("does not require grad"),
    "make one answer of": re.compile("ambiguous"),
    "reduce": re.compile("[Ss]calar"),
    "choose another number in": re.compile(f"{_ABOUT_SHAPES}|out of|elements"),
    "transpose": re.compile(f"{_NO_LABELS}[\\s\\S]*?(?:{_ABOUT_SHAPES})"),
    "swap the operands of": re.compile(_NO_LABELS),
    "give every axis a size in": re.compile("number of sizes provided"),
    **{
        does: re.compile(_ABOUT_SHAPES) for does in ("add an axis to", "drop an axis of", "flatten")
    },
}
# What a message of this kind most often asks for.
LIKELY: Final = (
    ("transpose", re.compile("mat1 and mat2|core dimension|batch2|not aligned")),
    ("choose another number in", re.compile("out of range|out of bounds")),
    ("record nothing of", re.compile("leaf")),
    ("drop a position of", re.compile("too many indices")),
    ("drop an axis of", re.compile("multi-target|only batches")),
)
