"""Words for sizes that are no whole numbers, and for axes that a layer or a picture counts."""

import ast
import math
from typing import Final

from tutor.advice.around import Broken, names_given
from tutor.advice.table import Table

_WHOLE: Final = "use int(…), or // in place of /."
_SIZE: Final = f"Sizes are whole numbers, and one here is a float: {_WHOLE}"
_BESIDE: Final = (
    "{message}. If the last axis is that of the channels, swap it with the one before: "
    ".transpose(-1, -2)."
)


def _bound_of_slice(broken: Broken) -> str:
    """Nothing where a bound is a text, a list or a shape, which `int` would not take."""
    slices = (node for node in ast.walk(broken.tree) if isinstance(node, ast.Slice))
    if any(_is_no_number(each) for node in slices for each in ast.iter_child_nodes(node)):
        return ""
    return f"The bounds of a slice are whole numbers: {_WHOLE}"


def _is_no_number(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=str()) | ast.List() | ast.Tuple() | ast.Attribute(attr="shape"):
            return True
    return False


def _number(broken: Broken) -> str:
    """A float where Python counts; a `range` by parts of one would count nothing at all."""
    # As in `step = 0.1`.
    parts = names_given(broken.nodes, _is_part)
    match broken.tree:
        case ast.Call(func=ast.Name(id="range"), args=args) if any(
            _is_part(each) or broken.part(each) in parts for each in args
        ):
            return "range takes whole numbers only; torch.arange and np.arange take others."
    return f"This takes a whole number, and was given a float: {_WHOLE}"


def _is_part(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=float() as value):
            return not value.is_integer()
    return False


def _first_of_sizes(broken: Broken) -> str:
    """Of sizes one by one the first tells torch that they are, if it is a whole number."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(), args=[first, _, *_]) if _is_float(first):
            return _SIZE
    return ""


def _is_float(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(op=ast.Div()) | ast.Constant(value=float()):
            return True
    return False


def _size_first(broken: Broken) -> str:
    """The value before the size, as in `torch.full(0., (2, 3))`."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute() as made,
            args=[
                ast.Constant(value=int() | float()) as value,
                ast.Tuple() | ast.List() | ast.Attribute(attr="shape") as size,
            ],
            keywords=named,
        ):
            others = [f"{each.arg}={broken.part(each.value)}" for each in named if each.arg]
            written = ", ".join((broken.part(size), broken.part(value), *others))
            return f"{broken.part(made)} takes the size first: {broken.part(made)}({written})."
    return ""


def _no_batch(broken: Broken) -> str:
    """Grey pictures without an axis for their channel, of which the batch was taken for one."""
    match broken.tree:
        case ast.Call(args=[given], keywords=[]):
            written = broken.part(given)
        case _:
            return ""
    sizes = tuple(map(int, broken.found["sizes"].split(", ")))
    if not any(
        each.expression == written and each.shape == sizes for each in broken.error.operands
    ):
        return ""
    return (
        f"{broken.found['message']}. {written} has three axes and counts as one picture, its first "
        f"axis as the channels. If that is the batch, write {written}.unsqueeze(1)."
    )


def _sizes_of(broken: Broken) -> str:
    """A size of more axes than there are, as `x.shape[2]` of a matrix."""
    match broken.tree:
        case ast.Subscript(value=ast.Attribute(attr="shape", value=owner)):
            name = broken.part(owner)
        case _:
            return ""
    axes = [len(each.shape) for each in broken.error.operands if each.expression == name]
    match axes:
        case [0] | []:
            return ""
        case [1, *_]:
            return f"{name} has one axis: its size is {name}.shape[0]."
        case [count, *_]:
            return (
                f"{name} has {count} axes: their sizes are {name}.shape[0] to "
                f"{name}.shape[{count - 1}]."
            )
    return ""


def _no_positions(broken: Broken) -> str:
    """A number alone that is indexed after others; torch's words speak of an axis of size 0."""
    match broken.tree:
        case ast.Subscript(value=value):
            name = broken.part(value)
            if any(each.expression == name and each.shape == () for each in broken.error.operands):
                return f"{name} is one number alone: it has no axes left to be indexed."
    return ""


def _split(broken: Broken) -> str:
    return f"Lengths are whole numbers: {_WHOLE}" if "random_split" in broken.text else ""


def _flat(broken: Broken) -> str:
    """A layer that wanted all axes but the batch in one, as the numbers of an operand say."""
    if not _is_layer_called(broken.tree):
        return ""
    message, wanted = broken.found["message"], int(broken.found["wanted"])
    given = int(broken.found["rows"]), int(broken.found["columns"])
    of_one = {each.shape for each in broken.error.operands if math.prod(each.shape) == wanted}
    batches = {
        each.shape
        for each in broken.error.operands
        if len(each.shape) > 2 and math.prod(each.shape[1:]) == wanted
    }
    if (shape := _only(batches)) and math.prod(given) == math.prod(shape):
        return (
            f"{message}. Here all axes but the first belong together, "
            f"{'·'.join(map(str, shape[1:]))} = {wanted}: use .flatten(1)."
        )
    # A column is of samples, rather: its layer was to take one number.
    is_column = given[1] == 1
    is_whole = (shape := _only(of_one)) and given == _as_rows(shape)
    if is_whole and len(shape) > 1 and not is_column:
        return (
            f"{message}. If all axes belong together, "
            f"{'·'.join(map(str, shape))} = {wanted}: use .flatten()."
        )
    return ""


def _is_layer_called(tree: ast.AST) -> bool:
    match tree:
        case ast.Call(func=ast.Attribute(attr="matmul" | "mm")):
            return False
        case ast.Call(args=[_], keywords=[]):
            return True
    return False


def _only(shapes: set[tuple[int, ...]]) -> tuple[int, ...]:
    return next(iter(shapes)) if len(shapes) == 1 else ()


def _as_rows(shape: tuple[int, ...]) -> tuple[int, int]:
    return math.prod(shape[:-1]), shape[-1]


SIZES: Final[Table] = {
    "TypeError": {
        (
            r"\w+\(\): argument '\w+' failed to unpack the object at pos \d+ with error "
            r'"type must be tuple of ints,but got float"'
        ): _SIZE,
        (
            r"(?!full|randint)\w+\(\): argument '(size|shape|n)' \(position \d+\) must be "
            "(int|tuple of ints), not float$"
        ): _SIZE,
        r"full\(\): argument 'size' \(position 1\) must be tuple of ints, not (float|int)$": (
            _size_first
        ),
        r"\w+\(\): argument '(size|shape)' .* found element of type float": _SIZE,
        (
            r"(view|reshape|zeros|ones|empty|rand|randn|expand|repeat)\(\) received "
            r"an invalid combination of arguments - got \((int, )*float(, (int|float))*\)"
        ): _SIZE,
        r"expected a sequence of integers or a single integer, got '\d+\.\d+'$": _SIZE,
        (
            r"(zeros|ones|empty|reshape|expand|repeat|tile)\(\) takes 1 positional argument but "
            r"\d+ were given$"
        ): _first_of_sizes,
        "slice indices must be integers or None": _bound_of_slice,
        "'float' object cannot be interpreted as an integer$": _number,
        r"randperm\(\) received .* - got \(float, ": _split,
        r"Invalid shape \(1, \d+, \d+\) for image data$": (
            "imshow takes a grey picture without an axis for the colour: use .squeeze(0)."
        ),
        r"Invalid shape \([34], \d+, \d+\) for image data$": (
            "imshow takes the colours on the last axis: use .permute(1, 2, 0), or "
            ".transpose(1, 2, 0) for an array."
        ),
    },
    "IndexError": {
        "tuple index out of range$": _sizes_of,
        r"index -?\d+ is out of bounds for dimension \d+ with size 0$": _no_positions,
    },
    "RuntimeError": {
        (
            r"(?P<message>mat1 and mat2 shapes cannot be multiplied "
            r"\((?P<rows>\d+)x(?P<columns>\d+) and (?P<wanted>\d+)x\d+\))$"
        ): _flat,
        (
            r"(?P<message>Given groups=1, weight of size \[\d+, 1, \d+, \d+\], expected "
            r"input\[1, (?P<sizes>\d+, \d+, (?!1\])\d+)\] to have 1 channels, but .*)"
        ): _no_batch,
        (
            r"Calculated padded input size per channel: \((?P<given>[\dx ]+)\)\. Kernel size: "
            r"\((?P<kernel>[\dx ]+)\)\. Kernel size can't be greater than actual input size"
        ): (
            "A convolution was given {given} positions, padding included, and its kernel covers "
            "{kernel}: it takes a larger input, more padding or a smaller kernel."
        ),
        (
            r"(?P<message>Given groups=1, weight of size \[\d+, \d+, \d+\], expected "
            r"input\[\d+, \d+, (?P<last>\d+)\] to have (?P=last) channels, but .*)"
        ): _BESIDE,
    },
}
